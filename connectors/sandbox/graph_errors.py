"""The refusals of Graph, with the codes Meta gives them."""

from __future__ import annotations

import json
import secrets
from typing import Any

from connectors.sandbox.wire import Answer, Refused

JSON = "application/json; charset=UTF-8"


def refused(
    code: int, message: str, *, status: int = 400, kind: str = "OAuthException", subcode: int | None = None,
    headers: dict[str, str] | None = None, **more: Any,
) -> Refused:  # fmt: skip
    """Make the refusal of `code`."""
    error: dict[str, Any] = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        error["error_subcode"] = subcode
    error |= {**more, "fbtrace_id": "A" + secrets.token_urlsafe(16)}
    return Refused(Answer(status, {"error": error}, headers or {}, JSON))


def no_token() -> Refused:
    """104: nobody asks."""
    return refused(104, "An access token is required to request this resource.", status=400)


def bad_token() -> Refused:
    """190: a token nobody knows."""
    return refused(190, "Invalid OAuth access token - Cannot parse access token", status=400)


def expired() -> Refused:
    """190/463: a token that was good once."""
    message = "Error validating access token: Session has expired on Monday, 23-Nov-26 04:00:00 PST."
    return refused(190, message, subcode=463)


def proof_missing() -> Refused:
    """100: the application demands appsecret_proof."""
    message = "API calls from the server require an appsecret_proof argument"
    return refused(100, message, kind="GraphMethodException")


def proof_wrong() -> Refused:
    """100: the proof does not fit the token."""
    return refused(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")


def gone(remote_id: str, method: str = "get") -> Refused:
    """100/33: no such object, or not for us."""
    message = (
        f"Unsupported {method.lower()} request. Object with ID '{remote_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation"
    )
    return refused(100, message, kind="GraphMethodException", subcode=33)


def no_field(name: str, node: str) -> Refused:
    """100: a field this kind of object does not have."""
    return refused(100, f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})")


def invalid(message: str = "Invalid parameter") -> Refused:
    """100: a parameter is wrong."""
    return refused(100, f"(#100) {message}")


def not_allowed() -> Refused:
    """200: the page is another's, or a right is missing."""
    return refused(200, "(#200) Permissions error", status=403)


def duplicate() -> Refused:
    """506: twice the same in a row."""
    return refused(
        506, "(#506) Duplicate status message", subcode=1455006, is_transient=False,
        error_user_title="Duplicate Status Update",
        error_user_msg="This status update is identical to the last one you posted.",
    )  # fmt: skip


def photos_posted() -> Refused:
    """100/1366051: these pictures already hang on a post."""
    return refused(
        100, "(#100) Invalid parameter", subcode=1366051, error_user_title="Already Posted",
        error_user_msg="These photos were already posted.",
    )  # fmt: skip


def app_limit(headers: dict[str, str]) -> Refused:
    """4: the application calls too much."""
    return refused(4, "(#4) Application request limit reached", is_transient=True, headers=headers)


def page_limit(headers: dict[str, str]) -> Refused:
    """80001: this page is called too much."""
    message = "(#80001) There have been too many calls to this Page account. Wait a bit and try again."
    return refused(80001, message, headers=headers)


def service() -> Refused:
    """2: try again, perhaps."""
    return refused(2, "An unexpected error has occurred. Please retry your request later.", status=500,
                   is_transient=True)  # fmt: skip


def usage(page_id: str, percent: int, minutes: int, of_app: int = 1) -> dict[str, str]:
    """Return the two usage headers, of the page and `of_app`; `minutes` is how long a throttled page must wait."""
    business = {"type": "pages", **_calls(percent), "estimated_time_to_regain_access": minutes}
    return {"X-App-Usage": json.dumps(_calls(of_app)), "X-Business-Use-Case-Usage": json.dumps({page_id: [business]})}


def _calls(percent: int) -> dict[str, int]:
    return {"call_count": percent, "total_cputime": min(percent, 25), "total_time": min(percent, 25)}
