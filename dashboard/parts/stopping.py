"""« Tout suspendre »: one sheet, everything chosen beforehand, so that the second tap is the last."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, here, wording
from dashboard.parts.tags import show, tag
from data.queries import places
from desk import incidents
from words import t


def sheet(user_id: int, may: frozenset[int]) -> None:
    """Open the sheet: what, why; an account, a tag, how grave and whether it is a drill for who looks further."""

    @st.dialog(t("Suspendre les publications"), icon=":material/pause_circle:")
    def opened() -> None:
        here.me()
        names = {place.id: place.name for place in places.territories(user_id) if place.id in may}
        wide = st.radio(
            t("Où ?"),
            [None, *names],
            format_func=lambda one: names.get(one, t("Tout, partout où je peux")),
            key="freeze-where",
        )
        reason = st.text_input(t("Pourquoi ?"), t("Incident en cours"), key="freeze-why")
        show(tag("p", t("Rien ne part tant que la suspension dure. À la levée, tout est à relire."), cls="soft"))
        act = st.container()
        channel, label, level, drill = _further(user_id, may)
        with act:
            if st.button(t("Suspendre maintenant"), type="primary", key="freeze-now"):
                acting.act(
                    incidents.stop_everything, user_id, reason, territory_id=None if channel else wide,
                    channel_id=channel, tag=label, level=level, drill=drill, done=t("Suspendu. Rien ne partira."),
                )  # fmt: skip

    opened()


def _further(user_id: int, may: frozenset[int]) -> tuple[int | None, str | None, int | None, bool]:
    with st.expander(t("Plus précis : un compte, une étiquette, un exercice")):
        accounts = {one.id: one for one in places.channels(user_id) if one.place.id in may}
        channel = st.selectbox(
            t("Un seul compte"), list(accounts), index=None, key="freeze-channel", placeholder=t("Tous les comptes"),
            format_func=lambda one: f"{accounts[one].place.name} · {wording.network(accounts[one].network)}",
        )  # fmt: skip
        tags, levels = wording.tags(), wording.levels()
        label = st.selectbox(
            t("Une seule étiquette"), list(tags), index=None, key="freeze-tag", placeholder=t("Toutes"),
            format_func=lambda one: tags[one],
        )  # fmt: skip
        level = st.selectbox(
            t("Gravité"), list(levels), index=None, key="freeze-level", format_func=lambda one: levels[one],
            placeholder=t("P3, à préciser sur la page Crise"),
        )  # fmt: skip
        drill = st.toggle(t("C'est un exercice"), key="freeze-drill")
        if drill:
            show(
                tag(
                    "p",
                    t("Tout se passe comme en vrai : ce qui devait partir est retenu et sera à relire."),
                    cls="soft",
                )
            )
    return channel, label, level, drill
