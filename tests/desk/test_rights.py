"""The matrix of roles holds in every verb, and other eyes are other eyes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from data import digests, store
from data.models import Delivery, Post
from desk import channels, contributions, conversations, freezing, people, posts, replies
from desk.refusal import Refused, TooLate
from policies.in_force import matrix
from tests import cast

TEN = posts.When("2026-12-06T10:00")


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def draft(crew: cast.Cast, by: str, city: str, text: str = "Bonjour à tous.") -> int:
    words = [posts.VariantText(crew.channel[f"{city}/x"], text)]
    return posts.draft(crew.user[by], crew.territory[city], words, when=TEN)


def state(post: int) -> str:
    with store.reading() as session:
        return session.get_one(Post, post).state


def deliveries() -> int:
    with store.reading() as session:
        return len(session.scalars(select(Delivery)).all())


def test_ac_29_an_adviser_answers_and_does_not_publish_ban_or_export(crew: cast.Cast, noon: datetime) -> None:
    chloe, colmar = crew.user["chloe"], crew.territory["colmar"]
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    conversations.take(chloe, case)
    assert replies.send(chloe, case, "Au parking Lacarre.").state == "scheduled"
    post = draft(crew, "chloe", "colmar")
    assert posts.submit(chloe, post, and_schedule=True).state == "in_review"
    refused: list[Callable[[], object]] = [
        lambda: posts.approve(chloe, post),
        lambda: posts.publish_now(chloe, post),
        lambda: posts.schedule(chloe, post),
        lambda: freezing.freeze(chloe, "non", territory_id=colmar),
        lambda: freezing.freeze(chloe, "non"),
        lambda: channels.pause(chloe, crew.channel["colmar/x"], "non"),
        lambda: people.grant(chloe, chloe, colmar, "cm"),
        lambda: contributions.add_member(chloe, colmar, "Hôtel"),
    ]
    for attempt in refused:
        with pytest.raises(Refused):
            attempt()
    assert not any("adviser" in matrix()[action] for action in ("publish", "approve", "moderate", "export", "erase"))
    assert (state(post), deliveries()) == ("in_review", 1)


def test_what_an_adviser_prepared_leaves_once_a_colleague_approved_it(crew: cast.Cast) -> None:
    post = draft(crew, "chloe", "colmar")
    posts.submit(crew.user["chloe"], post)
    moved = posts.approve(crew.user["alice"], post, and_schedule=True)
    assert (moved.state, deliveries()) == ("scheduled", 1)


def test_four_eyes_where_the_territory_asks_and_nobody_approves_their_own_words(crew: cast.Cast) -> None:
    post = draft(crew, "dora", "mulhouse")  # mulhouse.yaml asks for other eyes on posts
    assert posts.submit(crew.user["dora"], post, and_schedule=True).state == "in_review"
    with pytest.raises(Refused, match="propres mots"):
        posts.approve(crew.user["dora"], post)
    with store.reading() as session:
        seen = digests.of_post(session, post)
    assert posts.approve(crew.user["alice"], post, seen=seen).state == "approved"
    with store.reading() as session:
        kept = session.get_one(Post, post)
        assert (kept.approved_by_id, kept.digest) == (crew.user["alice"], seen)
    assert posts.schedule(crew.user["dora"], post).state == "scheduled"


def test_who_rewrites_a_colleagues_words_does_not_approve_them(crew: cast.Cast) -> None:
    post = draft(crew, "dora", "mulhouse")
    words = [posts.VariantText(crew.channel["mulhouse/x"], "Tout autre chose.")]
    posts.change(crew.user["alice"], post, variants=words)
    posts.submit(crew.user["dora"], post)
    with pytest.raises(Refused):
        posts.approve(crew.user["alice"], post)
    assert posts.approve(crew.user["dora"], post).state == "approved"


def test_publishing_now_does_not_go_round_the_other_eyes(crew: cast.Cast) -> None:
    post = draft(crew, "dora", "mulhouse")
    assert posts.publish_now(crew.user["dora"], post).state == "in_review"
    posts.approve(crew.user["alice"], post)
    assert posts.publish_now(crew.user["dora"], post).state == "scheduled"
    assert deliveries() == 1


def test_what_was_read_is_what_is_approved(crew: cast.Cast) -> None:
    post = draft(crew, "dora", "mulhouse")
    seen = posts.digest(crew.user["alice"], post)
    posts.change(crew.user["dora"], post, variants=[posts.VariantText(crew.channel["mulhouse/x"], "Autre.")])
    posts.submit(crew.user["dora"], post)
    with pytest.raises(TooLate):
        posts.approve(crew.user["alice"], post, seen=seen)
    assert state(post) == "in_review"


def test_sent_back_and_declined_say_why_and_start_again(crew: cast.Cast) -> None:
    alice, dora, post = crew.user["alice"], crew.user["dora"], draft(crew, "dora", "mulhouse")
    posts.submit(dora, post)
    posts.send_back(alice, post, "Plus court.")
    with store.reading() as session:
        kept = session.get_one(Post, post)
        assert kept.because is not None
        assert (kept.state, kept.because["values"]) == ("draft", {"reason": "Plus court."})
    posts.submit(dora, post)
    posts.decline(alice, post, "Hors sujet.")
    with pytest.raises(Refused):
        posts.publish_now(dora, post)
    posts.change(dora, post, title="Mieux")
    assert posts.submit(dora, post).state == "in_review"


def test_approved_twice_is_approved_once(crew: cast.Cast) -> None:
    post = draft(crew, "chloe", "colmar")
    posts.submit(crew.user["chloe"], post)
    posts.approve(crew.user["alice"], post, and_schedule=True)
    with pytest.raises(TooLate):
        posts.approve(crew.user["alice"], post, and_schedule=True)
    assert deliveries() == 1
