"""How long people's words and names may be kept: every number in one place. Only says until when; deletes nothing.

The columns `keep_until` take their values here when a row is made. The defaults wait for the word of a data
protection officer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.engine.default import DefaultExecutionContext

import clock

WORDS_FOR = timedelta(days=395)  # thirteen months: what visitors and we say
LOG_FOR = timedelta(days=365)  # twelve months: who did what
PROOF_YEARS = 5  # a right to show something is proved this long after it ended


def since(column: str, kept_for: timedelta) -> Callable[[DefaultExecutionContext], datetime]:
    """Return a column default: this long after the moment in another column of the same new row."""

    def until(context: DefaultExecutionContext) -> datetime:
        made_at: datetime = context.get_current_parameters()[column]  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return made_at + kept_for

    return until


def from_now() -> datetime:
    """Return until when words made now are kept, for rows that hold no moment themselves."""
    return clock.now() + WORDS_FOR


def proof_of(rights_until: datetime) -> datetime:
    """Return until when a grant of rights is kept: its use, and five years."""
    return years_after(rights_until, PROOF_YEARS)


def years_after(at: datetime, years: int) -> datetime:
    """Return the same day some years later; 28 February for a 29th that is missing."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28)
