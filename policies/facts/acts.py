"""What people do beside writing: moderate, activate an account, contribute, pay for reach, open an incident."""

from __future__ import annotations

from datetime import date
from typing import Literal

from policies.facts.common import Facts, Id, Moment
from policies.facts.media import Medium

ILLEGAL = frozenset({"hate", "threat", "doxxing", "child"})  # kinds of words that are hidden at once
CRITICISM = frozenset({"complaint", "critique"})  # kinds of words that are answered


class ActFacts(Facts):
    """Something a person does that needs a role. `action` is a line of `roles.yaml`."""

    event: Literal["desk.act", "moderation.act", "channel.activate", "contribution.submit"]
    action: str | None = None


class ModerationFacts(ActFacts):
    """Something done to a visitor's words or to the visitor. `reasons` is the statement the visitor receives."""

    event: Literal["moderation.act"] = "moderation.act"
    act: Literal["hide", "delete", "ban", "unhide", "unban", "report"] | None = None
    message_class: str = ""  # "complaint", "critique", "hate", "threat", "doxxing", "child", "spam", "personal_data" …
    clause: str = ""  # of the charter
    excerpt: str = ""
    reasons: str = ""
    ban_days: int | None = None
    prior_warnings: int = 0
    second_reviewer: Id | None = None
    appeal: str = ""  # where the person may object
    noticed_at: Moment | None = None
    evidence_sealed: bool = False
    reported_ref: str = ""

    @property
    def illegal(self) -> bool:
        """Whether the words are of a kind that is hidden at once, by whoever answers."""
        return self.message_class in ILLEGAL


class ChannelFacts(ActFacts):
    """An account about to speak for a territory: its card, its charter, and what the country's law asks for."""

    event: Literal["channel.activate"] = "channel.activate"
    owner: Id | None = None
    deputy: Id | None = None
    review_on: date | None = None
    goal: str = ""
    charter_url: str = ""
    charter_languages: tuple[str, ...] = ()
    moderation_hours: str = ""
    privacy_officer: str = ""
    efvp_ref: str = ""
    incident_register_url: str = ""
    notice_url: str = ""


class ContributionFacts(ActFacts):
    """What a member, a resident or a colleague offers."""

    event: Literal["contribution.submit"] = "contribution.submit"
    kind: Literal["photo", "event", "status", "text"] | None = None
    text: str = ""
    media: tuple[Medium, ...] = ()
    topics: tuple[str, ...] = ()
    author_age_hint: int | None = None


class AssetFacts(Facts):
    """A picture, film or sound about to be used: `use` is a network, "screen" or "print"."""

    event: Literal["asset.use"] = "asset.use"
    use: str = ""
    text: str = ""  # the caption it would have
    media: tuple[Medium, ...] = ()
    label: str = ""
    commercial: bool = False


class BoostFacts(Facts):
    """Words that somebody pays to have shown."""

    event: Literal["paid.boost"] = "paid.boost"
    text: str = ""
    tags: tuple[str, ...] = ()
    political: bool = False


class IncidentFacts(Facts):
    """An incident being opened, raised, lowered (`incident.open`, with the level `before`), or closed.

    `level` 1 is the gravest; `scope` names all its territories, `territory` the one that is asked about.
    """

    event: Literal["incident.open", "incident.close"]
    level: Literal[1, 2, 3, 4] | None = None
    before: Literal[1, 2, 3, 4] | None = None
    reason: str = ""
    scope: tuple[str, ...] = ()
    drill: bool = False
    unreviewed: int = 0  # deliveries it holds that nobody has looked at
