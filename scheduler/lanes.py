"""Lanes: pieces of work side by side, one at a time for each account, so that a slow network holds nobody else up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

T = TypeVar("T")


class Lanes:
    """A few threads. A key whose work still runs is left alone: it has a lane already."""

    def __init__(self, name: str, width: int) -> None:
        self._pool = ThreadPoolExecutor(width, thread_name_prefix=name)
        self._busy: dict[int, Future[Any]] = {}
        self._lock = threading.Lock()

    def start(self, key: int, work: Callable[[], T]) -> Future[T] | None:
        """Begin `work` in a lane and return its future; None while earlier work for `key` still runs."""
        with self._lock:
            if key in self._busy:
                return None
            future = self._busy[key] = self._pool.submit(work)
        future.add_done_callback(lambda _: self._free(key))
        return future

    def close(self, within: float | None = None) -> bool:
        """Begin nothing more, and wait (at most `within` seconds) for what runs; tell whether all of it has ended."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            running = list(self._busy.values())
        return not wait(running, within).not_done

    def _free(self, key: int) -> None:
        with self._lock:
            self._busy.pop(key, None)
