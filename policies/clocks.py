"""The clock of a promise: how long it ran, what it has left after a pause, whether anybody could keep it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.hours import Hours, add_open, open_between
from words import Sentence, s

TOO_LATE_TO_LEAVE = s("Panne : la réponse était prête à temps, le compte ne pouvait pas l'envoyer.")


@dataclass(frozen=True)
class Clock:
    """A clock that runs while `hours` are open; with hours round the clock, day and night."""

    hours: Hours

    def by_clock(self) -> Clock:
        """Return the same clock, day and night."""
        return Clock(self.hours.by_clock())

    def ran(self, since: datetime, until: datetime) -> timedelta:
        """Return how long it ran between two moments."""
        return open_between(since, until, self.hours)

    def resumed(self, due_at: datetime, paused_at: datetime, at: datetime) -> datetime:
        """Return when a promise is due that stood still from `paused_at` to `at`: it has left what it had.

        One that was late already stays as late as it was; so does one for which the doors stay shut for a year.
        """
        if due_at <= paused_at:
            return due_at
        left = self.ran(paused_at, due_at)
        return add_open(at, left.total_seconds() / 60, self.hours) or due_at


def too_late_to_keep(
    due_at: datetime | None, posted_at: datetime, arrived_at: datetime, since: datetime
) -> Sentence | None:
    """Return why nobody could answer in time a message that came after its promise was over; None: somebody could.

    `since` is when its account was connected: what was said before is history, not an outage.
    """
    if due_at is None or arrived_at <= due_at or posted_at < since:
        return None
    return s("Panne : le compte n'a pas pu être lu à temps, ce message est arrivé après l'échéance.")
