"""An X account connected with a pair that ends, for the tests of renewing: what is held, and what the network gave."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from connectors.x import X
from data import sealed
from desk import channels
from scheduler import renewing
from tests.scheduler.world import World

PAIR = ("bearer_token", "refresh_token", "client_id", "client_secret")
TOKENS = "/2/oauth2/token"


def pair_up(world: World) -> World:
    """Connect Colmar's X account with a pair that the network gave just now, for two hours."""
    given = world.sandbox.account("x", world.channel("colmar/x").remote_id, "colmar_demo")
    fresh = X.renew({name: given[name] for name in PAIR})
    channels.reconnect(None, world.people.channel["colmar/x"], fresh)
    return world


def held(world: World) -> dict[str, str]:
    """Return the keys of the account."""
    return sealed.unseal(world.channel("colmar/x").credentials)


def pairs_given(home: Path) -> int:
    """Return how many pairs the network gave after the one that the account was connected with."""
    with closing(sqlite3.connect(home / "sandbox.db")) as kept:
        asked = "SELECT count(*) FROM tokens JOIN accounts ON account=remote_id AND accounts.network='x' "
        found: int = kept.execute(asked + "WHERE kind='oauth2' AND handle='colmar_demo'").fetchone()[0]
        return found - 2


def when_answered(monkeypatch: pytest.MonkeyPatch, something: Callable[[], None]) -> None:
    """Do something at the moment when the network has answered a renewal and nothing is written yet."""
    asked = renewing._asked

    def then(line: Any) -> Any:
        answer = asked(line)
        something()
        return answer

    monkeypatch.setattr(renewing, "_asked", then)
