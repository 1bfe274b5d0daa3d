"""The frame of every page: the way out, the demo's badge, and « Tout suspendre », two taps from anywhere."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, allowed, here
from dashboard.parts import marks
from dashboard.parts.tags import show, tag
from data.queries import places
from desk import freezing, signing
from settings import settings
from words import t


def sidebar(me: signing.Person) -> None:
    """Draw, under the pages, the territories with their colours, and who is signed in."""
    with st.sidebar:
        mine = places.territories(me.id)
        if mine:
            items = [tag("li", marks.place(place), cls="city" if place.parent_id else "region") for place in mine]
            show(tag("h2", t("Mes territoires"), cls="side-title"), tag("ul", *items, cls="side-places"))
        show(
            tag("p", me.name, cls="side-name", data_language=me.lang),
            tag("a", t("Se déconnecter"), href="/sign-out", cls="side-out"),
        )


def top(me: signing.Person) -> None:
    """Draw the line above every page."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="top"):
        if settings().demo:
            invented = tag("span", t(" : tout est inventé"))
            st.html(tag("p", tag("strong", t("Démonstration")), invented, cls="demo-badge"), width="content")
        may = allowed.where(me.id, "freeze")
        if may and st.button(t("Tout suspendre"), icon=":material/pause_circle:", key="freeze-all"):
            _freeze(me.id, may)


def title(text: str, under: str = "") -> None:
    """Draw a page's title and one line under it."""
    st.title(text, anchor=False)
    if under:
        show(tag("p", under, cls="under"))


def _freeze(user_id: int, may: frozenset[int]) -> None:
    @st.dialog(t("Suspendre les publications"), icon=":material/pause_circle:")
    def sheet() -> None:
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
        if st.button(t("Suspendre maintenant"), type="primary", key="freeze-now"):
            acting.act(freezing.freeze, user_id, reason, territory_id=wide, done=t("Suspendu. Rien ne partira."))

    sheet()
