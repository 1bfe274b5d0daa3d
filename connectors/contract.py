"""What every network must offer, in our own words. Knows no network and keeps no state; what goes wrong: `failures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

import clock
from connectors.windows import Window

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
    `addressed`: it was written to us; not so what a search by a place's name overhears, which is sifted.
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
    addressed: bool = True

    def __post_init__(self) -> None:
        """Refuse a time without zone where it comes in, not where it is stored."""
        clock.aware(self.posted_at)


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
    """Words ready to go out. `key` is stable over all tries of one delivery (for networks that know repeated writes).

    `reply_to` is the remote id answered; `not_these` are remote ids that already belong to other deliveries:
    `find` never returns one of them. `handle` is what `prepare` returned, the same at every later try.
    """

    text: str
    key: str
    media: tuple[Media, ...] = ()
    reply_to: str | None = None
    not_these: frozenset[str] = frozenset()
    handle: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Proof that something is visible: its id on the network, its address and when it appeared there."""

    remote_id: str
    permalink: str = ""
    visible_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a time without zone where it comes in."""
        if self.visible_at is not None:
            clock.aware(self.visible_at)


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
    `handles_repeat`: the network drops a repeated write with the same key or handle, for `repeat_for` after the first
    (None: for ever): meanwhile an unknown outcome is sent again, afterwards it is looked for like any other.
    `proves_absence`: once `read_lag` is over, `find` with a handle that finds nothing is proof; elsewhere two are.
    `refuses_repeats`: the network refuses words that it has just been told, as the posts of a series may be.
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
    repeat_for: timedelta | None = None
    proves_absence: bool = False
    refuses_repeats: bool = False


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

    def windows(self) -> tuple[Window, ...]:
        """Return the limits that the answers of this piece of work told of, each once, as heard last. Asks nobody."""
        ...

    @staticmethod
    def application(credentials: Mapping[str, str]) -> str:
        """Return what these keys call our application, empty when they do not: its accounts share windows."""
        ...

    @staticmethod
    def length(text: str) -> int:
        """Count `text` as the network counts it."""
        ...

    @staticmethod
    def remote_id_of(given: str, account: Account) -> str | None:
        """Return the id that a person pasted (a number, or an address of a post of `account`); None where none is."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """What a connector offers besides, where a message takes two steps or its name there is chosen beforehand."""

    def prepare(self, outgoing: Outgoing) -> str | None:
        """Do all that is invisible and return its handle, or None when this message needs none.

        The handle is kept before `publish`, which gets it as `outgoing.handle` and raises `Stale` when it has lapsed
        unused. Raises any `Failure`: whatever is raised here, nothing is visible.
        """
        ...


def describe(limits: Limits) -> dict[str, Any]:
    """Return the capability flags a channel card shows."""
    flags = ("reads_mentions", "reads_dm", "replies", "schedules", "deletes", "hides")
    return {name: getattr(limits, name) for name in flags}
