"""What the dashboard writes down: one JSON line an event, and no word, name, secret or link of anybody."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import structlog

from data import sealed, store
from data.models import Member
from scheduler import logs
from tests.conftest import NOON
from tests.dashboard.conftest import enter
from tests.dashboard.serving import Served, password, served, working_in


def _lines(running: Served) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (running.home / "log.txt").read_text().splitlines()]


def test_a_sign_in_a_refusal_a_link_and_a_page_leave_lines_without_secrets(tmp_path: Path, migrated_file: Path) -> None:
    link = sealed.token()
    with served(tmp_path / "desk", migrated_file) as running:
        with working_in(running.home), store.writing() as session:
            colmar = running.cast.territory["colmar"]
            session.add(Member(territory_id=colmar, name="Hôtel", link_digest=sealed.digest(link), created_at=NOON))
        browser, answer = enter(running, "alice")
        assert answer.status_code == 303
        assert enter(running, "alice", "pas-le-bon-secret")[1].status_code == 403
        browser.get(f"{running.url}/inbox?q=une+recherche+secrète", timeout=10)
        requests.get(f"{running.url}/contribute/{link}", timeout=10)
        requests.get(f"{running.url}/contribute/{link}/status", timeout=10)
        cookie = browser.cookies["parvis_session"]
    lines = _lines(running)
    seen = {(line["path"], line["status"]) for line in lines if line["event"] == "request"}
    assert {("/sign-in", 303), ("/sign-in", 403), ("/inbox", 200)} <= seen
    assert {("/contribute/…", 200), ("/contribute/…/status", 200)} <= seen
    whole = (running.home / "log.txt").read_text()
    for secret in (password("alice"), "pas-le-bon-secret", cookie, link, "alice", "recherche", "127.0.0.1:"):
        assert secret not in whole, secret


@pytest.fixture
def untaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the server's loggers back, as `serve` does: Streamlit, once run in this process, has kept them."""
    for name in ("uvicorn", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [])
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)


@pytest.mark.usefixtures("untaken")
def test_an_error_is_named_with_its_place_and_never_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    kept = logging.getLogger().handlers[:]
    logs.to_stderr()
    try:
        for name in ("sqlalchemy.pool", "asyncio", "uvicorn.error", "dashboard.x"):
            try:
                store.knows(1 / 0)  # type: ignore[arg-type]  # never reached
            except ZeroDivisionError:
                text = "Exception in ASGI application" if name == "uvicorn.error" else "about %s"
                words = () if name == "uvicorn.error" else ("un texte secret",) if name != "dashboard.x" else (7,)
                logging.getLogger(name).exception(text, *words)
    finally:
        logging.getLogger().handlers = kept
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["logger"] for line in lines] == ["sqlalchemy.pool", "asyncio", "uvicorn.error", "dashboard.x"]
    assert all(line["error"] == "ZeroDivisionError" for line in lines)
    assert all(line["raised"].startswith("tests/dashboard/test_logs.py:") for line in lines)
    assert lines[2]["says"] == "Exception in ASGI application"
    assert lines[3]["event"] == "about 7"
    assert "secret" not in json.dumps(lines)


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    kept = logging.getLogger().handlers[:]
    logs.to_stderr()
    monkeypatch.setattr(sys, "stderr", Full())
    try:
        structlog.get_logger("x").warning("still going", delivery=1)
        logging.getLogger("dashboard.x").warning("still going")
    finally:
        logging.getLogger().handlers = kept
