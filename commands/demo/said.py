"""What a visitor says in the demo, with its true labels, and the story's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
START = datetime(2026, 10, 1, tzinfo=ZONE)
END = datetime(2027, 1, 1, tzinfo=ZONE)
NOW = datetime(2026, 12, 5, 10, tzinfo=ZONE)  # the story's present: a Saturday in the market's first full week


@dataclass(frozen=True)
class Said:
    """One thing a visitor says, with its true labels. `parent` is the number of the thread's first record.

    `hard` names the hard cases the text holds. Where the words tell nothing (emoji, hashtags, no text), topic and mood
    are those of the picture or of the post it stands under. A `question_in_praise` may have the intent praise: the
    question is there all the same. `noise` is not about the destination and should be filtered out.
    """

    number: int
    territory: str
    source: str
    lang: str
    intent: str
    topic: str | None
    mood: str
    text: str
    at: datetime
    author: str
    parent: int | None = None
    template: str = ""
    places: tuple[str, ...] = ()
    story: str | None = None
    hard: tuple[str, ...] = ()
    noise: bool = False
