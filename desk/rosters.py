"""Who holds a territory in a week: primary, deputy, and the hours in which they may be disturbed."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Duty
from data.roster import week_of
from data.rows import upsert
from desk.refusal import Refused, refused
from desk.rights import asker, require
from policies.days import Unclear
from policies.hours import read_intervals
from words import s


def set_week(
    by: int, territory_id: int, week: date, primary_id: int, deputy_id: int | None = None, window: str | None = None
) -> int:
    """Write who is on duty in a territory in the week of a day, over what was written before; return the row's id.

    `window` is "07:00-22:00"; None: the files' own. Raises Refused for somebody who does not answer there.
    """
    with store.writing() as session:
        require(session, by, "assign", territory_id)
        for person in (primary_id, deputy_id):
            if person is not None and not _answers(session, person, territory_id):
                raise refused(s("Cette personne ne répond pas pour ce territoire : choisissez quelqu'un de l'équipe."))
        try:
            read_intervals([window] if window else [])
        except Unclear as unclear:
            raise refused(unclear.sentence) from unclear
        duty_id = upsert(
            session, Duty, ("territory_id", "week"), territory_id=territory_id, week=week_of(week),
            primary_id=primary_id, deputy_id=deputy_id, window=window or None, by_id=by, at=clock.now(),
        )  # fmt: skip
        lifecycle.record(session, Duty, duty_id, "on duty", at=clock.now(), actor_id=by, territory_id=territory_id)
        return duty_id


def _answers(session: Session, user_id: int, territory_id: int) -> bool:
    try:
        return asker(session, user_id).may("answer", territory_id)
    except Refused:
        return False
