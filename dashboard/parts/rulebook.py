"""The rules of a place, each with its state in words, its settings and who set them. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import dates, wording
from dashboard.parts import empty, figures
from dashboard.parts.tags import Markup, show, tag
from data.queries.places import Account
from data.queries.seen import Place
from desk import ruling
from desk.ruling import RuleHere, Value
from policies.named import name_of
from policies.overriding import roles_of
from words import t

FEW = 12  # of a long list, so many are shown


def choose(mine: Mapping[int, Place], accounts: Sequence[Account]) -> tuple[Place, str | None, tuple[str, ...]]:
    """Draw the choice of a territory, one of its networks, and a mode; return them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="rules-choice"):
        chosen = st.selectbox(
            t("Territoire"), list(mine), format_func=lambda one: mine[one].name, key="rules-place",
            persist_state="session", width=260,
        )  # fmt: skip
        networks = sorted({one.network for one in accounts if one.place.id == chosen})
        network = st.selectbox(
            t("Réseau"), [None, *networks], key="rules-network", width=200,
            format_func=lambda one: wording.network(one) if one else t("Tous les réseaux"),
        )  # fmt: skip
        more = wording.said(ruling.modes())
        mode = st.selectbox(
            t("Mode"),
            [None, *more],
            format_func=lambda one: more.get(one, t("Maintenant")),
            key="rules-mode",
            width=200,
        )
    return mine[chosen], network, (mode,) if mode else ()


def problems(user_id: int) -> None:
    """Draw what is wrong in the files, with file and line."""
    found = ruling.problems(user_id)
    if found:
        st.header(t("Fichiers à corriger"), anchor=False)
        show(tag("ul", *(tag("li", one.say(), cls="reason-warn") for one in found), cls="reasons"))


def listed(user_id: int, place: Place, network: str | None, modes: tuple[str, ...]) -> None:
    """Draw every rule that holds there, one line each that opens, then the other settings."""
    found = ruling.rules_here(user_id, place.id, network, modes)
    st.header(t("Les règles qui valent ici ({n})", n=len(found.rules)), anchor=False)
    if found.missing:
        said = t("Illisibles : {files}. Tout attend la validation d'une personne.", files=", ".join(found.missing))
        show(tag("p", said, cls="reason-block"))
    show(tag("div", *(_rule(one) for one in found.rules), cls="rules"))
    with st.expander(t("Les autres réglages d'ici")):
        if found.others:
            heads = [t("Réglage"), t("Valeur"), t("Fixé par")]
            figures.table(heads, [(one.name, _said(one.value), _files(one)) for one in found.others])
        else:
            empty.nothing(t("Rien de plus."))


def state(one: RuleHere) -> str:
    """Say how a rule stands: whether it refuses or warns, and until when."""
    if one.is_over and one.sunset:
        return t("N'est plus en vigueur depuis le {day}", day=dates.whole_day(one.sunset))
    said = t("Avertit seulement") if one.mode == "warn" else t("En vigueur")
    return said + (t(", jusqu'au {day}", day=dates.whole_day(one.sunset)) if one.sunset else "")


def _rule(one: RuleHere) -> Markup:
    tone = "over" if one.is_over else one.mode
    top = tag("summary", tag("strong", name_of(one.id)), " · ", tag("span", state(one), cls=f"rule-state rule-{tone}"))
    roles = ", ".join(wording.role(role) for role in roles_of(one.override_role))
    lines = [(t("Identifiant"), f"{one.id}, v{one.version}"), (t("Peuvent y déroger"), roles or t("personne"))]
    lines += [(t("Loi"), one.legal_ref)] if one.legal_ref else []
    lines += [(value.name, f"{_said(value.value)} — {_files(value)}") for value in one.values]
    pairs = [piece for name, said in lines for piece in (tag("dt", name), tag("dd", said))]
    return tag("details", top, tag("dl", *pairs), cls="rule")


def _files(value: Value) -> str:
    return ", ".join(value.files) or t("la règle elle-même")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return t("oui") if value else t("non")
    if isinstance(value, list):
        rest = len(value) - FEW
        few = ", ".join(_said(one) for one in value[:FEW])
        return few + (t(" … et {n} autres", n=rest) if rest > 0 else "")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_said(one)}" for name, one in value.items() if one is not None)
    return str(value)
