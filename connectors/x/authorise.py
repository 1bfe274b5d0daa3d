"""Renews the token pair of an X account connected with OAuth 2. The caller holds the lock and stores the new pair.

https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import requests

import clock
from connectors.failures import Failure, OutcomeUnknown, RateLimited, Unauthorized
from connectors.wire import PATIENCE, Patience, Wire, ask, fit
from connectors.x.errors import retry_at
from words import s

TOKEN_URL = "https://api.twitter.com/2/oauth2/token"  # noqa: S105 - an address, not a token
LIFE = timedelta(hours=2)  # of a user's token, where X does not say
# RFC 6749 §5.2: what says that this pair will never be renewed; any other refusal may be somebody on the way
REFUSALS = frozenset({"invalid_request", "invalid_grant", "invalid_client", "unauthorized_client"})


def refresh_pair(credentials: Mapping[str, str], patience: Patience = PATIENCE) -> dict[str, str]:
    """Return `credentials` with a fresh `bearer_token`, `refresh_token` and `expires_at`; store them before using them.

    Needs `refresh_token` and `client_id`, and `client_secret` for a confidential client. X ends the old pair at once.
    Raises Unauthorized when a person must reconnect, RateLimited, or Unreachable (nothing public happened: try again).
    """
    session = requests.Session()
    wire = fit(session, "X", patience)
    form = {
        "grant_type": "refresh_token",
        "refresh_token": credentials.get("refresh_token", ""),
        "client_id": credentials.get("client_id", ""),
    }
    secret = credentials.get("client_secret")
    basic = (credentials.get("client_id", ""), secret) if secret else None
    pair: Mapping[str, Any] = {}
    with suppress(OutcomeUnknown):  # told below: nothing public happened
        pair = ask(lambda: dict(session.post(TOKEN_URL, data=form, auth=basic).json()), lambda _: _named(wire, {}))
    if wire.status != 200 or not pair.get("access_token"):
        raise _named(wire, pair)
    return {
        **credentials,
        "bearer_token": str(pair["access_token"]),
        "refresh_token": str(pair.get("refresh_token") or credentials.get("refresh_token", "")),
        "expires_at": (clock.now() + _life(pair.get("expires_in"))).isoformat(),
    }


def _life(seconds: object) -> timedelta:
    return timedelta(seconds=seconds) if isinstance(seconds, int | float) and 0 < seconds < 10**9 else LIFE


def _named(wire: Wire, told: Mapping[str, Any]) -> Failure:
    if wire.status == 429:
        return RateLimited(s("X demande d'attendre : trop d'appels."), retry_at(wire.headers))
    if wire.status in (400, 401, 403) and str(told.get("error")) in REFUSALS:
        return Unauthorized(s("X n'accepte plus la connexion de ce compte : il faut le reconnecter."))
    return wire.trouble(write=False)
