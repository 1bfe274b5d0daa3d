"""Secrets at rest are unreadable, survive a change of key, and strangers stay the same strangers."""

from __future__ import annotations

from datetime import datetime

import pytest
from cryptography.fernet import Fernet

import settings as settings_module
from data import sealed, store
from data.models import Channel, NoticeTarget
from tests import cast
from tests.conftest import KEY


def test_what_is_sealed_holds_no_readable_token() -> None:
    assert b"SECRET" not in sealed.seal({"access_token": "SECRET"})
    assert sealed.unseal(sealed.seal({"access_token": "SECRET"})) == {"access_token": "SECRET"}


@pytest.mark.usefixtures("database")
def test_after_a_change_of_key_the_old_one_is_no_longer_needed(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    people = cast.gather(noon, {"colmar/x": {"access_token": "SECRET"}})
    url = sealed.seal({"url": "mailtos://parvis:SECRET@example.org"})
    target = NoticeTarget(kind="mail", name="Courriel", shown="mail", url=url, created_at=noon)
    newer = Fernet.generate_key().decode()
    _keys(monkeypatch, f"{newer},{KEY}")
    with store.writing() as session:
        session.add(target)
        session.flush()
        assert sealed.rotate(session) == len(people.channel) + 1
    _keys(monkeypatch, newer)
    with store.reading() as session:
        channel = session.get_one(Channel, people.channel["colmar/x"])
        assert sealed.unseal(channel.credentials) == {"access_token": "SECRET"}
        assert sealed.unseal(session.get_one(NoticeTarget, target.id).url)["url"].endswith("SECRET@example.org")


def test_an_author_stays_the_same_when_a_newer_key_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sealed.author_key("x", "42")
    _keys(monkeypatch, f"{Fernet.generate_key().decode()},{KEY}")
    assert sealed.author_key("x", "42") == before != sealed.author_key("x", "43")


def test_outside_the_demo_a_missing_key_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    _keys(monkeypatch, "")
    with pytest.raises(sealed.NoKey, match="PARVIS_SECRET_KEY"):
        sealed.seal({})


def test_the_demo_makes_a_key_that_only_its_owner_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_DEMO", "1")
    _keys(monkeypatch, "")
    assert sealed.unseal(sealed.seal({"a": "b"})) == {"a": "b"}
    assert (settings_module.settings().home / "demo.key").stat().st_mode & 0o077 == 0


def _keys(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv("PARVIS_SECRET_KEY", keys)
    settings_module.settings.cache_clear()
