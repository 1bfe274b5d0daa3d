"""What is asked of each picture: who is seen, whose it is, who agreed to which use. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import networks, wording
from desk.pictures import Agreement, Picture
from words import t

SIGNATURES = (0, 1, 2)


def asked(one: Picture, name: str) -> Picture:
    """Draw the questions about a picture and return it with what is answered; `name` keeps the fields apart."""
    alt = st.text_input(t("Description pour les personnes qui ne voient pas l'image"), key=_field("alt", name, one.alt))
    said = _who()
    seen = st.radio(
        t("Qui voit-on ?"), list(said), format_func=lambda code: said[code], horizontal=True,
        key=_field("seen", name, one.seen or None),
        help=t("Si quelqu'un est mis en avant dans la foule, choisissez « Une personne reconnaissable »."),
    )  # fmt: skip
    credit = st.text_input(
        t("Crédit"), max_chars=80, key=_field("credit", name, one.credit),
        help=t("Qui a pris la photo. Son nom devra figurer dans le texte."),
    )  # fmt: skip
    told = replace(one, alt=alt, seen=seen or "", credit=credit)
    if seen not in ("identifiable", "minor"):
        return told
    with st.container(border=True, key=f"release-{name}"):
        given = one.agreements or (Agreement(),)
        told = replace(told, agreements=tuple(_agreement(each, f"{name}-{n}") for n, each in enumerate(given)))
        if seen == "minor":
            told = replace(told, signatures=_signatures(one, name))
        label = t("Une autre personne")
        if told.agreements[-1].person and st.button(label, icon=":material/person_add:", key=f"release-more-{name}"):
            told = replace(told, agreements=(*told.agreements, Agreement()))
    return told


def _agreement(one: Agreement, name: str) -> Agreement:
    uses = _uses()
    left, right = st.columns(2)
    person = left.text_input(
        t("Accord écrit de"), key=_field("person", name, one.person), placeholder=t("Prénom et nom")
    )
    until = right.date_input(
        t("Valable jusqu'au"), key=_field("until", name, date.fromisoformat(one.until) if one.until else None),
        format="DD/MM/YYYY",
    )  # fmt: skip
    agreed = st.multiselect(
        t("Pour quels usages ?"), list(uses), key=_field("uses", name, [use for use in one.uses if use in uses]),
        format_func=lambda code: uses[code], placeholder=t("Chaque usage est nommé"), select_all=False,
    )  # fmt: skip
    evidence = st.text_input(
        t("Où se trouve le document signé ?"), key=_field("evidence", name, one.evidence),
        placeholder=t("Dossier, date, numéro"),
    )  # fmt: skip
    return Agreement(person, tuple(agreed), until.isoformat() if isinstance(until, date) else "", evidence)


def _signatures(one: Picture, name: str) -> int:
    label, key = t("Combien de parents ont signé ?"), _field("signed", name, one.signatures)
    return int(st.radio(label, SIGNATURES, horizontal=True, key=key))


def _field(what: str, name: str, known: Any) -> str:
    """Return the name of a field, filled with what is known while nobody has typed anything else."""
    key = f"compose-{what}-{name}"
    st.session_state.setdefault(key, known)
    return key


def _who() -> Mapping[str, str]:
    return {
        "none": t("Personne"),
        "crowd": t("Une foule"),
        "identifiable": t("Une personne reconnaissable"),
        "minor": t("Un mineur"),
    }


def _uses() -> Mapping[str, str]:
    ours = {code: wording.network(code) for code in networks.spoken()}
    return ours | {"screen": t("Écrans d'accueil"), "print": t("Imprimés")}
