"""The environment enters in one place: what it may say, what it may not, and what the demo leaves beside itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

import settings as ground
from settings import Settings, is_loopback, leave_beside, settings


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8600", "http://localhost:8600", "http://[::1]:8600", "http://127.9.9.9"]
)
def test_a_sandbox_on_this_machine_is_accepted(url: str) -> None:
    assert Settings(sandbox_url=url).sandbox_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1",
        "http://example.org",
        "https://localhost.example.org",
        "http://0.0.0.0",
        "file:///x",
        "127.0.0.1",
    ],
)
def test_a_sandbox_elsewhere_is_refused(url: str) -> None:
    assert not is_loopback(url)
    with pytest.raises(ValidationError, match="this machine"):
        Settings(sandbox_url=url)


def test_commands_typed_beside_the_demo_share_its_world(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_beside(home, demo=1, now_shift=3600, sandbox_url="http://127.0.0.1:8600")
    monkeypatch.delenv("PARVIS_SECRET_KEY")
    settings.cache_clear()
    assert (settings().demo, settings().now_shift, settings().sandbox_url) == (True, 3600, "http://127.0.0.1:8600")


def test_an_installation_with_a_key_of_its_own_never_becomes_a_demo(home: Path) -> None:
    leave_beside(home, demo=1, now_shift=3600, sandbox_url="http://127.0.0.1:8600")
    settings.cache_clear()
    assert not settings().demo
    assert settings().sandbox_url == ""


def test_the_environment_wins_over_what_the_demo_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_beside(home, demo=1, sandbox_url="http://127.0.0.1:8600")
    monkeypatch.delenv("PARVIS_SECRET_KEY")
    monkeypatch.setenv("PARVIS_SANDBOX_URL", "http://127.0.0.1:9999")
    ground.settings.cache_clear()
    assert settings().sandbox_url == "http://127.0.0.1:9999"


def test_the_public_address_is_one_that_people_can_open() -> None:
    assert Settings(public_url="https://parvis.example.org/").public_url == "https://parvis.example.org"
    for url in ("parvis.example.org", "javascript:alert(1)", "https://"):
        with pytest.raises(ValidationError, match="PARVIS_PUBLIC_URL"):
            Settings(public_url=url)
