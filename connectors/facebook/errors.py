"""Names what Graph answered, for the caller's next step. The only file that knows Graph's error codes.

https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import facebook

import clock
from connectors.failures import Failure, RateLimited, Rejected, Unauthorized
from connectors.hush import redacted
from connectors.wire import Wire
from words import s

RECONNECT = frozenset({10, 102, 190, *range(200, 300)})
WAIT = frozenset({4, 17, 32, 341, 613, 80001, 80002, 80006})
UNCLEAR = frozenset({1, 2})
TWICE = frozenset({506, 1366051})  # the second is a subcode: these photos were already posted
GONE = 33  # subcode of 100: the object does not exist, or is hidden from us


class Gone(Rejected):
    """The object does not exist, or we may not see it."""


def explain(wire: Wire, *, write: bool) -> Callable[[Exception], Failure]:
    """Return the function that names an exception of facebook-sdk; what it cannot name is trouble on the way."""

    def named(error: Exception) -> Failure:
        if isinstance(error, AssertionError):  # the library's way to say that there is no token
            return _reconnect()
        failure = _of(_told(error), wire)
        return failure or (_wait(wire) if wire.status == 429 else wire.trouble(write))

    return named


def _of(told: Mapping[str, Any], wire: Wire) -> Failure | None:
    code, subcode = _number(told.get("code")), _number(told.get("error_subcode"))
    if code in WAIT:
        return _wait(wire)
    if code in RECONNECT or "appsecret_proof" in str(told.get("message")):  # code 100 speaks of many things
        return _reconnect()
    if code in TWICE or subcode in TWICE:
        return Rejected(s("Facebook a refusé ce message : les mêmes mots y figurent déjà."), duplicate=True)
    if code == 100 and subcode == GONE:
        return Gone(s("Facebook ne trouve pas ce message : il a peut-être été supprimé."))
    if not told or code in UNCLEAR or told.get("is_transient") or (wire.status or 500) >= 500:
        return None
    advice = redacted(str(told.get("error_user_msg") or ""))[:200]
    if advice:
        return Rejected(s("Facebook a refusé : {detail}", detail=advice))
    return Rejected(s("Facebook a refusé la demande (code {code}).", code=code))


def _wait(wire: Wire) -> Failure:
    return RateLimited(s("Facebook demande d'attendre : trop d'appels."), retry_at(wire.headers, clock.now()))


def _reconnect() -> Failure:
    return Unauthorized(s("Facebook n'accepte plus la connexion de cette page : il faut la reconnecter."))


def _told(error: Exception) -> Mapping[str, Any]:
    """Return Graph's error object; empty when the answer was not Graph's, HTML for instance."""
    result = error.result if isinstance(error, facebook.GraphAPIError) else None
    told = result.get("error") if isinstance(result, dict) else None
    return told if isinstance(told, dict) else {}


def retry_at(headers: Mapping[str, str], at: datetime) -> datetime | None:
    """Return when Graph, which answered `at`, will listen again, by the minutes it told; None when it is silent."""
    try:
        minutes = max(_minutes(json.loads(headers.get("X-Business-Use-Case-Usage", ""))), default=0)
        return at + timedelta(minutes=minutes) if minutes > 0 else None
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None


def _minutes(usage: Mapping[str, Any]) -> Iterator[float]:
    for uses in usage.values():
        for use in uses:
            yield float(use.get("estimated_time_to_regain_access") or 0)


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return -1
