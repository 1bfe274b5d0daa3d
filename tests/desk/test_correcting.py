"""What did not leave is taken up again as a draft: no word is lost, nothing else of the post is touched."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from data import lifecycle, store
from data.models import Delivery, Post, Variant
from desk import deliveries, posting, posts, replies, series
from desk.refusal import NotHere, Refused, TooLate
from tests import cast
from tests.desk.test_deliveries import put, stands

AT = timedelta(hours=1)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def post(post_id: int) -> Post:
    with store.reading() as session:
        return session.get_one(Post, post_id)


def words(post_id: int) -> list[tuple[int, str]]:
    with store.reading() as session:
        rows = session.scalars(select(Variant).where(Variant.post_id == post_id))
        return [(row.channel_id, row.text) for row in rows]


@pytest.mark.parametrize("state", ["failed", "missed", "held"])
def test_a_post_for_one_account_is_a_draft_again_and_can_be_sent_anew(
    crew: cast.Cast, noon: datetime, state: str
) -> None:
    bruno = crew.user["bruno"]
    (one,) = posting.post(crew.user["alice"], ["strasbourg/x"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, state)
    draft = deliveries.correct(bruno, one)
    assert (draft.post_id, draft.conversation_id) == (stands(one).post_id, None)
    assert (post(draft.post_id).state, post(draft.post_id).author_id) == ("draft", bruno)
    assert stands(one).state == "cancelled"
    with pytest.raises(TooLate):
        deliveries.correct(bruno, one)
    assert posts.publish_now(crew.user["alice"], draft.post_id).state == "scheduled"


def test_of_a_post_for_two_accounts_only_the_one_that_failed_is_taken_up(crew: cast.Cast, noon: datetime) -> None:
    alice = crew.user["alice"]
    one, other = posting.post(alice, ["colmar/x", "colmar/facebook"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, "failed")
    put(other, "sending", "unconfirmed")
    draft = deliveries.correct(alice, one)
    assert draft.post_id != stands(one).post_id
    assert words(draft.post_id) == [(stands(one).channel_id, "Bonjour.")]
    assert (stands(one).state, stands(other).state) == ("cancelled", "unconfirmed")
    assert (post(draft.post_id).state, post(stands(other).post_id).state) == ("draft", "scheduled")


def test_a_reply_goes_back_to_its_conversation_unless_another_is_being_written(crew: cast.Cast, noon: datetime) -> None:
    case, chloe = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon), crew.user["chloe"]
    one = replies.send(chloe, case, "Au parking.").delivery_id
    assert one is not None
    put(one, "failed")
    replies.draft(chloe, case, "Autre chose")
    with pytest.raises(Refused, match="déjà une réponse"):
        deliveries.correct(chloe, one)
    assert stands(one).state == "failed"
    replies.draft(chloe, case, "")
    assert deliveries.correct(chloe, one).conversation_id == case
    with store.reading() as session:
        assert session.get_one(Delivery, one).state == "cancelled"


def test_who_may_not_publish_here_takes_nothing_up(crew: cast.Cast, noon: datetime) -> None:
    (one,) = posting.post(crew.user["alice"], ["colmar/x"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, "failed")
    with pytest.raises(Refused):
        deliveries.correct(crew.user["chloe"], one)
    with pytest.raises(NotHere):
        deliveries.correct(crew.user["dora"], one)
    assert stands(one).state == "failed"


def test_a_city_takes_up_its_own_part_of_a_regions_post_and_leaves_the_rest(crew: cast.Cast, noon: datetime) -> None:
    alice, bruno = crew.user["alice"], crew.user["bruno"]
    one, other = posting.post(alice, ["strasbourg/x", "colmar/x"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, "failed")
    before = post(stands(other).post_id)
    draft = deliveries.correct(bruno, one)
    assert (post(draft.post_id).author_id, words(draft.post_id)) == (bruno, [(stands(one).channel_id, "Bonjour.")])
    assert (stands(one).state, stands(other).state) == ("cancelled", "queued")
    after = post(before.id)
    assert (after.state, after.author_id, after.digest) == ("scheduled", alice, before.digest)


@pytest.mark.parametrize("state", ["scheduled", "draft"])
def test_a_regions_post_for_one_city_stays_the_regions(crew: cast.Cast, noon: datetime, state: str) -> None:
    alice, bruno = crew.user["alice"], crew.user["bruno"]
    said = [posts.VariantText(crew.channel["strasbourg/x"], "Bonjour.")]
    kept = posts.draft(alice, crew.territory["alsace"], said, when=posts.When("2026-12-06T10:00"))
    (one,) = posts.submit(alice, kept, and_schedule=True).delivery_ids
    put(one, "failed")
    if state == "draft":  # as the last look leaves it
        with store.writing() as session:
            assert lifecycle.move(session, Post, kept, "scheduled", "draft", at=noon)
    draft = deliveries.correct(bruno, one)
    assert (post(kept).state, post(kept).author_id) == (state, alice)
    assert (draft.post_id != kept, post(draft.post_id).author_id, post(draft.post_id).territory_id) == (
        True, bruno, crew.territory["strasbourg"],
    )  # fmt: skip
    if state == "draft":
        with pytest.raises(Refused, match="repris"):
            posts.submit(alice, kept, and_schedule=True)


def test_a_draft_keeps_its_author_so_that_others_still_approve_it(crew: cast.Cast, noon: datetime) -> None:
    alice, bruno = crew.user["alice"], crew.user["bruno"]
    (one,) = posting.post(alice, ["strasbourg/x"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, "failed")
    with store.writing() as session:
        kept = session.get_one(Delivery, one).post_id
        session.get_one(Post, kept).author_id = bruno
        assert lifecycle.move(session, Post, kept, "scheduled", "draft", at=noon)
    assert deliveries.correct(alice, one).post_id == kept
    assert (post(kept).author_id, stands(one).state) == (bruno, "cancelled")
    assert len(posts.submit(alice, kept, and_schedule=True).delivery_ids) == 1


def test_a_reply_that_the_last_look_gave_back_is_sent_anew(crew: cast.Cast, noon: datetime) -> None:
    case, chloe = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon), crew.user["chloe"]
    one = replies.send(chloe, case, "Au parking.").delivery_id
    assert one is not None
    put(one, "failed")
    with store.writing() as session:
        assert lifecycle.move(session, Post, stands(one).post_id, "scheduled", "draft", at=noon)
    deliveries.correct(chloe, one)
    assert replies.drafted(chloe, case) == "Au parking."
    assert replies.send(chloe, case, "Au parking couvert.").state == "scheduled"


def test_what_was_taken_up_elsewhere_never_leaves_from_its_first_post_again(crew: cast.Cast, noon: datetime) -> None:
    alice = crew.user["alice"]
    one, other = posting.post(alice, ["colmar/x", "colmar/facebook"], "Bonjour.", at=noon + AT).delivery_ids
    put(one, "failed")
    first, draft = stands(one).post_id, deliveries.correct(alice, one)
    assert len(posts.publish_now(alice, draft.post_id).delivery_ids) == 1
    posts.reschedule(alice, first, "2026-12-07T10:00")
    moved = posts.submit(alice, first, and_schedule=True)
    assert [stands(each).channel_id for each in moved.delivery_ids] == [stands(other).channel_id]


def test_a_date_of_a_series_that_was_stopped_is_taken_up_outside_it(crew: cast.Cast, noon: datetime) -> None:
    alice, said = crew.user["alice"], [posts.VariantText(crew.channel["colmar/x"], "Visite, {date}.")]
    rule = series.Rule("day", date(2026, 12, 6), date(2026, 12, 7), "10:00", "Europe/Paris")
    laid = series.lay(alice, crew.territory["colmar"], said, rule)
    one = series.submit(alice, laid.series_id, and_schedule=True).moved[laid.post_ids[0]].delivery_ids[0]
    put(one, "sending")
    series.stop(alice, laid.series_id)
    put(one, "failed")
    draft = deliveries.correct(alice, one)
    assert (post(draft.post_id).recurrence_id, post(draft.post_id).state) == (None, "draft")
