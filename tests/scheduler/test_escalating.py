"""Who learns of an incident and when: one after the other while nobody takes it on, then everyone; never twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import IncidentCall, Notice, User
from desk import incidents, people, resuming
from policies.escalation import Alarm, steps
from policies.in_force import book
from scheduler.agenda import do, due_now
from scheduler.escalating import escalate
from tests.receiving import Mailbox, Room
from tests.scheduler.telling import address
from tests.scheduler.world import World

NIGHT = timedelta(hours=14)  # after Saturday 13:00 in Alsace: Sunday, three in the morning


def strike() -> None:
    """Do what is due of alarms and of telling, as a worker does at two ticks."""
    for _ in range(2):
        for kind, key in due_now(15, clock.now()):
            if kind in ("escalate", "tell"):
                do(kind, key, "w")


def staff(world: World) -> None:
    """Give Strasbourg an on-call person, a press officer, and Alsace a director."""
    for name, role, place in (("oda", "oncall", "strasbourg"), ("piet", "press", "strasbourg")):
        people.add_user(None, f"{name}@example.org", name.capitalize(), roles=[(world.people.territory[place], role)])


def opened(world: World, level: int, *places: str, drill: bool = False) -> int:
    where = [world.people.territory[place] for place in places or ("strasbourg",)]
    return incidents.open_incident(
        world.people.user["alice"], where, level, "Évacuation", "Fumée rue des Orfèvres", drill=drill
    )


def told() -> list[tuple[str, str]]:
    """Return who was told at which step, in order."""
    with store.reading() as session:
        rows = select(IncidentCall.step, User.name).join(User, User.id == IncidentCall.user_id)
        return [tuple(row) for row in session.execute(rows.order_by(IncidentCall.id))]  # type: ignore[misc]


def at_step(step: str) -> list[str]:
    return [name for which, name in told() if which == step]


def test_ac_63_an_unacknowledged_p1_calls_one_after_five_minutes_the_next_after_fifteen_everyone(
    there: World, box: Mailbox
) -> None:
    address(there, box.url)
    staff(there)
    opened(there, 1)
    strike()
    assert at_step("called:0") == ["Oda"]
    assert at_step("informed") == ["Alice", "Bruno", "Piet"]
    there.later(minutes=4, seconds=59), strike()
    assert {step for step, _ in told()} == {"called:0", "informed"}
    there.later(seconds=1), strike()
    assert at_step("called:5") == ["Alice"]
    there.later(minutes=5), strike()
    assert at_step("called:10") == ["Bruno"]
    there.later(minutes=5), strike()
    assert at_step("called:15") == ["Oda", "Alice", "Bruno", "Piet"]
    there.later(minutes=1), strike()
    letters = {
        name: len(box.texts(f"{name}@example.org")) for name in ("oda", "alice", "bruno", "piet", "dora", "chloe")
    }
    assert letters == {"oda": 2, "alice": 3, "bruno": 3, "piet": 2, "dora": 0, "chloe": 0}
    there.later(minutes=90), strike()
    assert {name: len(box.texts(f"{name}@example.org")) for name in letters} == letters


def test_ac_63_once_somebody_takes_it_on_nobody_else_is_called(there: World, box: Mailbox) -> None:
    address(there, box.url)
    staff(there)
    incident = opened(there, 1)
    strike()
    there.later(minutes=4)
    incidents.acknowledge(there.people.user["bruno"], incident)
    there.later(minutes=30), strike()
    assert {step for step, _ in told()} == {"called:0", "informed"}


def test_ac_63_a_call_that_could_not_be_told_yet_is_dropped_once_somebody_takes_it_on(there: World, team: Room) -> None:
    target = address(there, team.url, "strasbourg", "team")
    staff(there)
    incident = opened(there, 1)
    escalate()
    incidents.acknowledge(there.people.user["bruno"], incident)
    do("tell", target, "w")
    with store.reading() as session:
        states = dict(session.execute(select(Notice.what, Notice.state)).all())
    assert states == {"called:0": "settled", "informed": "told"}


def test_ac_63_workers_side_by_side_take_each_step_once(there: World, team: Room) -> None:
    address(there, team.url, "strasbourg", "team")
    staff(there)
    opened(there, 1)
    for _ in range(2):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: escalate(), range(4)))
        there.later(minutes=5)
    assert [step for step, name in told() if step.startswith("called")] == ["called:0", "called:5"]
    with store.reading() as session:
        assert sorted(session.scalars(select(Notice.what))) == ["called:0", "called:5", "informed"]


def test_a_graver_level_alarms_anew(there: World) -> None:
    staff(there)
    incident = opened(there, 3)
    escalate()
    assert [name for _, name in told()] == ["Alice"]  # P3: the community manager
    incidents.acknowledge(there.people.user["alice"], incident)
    there.later(minutes=20)
    incidents.change_level(there.people.user["alice"], incident, 1)
    escalate()
    assert at_step("called:0") == ["Oda"]


def test_ac_57_at_night_a_p1_rings_and_a_p2_waits_for_the_morning(there: World, team: Room) -> None:
    address(there, team.url, "strasbourg", "team")
    there.later(seconds=NIGHT.total_seconds())
    opened(there, 2)
    strike()
    assert team.heard == []
    opened(there, 1)
    there.later(minutes=1), strike()
    assert len(team.heard) == 1
    assert "P1 · Évacuation" in team.texts()[0]
    assert "P2" not in team.texts()[0]
    there.later(hours=4), strike()  # seven in the morning
    assert any("P2 · Évacuation" in text for text in team.texts())


def test_of_a_p2_a_note_is_asked_every_two_hours_and_once_of_who_slept(there: World) -> None:
    incident = opened(there, 2)
    escalate()
    there.later(hours=2)
    escalate()
    there.later(hours=6)  # the worker was away
    escalate()
    assert [step for step, _ in told() if step.startswith("note")] == ["note:1", "note:4"]
    incidents.acknowledge(there.people.user["alice"], incident)
    people.grant(None, there.people.user["alice"], there.people.territory["alsace"], "director")
    resuming.close(there.people.user["alice"], incident)
    there.later(hours=3)
    assert escalate() == 0


def test_ac_76_after_24_and_72_hours_people_are_asked_whether_it_still_lasts(there: World, box: Mailbox) -> None:
    address(there, box.url)
    incidents.stop_everything(there.people.user["bruno"], "Panne", channel_id=there.people.channel["strasbourg/x"])
    strike()
    assert at_step("frozen") == ["Alice", "Bruno"]  # owners and the direction learn of any suspension
    assert "Les publications sont suspendues" in box.texts("bruno@example.org")[-1]
    there.later(hours=23, minutes=59), strike()
    assert at_step("still:24") == []
    there.later(minutes=1), strike()
    assert at_step("still:24") == ["Alice", "Bruno"]
    assert "Toujours suspendu" in box.texts("bruno@example.org")[-1]
    there.later(hours=48), strike()
    assert at_step("still:72") == ["Alice", "Bruno"]


def test_ac_76_what_was_lifted_is_not_asked_about(there: World) -> None:
    bruno = there.people.user["bruno"]
    incident = incidents.stop_everything(bruno, "Panne", channel_id=there.people.channel["strasbourg/x"])
    escalate()
    resuming.resume(bruno, incident)
    there.later(hours=30)
    escalate()
    assert at_step("still:24") == []


def test_of_a_drill_nothing_leaves_the_house_without_its_name(there: World, box: Mailbox, team: Room) -> None:
    address(there, box.url), address(there, team.url, "strasbourg", "team")
    staff(there)
    opened(there, 1, drill=True)
    for _ in range(5):
        strike(), there.later(minutes=5)
    assert len(box.letters) > 3
    for letter in box.letters:
        assert "EXERCICE" in str(letter["subject"])
    assert team.heard
    assert all("EXERCICE" in text for text in team.texts())


def test_nobody_of_another_city_learns_of_it_and_a_regions_reaches_its_cities(there: World) -> None:
    opened(there, 1)
    escalate()
    there.later(minutes=15), escalate()
    assert {name for _, name in told()} == {"Alice", "Bruno"}
    opened(there, 1, "alsace")
    escalate()
    assert "Dora" in {name for _, name in told()}


@pytest.mark.parametrize(("level", "names"), [(1, ["called:0", "called:5", "called:10", "informed"]), (4, [])])
def test_the_table_is_pure_and_says_what_is_due(level: int, names: list[str], noon: datetime) -> None:
    section = book().for_("colmar", within=("alsace",)).values["escalation"]
    found = steps(section, Alarm(level, noon), noon + timedelta(minutes=12))
    due = [step.name for step in found if step.at <= noon + timedelta(minutes=12)]
    assert sorted(due) == sorted(names)
