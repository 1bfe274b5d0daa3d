"""The failures a command knows how to tell."""

from __future__ import annotations

from connectors.contract import Failure
from data.sealed import NoKey
from desk.refusal import NeedsConfirmation, NotHere, Refused, TooLate


class Failed(Exception):
    """A known failure of a command; its text is one sentence for a person."""


KNOWN: tuple[type[Exception], ...] = (Failed, NoKey, Failure, Refused, NotHere, TooLate, NeedsConfirmation)
