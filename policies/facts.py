"""What each event must tell: the facts of posts, mentions and acts, typed. Nothing is looked up.

Other rooms build these records; `facts.model_dump(mode="json")` is the saved event that replays.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator

import clock

Id = int | str


def _of_our_time(moment: datetime) -> datetime:
    if not 1971 <= moment.year <= 2199:  # far years overflow when a zone or an opening is added
        raise ValueError(moment.year)
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class Record(BaseModel):
    """A frozen record; an unknown fact is refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class Membership(Record):
    """A role somebody holds in a territory and in all below it; `*` means everywhere."""

    role: str
    territory: str


class Channel(Record):
    """The account that speaks; it belongs to exactly one territory."""

    network: str
    territory: str
    handle: str = ""
    id: Id | None = None


class Limits(Record):
    """What the network allows for these words (text: as the network counts; sizes in bytes); None: no limit known."""

    text: int | None = None
    images: int | None = None
    image_bytes: int | None = None
    image_types: tuple[str, ...] | None = None


class Medium(Record):
    """A picture as the rules see it: its size, type and alternative text, never its content."""

    bytes: int = 0
    mime: str = "image/jpeg"
    alt: str = ""


class Freeze(Record):
    """A suspension in force. `of` names the territory, the channel (its id, handle or `city/network`) or the tag."""

    scope: Literal["all", "territory", "channel", "tag"]
    of: str = ""
    reason: str
    by: str
    at: Moment


class Twin(Record):
    """The same text, due on another territory."""

    territory: str
    at: Moment


class City(Record):
    """One of our territories and the names people give it; a region's account may name what has it in its lineage."""

    slug: str
    names: tuple[str, ...]
    lineage: tuple[str, ...] = ()


class Facts(Record):
    """What every event tells. `lineage` runs from the region down to the territory itself."""

    event: str
    at: Moment
    territory: str
    lineage: tuple[str, ...] = ()
    territory_zone: str | None = None  # IANA name; None: the zone of the files
    overlays: tuple[str, ...] = ()  # modes in force: "crisis", "demo"
    actor_id: Id | None = None  # None: the clock, not a person
    actor_roles: tuple[Membership, ...] = ()
    channel: Channel | None = None

    @field_validator("territory_zone")
    @classmethod
    def _a_zone(cls, name: str | None) -> str | None:
        return None if name is None else clock.zone(name).key

    @property
    def ancestry(self) -> tuple[str, ...]:
        """The territory and all above it, whatever the caller gave as lineage."""
        return tuple(dict.fromkeys((*self.lineage, self.territory)))


class PostFacts(Facts):
    """Words on their way out, one record for each variant. `length` is counted by the network's own rule.

    `digest` covers text, media, targets and time; `late_minutes` is how long after its time a delivery is looked at;
    `verified` says that a safety message was checked with the authority it relays.
    """

    event: Literal["post.submit", "post.approve", "post.publish", "reply.send"]
    author_id: Id | None = None
    declared_territory: str | None = None
    text: str = ""
    length: int | None = None
    limits: Limits = Limits()
    media: tuple[Medium, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    due_at: Moment | None = None
    late_minutes: float = Field(default=0, allow_inf_nan=False)
    digest: str | None = None
    approved_digest: str | None = None
    approved_by: Id | None = None
    freezes: tuple[Freeze, ...] = ()
    same_text_elsewhere: tuple[Twin, ...] = ()
    our_cities: tuple[City, ...] = ()
    is_safety: bool = False
    verified: bool = False

    @property
    def goes_at(self) -> datetime:
        """When the words would be seen: the due time while they are prepared, now when they leave."""
        return self.at if self.event == "post.publish" or self.due_at is None else max(self.due_at, self.at)


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


class ActFacts(Facts):
    """Something a person does that needs a role. `action` is a line of `roles.yaml`."""

    event: Literal["desk.act", "moderation.act", "channel.activate", "contribution.submit"]
    action: str | None = None


class OtherFacts(Facts):
    """An event that has no rule of its own yet: its further facts are kept as they came."""

    model_config = ConfigDict(extra="allow")
