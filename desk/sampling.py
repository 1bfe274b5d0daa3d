"""The sample that measures the machine: drawn at random, labelled by people who do not see what the machine said.

A label here measures and corrects nothing: the message keeps its judgement, so that the raw figures stay the machine's.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Message, Sample, Territory
from data.queries.brand import mentions
from data.queries.samples import DRAWN_FROM, SIZE, quarter
from data.rows import insert_once
from desk.labelling import LABELS
from desk.refusal import TooLate, refused
from desk.rights import reach, require
from words import s

JUST_NOW = timedelta(microseconds=1)  # what was posted this very moment is there too


def draw(by: int, territory_id: int) -> int:
    """Draw a territory's sample of this quarter, or what is missing of it; return how many mentions it holds.

    Each mention of the last ninety days that the territory itself received has the same chance.
    """
    at = clock.now()
    with store.writing() as session:
        require(session, by, "sample", territory_id)
        # two who draw at once draw one sample; whoever stores a row of this territory meanwhile does not wait
        place = session.get_one(Territory, territory_id, with_for_update={"key_share": True})
        now = quarter(at, place.zone)
        there = _drawn(session, territory_id, now)
        mine = Sample.territory_id == territory_id, Sample.quarter == now
        chosen = session.scalars(
            select(Message.id)
            .where(mentions([territory_id], at - DRAWN_FROM, at + JUST_NOW), Message.withdrawn_at.is_(None))
            .where(Message.id.not_in(select(Sample.message_id).where(*mine)))
            .order_by(func.random())
            .limit(max(0, SIZE - there))
        ).all()
        for message_id in sorted(chosen):  # messages are held in the order in which everybody holds them
            insert_once(
                session, Sample, territory_id=territory_id, quarter=now, message_id=message_id, drawn_by_id=by,
                drawn_at=at,
            )  # fmt: skip
        if not there and not chosen:
            raise refused(s("Il n'y a encore aucun message à tirer dans ce territoire."))
        if chosen:
            detail = {"quarter": now, "drawn": len(chosen)}
            lifecycle.record(
                session, Territory, territory_id, "sampled", at=at, actor_id=by, territory_id=territory_id,
                detail=detail,
            )  # fmt: skip
        return there + len(chosen)


def answer(by: int, sample_id: int, label: str) -> None:
    """Say what one mention of a sample is; raise TooLate when somebody said so first."""
    with store.writing() as session:
        one = reach(session, by, "correct", Sample, sample_id)
        if label not in LABELS:
            raise refused(s("Cette étiquette n'existe pas : choisissez dans la liste."))
        if one.labelled_at is not None:
            raise TooLate(s("Quelqu'un vient d'étiqueter ce message : voici le suivant."))
        one.label, one.labelled_by_id, one.labelled_at = label, by, clock.now()
        lifecycle.record(
            session, Sample, one.id, "labelled", at=one.labelled_at, actor_id=by, territory_id=one.territory_id,
            after=label, detail={"quarter": one.quarter},
        )  # fmt: skip


def _drawn(session: Session, territory_id: int, now: str) -> int:
    mine = Sample.territory_id == territory_id, Sample.quarter == now
    return session.scalar(select(func.count()).select_from(Sample).where(*mine)) or 0
