"""Who is told of what did not leave: its owner, the account's people, the rooms of the place. Nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

import clock
from data import store
from data.lifecycle import move, record
from data.models import Channel, Delivery, Notice, Role, User
from scheduler.agenda import due_now
from scheduler.noting import note
from tests.receiving import Mailbox, Room, room
from tests.scheduler.telling import WHY, address, goes_wrong, states, strike, wrong
from tests.scheduler.world import World

ALICE, BRUNO, CHLOE = (f"{name}@example.org" for name in ("alice", "bruno", "chloe"))


def written_to() -> Sequence[str]:
    """Return who has a notice, in order."""
    with store.reading() as session:
        return session.scalars(select(User.email).join(Notice, Notice.user_id == User.id).order_by(Notice.id)).all()


def test_without_any_address_nothing_is_asked_of_the_database_but_that(there: World) -> None:
    goes_wrong(there, "colmar/x")
    assert not [kind for kind, _ in due_now(15, clock.now()) if kind in ("note", "tell")]
    assert note() == 0


def test_what_happened_before_an_address_was_set_is_not_told_to_it(there: World) -> None:
    goes_wrong(there, "colmar/x")
    there.later(seconds=1), address(there, "mailto://x"), there.later(seconds=1)
    goes_wrong(there, "colmar/x")
    assert note() == 1


@pytest.mark.parametrize("state", ["failed", "missed"])
def test_each_time_it_goes_wrong_is_told_once_even_without_a_try_between(there: World, state: str) -> None:
    address(there, "mailto://x")
    one = goes_wrong(there, "colmar/x", state)
    assert [note(), note()] == [1, 0]
    with store.writing() as session:
        move(session, Delivery, one, state, "queued", at=there.later(minutes=1))
    assert note() == 0
    wrong(one, state)
    assert [note(), note()] == [1, 0]


def test_an_unknown_outcome_is_told_when_a_person_is_asked_and_not_while_parvis_looks(there: World) -> None:
    address(there, "mailto://x")
    one = there.queue("colmar/x", "Bonjour")
    with store.writing() as session:
        move(session, Delivery, one, "queued", "sending", at=there.time)
        move(session, Delivery, one, "sending", "unconfirmed", at=there.time, look_at=there.time)
    assert note() == 0
    with store.writing() as session:
        session.execute(update(Delivery).where(Delivery.id == one).values(look_at=None, because=WHY.kept()))
        record(session, Delivery, one, "asked a person", at=there.time)
    assert [note(), note()] == [1, 0]


def test_its_owner_is_who_sends_and_who_left_the_place_is_told_nothing(there: World) -> None:
    address(there, "mailto://x")
    _of_bruno(there)
    assert written_to() == [BRUNO]
    with store.writing() as session:
        session.query(Role).filter_by(user_id=there.people.user["bruno"]).delete()
    _of_bruno(there)
    assert written_to() == [BRUNO, ALICE]  # the account's owner
    with store.writing() as session:
        session.execute(update(User).where(User.email == ALICE).values(active=False))
    _of_bruno(there)
    assert written_to() == [BRUNO, ALICE]  # nobody works there any more: the page shows it


def _of_bruno(there: World) -> None:
    one = goes_wrong(there, "strasbourg/x")
    with store.writing() as session:
        session.execute(update(Delivery).where(Delivery.id == one).values(by_id=there.people.user["bruno"]))
    note()


def test_an_account_that_cannot_speak_is_told_to_its_own_people_too(there: World) -> None:
    address(there, "mailto://x")
    people, account = there.people.user, Channel.id == there.people.channel["colmar/x"]
    with store.writing() as session:
        values = {"state": "disconnected", "owner_id": people["emile"], "deputy_id": people["chloe"]}
        session.execute(update(Channel).where(account).values(**values))
    goes_wrong(there, "colmar/x", "missed")
    note()
    assert written_to() == [ALICE, CHLOE]  # Émile, its owner, sees nothing there: his deputy is told


def test_of_several_mail_servers_the_nearest_writes(there: World) -> None:
    everywhere, colmar = address(there, "mailto://x", None), address(there, "mailto://x", "colmar")
    region = address(there, "mailto://x", "alsace")
    goes_wrong(there, "colmar/x"), goes_wrong(there, "mulhouse/x"), goes_wrong(there, "alsace/x")
    note()
    with store.reading() as session:
        served = session.execute(select(Notice.delivery_id, Notice.target_id).order_by(Notice.delivery_id)).all()
    assert [target for _, target in served] == [colmar, region, region]
    assert everywhere not in {target for _, target in served}


def test_one_that_was_given_up_is_no_trouble_any_more_when_somebody_settled_its_delivery(there: World) -> None:
    address(there, "mailto://x")
    one = goes_wrong(there, "colmar/x")
    note()
    with store.writing() as session:
        session.execute(update(Notice).values(state="given_up"))
    assert (note(), states()) == (0, ["given_up"])
    with store.writing() as session:
        move(session, Delivery, one, "failed", "cancelled", at=there.time)
    assert (note(), states()) == (0, ["settled"])


def test_what_was_promised_long_ago_is_left_to_the_page(there: World) -> None:
    address(there, "mailto://x")
    goes_wrong(there, "colmar/x", due_at=there.time - timedelta(days=31))
    assert note() == 0
    assert states() == []


def test_it_is_said_in_the_language_of_who_reads_it(there: World, box: Mailbox) -> None:
    with store.writing() as session:
        session.get_one(User, there.people.user["alice"]).lang = "en"
    address(there, box.url)
    goes_wrong(there, "colmar/x")
    strike()
    assert "December 5, 2026" in box.texts(ALICE)[0]


def test_a_room_hears_of_its_territory_and_those_below_and_of_no_other(there: World, team: Room) -> None:
    with room() as region:
        address(there, team.url, "colmar", "team")
        address(there, region.url, "alsace", "team")
        goes_wrong(there, "mulhouse/x")
        strike()
        assert team.texts() == []
        goes_wrong(there, "colmar/facebook", "missed")
        there.later(minutes=1), strike()
        assert len(team.texts()) == 1
        assert "Colmar, Facebook colmar_demo" in team.texts()[0]
        assert len(region.texts()) == 2
        assert "SECRET-WORDS" not in str(team.heard + region.heard)
