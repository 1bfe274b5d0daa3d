"""What one fills in on the relay's page: going away, coming back, who is on duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import acting, allowed, dates, here
from dashboard.parts import figures, marks
from data.queries import people, places
from data.queries.relay import Away, OnDuty
from desk import absences, rosters
from desk.absences import Begun
from words import t

ZONE = ZoneInfo("Europe/Paris")  # of days one is away; hours do not matter here


def leave(user_id: int, mates: Mapping[int, str], now: datetime) -> None:
    """Draw the way to leave: who stands in, until when; the rest is filled in by itself."""
    tomorrow = (now + timedelta(days=1)).astimezone(ZONE).date()
    with st.form("relay-leave"):
        deputy = st.selectbox(
            t("Qui vous remplace ?"), list(mates), format_func=lambda one: mates[one], key="relay-deputy"
        )
        until = st.date_input(t("De retour le"), tomorrow, format="DD/MM/YYYY", key="relay-until")
        if st.form_submit_button(t("Partir et passer le relais"), type="primary", icon=":material/sync_alt:"):
            back_at = datetime(until.year, until.month, until.day, tzinfo=ZONE)
            acting.act(absences.begin, user_id, user_id, deputy, back_at, done=_begun)


def back(user_id: int, away: Away) -> None:
    """Draw the way back."""
    if st.button(t("Je suis de retour"), icon=":material/undo:", key="relay-back"):
        acting.act(absences.end, user_id, away.id, done=t("Absence terminée ; ce qui a été confié reste où il est."))


def roster(user_id: int, found: Sequence[OnDuty], now: datetime) -> None:
    """Draw who is on duty, and the way to write it down."""
    heads = [t("Semaine du"), t("Territoire"), t("Titulaire"), t("Suppléant"), t("Astreinte")]
    lines = [
        [dates.whole_day(one.week), marks.place(one.place), one.primary, one.deputy or "—", one.window or "—"]
        for one in found
    ]
    if lines:
        figures.table(heads, lines, caption=t("De service"))
    may = allowed.where(user_id, "assign")
    mine = {one.id: one.name for one in places.territories(user_id) if one.id in may}
    if mine and st.button(t("Noter qui est de service…"), key="duty-write"):
        _write(user_id, mine, now)


def _write(user_id: int, mine: Mapping[int, str], now: datetime) -> None:
    @st.dialog(t("De service"))
    def sheet() -> None:
        here.me()
        place = st.selectbox(t("Territoire"), list(mine), format_func=lambda one: mine[one], key="duty-place")
        names = {one.id: one.name for one in people.colleagues(user_id, place)}
        day = st.date_input(t("Semaine du"), now.astimezone(ZONE).date(), format="DD/MM/YYYY", key="duty-week")
        first = st.selectbox(t("Titulaire"), list(names), format_func=lambda one: names[one], key="duty-first")
        second = st.selectbox(
            t("Suppléant"), list(names), index=None, format_func=lambda one: names[one], key="duty-second",
            placeholder=t("Personne"),
        )  # fmt: skip
        window = st.text_input(t("Astreinte"), placeholder="07:00-22:00", key="duty-window").strip() or None
        if st.button(t("Enregistrer"), type="primary", key="duty-now"):
            acting.act(rosters.set_week, user_id, place, day, first, second, window, done=t("C'est noté."))

    sheet()


def _begun(begun: Begun) -> str:
    said = t("Relais passé : {n} conversation(s) confiée(s).", n=begun.handed)
    return said + (" " + t("Revenue(s) dans la file : {n}.", n=begun.left) if begun.left else "")
