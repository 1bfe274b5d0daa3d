"""What did not leave is taken up again as a draft: no word is lost, nothing else of the post is touched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from data import store
from data.models import Delivery, Post, Variant
from desk import deliveries, posting, posts, replies
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
