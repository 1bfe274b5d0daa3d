"""The id of a post, read from what a person pastes: its number, or its address as a browser shows it. Asks nobody."""

from __future__ import annotations

import re

from connectors.contract import Account
from connectors.pasted import taken_apart

HOSTS = frozenset({"x.com", "twitter.com"})
STATUS = re.compile(r"/(?:i/web|(?P<handle>\w+))/status(?:es)?/(?P<id>\d+)(?:/.*)?")


def remote_id_of(given: str, account: Account) -> str | None:
    """Return the id that `given` names; None for what is no post, or is another account's by its address."""
    if given.isdecimal():
        return given
    host, address = taken_apart(given)
    found = STATUS.fullmatch(address.path) if host in HOSTS else None
    if found is None:
        return None
    handle, ours = (found["handle"] or "").lower(), account.handle.lstrip("@").lower()
    return found["id"] if handle in ("", "i", ours) else None
