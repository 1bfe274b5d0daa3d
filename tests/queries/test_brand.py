"""Figures are the formulas people read, with their n and their interval; nothing is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from data.models import Message, PlaceNamed
from data.queries import brand, nss
from data.queries.nss import Tally
from tests import cast
from tests.cast import Cast

SPAN = timedelta(days=1)


def test_the_score_is_the_worked_example() -> None:
    found = nss.score(Tally(positive=80, negative=20, neutral=100))
    assert found.nss == pytest.approx(30)
    assert found.half_width == pytest.approx(8.9, abs=0.05)
    assert (found.polarity, found.n, found.enough) == (pytest.approx(60), 200, True)


def test_undetermined_is_apart_and_mixed_is_not() -> None:
    known = nss.score(Tally(positive=80, negative=20, neutral=100))
    assert nss.score(Tally(positive=80, negative=20, neutral=100, undetermined=500)) == known
    assert nss.score(Tally(positive=80, negative=20, neutral=50, mixed=50)) == known
    assert nss.tally({"positive": 1, None: 2, "undetermined": 3, "odd": 1}) == Tally(positive=1, undetermined=6)


def test_under_thirty_nothing_is_claimed() -> None:
    assert not nss.score(Tally(positive=29)).enough
    assert nss.score(Tally(positive=30)).enough
    assert not nss.difference(Tally(positive=29), Tally(negative=100)).clear
    assert nss.score(Tally(undetermined=9)) == nss.Score(None, None, None, 0, False)
    assert nss.difference(Tally(), Tally(positive=99)) == nss.Difference(None, None, False)


def test_a_difference_is_clear_only_when_its_interval_leaves_zero_out() -> None:
    good, bad = Tally(positive=80, negative=20, neutral=100), Tally(positive=20, negative=80, neutral=100)
    assert nss.difference(good, bad).clear
    assert nss.difference(good, bad).points == pytest.approx(60)
    nearly = nss.difference(good, Tally(positive=75, negative=22, neutral=103))
    assert not nearly.clear
    assert nearly.half_width is not None
    assert nearly.points is not None
    assert nearly.points < nearly.half_width


@settings(max_examples=100)
@given(st.builds(Tally, *[st.integers(0, 500)] * 5))
def test_a_score_stays_in_its_bounds_and_turns_with_its_sign(counts: Tally) -> None:
    found = nss.score(counts)
    turned = nss.score(Tally(counts.negative, counts.positive, counts.neutral, counts.mixed, counts.undetermined))
    if found.nss is None or found.half_width is None or turned.nss is None:
        assert counts.n == 0
        return
    assert -100 <= found.nss <= 100
    assert 0 <= found.half_width <= 196
    assert turned.nss == pytest.approx(-found.nss)


@pytest.mark.usefixtures("database")
def test_ac_01_a_mention_of_two_cities_counts_once_in_each_and_once_in_the_region(noon: datetime) -> None:
    people = cast.gather(noon)
    say(people, "colmar/x", noon, label="positive", names=("colmar", "strasbourg"))
    say(people, "alsace/x", noon, label="negative", names=("colmar", "alsace"))
    alice = people.user["alice"]
    named = {one.place.slug: (one.own.volume, one.whole.volume) for one in brand.named(alice, noon, noon + SPAN)}
    assert named == {"alsace": (1, 2), "colmar": (2, 2), "strasbourg": (1, 1), "mulhouse": (0, 0)}
    owned = {one.place.slug: (one.own.volume, one.whole.volume) for one in brand.mood(alice, noon, noon + SPAN)}
    assert owned == {"alsace": (1, 2), "colmar": (1, 1), "strasbourg": (0, 0), "mulhouse": (0, 0)}


@pytest.mark.usefixtures("database")
def test_our_words_spam_and_other_days_do_not_count(noon: datetime) -> None:
    people = cast.gather(noon)
    spam = [{"code": "spam", "because": {"text": "Lien", "values": {}}}]
    say(people, "colmar/x", noon, label="positive")
    say(people, "colmar/x", noon, label="undetermined")
    say(people, "colmar/x", noon, label="neutral", flags=[{"code": "press", "because": {"text": "spam"}}])
    say(people, "colmar/x", noon, label="positive", inward=False)
    say(people, "colmar/x", noon, label="positive", intent="spam")
    say(people, "colmar/x", noon, label="positive", flags=spam)
    say(people, "colmar/x", noon + SPAN, label="positive")
    say(people, "colmar/x", noon - timedelta(seconds=1), label="positive")
    (colmar,) = brand.mood(people.user["chloe"], noon, noon + SPAN)
    assert colmar.own == colmar.whole == Tally(positive=1, neutral=1, undetermined=1)
    assert colmar.score.n == 2


@pytest.mark.usefixtures("database")
def test_days_are_those_of_the_place_and_empty_ones_are_there(noon: datetime) -> None:
    people = cast.gather(noon)
    midnight = noon.replace(hour=23)  # midnight of the 6th in Strasbourg
    say(people, "colmar/x", midnight, label="positive")
    say(people, "mulhouse/x", midnight - timedelta(seconds=1), label="negative")
    days = brand.daily(people.user["alice"], midnight - SPAN, midnight + SPAN)
    assert days == [brand.Day(date(2026, 12, 5), Tally(negative=1)), brand.Day(date(2026, 12, 6), Tally(positive=1))]
    colmar = brand.daily(people.user["alice"], midnight - SPAN, midnight + SPAN, people.territory["colmar"])
    assert [day.tally.volume for day in colmar] == [0, 1]


@pytest.mark.usefixtures("database")
def test_topics_carry_their_volume_and_complaint_rate(noon: datetime) -> None:
    people = cast.gather(noon)
    say(people, "colmar/x", noon, label="negative", intent="complaint", topics=["parking", "prices"])
    say(people, "colmar/x", noon, label="negative", intent="question", topics=["parking"])
    say(people, "mulhouse/x", noon, label="negative", topics=["parking"])
    say(people, "colmar/x", noon, label="positive", topics=[])
    found = brand.topics(people.user["alice"], noon, noon + SPAN)
    assert [(one.topic, one.n, one.complaints) for one in found] == [("parking", 3, 2), ("prices", 1, 1)]
    assert (found[0].rate, found[0].enough, found[0].tally) == (pytest.approx(2 / 3), False, Tally(negative=3))
    here = brand.topics(people.user["alice"], noon, noon + SPAN, people.territory["mulhouse"])
    assert [(one.topic, one.n) for one in here] == [("parking", 1)]


def say(people: Cast, channel: str, at: datetime, names: Sequence[str] = (), **values: Any) -> None:
    """Store one message on a channel, judged as asked, naming places."""
    case = cast.conversation(people, channel, "…", at, thread_id=f"t{next(_numbers)}")
    with store.writing() as session:
        message = session.query(Message).filter_by(conversation_id=case).one()
        for name, value in values.items():
            setattr(message, name, value)
        session.add_all(PlaceNamed(message_id=message.id, territory_id=people.territory[name]) for name in names)


_numbers = iter(range(10**6))
