"""What the inbox shows: the search, the view and the filters, kept while one moves between pages."""

from __future__ import annotations

from typing import Any

import streamlit as st

import clock
from dashboard import wording
from data.queries import places
from data.queries.order import InboxFilter
from words import t

PAGES = "queue-pages"
NARROWERS = ("queue-places", "queue-networks", "queue-moods", "queue-lang")
WAITING = ("waiting_visitor", "waiting_service", "snoozed")
DONE = ("closed", "ignored")


def begin(asked: str) -> None:
    """Open the view that the address names, once."""
    if asked in _views():
        st.session_state["queue-view"] = asked
        from_the_top()


def draw(user_id: int) -> None:
    """Draw the search and the filters."""
    kept: dict[str, Any] = {"on_change": from_the_top, "persist_state": "session"}
    typed = st.text_input(
        t("Rechercher"), key="queue-search", placeholder=t("Rechercher dans les messages"), type="search",
        icon=":material/search:", label_visibility="collapsed", **kept,
    )  # fmt: skip
    names = _views()
    shown = st.pills(
        t("Afficher"), list(names), key="queue-view", format_func=lambda one: names[one], default="todo", required=True,
        label_visibility="collapsed", **kept,
    )  # fmt: skip
    st.session_state["queue-now"] = (typed or "", shown or "todo")
    narrowed = sum(bool(st.session_state.get(name)) for name in NARROWERS)
    label = t("Filtres ({n})", n=narrowed) if narrowed else t("Filtres")
    with st.expander(label, icon=":material/tune:", key="queue-filters"):
        _narrower({place.id: place.name for place in places.territories(user_id)}, kept)


def wanted() -> InboxFilter:
    """Return what was asked for."""
    now = st.session_state
    search, view = now.get("queue-now", ("", "todo"))
    return InboxFilter(
        territories=tuple(now.get("queue-places") or ()),
        networks=tuple(now.get("queue-networks") or ()),
        labels=tuple(now.get("queue-moods") or ()),
        states={"waiting": WAITING, "done": DONE}.get(view, ()),
        late_at=clock.now() if view == "late" else None,
        mine=view == "mine",
        unassigned=view == "free",
        souring=view == "souring",
        language=now.get("queue-lang"),
        search=search,
    )


def from_the_top() -> None:
    """Begin again with the first page."""
    st.session_state[PAGES] = 1


def _narrower(mine: dict[int, str], kept: dict[str, Any]) -> None:
    moods, spoken = wording.moods(), wording.languages()
    st.multiselect(
        t("Territoires"),
        list(mine),
        format_func=lambda one: mine[one],
        select_all=False,
        key="queue-places",
        placeholder=t("Tous"),
        **kept,
    )
    st.multiselect(
        t("Réseaux"),
        list(wording.NETWORKS),
        format_func=wording.network,
        select_all=False,
        key="queue-networks",
        placeholder=t("Tous"),
        **kept,
    )
    st.multiselect(
        t("Humeur"),
        list(moods),
        format_func=lambda one: moods[one],
        select_all=False,
        key="queue-moods",
        placeholder=t("Toutes"),
        **kept,
    )
    st.selectbox(
        t("Langue du visiteur"), list(spoken), index=None, format_func=lambda one: spoken[one], key="queue-lang",
        placeholder=t("Toutes"), **kept,
    )  # fmt: skip


def _views() -> dict[str, str]:
    return {
        "todo": t("À traiter"),
        "late": t("En retard"),
        "souring": t("S'aggravent"),
        "mine": t("Les miennes"),
        "free": t("Sans responsable"),
        "waiting": t("En attente"),
        "done": t("Terminées"),
    }
