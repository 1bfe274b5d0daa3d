"""AC-61: a rule is set aside for one text by the role it names, with a reason; kept, approved and logged with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

import clock
from data import digests, store
from data.models import Delivery, PolicyDecision, Post, Variant
from desk import posts, series
from desk.posts import SetAside, VariantText, When
from desk.refusal import Refused
from scheduler.publish import publish
from tests import cast

WHY = "Vœux à minuit, vu avec la mairie"
NIGHT = When("2026-12-06T03:00")
ASIDE = (SetAside("quiet_hours", WHY),)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def words(
    crew: cast.Cast, asked: Sequence[SetAside] | None, text: str = "Bonne année !", city: str = "colmar"
) -> list[VariantText]:
    return [VariantText(crew.channel[f"{city}/x"], text, overrides=None if asked is None else tuple(asked))]


def draft(crew: cast.Cast, by: str, asked: Sequence[SetAside] | None = ASIDE, city: str = "colmar") -> int:
    return posts.draft(crew.user[by], crew.territory[city], words(crew, asked, city=city), when=NIGHT)


def kept(post: int) -> list[str]:
    with store.reading() as session:
        (one,) = session.scalars(select(Variant).where(Variant.post_id == post))
        return [each["rule"] for each in one.overrides]


def verb(crew: cast.Cast, by: str, post: int) -> str:
    return next(iter(posts.check(crew.user[by], post).values())).verb


def parcel(post: int) -> Delivery:
    with store.reading() as session:
        return session.scalars(select(Delivery).where(Delivery.post_id == post)).one()


def test_ac_61_what_is_set_aside_leaves_at_its_time_and_the_last_look_agrees(crew: cast.Cast, noon: datetime) -> None:
    usual, aside = draft(crew, "alice", ()), draft(crew, "alice")
    for post in (usual, aside):
        assert posts.submit(crew.user["alice"], post, and_schedule=True).state == "scheduled"
    assert parcel(usual).not_before is not None
    assert parcel(aside).not_before is None
    with clock.stopped_at(parcel(aside).due_at):
        publish("w")
    assert parcel(usual).tries == 0  # it waits for the opening
    assert parcel(aside).tries == 1


def test_ac_61_it_is_logged_once_for_each_act_with_who_as_what_and_why(crew: cast.Cast) -> None:
    post = draft(crew, "alice")
    posts.submit(crew.user["alice"], post)
    with store.reading() as session:
        (one,) = session.scalars(select(PolicyDecision))
    assert (one.set_aside, one.verb) == (1, "warn")
    assert one.overrides == [{"rule": "quiet_hours", "role": "cm", "reason": WHY, "by": crew.user["alice"]}]


@pytest.mark.parametrize("reason", ["parce que", "         x          "])
def test_ac_61_a_reason_has_ten_characters(crew: cast.Cast, reason: str) -> None:
    with pytest.raises(Refused, match="10 caractères"):
        draft(crew, "alice", [SetAside("quiet_hours", reason)])


def test_ac_61_an_adviser_or_a_stranger_sets_nothing_aside(crew: cast.Cast) -> None:
    with pytest.raises(Refused, match="quiet_hours"):
        draft(crew, "chloe")
    with pytest.raises(Refused, match="quiet_hours"):
        posts.check_words(crew.user["chloe"], crew.territory["colmar"], words(crew, ASIDE), when=NIGHT)
    post = draft(crew, "chloe", None)
    with pytest.raises(Refused, match="quiet_hours"):
        posts.change(crew.user["chloe"], post, variants=words(crew, ASIDE), when=NIGHT)
    assert kept(post) == []


def test_ac_61_one_who_holds_the_role_elsewhere_is_a_stranger_here(crew: cast.Cast) -> None:
    post = draft(crew, "alice", ())
    for stranger in ("dora", "bruno"):
        with pytest.raises(Exception, match=r"introuvable|existe"):
            posts.change(crew.user[stranger], post, variants=words(crew, ASIDE), when=NIGHT)
    assert kept(post) == []


def test_a_rule_that_names_nobody_or_does_not_object_is_not_set_aside_in_advance(crew: cast.Cast) -> None:
    asked = [SetAside(rule, WHY) for rule in ("text_length", "crisis_freeze", "overdue_limit", "no_such_rule")]
    assert kept(draft(crew, "alice", asked)) == []
    with pytest.raises(Refused, match="text_length"):
        posts.check_words(
            crew.user["alice"], crew.territory["colmar"], words(crew, asked[:1], text="x" * 400), when=NIGHT
        )


def test_an_override_is_of_its_own_post_words_and_time(crew: cast.Cast) -> None:
    alice, colmar = crew.user["alice"], crew.territory["colmar"]
    post, other = draft(crew, "alice"), draft(crew, "alice", None)
    assert (verb(crew, "alice", post), verb(crew, "alice", other)) == ("warn", "delay")
    posts.change(alice, post, title="Vœux")
    assert verb(crew, "alice", post) == "warn"
    posts.reschedule(alice, post, "2026-12-07T03:00")
    assert verb(crew, "alice", post) == "delay"
    post = draft(crew, "alice")
    posts.change(alice, post, variants=words(crew, None, text="Bonne année à tous !"))
    assert (verb(crew, "alice", post), kept(post)) == ("delay", [])
    assert posts.check_words(alice, colmar, words(crew, None), when=NIGHT)[crew.channel["colmar/x"]].verb == "delay"


def test_who_saves_the_same_words_again_leaves_what_stands_and_takes_it_away_by_saying_so(crew: cast.Cast) -> None:
    post = draft(crew, "alice")
    posts.change(crew.user["chloe"], post, variants=words(crew, None), when=NIGHT)
    assert kept(post) == ["quiet_hours"]
    posts.change(crew.user["chloe"], post, variants=words(crew, ()), when=NIGHT)
    assert kept(post) == []


def test_an_override_is_part_of_what_was_approved(crew: cast.Cast) -> None:
    dora, alice = crew.user["dora"], crew.user["alice"]
    post = draft(crew, "dora", city="mulhouse")  # mulhouse.yaml asks for other eyes on posts
    posts.submit(dora, post)
    with store.reading() as session:
        seen = digests.of_post(session, post)
    posts.approve(alice, post, seen=seen)
    with store.writing() as session:
        session.scalars(select(Variant).where(Variant.post_id == post)).one().overrides = []
    with pytest.raises(Refused):
        posts.schedule(dora, post)
    posts.change(dora, post, variants=words(crew, ASIDE, city="mulhouse"), when=NIGHT)
    with store.reading() as session:
        assert session.get_one(Post, post).state == "draft"


def test_it_stands_for_who_approves_and_for_the_clock_though_they_hold_another_role(crew: cast.Cast) -> None:
    post = draft(crew, "dora", city="mulhouse")
    posts.submit(crew.user["dora"], post)
    moved = posts.approve(crew.user["alice"], post, and_schedule=True)
    assert moved.state == "scheduled"
    assert parcel(post).not_before is None


def test_a_series_sets_no_rule_aside(crew: cast.Cast) -> None:
    rule = series.Rule("day", clock.now().date(), clock.now().date(), "23:30", "Europe/Paris")
    laid = series.lay(crew.user["alice"], crew.territory["colmar"], words(crew, ASIDE), rule)
    assert kept(laid.post_ids[0]) == []
