"""What a visitor's message is to us: weighed by sentiment, sorted by the policies of the territory that answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.contract import Mention
from data.in_crisis import level_in
from data.models import Channel, Territory
from data.scope import lineage
from policies import facts
from policies.book import Effective
from policies.clocks import too_late_to_keep
from policies.in_force import book, overlays
from policies.plain import first_named
from policies.triage import Triage, triage
from sentiment.fast import tier as fast
from sentiment.judgement import Flag, Judgement
from sentiment.noise import sift
from sentiment.weigh import weigh
from words import Sentence

NOISE = "noise"  # the flag of what was overheard and is not about us


@dataclass(frozen=True)
class Home:
    """Where an account is at home: its territory, as sentiment and policies see it, and all places a text may name."""

    territory_id: int
    slug: str
    lineage: tuple[str, ...]
    zone: str
    languages: tuple[str, ...]
    names: Mapping[str, str]  # every territory's slug → its name
    since: datetime  # when the account was connected: what was said before is history
    level: Literal[1, 2, 3, 4] | None = None  # of the gravest incident open there


@dataclass(frozen=True)
class Weighed:
    """A mention with its judgement, its class in the inbox, and when the promised answer is due (platform time)."""

    mention: Mention
    judgement: Judgement
    triage: Triage
    due_at: datetime | None
    places: tuple[str, ...]
    late_because: Sentence | None = None  # why nobody could answer it in time: it came when the time was over
    aside: Sentence | None = None  # why it is listening noise: kept, shown, and asked of nobody

    @property
    def only_thanks(self) -> bool:
        """Whether nothing is asked: such a message never reopens a conversation nor starts its clock (AC-52)."""
        return self.judgement.intent == "thanks"


def home_of(session: Session, channel: Channel) -> Home:
    """Return the home of an account."""
    here = session.get_one(Territory, channel.territory_id)
    names = {row.slug: row.name for row in session.execute(select(Territory.slug, Territory.name))}
    above, level, languages = tuple(lineage(session, here.id)), level_in(session, here.id), tuple(here.languages)
    return Home(here.id, here.slug, above, here.zone, languages, names, channel.created_at, level)


def weighed(mentions: Sequence[Mention], home: Home, network: str, at: datetime) -> list[Weighed]:
    """Weigh and sort mentions as the territory of `home` must answer them.

    By the fast tier: collecting waits for nobody. The deep one reads them a moment later (`deepening`).
    """
    return [
        sorted_by(
            weigh(one.text, languages_here=home.languages, hint=one.language_hint, tier=fast.NAME),
            one,
            home,
            network,
            at,
        )
        for one in mentions
    ]


def sorted_by(judged: Judgement, mention: Mention, home: Home, network: str, at: datetime) -> Weighed:
    """Sort a mention, come at `at`, by a judgement of it, as the territory of `home` must answer it.

    Its delay begins when it was posted, not when it came. Noise is promised no answer.
    """
    here = book().for_(home.slug, channel=network, overlays=overlays(home.level), within=home.lineage[:-1])
    aside = _noise(mention, judged, here)
    if aside:
        judged = replace(judged, flags=(*judged.flags, Flag(NOISE, aside)))
    sorted_ = triage(_facts(mention, judged, home, network, at), here.settings_of("triage", ("sla_minutes",)))
    due_at = None if aside else sorted_.due_at(mention.posted_at, here.hours(home.zone))
    late = too_late_to_keep(due_at, mention.posted_at, at, home.since)
    return Weighed(mention, judged, sorted_, due_at, _places(mention.text, judged, home), late, aside)


def _noise(mention: Mention, judged: Judgement, here: Effective) -> Sentence | None:
    """Return why an overheard mention is not about us; what speaks of danger is a person's to set aside."""
    if mention.addressed or judged.flagged("safety"):
        return None
    lists = here.values.get("listen", {})
    return sift(mention.text, include=lists.get("include", ()), exclude=lists.get("exclude", ())).because


def _facts(mention: Mention, judged: Judgement, home: Home, network: str, at: datetime) -> facts.MentionFacts:
    return facts.MentionFacts(
        at=at,
        territory=home.slug,
        lineage=home.lineage,
        territory_zone=home.zone,
        overlays=overlays(home.level),
        incident_level=home.level,
        channel=facts.Channel(network=network, territory=home.slug),
        posted_at=mention.posted_at,
        kind=mention.kind,
        text=mention.text,
        language=judged.lang,
        label=judged.label,
        urgency=judged.urgency,
        intent=judged.intent,
        flags=tuple(flag.code for flag in judged.flags),
        topics=judged.topics,
    )


def _places(text: str, judged: Judgement, home: Home) -> tuple[str, ...]:
    named = (slug for slug, name in home.names.items() if first_named((name,), text))
    return tuple(dict.fromkeys([*(slug for slug in judged.places if slug in home.names), *named]))
