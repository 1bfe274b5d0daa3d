"""An approval has steps, each with a deadline, for the words it was asked for; an outsider answers by a link, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Approval, ApprovalLink, Delivery, Post, Role
from desk import outsiders, posts
from desk.posts import VariantText, When
from desk.refusal import NotHere, Refused
from policies.approving import Step, steps
from tests import cast

TUESDAY = When("2026-12-08T10:00")
USUAL = {"steps": [], "high_risk_tags": ["institution"], "low_risk_leaves": True, "minutes": 240}


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    made = cast.gather(noon)
    with store.writing() as session:  # Bruno directs Mulhouse here, too
        session.add(Role(user_id=made.user["bruno"], territory_id=made.territory["mulhouse"], role="director"))
    return made


def asked(people: cast.Cast, *, tags: Sequence[str] = (), when: When | None = TUESDAY) -> int:
    words = [VariantText(people.channel["mulhouse/x"], "Le marché ouvre à onze heures.")]
    post = posts.draft(people.user["dora"], people.territory["mulhouse"], words, when=when, tags=tags)
    assert posts.submit(people.user["dora"], post).state == "in_review"
    return post


def all_steps(post: int) -> Sequence[Approval]:
    with store.reading() as session:
        return session.scalars(select(Approval).where(Approval.post_id == post).order_by(Approval.id)).all()


def state_of(post: int) -> str:
    with store.reading() as session:
        return session.get_one(Post, post).state


def test_ac_22_a_request_says_whom_it_asks_until_when_and_what_silence_means(people: cast.Cast, noon: datetime) -> None:
    (step,) = all_steps(asked(people))
    assert (step.role, step.state, step.by_default, step.asked_at) == ("cm", "open", "leaves", noon)
    # four open hours: three on Saturday until 16:00, one on Monday from 9:00
    assert step.due_at == datetime.fromisoformat("2026-12-07T10:00:00+01:00")


def test_what_is_planned_sooner_is_decided_by_then(people: cast.Cast, noon: datetime) -> None:
    (step,) = all_steps(asked(people, when=When("2026-12-05T13:30")))
    assert step.due_at == noon + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("roles", "tags", "overlays", "settings", "expected"),
    [
        (("cm",), (), (), {}, (Step("cm", "leaves"),)),
        (("cm",), ("institution",), (), {}, (Step("cm", "escalates"),)),
        (("cm",), (), ("crisis",), {}, (Step("cm", "escalates"),)),
        (("director",), (), (), {}, (Step("director", "escalates"),)),
        (("cm", "legal"), (), (), {}, (Step("cm", "escalates"), Step("legal", "escalates"))),
        (("cm",), (), (), {"low_risk_leaves": False}, (Step("cm", "escalates"),)),
        (("cm",), (), (), {"steps": ["director", "cm"]}, (Step("cm", "escalates"), Step("director", "escalates"))),
    ],
)
def test_silence_lets_out_only_low_risk_that_a_community_manager_was_asked_for(
    roles: tuple[str, ...],
    tags: tuple[str, ...],
    overlays: tuple[str, ...],
    settings: dict[str, object],
    expected: tuple[Step, ...],
) -> None:
    assert steps(roles, tags, overlays, USUAL | settings) == expected


def test_a_yes_answers_the_step_and_approves_the_post(people: cast.Cast) -> None:
    post = asked(people)
    assert posts.approve(people.user["alice"], post, and_schedule=True).state == "scheduled"
    (step,) = all_steps(post)
    assert (step.state, step.answered_by_id) == ("approved", people.user["alice"])


def test_nobody_approves_their_own_words_by_whatever_road(people: cast.Cast) -> None:
    post = asked(people)
    with pytest.raises(Refused):
        posts.approve(people.user["dora"], post)
    with pytest.raises(Refused, match="propres mots"):
        outsiders.invite(people.user["dora"], post, "Un ami")
    assert state_of(post) == "in_review"


def test_a_second_step_waits_for_the_first_and_for_its_own_role(people: cast.Cast) -> None:
    post = asked(people)
    with store.writing() as session:  # as if the files asked a director after the community manager
        (first,) = session.scalars(select(Approval).where(Approval.post_id == post)).all()
        told = {"post_id": post, "territory_id": first.territory_id, "digest": first.digest}
        session.add(Approval(step=2, role="director", by_default="escalates", **told))
    assert posts.approve(people.user["alice"], post, and_schedule=True).state == "in_review"
    assert [one.state for one in all_steps(post)] == ["approved", "open"]
    with pytest.raises(Refused, match="director"):
        posts.approve(people.user["alice"], post)
    assert posts.approve(people.user["bruno"], post, and_schedule=True).state == "scheduled"


def test_who_holds_both_roles_answers_both_steps_at_once(people: cast.Cast) -> None:
    post = asked(people)
    with store.writing() as session:
        (first,) = session.scalars(select(Approval).where(Approval.post_id == post)).all()
        told = {"post_id": post, "territory_id": first.territory_id, "digest": first.digest}
        session.add(Approval(step=2, role="director", by_default="escalates", **told))
    assert posts.approve(people.user["bruno"], post).state == "approved"
    assert [one.state for one in all_steps(post)] == ["approved", "approved"]


def test_sent_back_declined_or_changed_what_was_asked_is_over(people: cast.Cast) -> None:
    alice, dora = people.user["alice"], people.user["dora"]
    back, no, other = (asked(people, when=When(f"2026-12-0{n}T10:00")) for n in (7, 8, 9))
    posts.send_back(alice, back, "Trop long")
    posts.decline(alice, no, "Pas ici")
    posts.change(dora, other, title="Autre titre")
    assert [all_steps(post)[0].state for post in (back, no, other)] == ["sent_back", "declined", "superseded"]
    assert posts.submit(dora, other).state == "in_review"
    assert [one.state for one in all_steps(other)] == ["superseded", "open"]


def test_an_outsider_reads_and_approves_once_and_a_colleague_answers_for_it(people: cast.Cast) -> None:
    post = asked(people)
    secret = outsiders.invite(people.user["alice"], post, "Me Weber, juriste")
    shown = outsiders.shown(secret)
    assert (shown.name, shown.asked_by, shown.texts[0][1]) == (
        "Me Weber, juriste", "Alice", "Le marché ouvre à onze heures.",
    )  # fmt: skip
    assert outsiders.approve(secret).state == "scheduled"
    (step,) = all_steps(post)
    assert (step.state, step.outsider, step.answered_by_id) == ("approved", "Me Weber, juriste", people.user["alice"])
    for verb in (outsiders.shown, outsiders.approve):
        with pytest.raises(NotHere):
            verb(secret)
    with store.reading() as session:
        assert len(session.scalars(select(Delivery)).all()) == 1
        assert secret not in str(session.scalars(select(ApprovalLink.link_digest)).all())


def test_an_outsiders_no_comes_back_with_its_reason(people: cast.Cast) -> None:
    post = asked(people)
    secret = outsiders.invite(people.user["alice"], post, "Me Weber")
    with pytest.raises(Refused):
        outsiders.send_back(secret, "  ")
    outsiders.send_back(secret, "La date est fausse")
    with store.reading() as session:
        kept = session.get_one(Post, post)
        assert kept.state == "draft"
        assert "La date est fausse" in str(kept.because)


def test_a_link_opens_nothing_once_words_changed_time_passed_or_a_colleague_answered(
    people: cast.Cast, noon: datetime
) -> None:
    alice, dora = people.user["alice"], people.user["dora"]
    changed, late, answered = (asked(people, when=When(f"2026-12-{n}T10:00")) for n in (10, 11, 12))
    links = [outsiders.invite(alice, post, "Me Weber") for post in (changed, late, answered)]
    posts.change(dora, changed, title="Autre")
    posts.approve(alice, answered)
    with clock.stopped_at(noon + timedelta(hours=49)):
        for secret in links:
            with pytest.raises(NotHere):
                outsiders.approve(secret)
    for secret in (links[0], links[2]):
        with pytest.raises(NotHere):
            outsiders.shown(secret)
    outsiders.shown(links[1])


def test_a_link_is_made_only_where_one_may_approve(people: cast.Cast) -> None:
    post = asked(people)
    for stranger in ("chloe", "emile"):
        with pytest.raises((NotHere, Refused)):
            outsiders.invite(people.user[stranger], post, "Quelqu'un")
    with pytest.raises(NotHere):
        outsiders.shown("jamais-fait")
