"""AC-22: an approval nobody gave in time follows its declared default, and says so; a clock overrules nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Approval, AuditEvent, Delivery, Freeze, Post
from data.queries import approvals
from desk import posts
from desk.posts import VariantText, When
from scheduler import agenda, deadlines
from tests import cast

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people(noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def asked(people: cast.Cast, tags: Sequence[str] = (), text: str = "Le marché ouvre à onze heures.") -> int:
    words = [VariantText(people.channel["mulhouse/x"], text)]
    when = When("2026-12-08T10:00")
    post = posts.draft(people.user["dora"], people.territory["mulhouse"], words, when=when, tags=tags)
    assert posts.submit(people.user["dora"], post).state == "in_review"
    return post


def step_of(post: int) -> Approval:
    with store.reading() as session:
        return session.scalars(select(Approval).where(Approval.post_id == post).order_by(Approval.id.desc())).first()  # type: ignore[return-value]


def due(at: datetime) -> list[tuple[str, int]]:
    return [one for one in agenda.due_now(15, at) if one[0] == "approvals"]


def after(post: int) -> datetime:
    found = step_of(post).due_at
    assert found is not None
    return found


def test_ac_22_low_risk_goes_out_at_its_deadline_and_not_before_signed_by_who_submitted_it(
    people: cast.Cast,
) -> None:
    post = asked(people)
    end, step = after(post), step_of(post).id
    assert due(end - timedelta(seconds=1)) == []
    assert due(end) == [("approvals", step)]
    with clock.stopped_at(end - timedelta(seconds=1)):
        assert deadlines.lapse(step) is None
    with clock.stopped_at(end):
        assert deadlines.lapse(step) == "defaulted"
        assert deadlines.lapse(step) is None
    with store.reading() as session:
        kept, (delivery,) = session.get_one(Post, post), session.scalars(select(Delivery)).all()
        assert (kept.state, kept.approved_by_id, kept.approved_at) == ("scheduled", None, end)
        assert (delivery.state, delivery.by_id, delivery.due_at) == ("queued", people.user["dora"], kept.due_at)
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject == "approvals")).all()
        assert "open→defaulted" in verbs


@pytest.mark.parametrize("tags", [["institution"], ["safety"], ["bilan"]])
def test_ac_22_high_risk_goes_up_and_never_out(people: cast.Cast, tags: list[str]) -> None:
    post = asked(people, tags)
    end, step = after(post), step_of(post).id
    with clock.stopped_at(end):
        assert deadlines.lapse(step) == "escalated"
    now = step_of(post)
    assert (now.id != step, now.role, now.state, now.asked_at, now.due_at) == (True, "director", "open", end, None)
    with store.reading() as session:
        assert session.get_one(Post, post).state == "in_review"
        assert session.scalars(select(Delivery)).all() == []


def test_under_a_suspension_silence_is_no_yes(people: cast.Cast) -> None:
    post = asked(people)
    with store.writing() as session:
        at = clock.now()
        place = people.territory["mulhouse"]
        session.add(Freeze(territory_id=place, reason="Exercice", by_id=people.user["alice"], at=at))
    with clock.stopped_at(after(post)):
        assert deadlines.lapse(step_of(post).id) == "escalated"


def test_who_answers_first_wins_over_the_clock(people: cast.Cast) -> None:
    post = asked(people)
    end, step = after(post), step_of(post).id
    with clock.stopped_at(end):
        posts.approve(people.user["alice"], post, and_schedule=True)
        assert deadlines.lapse(step) is None
    with store.reading() as session:
        assert len(session.scalars(select(Delivery)).all()) == 1


def test_ac_22_the_median_approval_time_is_told_with_its_n_and_only_of_what_one_sees(
    people: cast.Cast, noon: datetime
) -> None:
    for minutes in (10, 30, 200):
        with clock.stopped_at(noon):
            post = asked(people, text=f"Le marché ouvre dans {minutes} minutes.")
        with clock.stopped_at(noon + timedelta(minutes=minutes)):
            posts.approve(people.user["alice"], post)
    span = noon - timedelta(days=1), noon + timedelta(days=1)
    (found,) = [one for one in approvals.pace(people.user["alice"], *span) if one.n]
    assert (found.place.slug, found.n, found.median_minutes, found.defaulted) == ("mulhouse", 3, 30.0, 0)
    assert [one for one in approvals.pace(people.user["chloe"], *span) if one.n] == []
