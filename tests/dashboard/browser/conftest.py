"""Real Chromium over a real dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboard.serving import Served, password, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Served]:
    """The small world served as a demo, so that every page is there."""
    with served(tmp_path_factory.mktemp("demo"), migrated_file, demo=True) as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window."""
    window = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    opened = window.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    window.close()


def enter(page: Page, running: Served, name: str = "alice", then: str = "") -> None:
    """Sign in as a person does, and go to a page."""
    page.goto(f"{running.url}/sign-in")
    page.fill("[name=email]", f"{name}@example.org")
    page.fill("[name=password]", password(name))
    page.click("button[type=submit]")
    page.wait_for_selector("[data-testid=stMain] h1")
    if then:
        page.goto(f"{running.url}/{then}")
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page stands still, and see that nothing broke."""
    page.wait_for_selector("[data-testid=stMain] h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)
    assert page.query_selector("[data-testid=stException]") is None
