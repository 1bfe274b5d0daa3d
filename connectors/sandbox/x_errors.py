"""The refusals of X, word for word as recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.sandbox.wire import Answer, Refused

PROBLEM = "application/problem+json"
PROBLEMS = "https://api.twitter.com/2/problems/"


def refused(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Refused:
    """Make the refusal with this body."""
    return Refused(Answer(status, body, headers or {}, PROBLEM))


def plain(status: int, title: str, detail: str, *, kind: str = "about:blank") -> Refused:
    """Make a refusal of the usual four keys."""
    return refused(status, {"title": title, "type": kind, "status": status, "detail": detail})


def unauthorized() -> Refused:
    """401: unknown, expired or badly signed."""
    return plain(401, "Unauthorized", "Unauthorized")


def duplicate() -> Refused:
    """403: the same words again."""
    return plain(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")


def not_summoned() -> Refused:
    """403: the author answered never spoke to us (self-serve plans)."""
    return plain(
        403,
        "Forbidden",
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the "
        "author of the post you are replying to.",
    )


def app_only() -> Refused:
    """403: an application alone asks for what only a user may do."""
    detail = "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint."
    return plain(403, "Unsupported Authentication", detail, kind=PROBLEMS + "unsupported-authentication")


def no_permission() -> Refused:
    """403: the token lacks a scope, or the object is another's."""
    return plain(403, "Forbidden", "You are not permitted to perform this action.")


def too_many(headers: dict[str, str]) -> Refused:
    """429, with the window's headers (or bare)."""
    body = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return refused(429, body, headers)


def no_credit() -> Refused:
    """402: nothing left to pay with."""
    return refused(
        402,
        {
            "account_id": 1234567890123456789,
            "title": "CreditsDepleted",
            "detail": "Your enrolled account [1234567890123456789] does not have any credits to fulfill this request.",
            "type": PROBLEMS + "credits",
        },
    )


def unavailable() -> Refused:
    """503: try again, perhaps."""
    return plain(503, "Service Unavailable", "Service Unavailable")


def invalid(name: str, value: object, message: str) -> Refused:
    """400: one parameter is wrong."""
    return refused(
        400,
        {
            "errors": [{"parameters": {name: [str(value)]}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": PROBLEMS + "invalid-request",
        },
    )


def unknown_parameter(name: str, value: object, known: Sequence[str]) -> Refused:
    """400: a query parameter the endpoint does not have."""
    return invalid(name, value, f"The query parameter [{name}] is not one of [{','.join(sorted(known))}]")


def undefined_property(name: str, value: object) -> Refused:
    """400: a body property the schema does not have."""
    message = f"$.{name}: is not defined in the schema and the schema does not allow additional properties"
    return invalid(name, value, message)


def not_found(value: str, *, parameter: str = "id", resource: str = "tweet") -> dict[str, str]:
    """The error of one object that is not there (sent with HTTP 200)."""
    return {
        "value": value,
        "detail": f"Could not find {resource} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": PROBLEMS + "resource-not-found",
    }


def no_such_route() -> Refused:
    """404: X has no such path."""
    return plain(404, "Not Found", "Not Found")
