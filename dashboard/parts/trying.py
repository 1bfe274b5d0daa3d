"""« Essayer un texte »: words judged against the rules for an account and a moment, with the trace. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import streamlit as st

import clock
from dashboard import acting, wording
from dashboard.parts import figures, moment, reasons
from dashboard.parts.tags import show, tag
from data.queries.places import Account
from data.queries.seen import Place
from desk import ruling
from policies.named import name_of
from policies.verdict import Decision
from words import t


def form(user_id: int, accounts: Sequence[Account], place: Place) -> None:
    """Draw the form for a person's accounts, those of `place` first, and under it what the rules say."""
    st.header(t("Essayer un texte"), anchor=False)
    show(tag("p", t("Rien n'est gardé ni envoyé."), cls="soft"))
    by_id = {one.id: one for one in sorted(accounts, key=lambda one: one.place.id != place.id)}
    account = st.selectbox(
        t("Compte"), list(by_id), key="try-account", width=320,
        format_func=lambda one: f"{by_id[one].place.name} · {wording.network(by_id[one].network)}",
    )  # fmt: skip
    text = st.text_area(t("Votre texte"), key="try-text", height=110) or ""
    modes = wording.said(ruling.modes())
    mode = st.selectbox(
        t("Sous quel mode ?"), [None, *modes], format_func=lambda one: modes.get(one, t("Maintenant")), key="try-mode",
        width=200,
    )  # fmt: skip
    local = None
    if st.toggle(t("À une heure choisie"), key="try-later"):
        zone = by_id[account].place.zone
        proposed = clock.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None, minute=0, second=0) + timedelta(hours=1)
        local = moment.choose("try", proposed, zone).strftime("%Y-%m-%dT%H:%M")
    if text.strip():
        with_mode = (mode,) if mode else ()
        _answer(acting.look(ruling.try_words, user_id, account, text, local=local, modes=with_mode, fold=0))


def _answer(decision: Decision | None) -> None:
    if decision is None:
        return
    reasons.decision(decision)
    words = verbs()
    with st.expander(t("Le chemin : {n} règles regardées", n=len(decision.trace))):
        heads = [t("Règle"), t("Elle dit"), t("Pourquoi"), t("Fichiers")]
        lines = [
            (name_of(one.rule), words[one.said], one.note.say(), ", ".join(one.files) or t("la règle elle-même"))
            for one in decision.trace
        ]
        figures.table(heads, lines)


def verbs() -> dict[str, str]:
    """Return what a rule may say, in words."""
    return {
        "allow": t("d'accord"),
        "warn": t("attention"),
        "require_approval": t("à faire valider"),
        "redact": t("à masquer en partie"),
        "quarantine": t("mis à l'écart"),
        "delay": t("plus tard"),
        "block": t("non"),
        "delete": t("à effacer"),
    }
