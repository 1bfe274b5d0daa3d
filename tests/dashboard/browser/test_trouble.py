"""A full disk: the person reads a sentence, keeps what was typed, and goes on once there is room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data import store
from data.models import Conversation
from tests import disk
from tests.dashboard.browser.conftest import enter, settled
from tests.dashboard.conftest import enter as sign_in
from tests.dashboard.serving import Served, served, working_in

pytestmark = pytest.mark.browser
REPLY = ".st-key-reply-box textarea"


@pytest.fixture
def alone(tmp_path: Path, migrated_file: Path) -> Iterator[Served]:
    """A dashboard of this test alone: it is to be harmed."""
    with served(tmp_path / "alone", migrated_file) as running:
        yield running


def test_a_full_disk_is_a_sentence_and_what_was_typed_stays(page: Page, alone: Served) -> None:
    enter(page, alone, then=f"inbox?c={alone.colmar}")
    page.click(REPLY)
    page.keyboard.type("Bonjour, je me renseigne")
    settled(page)
    with working_in(alone.home):
        disk.lengthen_the_log()
        disk.fill(alone.pid)
        page.click(".st-key-take button")
        page.wait_for_selector("text=Le disque est plein")
        settled(page)
        assert page.input_value(REPLY) == "Bonjour, je me renseigne"
        assert page.locator(".st-key-take button").is_visible()
        with store.reading() as session:
            assert session.get_one(Conversation, alone.colmar).owner_id is None
        answer = sign_in(alone, "bruno")[1]  # a sign-in is written down: it cannot be
        assert answer.status_code == 503
        assert "Le disque est plein" in answer.text
        disk.free(alone.pid)
        page.click(".st-key-take button")
        page.wait_for_selector("[data-testid=stToast]")
        with store.reading() as session:
            assert session.get_one(Conversation, alone.colmar).owner_id == alone.cast.user["alice"]
    told = (alone.home / "log.txt").read_text()
    assert '"event": "page failed"' in told
    assert "Traceback" not in told
    assert "renseigne" not in told
