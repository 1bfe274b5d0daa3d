"""The desk while one works in it: new messages come by themselves, words are kept, a freeze is two taps."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

import clock
from data import store
from data.models import Delivery, Freeze
from tests import cast
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.serving import Served, working_in
from words import s

pytestmark = pytest.mark.browser
REPLY = ".st-key-reply-box textarea"


def test_a_new_complaint_appears_by_itself_and_what_is_typed_is_kept(page: Page, demo: Served) -> None:
    enter(page, demo, then=f"inbox?c={demo.colmar}")
    page.click(REPLY)
    page.keyboard.type("Bonjour, je me renseigne")
    with working_in(demo.home):
        chip = s("réclamation").kept()
        cast.conversation(demo.cast, "strasbourg/x", "Deux heures de queue hier !", clock.now(), rank=4, chip=chip)
    started = time.monotonic()
    page.wait_for_selector("text=Deux heures de queue hier", timeout=15_000)
    assert time.monotonic() - started < 15
    page.keyboard.type(" et je reviens vers vous.")
    assert page.input_value(REPLY) == "Bonjour, je me renseigne et je reviens vers vous."
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_words_are_counted_and_judged_while_one_types_then_sent_once(page: Page, demo: Served) -> None:
    enter(page, demo, then=f"inbox?c={demo.mulhouse}")
    page.click(REPLY)
    page.keyboard.type("Bonjour, le musée ouvre à dix heures.")
    page.wait_for_selector(".st-key-reply-box .count")
    page.wait_for_selector(".st-key-reply-box .fine, .st-key-reply-box .reasons")
    page.click(".st-key-send button")
    page.wait_for_selector("[data-testid=stToast]")
    settled(page)
    assert page.input_value(REPLY) == ""
    with working_in(demo.home), store.reading() as session:
        sent = session.query(Delivery).filter(Delivery.channel_id == demo.cast.channel["mulhouse/facebook"]).all()
        assert len(sent) == 1


def test_single_keys_do_nothing_behind_ones_back(page: Page, demo: Served) -> None:
    enter(page, demo, then="channels")
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.wait_for_timeout(500)
    assert page.query_selector("[role=dialog]") is None
    assert page.get_attribute("[data-testid=stApp]", "data-test-script-state") == "notRunning"


def test_everything_is_suspended_in_two_taps_on_a_phone_and_lifted_again(page: Page, demo: Served) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    enter(page, demo, then="brand")
    page.click(".st-key-freeze-all button")
    page.click(".st-key-freeze-now button")
    page.wait_for_selector(".banner-incident")
    assert _freezes(demo) > 0
    settled(page)
    page.click("[class*=st-key-lift-] button >> visible=true")
    page.wait_for_selector(".banner-incident", state="detached")
    assert _freezes(demo) == 0


def _freezes(demo: Served) -> int:
    with working_in(demo.home), store.reading() as session:
        return session.query(Freeze).filter(Freeze.lifted_at.is_(None)).count()
