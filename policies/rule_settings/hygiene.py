"""What the rules of family G can be told, by their ids (hygiene)."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from policies.days import read_day
from policies.hours import read_interval
from policies.rule_settings.plain import Plain
from policies.tighter import FixedList, Lower, Section, Tighter, Union, WhenTrue


class FactFreshness(Plain):
    """Days for which a checked fact keeps; hours for transport, and for an event on its day."""

    days: Lower = None
    today_hours: Lower = None


class VerifiedOnly(Plain):
    """Whether only these sources may be relayed (crisis)."""

    only_listed: WhenTrue = None
    sources: FixedList = None


class Remembrance(Section):
    """Hours of one day in every year, `day` as month-day, `hours` as "17:00-24:00"."""

    name: str
    day: str
    hours: str

    @model_validator(mode="after")
    def _readable(self) -> Remembrance:
        read_day(self.day)
        read_interval(self.hours)
        return self


class SensitiveDates(Plain):
    """When remembrance is held, and words that are festive; a child adds to both."""

    calendar: Annotated[list[Remembrance] | None, Tighter("union")] = None
    festive: Union = None


class ApprovalDeadline(Plain):
    """Tags of what never goes out by itself."""

    grave_tags: Union = None


class HygieneRules(Section):
    """The rules of family G, by their ids."""

    fact_freshness: FactFreshness | None = None
    verified_only: VerifiedOnly | None = None
    expired_event: Plain | None = None
    sensitive_dates: SensitiveDates | None = None
    approval_deadline: ApprovalDeadline | None = None
    link_health: Plain | None = None
