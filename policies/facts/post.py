"""Words on their way out, as the rules see them: one record for each variant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from policies.facts.common import Facts, Id, Moment, Record
from policies.facts.media import Medium


class Limits(Record):
    """What the network allows for these words (text: as the network counts; sizes in bytes); None: no limit known."""

    text: int | None = None
    images: int | None = None
    image_bytes: int | None = None
    image_types: tuple[str, ...] | None = None


class Freeze(Record):
    """A suspension in force. `of` names the territory, the channel (its id, handle or `city/network`) or the tag."""

    scope: Literal["all", "territory", "channel", "tag"]
    of: str = ""
    reason: str
    by: str
    at: Moment
    incident: str = ""  # the incident that asked for it, as people call it


class Twin(Record):
    """The same text, due on another territory."""

    territory: str
    at: Moment


class City(Record):
    """One of our territories and the names people give it; a region's account may name what has it in its lineage."""

    slug: str
    names: tuple[str, ...]
    lineage: tuple[str, ...] = ()


class Version(Record):
    """One language version of a message: when it appears (None: with the others), its length in characters."""

    lang: str
    at: Moment | None = None
    length: int = 0


class Claim(Record):
    """A fact that the words state, and where it was read."""

    kind: Literal["hours", "price", "access", "transport", "event"]
    source: str = ""
    checked_at: Moment | None = None


class Link(Record):
    """A link in the words; `alive` is what the app found when it asked (None: not asked)."""

    url: str
    alive: bool | None = None


class Approval(Record):
    """What somebody who asks for an approval says: until when, and what happens if nobody has answered by then."""

    deadline: Moment | None = None
    default: Literal["goes_out", "escalates"] | None = None


class PostFacts(Facts):
    """Words on their way out, one record for each variant. `length` is counted by the network's own rule.

    `digest` covers text, media, targets and time; `late_minutes` is how long after its time a delivery is looked at;
    `verified` says that a safety message was checked with the authority it relays (`source`).
    """

    event: Literal["post.submit", "post.approve", "post.publish", "reply.send"]
    author_id: Id | None = None
    declared_territory: str | None = None
    text: str = ""
    length: int | None = None
    limits: Limits = Limits()
    media: tuple[Medium, ...] = ()
    languages: tuple[str, ...] = ()  # of the whole set of versions; none: not known
    versions: tuple[Version, ...] = ()
    market: str = ""  # whom a campaign aims at ("qc", "de" …)
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    due_at: Moment | None = None
    late_minutes: float = Field(default=0, allow_inf_nan=False)
    digest: str | None = None
    approved_digest: str | None = None
    approved_by: Id | None = None
    approved_roles: tuple[str, ...] = ()  # roles, here, of the people who approved these very words
    approval: Approval | None = None  # the approval that is asked for; None: none is
    freezes: tuple[Freeze, ...] = ()
    same_text_elsewhere: tuple[Twin, ...] = ()
    our_cities: tuple[City, ...] = ()
    is_safety: bool = False
    verified: bool = False
    verification: Literal["verified", "to_check", "rumour"] | None = None
    source: str = ""  # whose information is relayed ("prefet67" …)
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    event_ends_at: Moment | None = None
    snippet: str | None = None  # the saved reply these words come from
    visitor_language: str | None = None
    original_kept: bool = True
    text_language: str | None = None
    counterpart: Literal["none", "money", "gift", "stay", "exchange"] = "none"
    label: str = ""  # the advertising label as it is shown
    platform_flag: bool = False  # the network's own "paid partnership" is set
    obvious_context: bool = False
    commercial: bool = False
    sponsor_is_producer: bool = False
    youth_or_sport_context: bool = False
    people_drinking: bool = False
    ai_assisted: bool = False
    human_approved_by: Id | None = None
    reviews_own_place: bool = False  # a review written or bought for a place of ours
    contest: bool = False
    rules_url: str = ""
    contest_ends_at: Moment | None = None
    credit: str = ""  # of whoever gave the words or pictures: must stand in the text
    recurrent_since: date | None = None
    electoral_answers: Mapping[str, str] = Field(default_factory=dict)

    @property
    def seen_by_another(self) -> bool:
        """Whether somebody else than the author approved the words."""
        return self.approved_by is not None and self.approved_by != self.author_id

    @property
    def goes_at(self) -> datetime:
        """When the words would be seen: the due time while they are prepared, now when they leave."""
        return self.at if self.event == "post.publish" or self.due_at is None else max(self.due_at, self.at)
