"""A series as a person makes one: chosen in the composer, seen in the calendar, approved at once, stopped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

import clock
from data import store
from data.models import Post
from desk import posts, series
from desk.posts import VariantText, When
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.test_smoke import violations
from tests.dashboard.serving import Served, working_in

pytestmark = pytest.mark.browser


def spring() -> date:
    """Return the next last Sunday of March: Paris loses an hour."""
    today = clock.now().date()
    for year in (today.year, today.year + 1):
        day = date(year, 3, 31) - timedelta((date(year, 3, 31).weekday() + 1) % 7)
        if day > today + timedelta(2):
            return day
    raise AssertionError


def of_series(demo: Served, words: str) -> list[Post]:
    with working_in(demo.home), store.reading() as session:
        here = select(Post).where(Post.recurrence_id.is_not(None), Post.title == words).order_by(Post.local_date)
        return list(session.scalars(here))


def test_a_draft_becomes_a_series_and_the_night_of_the_change_is_asked_about(page: Page, demo: Served) -> None:
    alice, x, changes = demo.cast.user["alice"], demo.cast.channel["strasbourg/x"], spring()
    with working_in(demo.home):
        words = [VariantText(x, "Ronde de nuit, {date}.")]
        first = When(f"{changes - timedelta(1)}T02:30")
        draft = posts.draft(alice, demo.cast.territory["strasbourg"], words, when=first, title="ronde")
    enter(page, demo, then=f"compose?p={draft}")
    assert page.query_selector(".st-key-submit-series") is None
    page.click("[class*=-repeat] button:has-text('chaque jour')")
    page.wait_for_selector("text=n'existe pas, l'heure change. Ce serait 03:30.")
    page.click("label:has-text('Laisser ces dates de côté')")
    settled(page)
    page.wait_for_selector(".st-key-submit-series button:has-text('Programmer les 6 dates')")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click(".st-key-submit-series button")
    page.wait_for_selector("[data-testid=stToast]:has-text('6 dates')")
    found = of_series(demo, "ronde")
    assert [post.local_date for post in found] == [changes + timedelta(n) for n in (-1, 1, 2, 3, 4, 5)]
    assert {post.state for post in found} == {"scheduled"}
    with working_in(demo.home), store.reading() as session:
        assert session.get_one(Post, draft).state == "cancelled"


def test_the_same_words_every_time_are_pointed_out_and_one_button_adds_the_date(page: Page, demo: Served) -> None:
    alice, x = demo.cast.user["alice"], demo.cast.channel["strasbourg/x"]
    with working_in(demo.home):
        here, first = demo.cast.territory["strasbourg"], f"{clock.now().date() + timedelta(3)}T10:00"
        draft = posts.draft(alice, here, [VariantText(x, "Le marché ouvre.")], when=When(first), title="marché")
    enter(page, demo, then=f"compose?p={draft}")
    page.click("[class*=-repeat] button:has-text('chaque semaine')")
    page.click(".st-key-repeat-blank button")
    page.wait_for_selector(".st-key-repeat-blank", state="detached")
    assert page.input_value("textarea") == "Le marché ouvre. ({date})"
    assert page.wait_for_selector(".series-span:has-text('7 dates, de ')")  # what was chosen is still chosen


def test_a_date_in_the_calendar_shows_its_series_which_one_stops_there(page: Page, demo: Served) -> None:
    alice, x = demo.cast.user["alice"], demo.cast.channel["colmar/x"]
    with working_in(demo.home):
        rule = _weekly(clock.now())
        words = [VariantText(x, "Visite, {date}.")]
        done = series.lay(alice, demo.cast.territory["colmar"], words, rule, title="visite")
        series.submit(alice, done.series_id, and_schedule=True)
    enter(page, demo, then=f"calendar?p={done.post_ids[1]}")
    page.click("text=Toutes les dates (4)")
    assert len(page.query_selector_all(".series-dates li")) == 4
    assert violations(page) == []
    page.goto(f"{demo.url}/compose?p={done.post_ids[0]}")
    page.wait_for_selector("text=Vous changez cette date seulement")
    assert page.query_selector("[class*=-repeat]") is None
    page.goto(f"{demo.url}/calendar?p={done.post_ids[1]}")
    page.click(".st-key-series-stop button")
    page.click(".st-key-series-stop-now button")
    page.wait_for_selector("text=Série arrêtée par Alice")
    assert {post.state for post in of_series(demo, "visite")} == {"cancelled"}


def test_one_act_approves_every_date_after_they_were_read(page: Page, demo: Served) -> None:
    dora, x = demo.cast.user["dora"], demo.cast.channel["mulhouse/x"]
    with working_in(demo.home):
        words = [VariantText(x, "Atelier, {date}.")]
        done = series.lay(dora, demo.cast.territory["mulhouse"], words, _weekly(clock.now()), title="atelier")
        series.submit(dora, done.series_id, and_schedule=True)
    enter(page, demo, then="approvals")
    assert len(page.query_selector_all("[class*=st-key-approve-card-]")) == 1  # the first date speaks for all
    page.click("text=Lire les 4 dates")
    assert page.locator(".said-text:has-text('Atelier')").count() == 5  # the card's own, and each date's
    page.click("[class*=st-key-approve-series-] button")
    page.wait_for_selector("[data-testid=stToast]:has-text('4 dates')")
    assert {post.state for post in of_series(demo, "atelier")} == {"scheduled"}


def _weekly(now: datetime) -> series.Rule:
    first = now.date() + timedelta(2)
    return series.Rule("week", first, first + timedelta(weeks=3), "10:00", "Europe/Paris")
