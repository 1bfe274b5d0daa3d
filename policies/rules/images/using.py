"""What is being used, where and when: the same words for a picture alone and for one in a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policies.facts import AssetFacts, Facts, Medium, PostFacts
from policies.plain import first_named

Used = AssetFacts | PostFacts
SHOWN = {"screen": "écran", "print": "imprimé"}


def pictures(facts: Used) -> Iterator[tuple[int, Medium]]:
    """Give each medium with its number as people count, from 1."""
    yield from enumerate(facts.media, start=1)


def use_of(facts: Used) -> str:
    """Return what the media are used for: a network, "screen" or "print"; nothing when nobody said."""
    if isinstance(facts, AssetFacts) and facts.use:
        return facts.use
    return facts.channel.network if facts.channel else ""


def use_named(facts: Used) -> str:
    """Return the use as a sentence names it."""
    use = use_of(facts)
    return SHOWN.get(use, use.capitalize()) or "—"


def seen_at(facts: Facts) -> datetime:
    """Return when people would see it."""
    return facts.goes_at if isinstance(facts, PostFacts) else facts.at


def day_there(facts: Facts, moment: datetime, zone: str) -> date:
    """Return the day it is in the territory at `moment`; `zone` is the one of the files."""
    return moment.astimezone(ZoneInfo(facts.territory_zone or zone)).date()


def is_said(words: list[str], facts: Used) -> bool:
    """Tell whether one of these labels is shown: in the label, or in the text itself."""
    return first_named(tuple(words), f"{facts.label}\n{facts.text}") is not None
