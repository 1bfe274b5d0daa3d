"""What the policies think of words, while they are written: every reason, with the way out. Decides nothing."""

from __future__ import annotations

import streamlit as st
from babel.numbers import format_decimal

from dashboard import wording
from dashboard.parts.tags import Markup, show, tag
from policies.verdict import Decision, Reason, strictness
from words import present_language, t

SIGNS = {
    "block": "✕",
    "delete": "✕",
    "quarantine": "✕",
    "delay": "◷",
    "require_approval": "◔",
    "warn": "!",
    "redact": "!",
}


def decision(given: Decision | None) -> None:
    """Draw a decision: that all is well, or each reason strictest first."""
    if given is None:
        return
    if not given.reasons:
        return show(tag("p", t("✓ Rien à redire : conforme aux règles."), cls="fine"))
    show(tag("ul", *(line(reason) for reason in given.reasons), cls="reasons"))


def count(n: int, most: int) -> None:
    """Draw how long a text is as its network counts, beside what the network allows."""
    left = most - n
    tone = "over" if left < 0 else "near" if left < most * 0.1 else ""
    text = t(
        "{n} / {most} caractères",
        n=format_decimal(n, locale=present_language()),
        most=format_decimal(most, locale=present_language()),
    )
    over = t(" : {n} de trop", n=-left) if left < 0 else ""
    st.html(tag("p", text + over, cls=f"count {tone}"))


def line(reason: Reason) -> Markup:
    """Return one reason: its sign, its sentence, and whom to ask for an exception where the rule names somebody."""
    sign = tag("span", SIGNS.get(reason.verb, "•"), cls="sign", aria_hidden="true")
    said = tag("span", reason.sentence.say(), *_set_aside(reason), *_way_round(reason))
    return tag("li", sign, said, cls=f"reason-{reason.verb}")


def _set_aside(reason: Reason) -> list[Markup]:
    if not reason.set_aside:
        return []
    role, _, why = reason.set_aside.partition(": ")
    said = t("Dérogation ({role}) : {why}", role=wording.role(role), why=why)
    return [tag("span", " " + said, cls="soft")]


def _way_round(reason: Reason) -> list[Markup]:
    if reason.override_role is None or strictness(reason.verb) <= strictness("warn"):
        return []
    role = wording.role(reason.override_role)
    return [tag("span", " " + t("Exception à demander à : {role}.", role=role), cls="soft")]
