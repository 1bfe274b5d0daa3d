"""Asks one rule: what it says of an event in Colmar, among all that the engine says."""

from __future__ import annotations

from typing import Any

from policies.book import Book
from policies.engine import decide
from tests.policies.samples import BOOK, NOON

PLACE = {"at": NOON, "territory": "colmar", "lineage": ["alsace", "colmar"]}


def said(rule: str, event: str, book: Book = BOOK, **told: Any) -> tuple[str, str]:
    """Return what one rule says of an event: its verb and code."""
    decision = decide({**PLACE, "event": event, **told}, book)
    found = [reason for reason in decision.reasons if reason.rule == rule]
    assert rule in {line.rule for line in decision.trace}
    return (found[0].verb, found[0].code) if found else ("allow", "")


def sentence(rule: str, event: str, book: Book = BOOK, **told: Any) -> str:
    decision = decide({**PLACE, "event": event, **told}, book)
    return next(reason.sentence.say() for reason in decision.reasons if reason.rule == rule)
