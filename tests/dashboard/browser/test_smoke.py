"""Each page in real Chromium: it loads, axe finds nothing serious, the keyboard reaches it, a phone holds it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.serving import Served

pytestmark = pytest.mark.browser
# page: a control one comes to it for
PAGES = {
    "": "[data-testid=stPageLink-NavLink]",
    "inbox": ".st-key-queue-search input",
    "inbox?c={colmar}": ".st-key-reply-box textarea",
    "compose": "input[aria-label='Depuis quels comptes ?'], .stMultiSelect input",
    "calendar": ".st-key-before button",
    "approvals": ".st-key-freeze-all button",
    "deliveries": ".st-key-freeze-all button",
    "crisis": ".st-key-incident-new button",
    "contributions": "[role=tab]",
    "relay": ".st-key-duty-write button",
    "brand": ".st-key-brand-days button",
    "rules": ".rule summary",
    "channels": "[class*=st-key-pause-] button",
    "preferences": ".st-key-lang button",
    "sandbox": ".st-key-freeze-all button",
}
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound_accessible_and_reached_by_keyboard(page: Page, demo: Served, address: str) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security" in line.text else None)
    enter(page, demo, then=address.format(colmar=demo.colmar))
    assert page.get_attribute("html", "lang") == "fr"
    assert not broken
    assert violations(page) == []
    assert_reached_by_keyboard(page, PAGES[address])
    page.set_viewport_size({"width": 360, "height": 640})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_the_plain_pages_are_accessible_too(page: Page, demo: Served) -> None:
    for address in ("sign-in", "contribute/unknown"):
        page.goto(f"{demo.url}/{address}")
        assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{demo.url}/sign-in")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def violations(page: Page) -> list[str]:
    """Return what axe finds serious or critical, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found if one["impact"] in SERIOUS
    ]


def assert_reached_by_keyboard(page: Page, control: str) -> None:
    """Tab from the top until the control has the focus, and see that the focus shows."""
    page.evaluate("document.activeElement?.blur(); document.body.focus()")
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => !!document.activeElement?.matches(wanted)", control):
            break
    else:
        raise AssertionError(f"{control} was never reached")
    assert page.evaluate(
        """() => { let node = document.activeElement;
        for (let up = 0; node && up < 4; up += 1, node = node.parentElement) {
          for (const part of [null, "::after"]) {
            const look = getComputedStyle(node, part);
            if (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) return true;
          }
          if (getComputedStyle(node).boxShadow !== "none") return true;
        }
        return false; }"""
    )
