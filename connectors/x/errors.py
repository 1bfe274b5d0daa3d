"""Names what X answered, for the caller's next step. The only file that knows X's error bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import requests
import tweepy

from connectors.failures import Failure, OutOfCredit, RateLimited, Rejected, Unauthorized
from connectors.hush import redacted
from connectors.wire import Wire
from words import s

RECONNECT = ("oauth1-permissions", "unsupported-authentication", "client-forbidden")
NOT_OPEN = "reply to this conversation is not allowed"
NO_CREDIT = ("CreditsDepleted", "SpendCapReached", "UsageCapExceeded")
LIMITS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")


def explain(wire: Wire, *, write: bool) -> Callable[[Exception], Failure]:
    """Return the function that names an exception of tweepy; what it cannot name is trouble on the way."""

    def named(error: Exception) -> Failure:
        if isinstance(error, requests.exceptions.InvalidHeader):
            return _reconnect()
        status = error.response.status_code if isinstance(error, tweepy.HTTPException) else wire.status
        body = _body(error) if isinstance(error, tweepy.HTTPException) else {}
        return _of(status or 0, body, wire.headers) or wire.trouble(write)

    return named


def refused(body: Mapping[str, Any], wire: Wire) -> Failure:
    """Name the answer to a read that came with status 200, errors and no data."""
    problem = (body.get("errors") or [{}])[0]
    return _of(int(problem.get("status") or 404), problem, wire.headers) or wire.trouble(write=False)


def _of(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> Failure | None:
    kind, title = str(body.get("type") or ""), str(body.get("title") or "")
    if status == 402 or kind.endswith(("/credits", "/usage-capped")) or title in NO_CREDIT:
        return OutOfCredit(s("Le crédit du compte X est épuisé."), _date(body.get("reset_date")))
    if status == 429:
        return RateLimited(s("X demande d'attendre : trop d'appels."), retry_at(headers))
    if status == 401 or (status == 403 and kind.endswith(RECONNECT)):
        return _reconnect()
    if status == 403:
        return _forbidden(str(body.get("detail") or ""))
    if status == 400:
        return Rejected(s("X n'a pas accepté ce message : une indication est invalide."))
    if status == 404:
        return Rejected(s("X ne trouve pas ce message : il a peut-être été supprimé."))
    return None


def _forbidden(detail: str) -> Failure:
    if "duplicate content" in detail.lower():
        return Rejected(s("X a refusé ce message : les mêmes mots y figurent déjà."), duplicate=True)
    if NOT_OPEN in detail.lower():
        return Rejected(
            s("X ne permet de répondre qu'aux personnes qui vous mentionnent ou vous citent. Répondez depuis X.")
        )
    return Rejected(s("X a refusé : {detail}", detail=redacted(detail)[:200] or "403"))


def _reconnect() -> Failure:
    return Unauthorized(s("X n'accepte plus la connexion de ce compte : il faut le reconnecter."))


def retry_at(headers: Mapping[str, str]) -> datetime | None:
    """Return when X will listen again: the latest reset among the limits that are used up; None when X is silent."""
    used_up = [name for name in LIMITS if headers.get(f"{name}-remaining") == "0"] or LIMITS[:1]
    resets = [moment(headers.get(f"{name}-reset")) for name in used_up]
    return max((at for at in resets if at), default=None)


def moment(text: str | None) -> datetime | None:
    """Return the moment that X writes as seconds since 1970; None for what is none."""
    try:
        return datetime.fromtimestamp(int(text or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _date(text: object) -> datetime | None:
    try:
        day = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)


def _body(error: tweepy.HTTPException) -> Mapping[str, Any]:
    try:
        body = error.response.json()
    except requests.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}
