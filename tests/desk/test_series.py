"""A post that comes back is a row for each of its dates, laid once, said in its own words, stopped or made longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import lifecycle, store
from data.models import Delivery, Post, Recurrence, Variant
from desk import posts, series
from desk.posts import VariantText
from desk.refusal import NeedsConfirmation, NotHere, Refused, TooLate
from desk.series import Rule
from tests import cast

SATURDAYS = Rule("week", date(2026, 12, 12), date(2027, 1, 16), "10:00", "Europe/Paris", weekdays=(5,))
NIGHTS = Rule("day", date(2027, 3, 27), date(2027, 3, 29), "02:30", "Europe/Paris")


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def market(people: cast.Cast, text: str = "Le marché ouvre {date}.") -> list[VariantText]:
    return [VariantText(people.channel["strasbourg/x"], text)]


def laid(people: cast.Cast, rule: Rule = SATURDAYS, text: str = "Le marché ouvre {date}.", **more: str) -> series.Laid:
    return series.lay(people.user["alice"], people.territory["strasbourg"], market(people, text), rule, **more)


def stand(series_id: int) -> Sequence[Post]:
    with store.reading() as session:
        here = select(Post).where(Post.recurrence_id == series_id).order_by(Post.local_date)
        return session.scalars(here).all()


def states(series_id: int) -> list[str]:
    return [post.state for post in stand(series_id)]


def texts(series_id: int) -> list[str]:
    with store.reading() as session:
        here = select(Variant.text).join(Post, Post.id == Variant.post_id).where(Post.recurrence_id == series_id)
        return list(session.scalars(here.order_by(Post.local_date)))


def deliveries() -> Counter[str]:
    with store.reading() as session:
        return Counter(session.scalars(select(Delivery.state)))


def leave(post_id: int) -> None:
    """Let the deliveries of a post be out."""
    with store.writing() as session:
        for one in session.scalars(select(Delivery.id).where(Delivery.post_id == post_id)).all():
            lifecycle.move(session, Delivery, one, "queued", "sending", at=clock.now())
            lifecycle.move(session, Delivery, one, "sending", "published", at=clock.now(), remote_id=f"r{one}")


def test_every_date_is_a_post_of_its_own_with_its_wall_time_and_its_words(people: cast.Cast) -> None:
    done = laid(people)
    found = stand(done.series_id)
    assert [str(post.local_date) for post in found] == [
        "2026-12-12", "2026-12-19", "2026-12-26", "2027-01-02", "2027-01-09", "2027-01-16",
    ]  # fmt: skip
    assert {post.due_at.astimezone(clock.zone(post.zone)).strftime("%H:%M") for post in found if post.due_at} == {
        "10:00"
    }
    assert found[0].local_time == "2026-12-12T10:00"
    assert texts(done.series_id)[0] == "Le marché ouvre samedi 12 décembre."
    assert (done.post_ids, done.new_ids) == (tuple(p.id for p in found),) * 2


def test_a_german_text_says_the_date_in_german(people: cast.Cast) -> None:
    german = (
        "Der Weihnachtsmarkt öffnet am {date} um zehn Uhr seine Türen. (En français : le marché ouvre à dix heures.)"
    )
    done = laid(people, text=german)
    assert "Samstag, 12. Dezember" in texts(done.series_id)[0]


def test_the_same_series_asked_for_twice_is_one(people: cast.Cast) -> None:
    first, second = laid(people), laid(people)
    assert (second.series_id, second.post_ids, second.new_ids) == (first.series_id, first.post_ids, ())
    assert laid(people, text="Autre chose.").series_id != first.series_id
    series.stop(people.user["alice"], first.series_id)
    assert laid(people).series_id != first.series_id  # stopped, then wanted after all


def test_a_double_click_on_two_threads_makes_one_series(people: cast.Cast, noon: datetime) -> None:
    with ThreadPoolExecutor(4) as clicks:
        done = list(clicks.map(lambda _: laid(people), range(4)))
    assert len({one.series_id for one in done}) == 1
    with store.reading() as session:
        assert len(session.scalars(select(Recurrence.id)).all()) == 1
        assert len(session.scalars(select(Post.id)).all()) == 6


def test_dates_cancelled_one_by_one_do_not_stand_in_the_way_of_a_new_series(people: cast.Cast) -> None:
    first = laid(people)
    for post_id in first.post_ids:
        posts.cancel(people.user["alice"], post_id)
    assert len(laid(people).new_ids) == 6


def test_one_act_schedules_all_dates_and_each_may_be_moved_or_cancelled_alone(people: cast.Cast) -> None:
    alice, done = people.user["alice"], laid(people)
    went = series.submit(alice, done.series_id, and_schedule=True)
    assert (went.count("scheduled"), went.refused) == (6, {})
    assert deliveries() == {"queued": 6}
    first, second = done.post_ids[:2]
    posts.cancel(alice, first)
    posts.reschedule(alice, second, "2026-12-20T09:00")
    posts.submit(alice, second, and_schedule=True)
    moved = stand(done.series_id)[1]
    assert (moved.local_time, moved.local_date) == ("2026-12-20T09:00", date(2026, 12, 19))
    assert states(done.series_id) == ["cancelled", *["scheduled"] * 5]
    assert series.submit(alice, done.series_id, and_schedule=True).moved == {}  # again: nothing is left to do
    assert deliveries() == {"queued": 6 - 1, "cancelled": 2}


def test_what_a_rule_blocks_is_refused_before_anything_is_written(people: cast.Cast) -> None:
    with pytest.raises(Refused, match="280"):
        laid(people, text="x" * 281)
    with pytest.raises(Refused, match="passée"):
        laid(people, replace(SATURDAYS, starts_on=date(2026, 12, 5)))
    with store.reading() as session:
        assert session.scalars(select(Recurrence.id)).all() == session.scalars(select(Post.id)).all() == []


def test_odd_hours_are_asked_about_once_and_the_answer_holds_when_the_series_grows(people: cast.Cast) -> None:
    with pytest.raises(NeedsConfirmation, match="28/03/2027") as asked:
        laid(people, NIGHTS)
    moved = laid(people, NIGHTS, confirm=asked.value.token)
    assert [p.local_time for p in stand(moved.series_id)] == [
        "2027-03-27T02:30", "2027-03-28T03:30", "2027-03-29T02:30",
    ]  # fmt: skip
    left_out = laid(people, NIGHTS, confirm="left_out")
    assert [str(p.local_date) for p in stand(left_out.series_id)] == ["2027-03-27", "2027-03-29"]
    longer = series.extend(people.user["alice"], left_out.series_id, date(2027, 3, 31))
    assert len(longer.new_ids) == 2  # the night left out stays out, and nobody is asked again


def test_made_longer_only_the_missing_dates_are_laid(people: cast.Cast) -> None:
    alice, done = people.user["alice"], laid(people)
    posts.cancel(alice, done.post_ids[2])
    longer = series.extend(alice, done.series_id, date(2027, 1, 30))
    assert [str(p.local_date) for p in stand(done.series_id)][-2:] == ["2027-01-23", "2027-01-30"]
    assert (len(longer.new_ids), states(done.series_id)[2]) == (2, "cancelled")
    assert texts(done.series_id)[-1] == "Le marché ouvre samedi 30 janvier."
    with pytest.raises(Refused, match="30/01/2027"):
        series.extend(alice, done.series_id, date(2027, 1, 30))
    with pytest.raises(Refused, match="un an"):
        series.extend(alice, done.series_id, date(2027, 12, 6))


def test_stopped_what_has_not_left_is_cancelled_and_what_has_left_stays(people: cast.Cast) -> None:
    alice, done = people.user["alice"], laid(people)
    series.submit(alice, done.series_id, and_schedule=True)
    leave(done.post_ids[0])
    with store.writing() as session:  # the second was missed: it leaves no more either
        missed = session.scalars(select(Delivery.id).where(Delivery.post_id == done.post_ids[1])).one()
        lifecycle.move(session, Delivery, missed, "queued", "missed", at=clock.now())
    assert series.stop(alice, done.series_id) == 5
    assert states(done.series_id) == ["scheduled", *["cancelled"] * 5]
    assert deliveries() == {"published": 1, "cancelled": 5}
    with pytest.raises(TooLate):
        series.stop(alice, done.series_id)
    with pytest.raises(TooLate):
        series.extend(alice, done.series_id, date(2027, 1, 30))


def test_other_words_reach_the_dates_to_come_and_no_other(people: cast.Cast) -> None:
    alice, x, done = people.user["alice"], people.channel["strasbourg/x"], laid(people)
    series.submit(alice, done.series_id, and_schedule=True)
    leave(done.post_ids[0])
    posts.cancel(alice, done.post_ids[1])
    posts.change(alice, done.post_ids[2], variants=[VariantText(x, "Exceptionnellement fermé.")])
    went = series.change(alice, done.series_id, {x: "Marché de Noël, {date}."})
    assert (went.count("scheduled"), went.refused) == (3, {})
    assert texts(done.series_id) == [
        "Le marché ouvre samedi 12 décembre.", "Le marché ouvre samedi 19 décembre.", "Exceptionnellement fermé.",
        "Marché de Noël, samedi 2 janvier.", "Marché de Noël, samedi 9 janvier.", "Marché de Noël, samedi 16 janvier.",
    ]  # fmt: skip
    assert states(done.series_id) == ["scheduled", "cancelled", "draft", *["scheduled"] * 3]
    assert deliveries() == {"published": 1, "queued": 3, "cancelled": 5}
    series.extend(alice, done.series_id, date(2027, 1, 23))
    assert texts(done.series_id)[-1] == "Marché de Noël, samedi 23 janvier."
    with pytest.raises(Refused, match="280"):
        series.change(alice, done.series_id, {x: "y" * 281})
    with pytest.raises(NotHere):
        series.change(alice, done.series_id, {people.channel["colmar/x"]: "Bonjour."})
    assert texts(done.series_id)[3].startswith("Marché de Noël")


def test_a_series_does_not_become_another_one_that_is_there(people: cast.Cast) -> None:
    alice, x, first, second = (
        people.user["alice"],
        people.channel["strasbourg/x"],
        laid(people),
        laid(people, text="B."),
    )
    with pytest.raises(Refused, match="autre série"):
        series.change(alice, second.series_id, {x: "Le marché ouvre {date}."})
    assert texts(second.series_id) == ["B."] * 6
    series.stop(alice, first.series_id)
    assert series.change(alice, second.series_id, {x: "Le marché ouvre {date}."}).count("draft") == 6
    with pytest.raises(TooLate):
        series.change(alice, first.series_id, {x: "C."})


def test_what_was_never_handed_in_is_reworded_and_stays_a_draft(people: cast.Cast) -> None:
    done = laid(people)
    went = series.change(people.user["alice"], done.series_id, {people.channel["strasbourg/x"]: "Autre, {date}."})
    assert (went.count("draft"), set(states(done.series_id))) == (6, {"draft"})


def test_a_date_that_is_over_when_the_rest_is_handed_in_stays_a_draft(people: cast.Cast, noon: datetime) -> None:
    alice, done = people.user["alice"], laid(people)
    with clock.stopped_at(noon + timedelta(days=10)):  # the first date is over by now, and stays a draft
        went = series.submit(alice, done.series_id, and_schedule=True)
    assert (went.count("scheduled"), states(done.series_id)[0]) == (5, "draft")


def test_foreseen_each_date_is_judged_and_the_same_words_every_time_are_pointed_out(people: cast.Cast) -> None:
    alice, home, x = people.user["alice"], people.territory["strasbourg"], people.channel["strasbourg/x"]
    same = series.foresee(alice, home, market(people, "Le marché ouvre."), SATURDAYS)
    assert (len(same.occurrences), same.repeats) == (6, (x,))
    assert series.foresee(alice, home, market(people), SATURDAYS).repeats == ()
    nights = replace(SATURDAYS, hour="03:00")
    judged = series.foresee(alice, home, market(people), nights).decisions
    assert {day: decision[x].until for day, decision in judged.items()} == {
        day: datetime(day.year, day.month, day.day, 6, tzinfo=UTC) for day in judged
    }
    assert len(judged) == 6
    odd = series.foresee(alice, home, market(people), NIGHTS)
    assert [(str(one.on), one.kind) for one in odd.odd] == [("2027-03-28", "skipped")]
    assert len(odd.occurrences) == 3
