"""AC-57 on the road of notices: what fails at night is told in the morning; what is about safety, at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from data import store
from data.models import Duty, NoticeTarget
from tests.receiving import Mailbox, Room
from tests.scheduler.telling import address, goes_wrong, states, strike
from tests.scheduler.world import World

NIGHT = datetime(2026, 12, 5, 22, 0, tzinfo=UTC)  # 23:00 in Alsace; the window is 07:00-22:00
MORNING = datetime(2026, 12, 6, 6, 0, tzinfo=UTC)


def test_ac_57_a_delivery_that_fails_at_23_h_is_told_when_the_window_opens(there: World, team: Room) -> None:
    address(there, team.url, "colmar", kind="team")
    there.time = NIGHT
    goes_wrong(there, "colmar/x")
    strike()
    assert (team.heard, states()) == ([], ["due"])
    there.time = MORNING - timedelta(minutes=1)
    strike()
    assert team.heard == []
    there.time = MORNING
    strike()
    assert (len(team.heard), states()) == (1, ["told"])


def test_ac_57_words_of_safety_that_fail_are_told_at_any_hour(there: World, box: Mailbox) -> None:
    address(there, box.url)
    there.time = NIGHT
    goes_wrong(there, "colmar/x", tags=["safety"])
    goes_wrong(there, "colmar/facebook")
    strike()
    assert len(box.letters) == 1
    assert sorted(states()) == ["due", "told"]


def test_ac_57_each_territory_has_its_own_window_and_its_roster_s_stands_first(there: World, team: Room) -> None:
    address(there, team.url, "alsace", kind="team")
    alice = there.people.user["alice"]
    with store.writing() as session:
        mulhouse = there.people.territory["mulhouse"]
        monday = date(2026, 11, 30)
        session.add(Duty(territory_id=mulhouse, week=monday, primary_id=alice, window="07:00-24:00", at=there.time))
    there.time = NIGHT
    goes_wrong(there, "colmar/x")
    goes_wrong(there, "mulhouse/x")
    strike()
    assert states() == ["due", "told"]


def test_ac_57_what_could_not_be_told_before_the_window_shut_waits_for_the_next(there: World, team: Room) -> None:
    address(there, team.url, "colmar", kind="team")
    there.time = NIGHT - timedelta(hours=1, minutes=1)  # 21:59
    goes_wrong(there, "colmar/x")
    with store.writing() as session:  # another worker has the address for two minutes
        session.query(NoticeTarget).one().next_at = there.time + timedelta(minutes=2)
    strike()
    there.later(minutes=3), strike()
    assert (team.heard, states()) == ([], ["due"])
    there.time = MORNING
    strike()
    assert states() == ["told"]
