"""Events drawn from the saved ones: any of them, some facts changed to what other saved events tell."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from policies.book import SHIPPED
from policies.events import FAMILIES, Unreadable, read
from policies.facts import Facts

Saved = dict[str, Any]
NEVER_CHANGED = ("event", "territory", "lineage", "channel")  # they say which files hold
MOMENTS = (
    "2025-08-31T21:59:59Z",
    "2026-02-10T09:00:00Z",
    "2026-03-14T23:30:00Z",
    "2026-12-05T09:00:00Z",
    "2199-12-31T23:00:00Z",
)
ODD_TEXTS = (
    "",
    "🎄",
    "#",
    "\u0000",
    "é" * 450,
    "𝓝oël 𝓝𝓸ë𝓵 #marchedenoel cliquez ici",
    "haha Parti socialiste, tu viens ?",
)


@lru_cache
def saved() -> tuple[Saved, ...]:
    """Return every saved event that can be read."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted((SHIPPED / "fixtures").glob("*/*.json"))]
    return tuple(one for one in found if _reads(one))


@lru_cache
def told() -> dict[str, list[Any]]:
    """Return what the saved events say of each fact, each value once."""
    pool: dict[str, dict[str, Any]] = defaultdict(dict)
    for event in saved():
        for name, value in event.items():
            pool[name][json.dumps(value, sort_keys=True)] = value
    pool["at"] |= {moment: moment for moment in MOMENTS}
    pool["text"] |= {text: text for text in ODD_TEXTS}
    pool["overlays"] |= {name: [name] for name in ("crisis", "electoral", "demo")}
    return {name: list(values.values()) for name, values in pool.items()}


@st.composite
def events(draw: st.DrawFn) -> Facts:
    """Draw a valid event: a saved one, up to six of its facts changed to what others say."""
    event = dict(draw(st.sampled_from(saved())))
    family = FAMILIES[event["event"]]
    names = sorted(set(family.model_fields) & set(told()) - set(NEVER_CHANGED))
    for name in draw(st.lists(st.sampled_from(names), max_size=6, unique=True)):
        changed = {**event, name: draw(st.sampled_from(told()[name]))}
        event = changed if _reads(changed) else event
    return read(event)


def _reads(event: Saved) -> bool:
    try:
        read(event)
    except Unreadable:
        return False
    return True
