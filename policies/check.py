"""Bodies of `policy check` and `policy list`: a saved event's decision with its trace; every rule with its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from policies.book import Book, Effective
from policies.engine import decide
from policies.rules import RULES


def check(event: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """Return the decision on an event as JSON, sentences also said in the present language, and any broken file."""
    decision = decide(event, book)
    printed = decision.kept()
    for line, reason in zip(printed["reasons"], decision.reasons, strict=True):
        line["says"] = reason.sentence.say()
    for line, looked in zip(printed["trace"], decision.trace, strict=True):
        line["says"] = looked.note.say()
    return {**printed, "problems": [problem.say() for problem in book.problems]}


def rules_listed(book: Book) -> list[dict[str, Any]]:
    """Return every rule: its id, version, events, mode at the base and in each file that changes it, and its files."""
    return [_listed(rule_id, book) for rule_id in RULES]


def _listed(rule_id: str, book: Book) -> dict[str, Any]:
    rule = RULES[rule_id]
    places = {name: _there(name, book) for name in sorted(book.files)}
    base = places["base.yaml"].settings_of(rule_id)["mode"]
    modes = {name: here.settings_of(rule_id)["mode"] for name, here in places.items()}
    setting = [name for name in places if any(path.startswith(f"rules.{rule_id}.") for path in book.paths_set_by(name))]
    return {
        "id": rule.id,
        "version": rule.version,
        "events": list(rule.events),
        "event": ", ".join(rule.events),
        "mode": base,
        "modes": {name: mode for name, mode in modes.items() if mode != base},
        "override_role": rule.override_role,
        "legal_ref": rule.legal_ref,
        "files": setting,
    }


def _there(name: str, book: Book) -> Effective:
    stem = PurePath(name).stem
    return book.for_("", overlays=(stem,)) if name.startswith("modes/") else book.for_(stem)
