"""What is opened stays open: the address names it, so the next click acts on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import clock
from desk import posts
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.serving import Served, working_in

pytestmark = pytest.mark.browser


def test_a_post_opened_from_the_week_is_named_by_the_address_and_stays_open(page: Page, demo: Served) -> None:
    with working_in(demo.home):
        people = demo.cast
        words = posts.VariantText(people.channel["colmar/facebook"], "Un post à déplacer")
        today = clock.now().astimezone(clock.zone("Europe/Paris")).date()  # in the week shown, even on Sunday night
        noon = posts.When(f"{today}T12:00", "Europe/Paris")
        post = posts.draft(people.user["alice"], people.territory["colmar"], [words], when=noon)
    enter(page, demo, then="calendar")
    page.click("text=Semaine")
    page.click("[class*=st-key-row-line-post-] button:has-text('Un post à déplacer')")
    page.wait_for_selector(".st-key-one-post")
    assert page.url.endswith(f"calendar?p={post}")
    page.click(".st-key-freeze-all button")
    settled(page)
    assert page.query_selector(".st-key-one-post") is not None
