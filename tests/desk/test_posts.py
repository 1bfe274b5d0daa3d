"""A post leaves as it was approved, from the accounts its writer saw, at the time they said; a change starts again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, update

import clock
from data import digests, lifecycle, store
from data.models import Delivery, Post, Variant
from desk import media, posts
from desk.posts import VariantText, When
from desk.refusal import NeedsConfirmation, NotHere, Refused, TooLate
from tests import cast

EIGHT = When("2026-12-06T08:30")


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def two_cities(people: cast.Cast) -> int:
    return posts.draft(
        people.user["alice"],
        people.territory["alsace"],
        [
            VariantText(people.channel["strasbourg/x"], "Le sapin brille place Kléber."),
            VariantText(people.channel["colmar/facebook"], "Les lumières de Colmar vous attendent."),
        ],
        when=EIGHT,
    )


def stands(post_id: int) -> Post:
    with store.reading() as session:
        return session.get_one(Post, post_id)


def deliveries() -> Sequence[Delivery]:
    with store.reading() as session:
        return session.scalars(select(Delivery).order_by(Delivery.id)).all()


def test_one_delivery_for_each_account_at_the_time_said(people: cast.Cast, two_cities: int) -> None:
    moved = posts.submit(people.user["alice"], two_cities, and_schedule=True)
    assert (moved.state, stands(two_cities).state) == ("scheduled", "scheduled")
    due = datetime(2026, 12, 6, 7, 30, tzinfo=UTC)
    wanted = {(people.channel["strasbourg/x"], due), (people.channel["colmar/facebook"], due)}
    assert {(one.channel_id, one.due_at) for one in deliveries()} == wanted
    assert {one.id for one in deliveries()} == set(moved.delivery_ids)


def test_scheduling_again_queues_nothing_twice(people: cast.Cast, two_cities: int) -> None:
    posts.submit(people.user["alice"], two_cities, and_schedule=True)
    with pytest.raises(Refused):
        posts.schedule(people.user["alice"], two_cities)
    assert len(deliveries()) == 2


def test_outside_publishing_hours_it_waits_for_the_opening(people: cast.Cast) -> None:
    alice = people.user["alice"]
    words = [VariantText(people.channel["colmar/x"], "Bonne nuit Colmar.")]
    post = posts.draft(alice, people.territory["colmar"], words, when=When("2026-12-06T03:00"))
    decision = posts.check(alice, post)[people.channel["colmar/x"]]
    assert decision.until is not None
    posts.submit(alice, post, and_schedule=True)
    (delivery,) = deliveries()
    assert (delivery.due_at, delivery.not_before) == (datetime(2026, 12, 6, 2, 0, tzinfo=UTC), decision.until)


def test_ac_04_words_for_one_city_are_not_kept_for_the_account_of_another(people: cast.Cast) -> None:
    alice, channel = people.user["alice"], people.channel["mulhouse/x"]
    for declared in (None, people.territory["colmar"]):
        with pytest.raises(Refused, match="mulhouse"):
            posts.draft(alice, people.territory["colmar"], [VariantText(channel, "Colmar !", declared=declared)])
    posts.draft(
        alice, people.territory["colmar"], [VariantText(channel, "Bonjour", declared=people.territory["mulhouse"])]
    )


def test_ac_04_changing_to_another_citys_account_asks_one_confirmation(people: cast.Cast, two_cities: int) -> None:
    alice, words = people.user["alice"], [VariantText(people.channel["mulhouse/x"], "Bonjour Mulhouse.")]
    with pytest.raises(NeedsConfirmation, match="Mulhouse") as asked:
        posts.change(alice, two_cities, variants=words)
    posts.change(alice, two_cities, variants=words, confirm=asked.value.token)
    with store.reading() as session:
        (variant,) = session.scalars(select(Variant).where(Variant.post_id == two_cities)).all()
    assert variant.channel_id == people.channel["mulhouse/x"]
    posts.change(alice, two_cities, variants=[VariantText(people.channel["mulhouse/facebook"], "Bonjour.")])


def test_any_change_after_scheduling_makes_a_draft_and_takes_back_what_was_queued(
    people: cast.Cast, two_cities: int
) -> None:
    alice = people.user["alice"]
    for what in ({"when": When("2026-12-06T09:00")}, {"title": "Sapin"}, {"tags": ["noel"]}):
        posts.submit(alice, two_cities, and_schedule=True)
        posts.change(alice, two_cities, **what)
        kept = stands(two_cities)
        assert (kept.state, kept.digest, kept.approved_at) == ("draft", None, None)
        assert {one.state for one in deliveries()} == {"cancelled"}


def test_what_has_left_in_part_is_never_changed_nor_sent_again(people: cast.Cast, two_cities: int) -> None:
    alice = people.user["alice"]
    first, _ = posts.submit(alice, two_cities, and_schedule=True).delivery_ids
    with store.writing() as session:
        lifecycle.move(session, Delivery, first, "queued", "sending", at=clock.now())
    for verb in (posts.cancel, posts.publish_now):
        with pytest.raises(TooLate):
            verb(alice, two_cities)
    with pytest.raises(TooLate):
        posts.change(alice, two_cities, title="Autre")
    with pytest.raises(TooLate):
        posts.reschedule(alice, two_cities, "2026-12-07T10:00")
    assert [one.state for one in deliveries()] == ["sending", "queued"]


def test_what_the_last_look_sent_back_in_part_starts_again_and_what_left_stays(
    people: cast.Cast, two_cities: int
) -> None:
    alice = people.user["alice"]
    gone, stopped = posts.submit(alice, two_cities, and_schedule=True).delivery_ids
    with store.writing() as session:
        lifecycle.move(session, Delivery, gone, "queued", "sending", at=clock.now())
        lifecycle.move(session, Delivery, gone, "sending", "published", at=clock.now(), remote_id="1")
        lifecycle.move(session, Delivery, stopped, "queued", "failed", at=clock.now())
        lifecycle.move(session, Post, two_cities, "scheduled", "draft", at=clock.now())
    with pytest.raises(TooLate):
        both = (people.channel["strasbourg/x"], people.channel["colmar/facebook"])
        posts.change(alice, two_cities, variants=[VariantText(channel, "Autre.") for channel in both])
    (again,) = posts.submit(alice, two_cities, and_schedule=True).delivery_ids
    assert {one.id: one.state for one in deliveries()} == {gone: "published", stopped: "cancelled", again: "queued"}


def test_an_approval_covers_what_was_approved_and_nothing_else(people: cast.Cast, two_cities: int) -> None:
    alice = people.user["alice"]
    assert posts.submit(alice, two_cities).state == "approved"
    with store.writing() as session:
        assert session.get_one(Post, two_cities).digest == digests.of_post(session, two_cities)
        session.execute(update(Variant).where(Variant.post_id == two_cities).values(text="Tout autre chose."))
    with pytest.raises(Refused, match="changé"):
        posts.schedule(alice, two_cities)
    assert not deliveries()


def test_moved_in_the_calendar_it_is_a_draft_again_and_leaves_at_its_new_time(
    people: cast.Cast, two_cities: int
) -> None:
    alice = people.user["alice"]
    posts.submit(alice, two_cities, and_schedule=True)
    posts.reschedule(alice, two_cities, "2026-12-07T10:00")
    assert stands(two_cities).state == "draft"
    posts.submit(alice, two_cities, and_schedule=True)
    alive = [one.due_at for one in deliveries() if one.state == "queued"]
    assert alive == [datetime(2026, 12, 7, 9, 0, tzinfo=UTC)] * 2


def test_publish_now_is_due_now(people: cast.Cast, two_cities: int, noon: datetime) -> None:
    posts.submit(people.user["alice"], two_cities, and_schedule=True)
    assert posts.publish_now(people.user["alice"], two_cities).state == "scheduled"
    assert [(one.state, one.due_at) for one in deliveries() if one.state != "cancelled"] == [("queued", noon)] * 2
    kept = stands(two_cities)
    with store.reading() as session:
        assert (kept.due_at, kept.digest) == (noon, digests.of_post(session, two_cities))


def test_cancelled_it_stays_cancelled(people: cast.Cast, two_cities: int) -> None:
    alice = people.user["alice"]
    posts.submit(alice, two_cities, and_schedule=True)
    posts.cancel(alice, two_cities)
    assert {one.state for one in deliveries()} == {"cancelled"}
    for verb in (posts.submit, posts.schedule, posts.publish_now):
        with pytest.raises((Refused, TooLate)):
            verb(alice, two_cities)


def test_a_time_that_is_over_is_refused(people: cast.Cast) -> None:
    alice, words = people.user["alice"], [VariantText(people.channel["colmar/x"], "Bonjour Colmar.")]
    post = posts.draft(alice, people.territory["colmar"], words, when=When("2026-12-05T12:00"))
    with pytest.raises(Refused, match="passée"):
        posts.submit(alice, post)


def test_a_picture_needs_to_be_stored_here_and_described(people: cast.Cast) -> None:
    alice, colmar, channel = people.user["alice"], people.territory["colmar"], people.channel["colmar/x"]
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    picture = media.store_image(drawn.getvalue())
    stranger = media.Picture("../../etc/passwd", "image/png", 1)
    with pytest.raises(Refused):
        posts.draft(alice, colmar, [VariantText(channel, "Vu !", (stranger,))])
    post = posts.draft(alice, colmar, [VariantText(channel, "Vu !", (picture,))], when=EIGHT)
    assert posts.check(alice, post)[channel].blocked
    with pytest.raises(Refused, match="Décrivez"):
        posts.submit(alice, post)


def test_another_citys_account_does_not_exist_for_a_draft(people: cast.Cast) -> None:
    dora, words = people.user["dora"], [VariantText(people.channel["colmar/x"], "Bonjour.")]
    with pytest.raises(NotHere):
        posts.draft(dora, people.territory["mulhouse"], words)
    with pytest.raises(NotHere):
        posts.check_words(dora, people.territory["mulhouse"], words)
