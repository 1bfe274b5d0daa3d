"""The four stories a newcomer lives with the demo, in real Chromium, against real processes.

They run in real time: a post due in two minutes is waited for. Nothing is mocked; the ledger is the sandbox's own.
"""

from __future__ import annotations

import time
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import schedule, sign_in, speak, still
from tests.stories.demo import Demo

pytestmark = pytest.mark.browser
PARIS = ZoneInfo("Europe/Paris")


def test_a_complaint_typed_into_the_sandbox_stands_flagged_in_the_inbox_within_15_s(window: Page, demo: Demo) -> None:
    mark = f"dossier {uuid4().hex[:6]}"
    sign_in(window, demo)
    window.goto(f"{demo.url}/inbox")
    still(window)
    visitor = window.context.new_page()
    speak(visitor, demo, "x", "strasbourg", "Anne Visiteuse", f"Accueil déplorable et service scandaleux, {mark}")
    said = time.monotonic()
    row = window.locator("[data-testid=stMain]").get_by_text(mark)
    row.first.wait_for(timeout=15_000)
    assert time.monotonic() - said < 15
    card = window.locator("[class*=st-key-case-], article, a, [data-testid=stVerticalBlock]").filter(has_text=mark).last
    expect(card).to_contain_text("Strasbourg")
    expect(card).to_contain_text("réclamation")


def test_the_reply_appears_once_under_the_visitor(window: Page, demo: Demo) -> None:
    mark, thanks = f"question {uuid4().hex[:6]}", f"réponse {uuid4().hex[:6]}"
    visitor = window.context.new_page()
    speak(visitor, demo, "facebook", "colmar", "Bruno Visiteur", f"Où se garer pour le marché ce soir ? {mark}")
    (asked,) = demo.ledger(mark)
    sign_in(window, demo)
    window.goto(f"{demo.url}/inbox")
    window.locator("[data-testid=stMain]").get_by_text(mark).first.click(timeout=30_000)
    box = window.get_by_label("Votre réponse")
    box.wait_for()
    expect(window.locator(".st-key-reply-box")).to_contain_text("Colmar")
    box.fill(f"Bonjour, place Rapp ou Lacarre, {thanks}. — Camille")
    box.blur()
    window.get_by_role("button", name="Envoyer la réponse").click()
    found = demo.awaited(thanks, 30)
    assert [one["parent"] for one in found] == [asked["id"]]
    window.get_by_text("Attend le visiteur").first.wait_for()
    time.sleep(8)  # longer than a second try of anybody would take
    assert len(demo.ledger(thanks)) == 1


def test_a_post_for_two_cities_appears_on_both_at_its_time(window: Page, demo: Demo) -> None:
    mark = uuid4().hex[:6]
    sign_in(window, demo)
    texts = {
        "Strasbourg · X": f"Concert ce soir à la cathédrale, entrée libre {mark}",
        "Colmar · Facebook": f"Colmar chante ce soir, place des Dominicains {mark}",
    }
    due = schedule(window, demo, texts, minutes=2)
    assert demo.ledger(mark) == []
    deadline = (due - datetime.now(PARIS)).total_seconds() + 30
    until = time.monotonic() + deadline
    while len(found := demo.ledger(mark)) < 2 and time.monotonic() < until:
        time.sleep(0.5)
    assert sorted((one["network"], one["account"]) for one in found) == [
        ("facebook", "colmar_demo"),
        ("x", "strasbourg_demo"),
    ]
    assert all(0 <= (datetime.fromisoformat(one["visible_at"]) - due).total_seconds() < 20 for one in found)


def test_a_freeze_one_second_before_stops_it(window: Page, demo: Demo) -> None:
    mark = uuid4().hex[:6]
    sign_in(window, demo)
    due = schedule(window, demo, {"Alsace · Facebook": f"Ce soir en Alsace : feux et chants {mark}"}, minutes=2)
    window.get_by_role("button", name="Tout suspendre").click()
    button = window.get_by_role("button", name="Suspendre maintenant")
    button.wait_for()
    time.sleep(max(0.0, (due - datetime.now(PARIS)).total_seconds() - 2.5))
    button.click()
    window.get_by_text("Suspendu. Rien ne partira.").wait_for()
    assert datetime.now(PARIS) < due, "the freeze must stand before the time"
    time.sleep((due - datetime.now(PARIS)).total_seconds() + 15)
    assert demo.ledger(mark) == []
    window.goto(f"{demo.url}/deliveries")
    still(window)
    expect(window.locator("[data-testid=stMain]")).to_contain_text(mark)
    lift(window)
    time.sleep(6)
    assert demo.ledger(mark) == [], "lifting a freeze flushes nothing"


def lift(page: Page) -> None:
    """End the suspension, as its banner offers."""
    page.get_by_role("button", name="Lever", exact=True).first.click()
    still(page)
