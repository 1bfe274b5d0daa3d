"""Calendrier: what goes out when, by month or by week, and one post with everything about it."""

import streamlit as st

from dashboard import here
from dashboard.parts import calendar_views, header, one_post
from data.queries import places
from words import t

me = here.me()
header.title(t("Calendrier"), t("Ce qui part, de quel compte, et à quelle heure sur place."))
opened = st.query_params.get("p", "")
if opened.isdecimal() and len(opened) < 16:
    one_post.whole(me.id, int(opened))
mine = {place.id: place for place in places.territories(me.id)}
with st.container(horizontal=True, vertical_alignment="bottom", key="calendar-choice"):
    view = st.segmented_control(
        t("Vue"), ["month", "week"], format_func={"month": t("Mois"), "week": t("Semaine")}.get,
        default="month", required=True, key="calendar-view", persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    only = st.selectbox(
        t("Territoire"), list(mine), index=None, format_func=lambda one: mine[one].name, width=260,
        placeholder=t("Tous les territoires"), key="calendar-place", persist_state="session",
        label_visibility="collapsed",
    )  # fmt: skip
zone = mine[only].zone if only else next((place.zone for place in mine.values()), "Europe/Paris")
if view == "week":
    calendar_views.week(me.id, only, zone)
else:
    calendar_views.month(me.id, only, zone)
