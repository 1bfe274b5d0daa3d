"""« Déroger… » beside a reason: why, in a few words, for these words alone. The desk says who may, and asks again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import acting
from dashboard.parts.tags import show, tag
from desk import overriding
from desk.overriding import SetAside
from policies.named import name_of
from policies.overriding import open_to_actor, used
from policies.verdict import Decision
from words import t


def asked(name: str, about: str) -> tuple[SetAside, ...] | None:
    """Return what is set aside in a form for `about` (words and time); None: nothing was said of these here."""
    kept = _memory().get(name)
    if kept is None or kept["about"] != about:
        return None
    return tuple(SetAside(rule, why) for rule, why in kept["rules"].items())


def offer(name: str, about: str, decision: Decision | None) -> None:
    """Draw, under a decision, what its reader may set aside, and what is set aside already."""
    if decision is None:
        return
    given = used(decision)
    now = {one.rule: one.reason for one in given}
    for reason in open_to_actor(decision):
        with st.popover(t("Déroger…"), icon=":material/rule:", key=f"aside-{name}-{reason.rule}"):
            show(tag("p", name_of(reason.rule), cls="soft"))
            with st.form(f"aside-form-{name}-{reason.rule}", border=False):
                why = st.text_input(
                    t("Pourquoi déroger à cette règle ? (10 caractères au moins)"),
                    key=f"aside-why-{name}-{reason.rule}",
                )
                if st.form_submit_button(t("Déroger, cette fois")) and acting.look(overriding.reason_given, why):
                    _keep(name, about, {**now, reason.rule: why})
    for one in given:
        if st.button(t("Retirer la dérogation"), key=f"aside-off-{name}-{one.rule}", type="tertiary"):
            _keep(name, about, {rule: why for rule, why in now.items() if rule != one.rule})


def _keep(name: str, about: str, rules: Mapping[str, str]) -> None:
    _memory()[name] = {"about": about, "rules": dict(rules)}
    st.rerun()


def _memory() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault("set-aside", {})
    return kept
