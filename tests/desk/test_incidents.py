"""Incidents as people handle them: who opens, raises, lowers and closes; what each level suspends; the crisis mode."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from data import in_crisis, store
from data.models import AuditEvent, Freeze, Incident, IncidentTick
from data.queries import banners
from data.queries import incidents as read
from desk import freezing, incidents, people, playbook, posts, resuming
from desk.posts import VariantText
from desk.refusal import NeedsConfirmation, NotHere, Refused, TooLate
from tests import cast
from tests.cast import Cast
from words import recall


@pytest.fixture
def crew(database: str, noon: datetime) -> Cast:
    """The cast, with an on-call person in Strasbourg and a community manager in Colmar."""
    found = cast.gather(noon)
    oda = people.add_user(None, "oda@example.org", "Oda", roles=[(found.territory["strasbourg"], "oncall")])
    cleo = people.add_user(None, "cleo@example.org", "Cléo", roles=[(found.territory["colmar"], "cm")])
    return Cast(found.territory, {**found.user, "oda": oda, "cleo": cleo}, found.channel)


def opened(crew: Cast, by: str, level: int = 1, *places: str, drill: bool = False) -> int:
    where = [crew.territory[one] for one in places or ("strasbourg",)]
    return incidents.open_incident(crew.user[by], where, level, "Évacuation", "Fumée place Kléber", drill=drill)


def freezes() -> list[tuple[int | None, str | None]]:
    with store.reading() as session:
        rows = select(Freeze.territory_id, Freeze.tag).where(Freeze.lifted_at.is_(None)).order_by(Freeze.id)
        return [(row.territory_id, row.tag) for row in session.execute(rows)]


def kept(incident_id: int) -> Incident:
    with store.reading() as session:
        return session.get_one(Incident, incident_id)


@pytest.mark.parametrize("who", ["alice", "bruno", "oda"])
def test_cm_director_and_oncall_open_one_and_it_is_on_record(crew: Cast, who: str) -> None:
    one = opened(crew, who)
    assert (kept(one).state, kept(one).opened_by_id) == ("open", crew.user[who])
    with store.reading() as session:
        about = AuditEvent.subject == "incidents", AuditEvent.verb == "opened"
        assert session.scalars(select(AuditEvent).where(*about)).one().actor_id == crew.user[who]


@pytest.mark.parametrize("who", ["chloe", "dora", "cleo", "emile"])
def test_nobody_else_opens_one_in_strasbourg(crew: Cast, who: str) -> None:
    with pytest.raises((Refused, NotHere)):
        opened(crew, who)
    assert freezes() == []


def test_the_role_is_needed_in_every_place_it_names(crew: Cast) -> None:
    with pytest.raises((Refused, NotHere)):
        opened(crew, "bruno", 1, "strasbourg", "colmar")
    opened(crew, "alice", 1, "strasbourg", "colmar")


@pytest.mark.parametrize(("level", "suspended"), [(1, [None]), (2, ["promotional", "festive"]), (3, []), (4, [])])
def test_each_level_suspends_what_the_table_says(crew: Cast, level: int, suspended: list[str | None]) -> None:
    opened(crew, "bruno", level)
    assert freezes() == [(crew.territory["strasbourg"], tag) for tag in suspended]


def test_anyone_raises_and_only_the_direction_lowers_a_grave_one(crew: Cast) -> None:
    one = opened(crew, "alice", 3)
    incidents.change_level(crew.user["oda"], one, 1)
    assert (kept(one).level, kept(one).alarm, freezes()) == (1, 2, [(crew.territory["strasbourg"], None)])
    for who in ("alice", "oda"):
        with pytest.raises(Refused, match="P1 ou P2"):
            incidents.change_level(crew.user[who], one, 2)
    incidents.change_level(crew.user["bruno"], one, 3)
    assert kept(one).level == 3
    incidents.change_level(crew.user["alice"], one, 4)
    with store.reading() as session:
        levels = select(AuditEvent.before, AuditEvent.after).where(AuditEvent.verb == "level").order_by(AuditEvent.id)
        assert [tuple(row) for row in session.execute(levels)] == [("P3", "P1"), ("P1", "P3"), ("P3", "P4")]


def test_a_grave_one_is_closed_by_the_direction_a_drill_by_who_may_open_one(crew: Cast) -> None:
    one = opened(crew, "alice", 2)
    with pytest.raises(Refused):
        resuming.close(crew.user["alice"], one)
    resuming.close(crew.user["bruno"], one)
    assert (kept(one).state, freezes()) == ("closed", [])
    with pytest.raises(TooLate):
        resuming.close(crew.user["bruno"], one)
    drill = opened(crew, "alice", 1, drill=True)
    resuming.close(crew.user["alice"], drill)
    assert kept(drill).state == "closed"


def test_it_is_taken_on_once(crew: Cast) -> None:
    one = opened(crew, "alice")
    incidents.acknowledge(crew.user["oda"], one)
    with pytest.raises(TooLate, match="Oda"):
        incidents.acknowledge(crew.user["bruno"], one)


def test_a_cm_of_colmar_neither_sees_nor_closes_strasbourgs_and_a_regions_covers_its_cities(
    crew: Cast, noon: datetime
) -> None:
    one = opened(crew, "bruno", 3)
    cleo = crew.user["cleo"]
    assert read.listed(cleo, noon) == []
    assert [banner.kind for banner in banners.banners(cleo, noon)] == ["heartbeat"]
    with pytest.raises(NotHere):
        resuming.close(cleo, one)
    region = opened(crew, "alice", 1, "alsace")
    (seen,) = read.listed(cleo, noon)
    assert (seen.id, [place.slug for place in seen.places]) == (region, ["colmar"])
    with pytest.raises(Refused):
        resuming.close(cleo, region)
    incidents.acknowledge(cleo, region)  # but who is called may take it on
    with store.reading() as session:
        places = [crew.territory[one] for one in ("alsace", "strasbourg", "colmar")]
        assert [in_crisis.level_in(session, one) for one in places] == [1, 1, 1]


def test_the_crisis_mode_holds_there_and_nowhere_else(crew: Cast) -> None:
    same = "Le vin chaud est servi ce soir."

    def verbs(tag: str = "") -> dict[str, str]:
        found = {}
        for city in ("strasbourg", "colmar"):
            words = [VariantText(crew.channel[f"{city}/x"], same)]
            tags = [tag] if tag else []
            decision = posts.check_words(crew.user["alice"], crew.territory[city], words, tags=tags)
            (one,) = decision.values()
            found[city] = one.verb
        return found

    assert verbs() == {"strasbourg": "allow", "colmar": "allow"}
    opened(crew, "bruno", 2)
    assert verbs("condolence") == {"strasbourg": "require_approval", "colmar": "allow"}  # the direction looks first


def test_ac_72_during_a_p1_new_promotion_is_refused_and_a_safety_post_must_be_verified(crew: Cast) -> None:
    opened(crew, "bruno", 1)
    alice, place = crew.user["alice"], crew.territory["strasbourg"]

    def codes(*tags: str, city: str = "strasbourg") -> frozenset[str]:
        words = [VariantText(crew.channel[f"{city}/x"], "Restez chez vous.")]
        (one,) = posts.check_words(alice, crew.territory[city], words, tags=tags).values()
        return one.codes

    assert "crisis_promotion" in codes("promotional")
    assert "crisis_promotion" in codes("festive")
    assert "unverified" in codes("safety")
    assert not {"crisis_promotion", "unverified"} & codes("safety", "verified")
    assert not {"crisis_promotion", "unverified"} & codes("festive", city="colmar")
    words = [VariantText(crew.channel["strasbourg/x"], "Vin chaud offert !")]
    draft = posts.draft(alice, place, words, tags=["festive"])
    with pytest.raises(Refused, match="pas de promotion"):
        posts.submit(alice, draft)


@pytest.mark.parametrize("scope", ["all", "territory", "channel", "tag"])
def test_ac_72_one_may_suspend_all_a_territory_an_account_or_a_tag(crew: Cast, scope: str) -> None:
    told = {
        "all": {},
        "territory": {"territory_id": crew.territory["colmar"]},
        "channel": {"channel_id": crew.channel["colmar/x"]},
        "tag": {"tag": "festive"},
    }[scope]
    one = incidents.stop_everything(crew.user["alice"], "Alerte", **told)
    with store.reading() as session:
        freeze = session.scalars(select(Freeze)).one()
    found = (freeze.territory_id, freeze.channel_id, freeze.tag, freeze.incident_id)
    home, colmar, account = crew.territory["alsace"], crew.territory["colmar"], crew.channel["colmar/x"]
    assert (
        found
        == {
            "all": (home, None, None, one),
            "territory": (colmar, None, None, one),
            "channel": (None, account, None, one),
            "tag": (home, None, "festive", one),
        }[scope]
    )
    assert kept(one).level == 3
    resuming.close(crew.user["alice"], one)  # whoever paused by mistake ends it without the direction


def test_ac_76_the_banner_says_why_who_when_which_incident_and_how_much_it_holds(crew: Cast, noon: datetime) -> None:
    incidents.stop_everything(crew.user["oda"], "Coups de feu signalés", level=1)
    told = {name: banners.banners(crew.user[name], noon) for name in ("bruno", "alice", "cleo")}
    for name in ("bruno", "alice"):
        banner = next(one for one in told[name] if one.kind == "incident")
        said = recall(banner.says)
        assert "P1 · Coups de feu signalés" in said
        assert "Oda" in said
        assert "Retenus : 0" in said
        assert (banner.at, banner.lasts) == (noon, False)
    assert [one.kind for one in told["cleo"]] == ["heartbeat"]
    later = banners.banners(crew.user["bruno"], noon + timedelta(hours=24))
    assert next(one for one in later if one.kind == "incident").lasts


def test_a_tick_keeps_who_did_it_first_and_a_note_what_came_since_the_last(crew: Cast, noon: datetime) -> None:
    one = opened(crew, "alice", 1)
    playbook.tick(crew.user["oda"], one, "pin")
    playbook.tick(crew.user["bruno"], one, "pin")
    with store.reading() as session:
        ticks = dict(session.execute(select(IncidentTick.item, IncidentTick.by_id)).all())
    assert ticks == {"level": crew.user["alice"], "freeze": crew.user["alice"], "pin": crew.user["oda"]}
    with pytest.raises(NotHere):
        playbook.tick(crew.user["oda"], one, "unknown")
    with pytest.raises(Refused):
        playbook.note(crew.user["oda"], one, "  ")
    playbook.note(crew.user["oda"], one, "Questions : la cathédrale est-elle fermée ?")
    (seen,) = read.listed(crew.user["bruno"], noon)
    assert [(note.by, note.volume) for note in seen.notes] == [("Oda", 0)]
    assert "first_note" in seen.ticks


def test_an_adviser_reads_it_and_does_nothing(crew: Cast) -> None:
    one = opened(crew, "alice", 1, "colmar")
    for verb in (incidents.acknowledge, resuming.resume, incidents.suspend_here):
        with pytest.raises(Refused):
            verb(crew.user["chloe"], one)


def test_what_is_still_to_be_read_is_said_before_closing(crew: Cast) -> None:
    one = opened(crew, "bruno", 1)
    with pytest.raises(Refused):  # a suspension of an incident is everybody's: still one may not lift another's city
        freezing.freeze(crew.user["chloe"], "non")
    found = resuming.close(crew.user["bruno"], one)
    assert (found.lifted, found.to_read) == (1, 0)
    with pytest.raises((TooLate, NeedsConfirmation)):
        resuming.close(crew.user["bruno"], one)
