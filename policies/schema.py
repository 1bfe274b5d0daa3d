"""What a policy file may hold, section by section. Unknown keys are refused: a misspelt rule must not look like one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

import clock
from policies.days import Unclear, read_holidays, read_span
from policies.hours import read_intervals, read_open_on, read_week
from policies.roles import Role
from policies.rule_settings import Rules
from policies.schema_listening import ControllerSection, ListeningSection, RetentionSection
from policies.tighter import Count, Days, FixedList, FixedText, Lower, Section, Tighter, Union, WhenFalse, WhenTrue
from words import s

Called = Role | Literal["owner", "deputy"]  # of the accounts of the place


class SeasonSection(Section):
    """A season with a week of its own; `from` and `to` are month-day, both included."""

    name: str
    from_: str = Field(alias="from")
    to: str
    week: Days

    @model_validator(mode="after")
    def _readable(self) -> SeasonSection:
        read_span(self.from_, self.to)
        read_week(self.week)
        return self


class ClosureSection(Section):
    """Days shut, both included: month-day every year, year-month-day once; `reason` is for people."""

    from_: str = Field(alias="from")
    to: str
    reason: str

    @model_validator(mode="after")
    def _readable(self) -> ClosureSection:
        read_span(self.from_, self.to)
        return self


class HolidaySection(Section):
    """Public holidays, on which one is closed unless `open_on` says otherwise."""

    calendar: str
    plus: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _known(self) -> HolidaySection:
        read_holidays(self.calendar, self.plus)
        return self


class HoursSection(Section):
    """Opening or publishing hours."""

    tz: FixedText = None
    round_the_clock: Annotated[bool | None, Tighter("fixed")] = None
    week: Annotated[Days | None, Tighter("fixed")] = None
    seasons: Annotated[list[SeasonSection] | None, Tighter("fixed")] = None
    closures: Annotated[list[ClosureSection] | None, Tighter("fixed")] = None
    holidays: Annotated[HolidaySection | None, Tighter("fixed")] = None
    open_on: Annotated[Days | None, Tighter("fixed")] = None

    @field_validator("tz")
    @classmethod
    def _a_zone(cls, name: str | None) -> str | None:
        try:
            return None if name is None else clock.zone(name).key
        except ValueError:
            raise Unclear(s("Fuseau inconnu : « {name} » (écrivez par exemple Europe/Paris).", name=name)) from None

    @field_validator("week")
    @classmethod
    def _readable(cls, week: Days | None) -> Days | None:
        read_week(week or {})
        return week

    @field_validator("open_on")
    @classmethod
    def _days_readable(cls, days: Days | None) -> Days | None:
        read_open_on(days or {})
        return days


class OnCallSection(Section):
    """When people may be disturbed outside the product; levels of `push_only` are pushed at any hour."""

    window: FixedText = None
    push_only: FixedList = None

    @field_validator("window")
    @classmethod
    def _readable(cls, window: str | None) -> str | None:
        read_intervals([window] if window is not None else [])
        return window


class AlarmSection(Section):
    """Who learns of incidents of one level: told at once, called one by one. Minutes; 0: never."""

    informs: Annotated[list[Called] | None, Tighter("union")] = None
    calls: Annotated[list[Called] | None, Tighter("union")] = None
    next_after: Annotated[Count | None, Tighter("fixed")] = None
    everyone_after: Annotated[Count | None, Tighter("fixed")] = None
    note_every: Annotated[Count | None, Tighter("fixed")] = None
    writes: Annotated[list[Called] | None, Tighter("union")] = None
    any_hour: WhenTrue = None


class EscalationSection(Section):
    """Who learns of an incident, when; in which hours phones may ring; when people are asked whether it still lasts."""

    p1: AlarmSection | None = None
    p2: AlarmSection | None = None
    p3: AlarmSection | None = None
    p4: AlarmSection | None = None
    on_call: Annotated[Days | None, Tighter("fixed")] = None
    still_after: Annotated[list[Count] | None, Tighter("union")] = None  # hours
    still_to: Annotated[list[Called] | None, Tighter("union")] = None

    @field_validator("on_call")
    @classmethod
    def _readable(cls, week: Days | None) -> Days | None:
        read_week(week or {})
        return week


class SlaSection(Section):
    """First replies promised, in minutes of open time (safety and reviews: of plain time)."""

    safety: Lower = None
    press: Lower = None
    dm_today: Lower = None
    today_question: Lower = None
    dm_question: Lower = None
    public_question: Lower = None
    complaint_ack: Lower = None
    review_negative: Lower = None
    review_positive: Lower = None
    praise: Lower = None
    lost_item: Lower = None


class VoiceSection(Section):
    """The voice card shown beside the composer; it guides and never blocks."""

    register_: Annotated[Literal["tu", "vous"] | None, Tighter("fixed")] = Field(default=None, alias="register")
    humour: Annotated[Count | None, Tighter("fixed")] = None
    emoji_max: Annotated[Count | None, Tighter("fixed")] = None
    signoff: FixedText = None
    hashtags: FixedList = None
    prefer: FixedList = None
    avoid: FixedList = None


class LanguagesSection(Section):
    """The languages we publish in, and those that are welcome beside French without being foreign."""

    publish: FixedList = None
    welcome: FixedList = None


class ListenSection(Section):
    """Words of what is overheard by a territory's name: `exclude` says it is about something else, `include` not."""

    include: Union = None
    exclude: Union = None


class ApprovalSection(Section):
    """How long an approval may take, and what silence means then.

    `minutes` are of open time. `steps`: roles asked after those that rules ask for. Words with a high-risk tag never
    go out by silence; others do where `low_risk_leaves` is set and only a community manager is asked.
    """

    minutes: Lower = None
    low_risk_leaves: WhenFalse = None
    high_risk_tags: Union = None
    steps: Union = None
    escalates_to: FixedText = None


class Settings(Section):
    """What a territory, a channel or an overlay may say."""

    hours: HoursSection | None = None
    publishing_hours: HoursSection | None = None
    on_call: OnCallSection | None = None
    sla_minutes: SlaSection | None = None
    languages: LanguagesSection | None = None
    escalation: EscalationSection | None = None
    voice: VoiceSection | None = None
    listen: ListenSection | None = None
    approval: ApprovalSection | None = None
    controller: ControllerSection | None = None
    listening: ListeningSection | None = None
    retention_days: RetentionSection | None = None
    rules: Rules | None = None


class PolicyFile(Settings):
    """One file. `inherits` names its parents, farthest first; `may_relax` what its children may loosen."""

    edition: Literal[1] = Field(alias="schema")
    territory: str | None = None
    overlay: str | None = None
    inherits: list[str] = Field(default_factory=list)
    may_relax: list[str] = Field(default_factory=list)
    channels: dict[str, Settings] = Field(default_factory=dict)
