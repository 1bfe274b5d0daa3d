"""A group of copies is set aside with its first, on a phone too: who does it reads how many go along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import clock
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.test_smoke import violations
from tests.dashboard.serving import Served, served, working_in
from tests.hearing import OFFERS, cases, hear_texts

pytestmark = pytest.mark.browser


@pytest.fixture
def spammed(tmp_path: Path, migrated_file: Path) -> Iterator[tuple[Served, list[int]]]:
    """The small world, with four offers of the same chalet to Colmar."""
    with served(tmp_path / "spammed", migrated_file) as running:
        with working_in(running.home):
            group = hear_texts(running.cast, "colmar/x", OFFERS, clock.now())
        yield running, group


@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_is_ignored_with_its_copies_which_stay_listed(
    page: Page, spammed: tuple[Served, list[int]], width: int
) -> None:
    running, group = spammed
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, running, "chloe", then="inbox")
    chip = page.locator(".row-head .chip", has_text="+3 copie(s)")
    expect(chip).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.locator(f".st-key-open-{group[0]} button").click()
    page.get_by_text("Copies (3)").wait_for()
    page.get_by_text("Autres actions").click()
    page.get_by_text("Ignorer…").click()
    expect(page.get_by_text("Ses 3 copie(s) encore à traiter sont ignorées avec elle.")).to_be_visible()
    page.get_by_label("Pourquoi ?").fill("Publicité")
    page.keyboard.press("Tab")
    page.locator(".st-key-ignore-now button").click()
    page.get_by_text("Conversation ignorée.").wait_for()
    with working_in(running.home):
        assert [case.state for case in cases(group)] == ["ignored"] * 4
    page.goto(f"{running.url}/inbox?c={group[0]}")
    settled(page)
    page.get_by_text("Copies (3)").click()
    page.locator(f".st-key-go-copy-{group[2]} button").click()
    page.get_by_text("ouvrir la première").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Rouvrir").click()
    page.get_by_text("Conversation rouverte.").wait_for()
    with working_in(running.home):
        assert [case.state for case in cases(group)] == ["ignored", "ignored", "open", "ignored"]
