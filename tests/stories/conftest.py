"""One demo and one browser for all stories, and what people do in them, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError

from tests.stories.demo import Demo, started


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The running demo."""
    with started(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A fresh window; its sign-in is forgotten afterwards."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def sign_in(page: Page, demo: Demo, name: str = "camille") -> None:
    """Sign in with the address and password that the sign-in page itself shows."""
    page.goto(f"{demo.url}/sign-in")
    assert page.get_by_text(f"demo-{name}").is_visible()
    page.fill("[name=email]", f"{name}@demo.example")
    page.fill("[name=password]", f"demo-{name}")
    page.click("button[type=submit]")
    still(page)


def still(page: Page) -> None:
    """Wait until the page has been drawn, and see that nothing broke."""
    page.wait_for_selector("[data-testid=stMain] h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.query_selector("[data-testid=stException]") is None


def speak(page: Page, demo: Demo, network: str, to: str, author: str, text: str) -> None:
    """Say something as a visitor, on the sandbox's own page."""
    page.goto(demo.sandbox)
    page.select_option("#network", network)
    page.select_option("#to", to)
    page.fill("#author", author)
    page.fill("#text", text)
    page.get_by_role("button", name="Publier comme visiteur").click()
    page.get_by_role("status").get_by_text("C’est dit").wait_for()


def _choose_account(page: Page, field: Locator, account: str) -> None:
    """Choose an account until its field is there: a list drawn anew at the moment of a click forgets the click."""
    box = page.get_by_label(_box(account)).first
    for patience in (10_000, 30_000):
        field.click()
        with suppress(TimeoutError):
            page.get_by_role("option", name=account).click(timeout=patience)
        with suppress(TimeoutError):
            return box.wait_for(timeout=patience)
    raise AssertionError(f"{account} could not be chosen")


def schedule(page: Page, demo: Demo, texts: dict[str, str], minutes: int) -> datetime:
    """Compose one post, a text for each account ("Strasbourg · X"), due in `minutes`; return the time chosen."""
    page.goto(f"{demo.url}/compose")
    still(page)
    field = page.get_by_label("Depuis quels comptes ?").first
    for account in texts:
        _choose_account(page, field, account)
    page.locator("h1").click()  # closes the list; Escape would empty a list that has closed by itself
    for account, text in texts.items():
        box = page.get_by_label(_box(account)).first
        box.fill(text)
        box.blur()
        still(page)
    page.get_by_text("À une heure choisie").click()
    still(page)
    due = (datetime.now(ZoneInfo("Europe/Paris")) + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    _choose_time(page, due)
    page.get_by_role("button", name="Programmer").click()
    page.get_by_text("C'est programmé").first.wait_for()
    return due


def _box(account: str) -> str:
    place, _, network = account.partition(" · ")
    return f"Texte pour {place}, {network}"


def _choose_time(page: Page, due: datetime) -> None:
    """Type day and time, part by part; the day always, for the one offered depends on the hour."""
    day, clock = page.get_by_test_id("stDateInput").first, page.get_by_test_id("stTimeInput").first
    for part, number in (("day", due.day), ("month", due.month), ("year", due.year)):
        day.locator(f"[data-type={part}]").click()
        page.keyboard.type(f"{number:02}")
    page.keyboard.press("Tab")
    still(page)
    for part, number in (("hour", due.hour), ("minute", due.minute)):
        clock.locator(f"[data-type={part}]").click()
        page.keyboard.type(f"{number:02}")
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)
    still(page)
    assert day.locator("input").first.input_value() == due.date().isoformat()
