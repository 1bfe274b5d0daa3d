"""Answers as X and Graph were recorded giving them, with the failure each must become on a write."""

from __future__ import annotations

from typing import Any

from connectors.failures import Failure, OutcomeUnknown, OutOfCredit, RateLimited, Rejected, Unauthorized
from tests.connectors.answering import Answer

Case = tuple[Answer, type[Failure]]
PROBLEMS = "https://api.twitter.com/2/problems/"
RESET = 1_790_000_000


def problem(status: int, detail: str = "", kind: str = "about:blank", title: str = "", **more: Any) -> Answer:
    """Return an answer of X with a problem body."""
    body = {"title": title or "Forbidden", "detail": detail, "type": kind, "status": status, **more}
    return Answer(status, body, kind="application/problem+json")


def graph(status: int, code: int, **more: Any) -> Answer:
    """Return an answer of Graph with an error object."""
    error = {"message": f"(#{code}) access_token=SECRET", "type": "OAuthException", "code": code, "fbtrace_id": "Az"}
    return Answer(status, {"error": error | more})


DUPLICATE = problem(403, "You are not allowed to create a Tweet with duplicate content.")
NOT_SUMMONED = problem(
    403,
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to.",
)
RATE = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(RESET)}
DAY = {"x-rate-limit-remaining": "7", "x-rate-limit-reset": "1", "x-user-limit-24hour-remaining": "0"}
DAY |= {"x-user-limit-24hour-reset": str(RESET)}
NOT_FOUND = {"title": "Not Found Error", "detail": "nope", "type": PROBLEMS + "resource-not-found"}

X: dict[str, Case] = {
    "400": (problem(400, "bad", PROBLEMS + "invalid-request", "Invalid Request"), Rejected),
    "401": (problem(401, "Unauthorized", title="Unauthorized"), Unauthorized),
    "402 credits": (problem(402, "no credits", PROBLEMS + "credits", "CreditsDepleted"), OutOfCredit),
    "403 spend cap": (problem(403, "", PROBLEMS + "credits", "SpendCapReached", reset_date="2026-12-13"), OutOfCredit),
    "429 usage cap": (problem(429, "cap", PROBLEMS + "usage-capped", "UsageCapExceeded"), OutOfCredit),
    "403 duplicate": (DUPLICATE, Rejected),
    "403 not summoned": (NOT_SUMMONED, Rejected),
    "403 permissions": (problem(403, "…", PROBLEMS + "oauth1-permissions"), Unauthorized),
    "403 app only": (problem(403, "…", PROBLEMS + "unsupported-authentication"), Unauthorized),
    "403 not enrolled": (problem(403, "…", PROBLEMS + "client-forbidden", "Client Forbidden"), Unauthorized),
    "403 html": (Answer(403, "<html>no</html>", kind="text/html"), Rejected),
    "403 of a list": (Answer(403, []), Rejected),
    "429 with reset": (Answer(429, {"title": "Too Many Requests"}, RATE), RateLimited),
    "429 of the day": (Answer(429, {"title": "Too Many Requests"}, DAY), RateLimited),
    "429 without headers": (Answer(429, ""), RateLimited),
    "429 with a reset nobody reads": (Answer(429, {}, {"x-rate-limit-reset": "soon"}), RateLimited),
    "429 v1": (Answer(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}), RateLimited),
    "500": (Answer(500, {}), OutcomeUnknown),
    "503 html": (Answer(503, "<html>", kind="text/html"), OutcomeUnknown),
    "408": (Answer(408, {}), OutcomeUnknown),
    "201 html": (Answer(201, "<html>", kind="text/html"), OutcomeUnknown),
    "201 empty": (Answer(201, ""), OutcomeUnknown),
    "201 list": (Answer(201, []), OutcomeUnknown),
    "201 without id": (Answer(201, {"data": {"text": "x"}}), OutcomeUnknown),
    "201 with an odd id": (Answer(201, {"data": {"id": "abc"}}), OutcomeUnknown),
    "200 errors, no data": (Answer(200, {"errors": [NOT_FOUND]}), OutcomeUnknown),
    "late": (Answer(201, {"data": {"id": "1"}}, wait=1.0), OutcomeUnknown),
    "reset": (Answer(reset=True), OutcomeUnknown),
    "cut": (Answer(201, '{"data": {"id": "1"}}', cut=True), OutcomeUnknown),
}

USAGE = {"X-Business-Use-Case-Usage": '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":19}]}'}

FACEBOOK: dict[str, Case] = {
    "190/463 expired": (graph(400, 190, error_subcode=463), Unauthorized),
    "102": (graph(400, 102), Unauthorized),
    "10": (graph(403, 10), Unauthorized),
    "200": (graph(403, 200), Unauthorized),
    "299": (graph(403, 299), Unauthorized),
    "4 app": (graph(400, 4, is_transient=True), RateLimited),
    "17": (graph(400, 17), RateLimited),
    "32": (graph(400, 32), RateLimited),
    "341": (graph(400, 341), RateLimited),
    "613": (graph(400, 613), RateLimited),
    "80001 with minutes": (Answer(400, graph(400, 80001).body, USAGE), RateLimited),
    "80001 without headers": (graph(400, 80001), RateLimited),
    "429 html": (Answer(429, "<html>", kind="text/html"), RateLimited),
    "368": (graph(400, 368, error_subcode=1390008, error_user_msg="You're posting too fast."), Rejected),
    "506": (graph(400, 506, error_subcode=1455006), Rejected),
    "1366051": (graph(400, 100, error_subcode=1366051), Rejected),
    "100": (graph(400, 100), Rejected),
    "100/33 gone": (graph(400, 100, error_subcode=33), Rejected),
    "1609005 link": (graph(400, 1609005), Rejected),
    "1": (graph(400, 1), OutcomeUnknown),
    "2": (graph(500, 2, is_transient=True), OutcomeUnknown),
    "an unknown code, transient": (graph(400, 9999, is_transient=True), OutcomeUnknown),
    "an unknown code, 500": (graph(500, 9999), OutcomeUnknown),
    "500 json": (Answer(500, {"oops": 1}), OutcomeUnknown),
    "500 json with an id": (Answer(500, {"id": "1_1"}), OutcomeUnknown),
    "502 html": (Answer(502, "<html>", kind="text/html"), OutcomeUnknown),
    "200 html": (Answer(200, "<html>", kind="text/html"), OutcomeUnknown),
    "200 without content-type": (Answer(200, "", kind=None), OutcomeUnknown),
    "200 success": (Answer(200, {"success": True}), OutcomeUnknown),
    "200 list": (Answer(200, []), OutcomeUnknown),
    "200 unreadable": (Answer(200, '{"id": '), OutcomeUnknown),
    "late": (Answer(200, {"id": "1_1"}, wait=1.0), OutcomeUnknown),
    "reset": (Answer(reset=True), OutcomeUnknown),
    "cut": (Answer(200, '{"id": "1_1"}', cut=True), OutcomeUnknown),
}
