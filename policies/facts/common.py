"""What every event tells, whatever it is about: when, where, who asks, on which account. Records only."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, field_validator

import clock

Id = int | str


def _of_our_time(moment: datetime) -> datetime:
    if not 1971 <= moment.year <= 2199:  # far years overflow when a zone or an opening is added
        raise ValueError(moment.year)
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class Record(BaseModel):
    """A frozen record; an unknown fact is refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants", defer_build=True)


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


class Override(Record):
    """A person who sets one rule aside for this event: the rule's id, the role held here, and why (10 characters).

    Given by who asks; or before, at a moment, `by` somebody who then held the role `held_in` a territory.
    """

    rule: str
    role: str
    reason: str
    by: Id | None = None
    held_in: str | None = None  # None: who asks gives it, and their own roles count
    at: Moment | None = None


class Facts(Record):
    """What every event tells. `lineage` runs from the region down to the territory itself."""

    event: str
    at: Moment
    territory: str
    lineage: tuple[str, ...] = ()
    territory_zone: str | None = None  # IANA name; None: the zone of the files
    overlays: tuple[str, ...] = ()  # modes in force: "crisis", "demo"
    incident_level: Literal[1, 2, 3, 4] | None = None  # of the gravest incident open here or above; None: none is
    actor_id: Id | None = None  # None: the clock, not a person
    actor_roles: tuple[Membership, ...] = ()
    channel: Channel | None = None
    overrides: tuple[Override, ...] = ()

    @field_validator("territory_zone")
    @classmethod
    def _a_zone(cls, name: str | None) -> str | None:
        return None if name is None else clock.zone(name).key

    @property
    def ancestry(self) -> tuple[str, ...]:
        """The territory and all above it, whatever the caller gave as lineage."""
        return tuple(dict.fromkeys((*self.lineage, self.territory)))

    def fingerprint(self) -> str:
        """Return the SHA-256 of the facts as canonical JSON: the saved event that replays has the same."""
        told = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(told.encode(errors="surrogatepass")).hexdigest()
