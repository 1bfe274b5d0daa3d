"""The composer asks of each picture who is seen, and says what is missing, with the way out, while one writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, TimeoutError
from sqlalchemy import select, update

from data import store
from data.models import Post, User, Variant
from desk import posts
from desk.posts import VariantText
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.browser.test_smoke import violations
from tests.dashboard.serving import Served, working_in
from words import spoken, t

pytestmark = pytest.mark.browser
WINE = "Venez boire nos vins chauds place Broglie !"
SANITARY = "L'abus d'alcool est dangereux pour la santé, à consommer avec modération."
ALT = "Une sculptrice sur bois dans son chalet du marché"
REFUSED = ".reason-block"


@pytest.fixture(params=["fr", "de"])
def language(request: pytest.FixtureRequest, demo: Served) -> Iterator[str]:
    """Alice reads the pages in this language, for as long as the test lasts."""
    said: str = request.param
    _reads(demo, said)
    with spoken(said):
        yield said
    _reads(demo, "fr")


def _reads(demo: Served, language: str) -> None:
    with working_in(demo.home), store.writing() as session:
        session.execute(update(User).where(User.id == demo.cast.user["alice"]).values(lang=language))


def opened(page: Page, demo: Served, text: str, title: str) -> int:
    """Keep a draft of these words for Strasbourg's X, and open it in the composer."""
    with working_in(demo.home):
        words = [VariantText(demo.cast.channel["strasbourg/x"], text)]
        draft = posts.draft(demo.cast.user["alice"], demo.cast.territory["strasbourg"], words, title=title)
    enter(page, demo, then=f"compose?p={draft}")
    return draft


def refusals(page: Page) -> str:
    settled(page)
    return " ".join(page.locator(REFUSED).all_inner_texts())


def gone(page: Page, words: str) -> None:
    """Wait until no refusal says these words any more: a click's effect comes when the page has run again."""
    page.locator(REFUSED).filter(has_text=words).first.wait_for(state="detached")
    settled(page)


def stored(demo: Served, post: int) -> tuple[Post, Variant]:
    with working_in(demo.home), store.reading() as session:
        return session.get_one(Post, post), session.scalars(select(Variant).where(Variant.post_id == post)).one()


def test_a_promoted_drink_is_refused_live_until_one_click_adds_the_sanitary_sentence(
    page: Page, demo: Served, language: str
) -> None:
    post = opened(page, demo, WINE, f"vin {language}")
    assert SANITARY in refusals(page)
    page.click(".st-key-publish-now button")
    page.locator("[data-testid=stAlert]").get_by_text("est dangereux pour la santé").wait_for()  # the desk refuses too
    page.locator("[class*=st-key-mend-sanitary-] button").get_by_text(t("Ajouter la mention sanitaire")).click()
    page.wait_for_selector("[class*=st-key-mend-sanitary-]", state="detached")
    gone(page, "")
    assert refusals(page) == ""
    assert page.input_value("textarea") == f"{WINE}\n{SANITARY}"
    assert violations(page) == []
    page.click(".st-key-publish-now button")
    page.wait_for_selector("[data-testid=stToast]")
    assert stored(demo, post)[0].state == "scheduled"


def test_a_recognisable_person_is_refused_until_the_permission_names_this_very_use(
    page: Page, demo: Served, language: str
) -> None:
    post = opened(page, demo, "Au marché ce matin.", f"photo {language}")
    _hand_in_a_photo(page)
    gone(page, "")  # nobody said who is seen: nothing is held against it
    page.locator("[class*=st-key-compose-seen-]").get_by_text(t("Une personne reconnaissable")).click()
    missing = t(
        "Image {number}, personne reconnaissable : il manque l'accord pour {use}. Notez l'accord signé, floutez le "
        "visage, ou changez d'image.",
        number=1,
        use="X",
    )
    assert missing in refusals(page)
    _type(page, "person", "Jeanne Muller")
    assert t("L'accord de {person} ne nomme pas {use} : faites-le compléter, ou changez d'image.",
             person="Jeanne Muller", use="X") in refusals(page)  # fmt: skip
    _choose_use(page, "X")
    assert t("L'accord de {person} est sans preuve : dites où se trouve le document signé.",
             person="Jeanne Muller") in refusals(page)  # fmt: skip
    _type(page, "evidence", "dossier 41")
    gone(page, "")
    assert refusals(page) == ""
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click(".st-key-keep button")
    page.wait_for_selector("[data-testid=stToast]")
    release = {"person": "Jeanne Muller", "uses": ["x"], "evidence": "dossier 41"}
    assert stored(demo, post)[1].media[0]["releases"] == [release]


def test_what_was_declared_is_there_again_when_the_draft_is_opened(page: Page, demo: Served) -> None:
    post = opened(page, demo, "Au marché ce matin.", "rouvert")
    _hand_in_a_photo(page)
    page.locator("[class*=st-key-compose-seen-]").get_by_text("Un mineur").click()
    settled(page)
    _type(page, "credit", "Léa Martin")
    page.locator("[class*=st-key-mend-credit-] button").click()
    page.wait_for_selector("[class*=st-key-mend-credit-]", state="detached")
    assert page.input_value("textarea") == "Au marché ce matin. 📷 Léa Martin"
    assert "signature des deux parents requise (0 sur 2)" in refusals(page)
    page.locator("[class*=st-key-compose-signed-]").get_by_text("2", exact=True).click()
    gone(page, "signature")
    page.click(".st-key-keep button")
    page.wait_for_selector("[data-testid=stToast]")
    kept = stored(demo, post)[1].media[0]
    assert (kept["minor_visible"], kept["guardians_signed"], kept["credit"]) == (True, 2, "Léa Martin")
    page.goto(f"{demo.url}/compose?p={post}")
    page.wait_for_selector("[class*=st-key-compose-credit-] input")
    settled(page)
    assert page.input_value("[class*=st-key-compose-credit-] input") == "Léa Martin"
    assert page.is_checked("[class*=st-key-compose-signed-] label:has-text('2') input")


def _hand_in_a_photo(page: Page) -> None:
    written = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(written, "JPEG")
    page.click(
        "[data-testid=stExpander] summary:has-text('Images'), [data-testid=stExpander] summary:has-text('Bilder')"
    )
    photo = {"name": "marché.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
    page.set_input_files("[data-testid=stFileUploader] input[type=file]", files=[photo])  # type: ignore[list-item]
    page.wait_for_selector("[class*=st-key-compose-alt-] input")
    settled(page)
    _type(page, "alt", ALT)


def _choose_use(page: Page, use: str) -> None:
    """Choose a use until it is chosen: a list drawn anew at the moment of a click forgets the click."""
    field = page.locator("[class*=st-key-compose-uses-]")
    for patience in (5_000, 10_000, 20_000):
        field.locator("input").click()
        with suppress(TimeoutError):
            page.get_by_role("option", name=use, exact=True).click(timeout=patience)
            return settled(page)
    raise AssertionError(f"{use} could not be chosen")


def _type(page: Page, what: str, text: str) -> None:
    box = page.locator(f"[class*=st-key-compose-{what}-] input").first
    box.fill(text)
    box.blur()
    settled(page)
