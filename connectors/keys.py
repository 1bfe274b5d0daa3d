"""What the keys of an account tell without asking anybody: the application they belong to, and when they end.

Knows no network, asks none, and keeps no key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

import clock
from connectors import connector_class

AHEAD = timedelta(minutes=10)  # of its end a pair is renewed, or at half of a life that is shorter


@runtime_checkable
class Renewable(Protocol):
    """What the class of a connector offers beside the contract where the network's tokens end."""

    @staticmethod
    def ends_at(credentials: Mapping[str, str], since: datetime) -> datetime | None:
        """Return when these keys, good since `since`, end; None where they last, or where nothing renews them."""
        ...

    @staticmethod
    def renew(credentials: Mapping[str, str]) -> Mapping[str, str]:
        """Return fresh keys with their `expires_at`; the old ones may have ended, so store these before using them.

        A key that the network does not give anew is kept. Raises Unauthorized when a person must reconnect,
        RateLimited, or Unreachable: nothing public happened, so it may be asked again.
        """
        ...


def dated(credentials: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return keys given at `at` with a lasting `expires_at` (ISO, UTC) in place of `expires_in` seconds.

    Raises ValueError for a moment nobody can read, or without zone.
    """
    kept = {name: value for name, value in credentials.items() if name != "expires_in"}
    if "expires_in" in credentials:
        kept["expires_at"] = (at + timedelta(seconds=float(credentials["expires_in"]))).isoformat()
    if kept.get("expires_at"):
        kept["expires_at"] = clock.aware(datetime.fromisoformat(kept["expires_at"])).isoformat()
    return kept


def renew_at(network: str, credentials: Mapping[str, str], since: datetime) -> datetime | None:
    """Return when keys that are good since `since` are to be renewed, ahead of their end; None where they last."""
    speaks = connector_class(network)
    end = speaks.ends_at(credentials, since) if isinstance(speaks, Renewable) else None
    return None if end is None else end - min(AHEAD, max(end - since, timedelta(0)) / 2)


def application(network: str, credentials: Mapping[str, str]) -> str | None:
    """Return the digest that stands for the application these keys belong to; None when they do not tell."""
    known = connector_class(network).application(credentials)
    return hashlib.sha256(f"{network}:{known}".encode()).hexdigest()[:32] if known else None
