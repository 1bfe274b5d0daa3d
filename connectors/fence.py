"""A fence in time: once its moment has passed no write begins, so a process stopped for minutes sends nothing late.

It knows no network. It is looked at when the line is open and the first byte is about to leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

import clock
from connectors.failures import Failure, OutcomeUnknown, Unreachable
from words import s

READS = frozenset({"GET", "HEAD", "OPTIONS"})
SENDING_FOR = 25.0  # seconds the bytes of a request have to leave; without it they would share those of a connection


@dataclass(frozen=True)
class Leave:
    """When a write may begin: before a moment, before a reading of the monotonic clock, and if `still`."""

    until: datetime
    tick: float
    still: Callable[[], bool] = lambda: True


class Closed(Exception):
    """A write that may not go on; `failure` says whether a byte of it had left."""

    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self.failure = failure


_leave: ContextVar[Leave | None] = ContextVar("leave", default=None)


@contextmanager
def writing_with(leave: Leave) -> Iterator[None]:
    """Let writes begin inside the block only as `leave` says; reads are free."""
    token = _leave.set(leave)
    try:
        yield
    finally:
        _leave.reset(token)


def stop_unless_open() -> None:
    """Raise Unreachable when no write may begin now: not a byte has left."""
    leave = _leave.get()
    if leave is None:
        return
    if _is_over(leave):
        raise Unreachable(s("L'envoi a attendu trop longtemps sur cette machine : rien n'est parti."))
    if not _still(leave):
        raise Unreachable(s("L'envoi a été arrêté au dernier moment : rien n'est parti."))


def _is_over(leave: Leave) -> bool:
    # the wall clock goes on while a machine sleeps, the monotonic one while somebody turns the wall clock back
    return clock.now() >= leave.until or monotonic() >= leave.tick


def _still(leave: Leave) -> bool:
    try:
        return leave.still()
    except Exception:  # by design: what cannot be known is no leave
        return False


class _Fenced:
    """What a connection does beside what urllib3's does. Mixed in before it."""

    sock: Any
    auto_open: int
    connect: Callable[[], None]
    _writes = _begun = False

    def putrequest(self, method: str, *args: Any, **options: Any) -> None:
        self._writes, self._begun = method not in READS, False
        super().putrequest(method, *args, **options)  # type: ignore[misc]  # urllib3's connection comes next

    def send(self, data: Any) -> None:
        if self.sock is None and self.auto_open:
            self.connect()  # first: it takes seconds, and the fence is looked at after it
        if self._writes:
            self._look()
        self._begun = True
        self.sock.settimeout(SENDING_FOR)
        super().send(data)  # type: ignore[misc]  # as above

    def _look(self) -> None:
        leave = _leave.get()
        if not self._begun:
            try:
                stop_unless_open()
            except Unreachable as failure:
                closed = Closed(failure)
            else:
                return
            raise closed
        if leave is not None and _is_over(leave):
            raise Closed(OutcomeUnknown())


class _Http(_Fenced, HTTPConnection):
    """A plain connection behind the fence."""


class _Https(_Fenced, HTTPSConnection):
    """A connection behind the fence."""


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


POOLS = {"http": _HttpPool, "https": _HttpsPool}
