"""One overdue, one unknown, one missed, one refused, two held: each says what happened and what to do, and it works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from desk import deliveries
from desk.refusal import NotHere
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.stuck import Stuck, gone_wrong
from tests.dashboard.browser.test_smoke import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stuck(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Stuck]:
    """The world where things went wrong; each test acts on deliveries of its own."""
    with gone_wrong(tmp_path_factory.mktemp("stuck"), migrated_file) as world:
        yield world


def card(page: Page, delivery: int) -> Locator:
    return page.locator(f".st-key-parcel-{delivery}")


def opened(page: Page, stuck: Stuck, name: str = "alice") -> None:
    enter(page, stuck.served, name, then="deliveries")


def test_each_says_what_happened_and_what_to_do_on_a_phone_too(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    for size in ({"width": 1280, "height": 900}, {"width": 360, "height": 640}):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is what it wants
        settled(page)
        for delivery, happened, todo in (
            (stuck.overdue, "Le réseau demande à ce compte d'attendre", "Partira de lui-même"),
            (stuck.missed, "Rien n'est parti : 2 h de retard", "Publiez-le maintenant"),
            (stuck.unknown, "Peut-être en ligne, peut-être pas", "donnez son adresse"),
            (stuck.failed, "les mêmes mots y figurent déjà", "Corrigez-le"),
            (stuck.held, "Suspendu par Bruno", "relisez-le"),
        ):
            expect(card(page, delivery).locator("dd").nth(0)).to_contain_text(happened)
            expect(card(page, delivery).locator("dd").nth(1)).to_contain_text(todo)
            assert card(page, delivery).locator("button[kind^=primary]").count() <= 1
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert violations(page) == []


def test_the_command_line_says_the_same_and_names_the_same_act(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    with stuck.inside():
        lines = {line.id: line for line in deliveries.listing(None)}
    acts = {"again": "Publier maintenant", "correct": "Corriger", "look": "C'est en ligne"}
    for delivery in (stuck.overdue, stuck.missed, stuck.unknown, stuck.failed, stuck.held):
        line = lines[delivery]
        expect(card(page, delivery).locator("dd").nth(0)).to_have_text(line.why)
        expect(card(page, delivery).locator("dd").nth(1)).to_have_text(line.next)
        if line.act in acts:
            expect(card(page, delivery).locator("button[kind^=primary]")).to_have_text(acts[line.act])


def test_the_number_to_decide_stands_beside_the_page_and_on_my_day(page: Page, stuck: Stuck) -> None:
    enter(page, stuck.served, "bruno")
    page.get_by_role("link", name="Envois (2)").wait_for()  # Strasbourg's two
    page.locator("[class*=st-key-row-figure-alarm-stuck] a").click()
    page.get_by_role("heading", name="À relire (2)").wait_for()


def test_nobody_of_colmar_sees_or_acts_on_mulhouses(page: Page, stuck: Stuck) -> None:
    opened(page, stuck, "chloe")
    expect(card(page, stuck.failed)).to_be_visible()
    assert "Mulhouse" not in page.inner_text("body")
    assert card(page, stuck.elsewhere).count() == 0
    chloe = stuck.served.cast.user["chloe"]
    with stuck.inside():
        for act in (deliveries.send_again, deliveries.cancel, deliveries.correct):
            with pytest.raises(NotHere):
                act(chloe, stuck.elsewhere)
        with pytest.raises(NotHere):
            deliveries.release(chloe, [stuck.elsewhere])
    assert stuck.delivery(stuck.elsewhere).state == "failed"


def test_after_a_suspension_nothing_is_ticked_and_only_what_is_ticked_leaves(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    assert page.locator("input[type=checkbox]:checked").count() == 0
    expect(page.locator(".st-key-release button")).to_be_disabled()
    expect(card(page, stuck.stale)).to_contain_text("Heure dépassée")
    expect(card(page, stuck.held)).not_to_contain_text("Heure dépassée")
    for delivery in (stuck.held, stuck.stale):
        page.locator(f".st-key-tick-{delivery} label").click()
    page.get_by_role("button", name="Laisser partir (2)").click()
    expect(page.get_by_role("dialog")).to_contain_text("depuis longtemps (1 sur 2)")
    page.get_by_role("button", name="Non, revenir").click()
    settled(page)
    assert {stuck.delivery(one).state for one in (stuck.held, stuck.stale)} == {"held"}
    page.locator(f".st-key-tick-{stuck.stale} label").click()
    page.get_by_role("button", name="Laisser partir (1)").click()
    page.get_by_text("De nouveau en attente d'envoi.").first.wait_for()
    assert (stuck.delivery(stuck.held).state, stuck.delivery(stuck.stale).state) == ("queued", "held")


def test_sending_an_unknown_one_again_asks_whether_one_looked_and_its_address_says_it_is_there(
    page: Page, stuck: Stuck
) -> None:
    opened(page, stuck)
    mine = card(page, stuck.unknown)
    mine.get_by_role("button", name="Pas en ligne : renvoyer").click()
    expect(page.get_by_role("dialog")).to_contain_text("Avez-vous regardé sur le réseau ?")
    page.get_by_role("button", name="Non, revenir").click()
    settled(page)
    mine.get_by_role("button", name="C'est en ligne").click()
    expect(mine).to_contain_text("Collez l'adresse")
    (seen,) = [one for one in stuck.sandbox.ledger() if one["text"].startswith("Petite Venise")]
    mine.locator("input").fill(f"https://x.com/colmar_demo/status/{seen['id']}")
    with stuck.inside() as world:
        new = world.queue("alsace/facebook", "Du nouveau.", due_at=world.time - timedelta(minutes=1))
    card(page, new).wait_for()  # the list has been drawn anew, and what was typed is still there
    mine.get_by_role("button", name="C'est en ligne").click()
    page.get_by_text("Noté : publié.").first.wait_for()
    found = stuck.delivery(stuck.unknown)
    assert (found.state, found.remote_id) == ("published", seen["id"])


def test_a_missed_one_is_published_now(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    card(page, stuck.missed).get_by_role("button", name="Publier maintenant").click()
    page.get_by_text("De nouveau en attente d'envoi.").first.wait_for()
    assert stuck.delivery(stuck.missed).state == "queued"


def test_a_refused_one_is_corrected_where_it_was_written(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    card(page, stuck.failed).get_by_role("button", name="Corriger").click()
    page.wait_for_url("**/compose?p=*")
    field = page.locator("[class*=st-key-live-variant] textarea")
    expect(field).to_have_value("Le marché ouvre à 10 h, place des Dominicains.")
    assert stuck.delivery(stuck.failed).state == "cancelled"


def test_one_that_is_late_appears_by_itself_with_its_reason_and_can_be_dropped(page: Page, stuck: Stuck) -> None:
    opened(page, stuck)
    with stuck.inside() as world:
        late = world.queue("alsace/facebook", "Les caves, encore.", due_at=world.time - timedelta(seconds=21))
    expect(card(page, late)).to_contain_text("Le réseau demande à ce compte d'attendre", timeout=15_000)
    card(page, late).get_by_role("button", name="Annuler cet envoi").click()
    page.get_by_text("Envoi annulé.").first.wait_for()
    assert stuck.delivery(late).state == "cancelled"


def test_a_suspension_is_on_every_page_with_who_and_why(page: Page, stuck: Stuck) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    opened(page, stuck, "dora")
    page.click(".st-key-freeze-all button")
    page.click(".st-key-freeze-now button")
    for where in ("inbox", "deliveries", "preferences"):
        page.goto(f"{stuck.served.url}/{where}")
        settled(page)
        said = "Suspendu — incident P3 · Incident en cours, par Dora : « Incident en cours »"
        expect(page.locator(".banner-incident")).to_contain_text(said)
