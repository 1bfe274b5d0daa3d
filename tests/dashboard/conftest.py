"""One dashboard for all tests that only read or sign in, started when the first of them asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.dashboard.serving import Served, password, served


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Served]:
    """A dashboard over the small world, outside the demo."""
    with served(tmp_path_factory.mktemp("desk"), migrated_file) as running:
        yield running


def enter(running: Served, name: str, secret: str | None = None) -> tuple[requests.Session, requests.Response]:
    """Fill in the sign-in page as a browser does; return the browser and the answer."""
    browser = requests.Session()
    page = browser.get(f"{running.url}/sign-in", timeout=10)
    guard = page.text.split('name="guard" value="')[1].split('"')[0]
    words = {"email": f"{name}@example.org", "password": secret or password(name), "guard": guard}
    return browser, browser.post(f"{running.url}/sign-in", data=words, allow_redirects=False, timeout=20)
