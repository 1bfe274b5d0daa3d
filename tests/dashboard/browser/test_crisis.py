"""Everything suspended in two taps on a phone; a whole drill walked by buttons alone; what is held named as held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

import clock
from data import store
from data.models import Delivery, Freeze, Incident, IncidentNote, IncidentTick
from desk import incidents, people, resuming
from desk.playbook import PLAYBOOK
from scheduler.publish import publish
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.test_smoke import violations
from tests.dashboard.serving import Served, password, served, working_in
from tests.scheduler.world import World

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
A_STEP = 10.0  # seconds that a newcomer takes to find a button, read it and press it


@pytest.fixture
def house(tmp_path: Path, migrated_file: Path) -> Iterator[Served]:
    """A dashboard of this test alone, with an on-call person at Strasbourg's and posts that are due."""
    with served(tmp_path / "house", migrated_file, demo=True) as running:
        with working_in(running.home):
            home = running.cast.territory["strasbourg"]
            people.add_user(
                None, "oda@example.org", "Oda", password=password("oda"), roles=[(home, "oncall")], demo=True
            )
        yield running


class Taps:
    """A finger that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.n = page, 0

    def on(self, selector: str, then: str = "", gone: bool = False) -> None:
        """Press what is visible under that selector; wait for what comes of it, or until it is gone."""
        self.page.locator(f"{selector} >> visible=true").first.click()
        self.n += 1
        if then or gone:
            self.page.wait_for_selector(then or selector, state="detached" if gone else "visible")
        settled(self.page)

    def writes(self, selector: str, text: str) -> None:
        """Fill a field: as much as a press."""
        self.page.locator(selector).first.fill(text)
        self.n += 1


@pytest.mark.parametrize("who", ["alice", "bruno", "oda"])
@pytest.mark.parametrize("where", ["", "inbox?c={colmar}", "compose", "brand", "crisis"])
def test_ac_70_everything_is_suspended_in_two_taps_from_any_page_on_a_phone(
    page: Page, house: Served, who: str, where: str
) -> None:
    page.set_viewport_size(PHONE)
    enter(page, house, who, then=where.format(colmar=house.colmar))
    finger = Taps(page)
    finger.on(".st-key-freeze-all button")
    page.wait_for_selector("[role=dialog] input[type=radio]:checked", state="attached")
    assert "Tout, partout" in page.inner_text("[role=dialog] label:has(input[type=radio]:checked)")
    finger.on(".st-key-freeze-now button")
    page.wait_for_selector(".banner-incident")
    assert finger.n == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with working_in(house.home), store.reading() as session:
        (freeze,) = session.scalars(select(Freeze)).all()
        reach = {"alice": "alsace"}.get(who, "strasbourg")
        assert (freeze.territory_id, freeze.channel_id, freeze.tag) == (house.cast.territory[reach], None, None)
        assert session.get_one(Incident, freeze.incident_id).opened_by_id == freeze.by_id


def test_ac_70_an_adviser_is_offered_no_such_button(page: Page, house: Served) -> None:
    page.set_viewport_size(PHONE)
    for where in ("", "deliveries", "crisis"):
        enter(page, house, "chloe", then=where) if not where else page.goto(f"{house.url}/{where}")
        settled(page)
        assert page.query_selector(".st-key-freeze-all") is None
        assert page.query_selector(".st-key-incident-new") is None


def test_ac_76_the_banner_stands_on_every_page_with_reason_author_hour_and_count(page: Page, house: Served) -> None:
    with working_in(house.home):
        place = house.cast.territory["strasbourg"]
        incidents.open_incident(house.cast.user["bruno"], [place], 1, "Évacuation", "Fumée place Kléber")
        _due(house, "strasbourg/x", "Vin chaud")
    for where in ("", "inbox", "calendar", "deliveries", "brand", "preferences", "crisis"):
        enter(page, house, "alice", then=where) if not where else page.goto(f"{house.url}/{where}")
        settled(page)
        said = page.inner_text(".banner-incident")
        for part in ("P1 · Évacuation", "Bruno", "Fumée place Kléber", "Retenus : 1", "depuis"):
            assert part in said, (where, part)
    page.goto(f"{house.url}/deliveries")
    settled(page)
    assert "Suspendu — incident P1 · Évacuation" in page.inner_text("[class*=st-key-parcel-]")
    assert "Publié" not in page.inner_text("[class*=st-key-parcel-]")


def test_ac_64_a_whole_drill_is_walked_by_buttons_alone_in_less_than_ten_minutes(page: Page, house: Served) -> None:
    """Counted in presses and fields, at the pace of a newcomer: no person was timed."""
    page.set_viewport_size(PHONE)
    enter(page, house, "alice")
    finger = Taps(page)
    page.goto(f"{house.url}/crisis")
    settled(page)
    finger.n += 1  # the page's name in the menu
    finger.on(".st-key-drill-new button")
    finger.on(".st-key-incident-open button")
    page.wait_for_selector(".banner-drill")
    assert "EXERCICE" in page.inner_text(".banner-drill")
    with working_in(house.home):
        parcel = _due(house, "strasbourg/x", "Vin chaud ce soir")
        assert _state(parcel) == "held"
        with store.reading() as session:
            drill = session.scalars(select(Incident.id)).one()
    page.reload()
    settled(page)
    finger.on(f".st-key-take-{drill} button", gone=True)
    for item in PLAYBOOK:
        if page.query_selector(f".st-key-tick-{drill}-{item.key}"):
            finger.on(f".st-key-tick-{drill}-{item.key} button", gone=True)
    finger.writes(f".st-key-note-text-{drill} textarea", "Questions : parkings. Rumeurs : aucune. Aide : néant.")
    finger.on(f".st-key-note-keep-{drill} button", then=".said-note")
    finger.on(f".st-key-resume-{drill} button", gone=True)
    finger.on(f".st-key-drop-{parcel} button", gone=True)
    finger.on(f".st-key-close-{drill} button")
    page.wait_for_selector(".banner-drill", state="detached")
    with working_in(house.home), store.reading() as session:
        assert session.get_one(Incident, drill).state == "closed"
        assert set(session.scalars(select(IncidentTick.item))) == {item.key for item in PLAYBOOK}
        assert session.scalars(select(IncidentNote)).one().text.startswith("Questions : parkings")
    assert _state_in(house, parcel) == "cancelled"
    assert finger.n * A_STEP < 600, finger.n


def test_ac_74_what_was_held_is_read_and_put_off_by_some_days(page: Page, house: Served) -> None:
    alice = house.cast.user["alice"]
    with working_in(house.home):
        place = house.cast.territory["colmar"]
        people.grant(None, alice, place, "director")
        grave = incidents.open_incident(alice, [place], 1, "Crue", "Quais fermés")
        parcel = _due(house, "colmar/x", "Visite des quais")
        resuming.close(alice, grave, confirm="unread:1")
    enter(page, house, "alice", then="crisis")
    page.locator(f".st-key-tick-{parcel} label").first.click()
    settled(page)
    page.fill(".st-key-shift-days input", "2")
    page.keyboard.press("Tab")
    settled(page)
    page.click(".st-key-shift button")
    page.wait_for_selector("[data-testid=stToast]")
    assert "Décalés : 1" in page.inner_text("[data-testid=stToast]")
    with working_in(house.home), store.reading() as session:
        alive = session.scalars(select(Delivery).where(Delivery.state == "queued")).one()
        assert (alive.due_at - clock.now()).days in (1, 2)


def test_the_console_with_something_open_is_accessible_on_a_phone_and_says_german(page: Page, house: Served) -> None:
    with working_in(house.home):
        place = house.cast.territory["alsace"]
        incidents.open_incident(house.cast.user["alice"], [place], 1, "Évacuation", "Fumée", drill=True)
        people.set_language(house.cast.user["alice"], "de")
    enter(page, house, then="crisis")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    assert "ÜBUNG" in page.inner_text("[data-testid=stMain]")
    assert "Ich übernehme" in page.inner_text("[data-testid=stMain]")


def _due(house: Served, channel: str, text: str) -> int:
    """Queue words that are due, and let the scheduler pass once; return the delivery."""
    world = World(None, house.cast, "sqlite", clock.now())  # type: ignore[arg-type]  # nothing is sent
    parcel = world.queue(channel, text)
    publish("w")
    return parcel


def _state(parcel: int) -> str:
    with store.reading() as session:
        return session.get_one(Delivery, parcel).state


def _state_in(house: Served, parcel: int) -> str:
    with working_in(house.home):
        return _state(parcel)
