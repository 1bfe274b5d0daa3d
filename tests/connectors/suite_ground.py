"""What every suite stands on: an account of one network in a running sandbox, and words to it and from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

import clock
from connectors import connector_class
from connectors.contract import Account, Connector, Media, Outgoing
from connectors.failures import Failure, OutOfCredit
from connectors.sandbox.running import Sandbox
from connectors.wire import Patience
from tests.connectors.conftest import Aim

CALM = Patience(connect=2.0, read=5.0, whole=10.0)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


Said = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One account under test, with its sandbox."""

    network: str
    account: Account
    connector: Connector
    sandbox: Sandbox
    file: Path

    def say(self, text: str, author: str = "Camille", under: str | None = None, kind: str = "") -> str:
        body = {"network": self.network, "to": self.account.handle, "author": author, "text": text}
        return str(self.sandbox.ask("POST", "/_sandbox/say", {**body, "in_reply_to": under, "kind": kind})["id"])

    def past(self, text: str, ago: timedelta, author: str | None = "Camille", under: int | None = None) -> Said:
        """Return one line of history; without an author the account itself speaks; `under` is a place in the list."""
        at = (clock.now() - ago).isoformat()
        one = {"network": self.network, "to": self.account.handle, "text": text, "at": at}
        return one | ({"author": author} if author else {}) | ({} if under is None else {"in_reply_to_index": under})

    def ours(self) -> list[dict[str, Any]]:
        """Return what we made visible, oldest first."""
        return [one for one in self.sandbox.ledger() if one["by_hub"]]

    def one(self, column: str, remote_id: str) -> Any:
        """Return what the sandbox keeps about an object and shows nobody."""
        with sqlite3.connect(self.file) as kept:
            return kept.execute(f"SELECT {column} FROM objects WHERE id=?", [remote_id]).fetchone()[0]

    def fails(self, act: Any) -> Failure:
        """Return the failure of `act`, whose sentence must be plain and hold no secret."""
        with pytest.raises(Failure) as caught:
            act()
        sentence = caught.value.reason.say()
        assert not any(secret in f"{sentence}{caught.value!r}" for secret in self.account.credentials.values())
        assert "{" not in sentence
        assert caught.value.__context__ is None
        return caught.value


class Ground:
    """A suite names its network, and the paths whose POST makes our words visible."""

    network: ClassVar[str]
    remote_id: ClassVar[str]
    handle: ClassVar[str] = "VisitStrasbourg"
    posting: ClassVar[str]
    replying: ClassVar[str]
    needs_proof: ClassVar[bool] = False
    no_credit: ClassVar[type[Failure]] = OutOfCredit
    lengths: ClassVar[tuple[tuple[str, int], ...]]
    endless: ClassVar[dict[str, Any]]  # a page of a list, after which comes another

    @pytest.fixture
    def place(self, sandbox: tuple[Sandbox, Path], aim: Aim) -> Iterator[Place]:
        running, file = sandbox
        running.ask("POST", "/_sandbox/reset")
        aim(running.url)
        known = (self.network, self.remote_id, self.handle, "Strasbourg", "strasbourg")
        keys = running.account(*known, needs_proof=self.needs_proof)
        account = Account(self.remote_id, self.handle, self.credentials(keys))
        return Place(self.network, account, self.build(account, CALM), running, file)

    def credentials(self, keys: dict[str, str]) -> dict[str, str]:
        """Return the keys this suite speaks with."""
        return keys

    def build(self, account: Account, patience: Patience) -> Connector:
        """Build the connector with a patience of our own."""
        build: Any = connector_class(self.network)
        return build(account, patience)

    def reply(self, place: Place, text: str) -> Outgoing:
        """Return an answer to a visitor who has just spoken to us."""
        return Outgoing(text, "k", reply_to=place.say("Où dormir ce soir ?"))

    def pictures(self, count: int) -> tuple[Media, ...]:
        return tuple(Media(PNG + bytes([n]), "image/png", f"La cathédrale, vue {n}") for n in range(count))


def soon(moment: datetime | None) -> bool:
    """Tell whether `moment` lies within the next hour."""
    return moment is not None and clock.now() < moment < clock.now() + timedelta(hours=1)
