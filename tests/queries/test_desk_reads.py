"""A conversation, the accounts' health, banners, answer times and the morning's look say what is stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import settings
from data import store
from data.lifecycle import move
from data.models import Channel, Conversation, Freeze, Heartbeat, Message
from data.queries import calendar, conversation, health, my_day, places, service
from tests import cast
from tests.queries import stock
from words import recall, s

pytestmark = pytest.mark.usefixtures("database")


def test_first_replies_are_reported_by_class_with_median_and_p90_and_outages_apart(noon: datetime) -> None:
    people = cast.gather(noon)
    told = [  # open minutes, clock minutes, outcome
        (10, 10, "on_time"), (20, 1000, "on_time"), (300, 320, "late"), (400, 5000, "outage"),
    ]  # fmt: skip
    for number, (open_for, minutes, outcome) in enumerate(told):
        values = {"promise": "public_question", "reply_open_for": open_for, "reply_outcome": outcome, "asked_at": None}
        replied_at = noon + timedelta(minutes=minutes)
        cast.conversation(people, "colmar/x", f"Question {number}", noon, replied_at=replied_at, **values)
    waits = {"promise": "public_question", "due_at": noon + timedelta(hours=1)}
    cast.conversation(people, "colmar/x", "Retard", noon, **waits)
    cast.conversation(people, "colmar/x", "Panne", noon, late_because=s("Panne").kept(), **waits)
    cast.conversation(people, "colmar/x", "Service", noon, state="waiting_service", paused_for=90, **waits)
    cast.conversation(people, "mulhouse/x", "Presse", noon, promise="press", due_at=noon + timedelta(hours=9))
    span = (noon - timedelta(days=1), noon + timedelta(days=1), noon + timedelta(hours=2))
    (one,) = service.kept(people.user["chloe"], *span)
    assert (one.place.slug, one.promise, one.expected, one.answered) == ("colmar", "public_question", 7, 4)
    assert (one.open_median, one.open_p90, one.clock_median, one.clock_p90) == (20, 300, 320, 1000)
    assert (one.decided, one.on_time, one.outages, one.paused_for, one.enough) == (4, 0.5, 2, 90, False)
    (press,) = service.kept(people.user["dora"], *span)
    assert (press.promise, press.answered, press.decided) == ("press", 0, 0)
    assert (press.on_time, press.open_median) == (None, None)
    region = [line for line in service.kept(people.user["alice"], *span) if line.place.slug == "alsace"]
    assert [(line.promise, line.expected) for line in region] == [("press", 1), ("public_question", 7)]


def test_a_conversation_is_read_whole(noon: datetime) -> None:
    people = cast.gather(noon)
    desk = stock.fill(people, "colmar", noon)
    reasons = [s("Le mot « {word} »", word="déplorable").kept()]
    with store.writing() as session:
        asked = session.query(Message).filter_by(conversation_id=desk.conversation_id).one()
        asked.reasons, asked.flags = reasons, [{"code": "today", "because": reasons[0]}]
        channel, place, author = asked.channel_id, asked.territory_id, asked.author_id
        session.add(
            Message(
                conversation_id=desk.conversation_id,
                channel_id=channel,
                territory_id=place,
                remote_id="ours",
                inward=False,
                sent_by_id=people.user["chloe"],
                text="Bonjour",
                posted_at=noon + timedelta(minutes=1),
                stored_at=noon,
            )
        )
    other = cast.conversation(people, "colmar/x", "Encore moi", noon)
    far = cast.conversation(people, "strasbourg/x", "Et ici aussi", noon)
    with store.writing() as session:
        for row in (other, far):
            session.get_one(Conversation, row).author_id = author
        move(session, Conversation, desk.conversation_id, "open", "assigned", at=noon + timedelta(minutes=2))
    case = conversation.one(people.user["chloe"], desk.conversation_id)
    assert case
    assert [(said.sender, said.inward) for said in case.messages] == [("visitor", True), ("Chloe", False)]
    assert recall(case.messages[0].reasons[0]) == "Le mot « déplorable »"
    assert case.messages[0].flags[0]["code"] == "today"
    assert (case.network, case.handle, case.place.slug, case.owner) == ("x", "colmar_demo", "colmar", "Alice")
    assert [note.text for note in case.notes] == ["Note colmar"]
    assert [(turn.name, turn.by) for turn in case.turns] == [("Alice", "")]
    assert [parcel.state for parcel in case.deliveries] == ["unconfirmed"]
    assert [one.id for one in case.elsewhere] == [other]
    assert [(step.verb, step.by) for step in case.timeline] == [("note", "Alice"), ("open→assigned", "")]


def test_accounts_show_their_health(noon: datetime) -> None:
    people = cast.gather(noon)
    stock.fill(people, "colmar", noon)
    stock.post(people, "colmar", noon, state="scheduled", delivery="queued")
    facebook, x = places.channels(people.user["chloe"])
    assert (x.waiting, x.queued, x.stuck, x.owner, x.deputy) == (1, 1, 3, "Alice", "")
    assert (facebook.state, facebook.waiting) == ("disconnected", 0)
    assert {a.place.slug for a in places.channels(people.user["alice"], people.territory["colmar"])} == {"colmar"}
    assert len(places.channels(people.user["alice"], people.territory["alsace"])) == 8


def test_a_silent_worker_is_a_red_banner_after_a_minute(noon: datetime) -> None:
    people = cast.gather(noon)
    chloe = people.user["chloe"]
    assert [banner.kind for banner in places.banners(chloe, noon)] == ["heartbeat"]
    with store.writing() as session:
        session.add(Heartbeat(worker="a", started_at=noon, at=noon))
        session.add(Heartbeat(worker="dead", started_at=noon, at=noon - timedelta(days=1)))
    assert places.banners(chloe, noon + timedelta(seconds=60)) == []
    assert [banner.at for banner in places.banners(chloe, noon + timedelta(seconds=61))] == [noon]


def test_health_tells_the_age_of_the_last_heartbeat_and_a_lost_database(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health.look(noon).items() >= {"database": "ok", "heartbeat_age": None, "status": "degraded"}.items()
    with store.writing() as session:
        session.add(Heartbeat(worker="a", started_at=noon, at=noon))
    assert health.look(noon + timedelta(seconds=7)) == {
        "database": "ok",
        "heartbeat_age": 7.0,
        "status": "ok",
        "degraded": [],
    }
    monkeypatch.setenv("PARVIS_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    settings.settings.cache_clear()
    assert health.look(noon).items() >= {"database": "down", "heartbeat_age": None, "status": "down"}.items()


def test_freezes_reach_those_they_hold(noon: datetime) -> None:
    people = cast.gather(noon)
    with store.writing() as session:
        session.add(Heartbeat(worker="a", started_at=noon, at=noon))
        everywhere = Freeze(reason="Partout", at=noon)
        region = Freeze(territory_id=people.territory["alsace"], reason="Alsace", at=noon + timedelta(seconds=1))
        account = Freeze(channel_id=people.channel["colmar/x"], reason="Compte", at=noon + timedelta(seconds=2))
        lifted = Freeze(reason="Levé", at=noon, lifted_at=noon)
        session.add_all([everywhere, region, account, lifted])

    def told(who: str) -> list[tuple[str, set[str]]]:
        banners = places.banners(people.user[who], noon)
        return [(recall(one.says), {place.slug for place in one.places}) for one in banners]

    held = [("Publications suspendues : Partout", {"mulhouse"}), ("Publications suspendues : Alsace", {"mulhouse"})]
    assert told("dora") == held
    assert told("chloe")[2] == ("Publications suspendues : Compte", {"colmar"})
    assert len(told("alice")[1][1]) == 4


def test_a_lost_account_is_a_banner_for_its_city_only(noon: datetime) -> None:
    people = cast.gather(noon)
    with store.writing() as session:
        session.add(Heartbeat(worker="a", started_at=noon, at=noon))
        move(session, Channel, people.channel["colmar/x"], "active", "disconnected", at=noon)
    (banner,) = places.banners(people.user["chloe"], noon)
    assert (banner.kind, banner.id) == ("channel", people.channel["colmar/x"])
    assert places.banners(people.user["dora"], noon) == []


def test_answer_times_are_the_median_and_the_nearest_rank(noon: datetime) -> None:
    people = cast.gather(noon)
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100):
        at = noon + timedelta(minutes=minutes)
        cast.conversation(people, "colmar/x", f"{minutes}", noon, replied_at=at, asked_at=None)
    cast.conversation(people, "colmar/x", "Sans réponse", noon)
    cast.conversation(people, "colmar/x", "Ignorée", noon, state="ignored")
    cast.conversation(people, "colmar/x", "Bravo", noon, asked_at=None)
    cast.conversation(people, "mulhouse/x", "Hier", noon - timedelta(days=1))
    found = {one.place.slug: one for one in service.answers(people.user["alice"], noon, noon + timedelta(days=1))}
    colmar = found["colmar"]
    assert (colmar.expected, colmar.answered, colmar.median, colmar.p90) == (11, 10, 5.5, 9)
    assert colmar.share == pytest.approx(10 / 11)
    assert (found["alsace"].expected, found["mulhouse"].share, found["mulhouse"].median) == (11, None, None)


def test_the_morning_shows_what_is_late_what_waits_and_what_leaves_today(noon: datetime) -> None:
    people = cast.gather(noon)
    desk = stock.fill(people, "colmar", noon)
    tomorrow, _ = stock.post(people, "colmar", noon, state="scheduled", due_at=noon.replace(hour=23))
    day = my_day.summary(people.user["chloe"], noon)
    assert [row.id for row in day.late] == [desk.conversation_id]
    assert [(one.place.slug, one.n, one.late) for one in day.unanswered] == [("colmar", 1, 1)]
    assert len(day.today) == 2
    assert tomorrow not in {post.id for post in day.today}
    assert (len(day.approvals), len(day.contributions), day.stuck) == (1, 1, {"colmar": 2})
    assert {one.kind for one in day.alerts} == {"heartbeat", "channel", "freeze"}
    assert my_day.summary(people.user["alice"], noon).mine


def test_the_calendar_is_half_open_by_time_and_has_no_replies(noon: datetime) -> None:
    people = cast.gather(noon)
    desk = stock.fill(people, "colmar", noon)
    late, _ = stock.post(people, "colmar", noon, state="scheduled", due_at=noon + timedelta(hours=1))
    stock.post(people, "colmar", noon, state="scheduled", due_at=noon, conversation_id=desk.conversation_id)
    shown = calendar.posts(people.user["chloe"], noon, noon + timedelta(hours=1))
    assert late not in {post.id for post in shown}
    assert desk.post_id in {post.id for post in shown}
    assert all(post.conversation_id is None for post in shown)
    assert [post.id for post in calendar.drafts(people.user["chloe"])] == [desk.draft_id]
    only = calendar.one_post(people.user["chloe"], desk.post_id)
    assert only
    assert [parcel.state for parcel in only.variants[0].deliveries] == ["failed"]
