"""Every verb of the room, and every row there is: what the tests of isolation walk."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

from sqlalchemy import select

import desk
from data import store
from data.models import Base


def verbs() -> set[str]:
    """Return every public function of the room that takes who asks first."""
    found = set()
    for module in (importlib.import_module(f"desk.{m.name}") for m in pkgutil.iter_modules(desk.__path__)):
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(verb).parameters), "")
            if first == "by" and not name.startswith("_") and verb.__module__ == module.__name__:
                found.add(f"{module.__name__.removeprefix('desk.')}.{name}")
    return found


def everything() -> dict[str, list[Any]]:
    with store.reading() as session:
        tables = Base.metadata.sorted_tables
        return {t.name: [tuple(row) for row in session.execute(select(t).order_by(t.c.id))] for t in tables}
