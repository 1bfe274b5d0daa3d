"""What every network must offer, in our own words. Knows no network and keeps no state.

Failures are named for the caller's next step. A write whose answer is not one of them is `OutcomeUnknown`:
maybe sent, so look before anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from words import Sentence, s

Kind = Literal["main", "comment", "dm", "review", "tag", "article", "counter"]


@dataclass(frozen=True)
class Account:
    """The account a connector speaks for. `credentials` are opened secrets: never log this record."""

    remote_id: str
    handle: str
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Author:
    """Who wrote: the network's id, and the public handle and name as the network gives them."""

    remote_id: str
    handle: str = ""
    name: str = ""


@dataclass(frozen=True)
class Mention:
    """One item written by somebody else: to us, about us, or under our words.

    `parent_id` is what it directly answers. `thread_id` names its thread where `parent_id` is not known here: a direct
    answer to words of ours opens a thread of its own, so that each visitor under a post is a conversation.
    `text` is what the writer typed (entities undone, short links expanded). `posted_at` is platform time, UTC.
    """

    remote_id: str
    thread_id: str
    author: Author
    text: str
    posted_at: datetime
    kind: Kind = "comment"
    parent_id: str | None = None
    permalink: str = ""
    language_hint: str | None = None
    media_count: int = 0


@dataclass(frozen=True)
class Batch:
    """Mentions, oldest first, and the cursor to ask with next time. `more` says another fetch would find more now."""

    mentions: tuple[Mention, ...]
    cursor: str | None
    more: bool = False


@dataclass(frozen=True)
class Media:
    """A picture to send: its bytes, type and the alternative text people hear instead."""

    content: bytes = field(repr=False)
    mime: str
    alt: str = ""
    name: str = "image"


@dataclass(frozen=True)
class Outgoing:
    """Words ready to go out. `key` is stable over all tries of one delivery (for networks with a native handle).

    `reply_to` is the remote id answered; `not_these` are remote ids that already belong to other deliveries:
    `find` never returns one of them.
    """

    text: str
    key: str
    media: tuple[Media, ...] = ()
    reply_to: str | None = None
    not_these: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Receipt:
    """Proof that something is visible: its id on the network, its address and when it appeared there."""

    remote_id: str
    permalink: str = ""
    visible_at: datetime | None = None


@dataclass(frozen=True)
class Engagement:
    """What a published item earned; `None` where the network does not say."""

    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    impressions: int | None = None


@dataclass(frozen=True)
class Limits:
    """What a network allows, as data: generic code reads this and never asks which network it is.

    Sizes in bytes, `read_lag` in seconds: how long a visible object may be missing from the network's own lists.
    `handles_repeat`: the network drops a repeated write with the same key: an unknown outcome may be sent again.
    """

    text: int
    reply_text: int
    images: int
    image_bytes: int
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    alt_text: int = 1000
    reads_mentions: bool = True
    reads_dm: bool = False
    replies: bool = True
    schedules: bool = False
    deletes: bool = True
    hides: bool = False
    read_lag: float = 30.0
    handles_repeat: bool = False


@runtime_checkable
class Connector(Protocol):
    """One account on one network. Built with `Connector(account)`; a fresh one for each piece of work."""

    network: ClassVar[str]
    limits: ClassVar[Limits]

    def __init__(self, account: Account) -> None: ...

    def whoami(self) -> Author:
        """Return the account as the network knows it. Raises any `Failure`."""
        ...

    def fetch(self, cursor: str | None) -> Batch:
        """Return others' words since `cursor`, oldest first; the same cursor may be asked twice. Raises `Failure`."""
        ...

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Make ONE publicly visible request, never retried inside, and return its receipt. Raises any `Failure`."""
        ...

    def find(self, outgoing: Outgoing, since: datetime) -> Receipt | None:
        """Return what appeared of `outgoing` on the network since `since`, or None when it is not there (yet)."""
        ...

    def measure(self, remote_ids: Sequence[str]) -> Mapping[str, Engagement]:
        """Return the engagement of our own items; ids the network no longer knows are left out."""
        ...

    def withdraw(self, remote_id: str) -> None:
        """Delete our own item, or hide another's where the network can. Raises `Unsupported` where it cannot."""
        ...

    @staticmethod
    def length(text: str) -> int:
        """Count `text` as the network counts it."""
        ...


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


class OutcomeUnknown(Failure):
    """Perhaps it is visible, perhaps not: look before anything else."""

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or s("Le réseau n'a pas confirmé l'envoi."))


def describe(limits: Limits) -> dict[str, Any]:
    """Return the capability flags a channel card shows."""
    flags = ("reads_mentions", "reads_dm", "replies", "schedules", "deletes", "hides")
    return {name: getattr(limits, name) for name in flags}
