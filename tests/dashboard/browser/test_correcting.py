"""A judgement is put right in two clicks, on a phone too; a sample is labelled with one, blind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import clock
from data import store
from data.models import Conversation, Message, Sample
from desk import sampling
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.test_smoke import violations
from tests.dashboard.serving import Served, served, working_in
from words import s

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Served]:
    """The small world; Colmar's message is judged neutral and its conversation sours, and a sample is drawn."""
    with served(tmp_path_factory.mktemp("judged"), migrated_file) as running:
        with working_in(running.home):
            with store.writing() as session:
                message = session.query(Message).filter_by(conversation_id=running.colmar).one()
                message.label, message.lang, message.intent, message.tier = "neutral", "fr", "other", "fast/fast-1"
                message.probabilities = {"negative": 0.3, "neutral": 0.6, "positive": 0.1}
                case = session.get_one(Conversation, running.colmar)
                case.mood, case.mood_because = "souring", s("Messages négatifs de suite : {n}.", n=3).kept()
            sampling.draw(running.cast.user["alice"], running.cast.territory["colmar"])
        yield running


@pytest.mark.parametrize(
    ("width", "field", "said"),
    [(1280, "label", "Négatif"), (360, "intent", "Réclamation")],
)
def test_two_clicks_correct_a_judgement(page: Page, judged: Served, width: int, field: str, said: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, judged, "chloe", then=f"inbox?c={judged.colmar}")
    page.locator("[class*=st-key-correct-] button").first.click()  # one
    page.locator(f"[class*=st-key-fix-{field}-] button").filter(has_text=said).click()  # two
    page.get_by_text("Votre parole l'emporte.").first.wait_for()
    with working_in(judged.home), store.reading() as session:
        kept = session.query(Message).filter_by(conversation_id=judged.colmar).order_by(Message.id).first()
        assert kept
        assert kept.overruled
        assert field in kept.overruled
    settled(page)
    expect(page.locator(".said-theirs").first).to_contain_text("corrigé")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_judgement_unfolds_and_stays_open_while_the_page_redraws_itself(page: Page, judged: Served) -> None:
    enter(page, judged, "chloe", then=f"inbox?c={judged.colmar}")
    page.locator(".judged summary").first.click()
    with working_in(judged.home), store.writing() as session:  # one beat of the live part shows what came meanwhile
        first = session.query(Message).filter_by(conversation_id=judged.colmar).order_by(Message.id).first()
        case = session.get_one(Conversation, judged.colmar)  # a correction before this test reckoned its mood anew
        case.mood, case.mood_because = "souring", s("Messages négatifs de suite : {n}.", n=3).kept()
        again = {name: getattr(first, name) for name in ("conversation_id", "channel_id", "territory_id", "author_id")}
        session.add(
            Message(text="Toujours personne.", remote_id="again", posted_at=clock.now(), stored_at=clock.now(), **again)
        )
    page.get_by_text("Toujours personne.").first.wait_for()
    expect(page.locator(".judged dl").first).to_be_visible()
    expect(page.locator(".judged dl").first).to_contain_text("niveau rapide, version fast-1")
    expect(page.locator(".chips .chip-red").filter(has_text="S'aggrave").first).to_be_visible()
    assert violations(page) == []


def test_one_click_labels_a_mention_of_the_sample_and_a_key_does_too(page: Page, judged: Served) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    enter(page, judged, "chloe", then="sample")
    expect(page.locator(".said-theirs")).to_contain_text("Accueil déplorable")
    assert "niveau rapide" not in page.inner_text("body")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    page.keyboard.press("1")
    page.get_by_text("Tout l'échantillon est étiqueté.").wait_for()
    with working_in(judged.home), store.reading() as session:
        assert session.query(Sample).one().label == "negative"
