"""The frame of every page: the way out, the demo's badge, and « Tout suspendre », two taps from anywhere."""

from __future__ import annotations

import streamlit as st

from dashboard import allowed
from dashboard.parts import marks, stopping
from dashboard.parts.tags import show, tag
from data.queries import places
from desk import signing
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
            stopping.sheet(me.id, may)


def title(text: str, under: str = "") -> None:
    """Draw a page's title and one line under it."""
    st.title(text, anchor=False)
    if under:
        show(tag("p", under, cls="under"))
