"""Lanes: pieces of work side by side, one at a time for each account, so that a slow network holds nobody else up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Lanes:
    """A few threads. A key whose work still runs is left alone: it has a lane already."""

    def __init__(self, name: str, width: int) -> None:
        self._pool = ThreadPoolExecutor(width, thread_name_prefix=name)
        self._busy: set[int] = set()
        self._lock = threading.Lock()

    def start(self, key: int, work: Callable[[], T]) -> Future[T] | None:
        """Begin `work` in a lane and return its future; None while earlier work for `key` still runs."""
        with self._lock:
            if key in self._busy:
                return None
            self._busy.add(key)
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._free(key))
        return future

    def close(self) -> None:
        """Begin nothing more, and wait for what runs to end."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _free(self, key: int) -> None:
        with self._lock:
            self._busy.discard(key)
