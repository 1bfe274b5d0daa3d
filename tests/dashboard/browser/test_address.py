"""What is opened stays open: the address names it, so the next click acts on it."""

from __future__ import annotations

from datetime import timedelta

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
        later = posts.When((clock.now() + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M"), "UTC")
        post = posts.draft(people.user["alice"], people.territory["colmar"], [words], when=later)
    enter(page, demo, then="calendar")
    page.click("text=Semaine")
    page.click("[class*=st-key-row-line-post-] button:has-text('Un post à déplacer')")
    page.wait_for_selector(".st-key-one-post")
    assert page.url.endswith(f"calendar?p={post}")
    page.click(".st-key-freeze-all button")
    settled(page)
    assert page.query_selector(".st-key-one-post") is not None
