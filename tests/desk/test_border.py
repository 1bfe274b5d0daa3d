"""No verb takes a time without zone: it could mean any. Every verb that takes a moment is tried here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import desk
from data import store
from data.models import Contribution, Conversation, Post
from desk import absences, contributions, conversations, erasing, posting
from desk.refusal import Refused
from desk.times import aware
from tests import cast

NAIVE = datetime(2026, 12, 6, 10, 0)


def given(crew: cast.Cast, case: int, link: str) -> dict[str, Callable[[], object]]:
    alice, x = crew.user["alice"], ["colmar/x"]
    return {
        "conversations.snooze": lambda: conversations.snooze(alice, case, NAIVE),
        "posting.post": lambda: posting.post(alice, x, "Bonjour.", at=NAIVE),
        "posting.repeat": lambda: posting.repeat(
            alice, x, "Bonjour.", at=NAIVE, unit="day", until=date(2026, 12, 9)
        ),
        "absences.begin": lambda: absences.begin(alice, alice, crew.user["dora"], NAIVE),
        "erasing.erase": lambda: erasing.erase(None, "x", handle="visitor", received_at=NAIVE),
        "contributions.offer": lambda: contributions.offer(
            link, "event", "Concert.", credit="Cerf", scopes=["networks"], event_at=NAIVE
        ),
    }  # fmt: skip


def taking_moments() -> set[str]:
    """Return every verb (asked by a person, or with a member's link) with a parameter that is a moment."""
    found = set()
    for module in (importlib.import_module(f"desk.{m.name}") for m in pkgutil.iter_modules(desk.__path__)):
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            asked = inspect.signature(verb).parameters
            takes = any("datetime" in str(one.annotation) for one in asked.values())
            public = not name.startswith("_") and verb.__module__ == module.__name__
            if takes and public and next(iter(asked)) in ("by", "link_token"):
                found.add(f"{module.__name__.removeprefix('desk.')}.{name}")
    return found


def test_a_time_without_zone_is_refused_in_a_sentence_and_changes_nothing(database: str, noon: datetime) -> None:
    crew = cast.gather(noon)
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    link = contributions.add_member(crew.user["alice"], crew.territory["colmar"], "Hôtel du Cerf").link_token
    tried = given(crew, case, link)
    assert taking_moments() == tried.keys()
    for name, verb in tried.items():
        with pytest.raises(Refused, match="fuseau"):
            verb()
        assert name
    with store.reading() as session:
        assert session.get_one(Conversation, case).state == "open"
        assert not session.query(Post).count() + session.query(Contribution).count()


def test_a_moment_with_a_zone_is_read_in_utc(noon: datetime) -> None:
    assert aware(noon.astimezone(ZoneInfo("Europe/Paris"))) == noon
    assert aware(noon.astimezone(ZoneInfo("Europe/Paris"))).utcoffset() == timedelta(0)
