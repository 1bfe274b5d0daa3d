"""What can go wrong on a network, named for the caller's next step. Knows no network.

A write whose answer is not one of these is `OutcomeUnknown`: maybe sent, so look before anything else.
"""

from __future__ import annotations

from datetime import datetime

from words import Sentence, s


class Failure(Exception):
    """A named failure. `reason` is a sentence for a person; it never holds a token nor the message's text."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.text)
        self.reason = reason


class Rejected(Failure):
    """The network refused these words, for sure; `duplicate`: because the same words already stand there."""

    def __init__(self, reason: Sentence, *, duplicate: bool = False) -> None:
        super().__init__(reason)
        self.duplicate = duplicate


class Unsupported(Failure):
    """The network cannot say or do this."""


class Unauthorized(Failure):
    """The account must be reconnected by a person."""


class RateLimited(Failure):
    """Not executed; come back at `retry_at` (UTC; None when the network does not say)."""

    def __init__(self, reason: Sentence, retry_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.retry_at = retry_at


class OutOfCredit(RateLimited):
    """Not executed: the account's paid quota is used up until `retry_at` (None: until somebody pays)."""


class Unreachable(Failure):
    """The request never arrived, for sure (refused connection, unknown host)."""


class Stale(Unreachable):
    """What was prepared is gone, and nothing became visible of it, for sure: prepare anew."""


class OutcomeUnknown(Failure):
    """Perhaps it is visible, perhaps not: look before anything else."""

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or s("Le réseau n'a pas confirmé l'envoi."))
