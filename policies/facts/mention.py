"""What a visitor wrote as the rules see it, and what time does to what is kept."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from policies.facts.common import Facts, Moment, Record


class Seen(Record):
    """What a network tells of an author. Only some of it may be kept (`minimise_author`)."""

    remote_id: str = ""
    handle: str = ""
    name: str = ""
    bio: str = ""
    photo_url: str = ""
    followers: int | None = None
    location: str = ""
    contacts: tuple[str, ...] = ()


class MentionFacts(Facts):
    """One visitor message as `sentiment` weighed it. `flags` are codes; `rating` is a review's stars, 1 to 5.

    `author_kind` is known for later rules; the order of the inbox never depends on it (AC-21).
    """

    event: Literal["mention.ingest"] = "mention.ingest"
    posted_at: Moment | None = None
    kind: str = "comment"
    text: str = ""
    language: str | None = None
    label: str | None = None
    urgency: float = Field(default=0, allow_inf_nan=False)
    intent: str | None = None
    flags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rating: float | None = Field(default=None, allow_inf_nan=False)
    answered: bool = False
    author_kind: str = "visitor"
    author: Seen | None = None
    can_reply: bool = True  # whether we may answer this author where they wrote
    author_age_hint: int | None = None  # years, where the text or the network hints at it
    author_labels: tuple[str, ...] = ()  # labels somebody would put on the author
    suppressed: bool = False  # this author asked not to be collected


class TickFacts(Facts):
    """Time has passed over something kept. Days are whole days; None: the moment does not exist for it."""

    event: Literal["mention.tick"] = "mention.tick"
    kind: Literal["listening", "conversation", "dm", "consent", "log"] = "listening"
    age_days: int = Field(default=0, ge=0)
    closed_days: int | None = Field(default=None, ge=0)  # since the conversation was closed
    refreshed_days: int | None = Field(default=None, ge=0)  # since the network last confirmed it
    has_text: bool = True
    has_author: bool = True
    platform_state: Literal["live", "deleted", "protected", "edited"] | None = None
    until: date | None = None  # of a consent
    revoked_at: Moment | None = None
    past_uses: int = Field(default=0, ge=0)
    planned_uses: int = Field(default=0, ge=0)
