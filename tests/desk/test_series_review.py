"""Other eyes on a series: one act approves what was read of all its dates, each as it was read, and nothing else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from data import digests, store
from data.models import Delivery, Post
from desk import posts, series
from desk.posts import VariantText
from desk.refusal import Refused
from desk.series import Rule
from tests import cast

WEEKLY = Rule("week", date(2026, 12, 8), date(2026, 12, 29), "10:00", "Europe/Paris")


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def waiting(people: cast.Cast) -> series.Laid:
    """A series of Mulhouse, whose community manager needs other eyes."""
    dora, here = people.user["dora"], people.territory["mulhouse"]
    done = series.lay(dora, here, [VariantText(people.channel["mulhouse/x"], "Atelier, {date}.")], WEEKLY)
    went = series.submit(dora, done.series_id, and_schedule=True)
    assert (went.count("in_review"), len(done.post_ids)) == (4, 4)
    return done


def stand(done: series.Laid) -> list[Post]:
    with store.reading() as session:
        return [session.get_one(Post, post_id) for post_id in done.post_ids]


def test_one_act_approves_every_date_and_each_digest_is_what_was_read(people: cast.Cast, waiting: series.Laid) -> None:
    alice = people.user["alice"]
    seen = series.digests_of(alice, waiting.series_id)
    assert series.approve(alice, waiting.series_id, seen).count("scheduled") == 4
    found = stand(waiting)
    with store.reading() as session:
        assert {post.id: post.digest for post in found} == seen
        assert all(digests.of_post(session, post.id) == post.digest for post in found)
        assert len(session.scalars(select(Delivery.id)).all()) == 4
    assert {post.approved_by_id for post in found} == {alice}


def test_a_date_changed_after_it_was_read_is_not_approved_with_the_others(
    people: cast.Cast, waiting: series.Laid
) -> None:
    alice, dora = people.user["alice"], people.user["dora"]
    seen = series.digests_of(alice, waiting.series_id)
    changed = waiting.post_ids[1]
    posts.change(dora, changed, variants=[VariantText(people.channel["mulhouse/x"], "Tout autre chose.")])
    posts.submit(dora, changed)
    went = series.approve(alice, waiting.series_id, seen)
    assert (went.count("scheduled"), list(went.refused)) == (3, [changed])
    assert [post.state for post in stand(waiting)] == ["scheduled", "in_review", "scheduled", "scheduled"]


def test_nobody_approves_a_series_of_their_own(people: cast.Cast, waiting: series.Laid) -> None:
    dora = people.user["dora"]
    with pytest.raises(Refused):
        series.approve(dora, waiting.series_id, series.digests_of(dora, waiting.series_id))
    assert {post.state for post in stand(waiting)} == {"in_review"}


def test_new_words_go_before_other_eyes_again(people: cast.Cast, waiting: series.Laid) -> None:
    alice, dora, x = people.user["alice"], people.user["dora"], people.channel["mulhouse/x"]
    series.approve(alice, waiting.series_id, series.digests_of(alice, waiting.series_id))
    went = series.change(dora, waiting.series_id, {x: "Atelier de Noël, {date}."})
    assert went.count("in_review") == 4
    with store.reading() as session:
        assert set(session.scalars(select(Delivery.state))) == {"cancelled"}
