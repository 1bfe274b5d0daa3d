"""The failures a command knows how to tell. Light: what judges a file starts without the database."""

from __future__ import annotations

from connectors.failures import Failure
from desk.refusal import Stopped


class Failed(Exception):
    """A known failure of a command; its text is one sentence for a person."""


KNOWN: tuple[type[Exception], ...] = (Failed, Failure, Stopped)


def sentence_of(failure: Exception) -> str:
    """Say a known failure in the present language, on one line."""
    said = failure.reason.say() if isinstance(failure, Failure) else str(failure)
    return " ".join(said.split())
