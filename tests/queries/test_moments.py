"""No query takes a time without zone: each that takes moments is walked with a naive one, and refuses in a sentence."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

import data.queries
from data.queries import inbox
from data.queries.inbox import InboxFilter
from tests import cast
from tests.queries import stock

pytestmark = pytest.mark.usefixtures("database")


def taking_moments() -> dict[str, Callable[..., Any]]:
    """Return every query of a user, and that of nobody, with a parameter that is a moment, by "module.name"."""
    found = {}
    for module in pkgutil.iter_modules(data.queries.__path__):
        room = importlib.import_module(f"data.queries.{module.name}")
        for name, query in inspect.getmembers(room, inspect.isfunction):
            asked = inspect.signature(query).parameters
            takes = any("datetime" in str(one.annotation) for one in asked.values())
            public = query.__module__ == room.__name__ and not name.startswith("_")
            if takes and public and next(iter(asked)) in ("user_id", "at"):
                found[f"{module.name}.{name}"] = query
    return found


def arguments(query: Callable[..., Any], known: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return what to call a query with: each moment is `at` or a day beside it."""
    asked = inspect.signature(query).parameters
    moments = {"since": at - timedelta(days=1), "until": at + timedelta(days=1)}
    return {
        name: moments.get(name, at) if "datetime" in str(one.annotation) else known[name]
        for name, one in asked.items()
        if "datetime" in str(one.annotation) or one.default is inspect.Parameter.empty
    }


def test_a_time_without_zone_is_refused(noon: datetime) -> None:
    crew = cast.gather(noon)
    known = {**vars(stock.fill(crew, "colmar", noon)), "user_id": crew.user["alice"], "zone": "Europe/Paris"}
    queries = taking_moments()
    assert len(queries) >= 10
    accepted = []
    for name, query in queries.items():
        query(**arguments(query, known, noon))
        try:
            query(**arguments(query, known, noon.replace(tzinfo=None)))
        except Exception as refusal:
            if "sans fuseau" in str(refusal):
                continue
            accepted.append(f"{name}: {refusal!r}"[:150])
        else:
            accepted.append(name)
    assert not accepted


def test_a_filter_of_the_inbox_without_zone_is_refused(noon: datetime) -> None:
    crew = cast.gather(noon)
    with pytest.raises(Exception, match="sans fuseau"):
        inbox.queue(crew.user["alice"], InboxFilter(late_at=noon.replace(tzinfo=None)))
