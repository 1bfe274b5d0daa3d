"""Opening an incident, or a drill: a name, where, how grave, why."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, wording
from dashboard.parts.tags import show, tag
from data.queries import places
from desk import incidents
from words import t


def draw(user_id: int, may: frozenset[int]) -> None:
    """Draw the two buttons for who may open one; each opens a sheet."""
    if not may:
        return
    with st.container(horizontal=True):
        if st.button(t("Ouvrir un incident"), type="primary", icon=":material/crisis_alert:", key="incident-new"):
            _sheet(user_id, may, drill=False)
        if st.button(t("Commencer un exercice"), icon=":material/school:", key="drill-new"):
            _sheet(user_id, may, drill=True)


def _sheet(user_id: int, may: frozenset[int], *, drill: bool) -> None:
    title = t("Commencer un exercice") if drill else t("Ouvrir un incident")

    @st.dialog(title, icon=":material/crisis_alert:")
    def opened() -> None:
        if drill:
            show(tag("p", t("Tout se passe comme en vrai : ce qui devait partir est retenu et sera à relire.")))
        names = {one.id: one.name for one in places.territories(user_id) if one.id in may}
        told = t("Évacuation du centre (exercice)") if drill else ""
        with st.form("incident-form", border=False):
            title = st.text_input(t("Que se passe-t-il ?"), told, max_chars=80, key="incident-title")
            where = st.multiselect(
                t("Où ?"), list(names), [next(iter(names))], format_func=lambda one: names[one], select_all=False,
                key="incident-where", placeholder=t("Choisissez un ou plusieurs territoires"),
            )  # fmt: skip
            levels = wording.levels()
            level = st.radio(
                t("Gravité"), list(levels), 0 if drill else None, format_func=lambda one: levels[one],
                key="incident-level",
            )  # fmt: skip
            reason = st.text_area(t("Qu'en sait-on, et par qui ?"), told, max_chars=500, key="incident-why")
            show(tag("p", t("P1 suspend tout ici ; P2 suspend ce qui est promotionnel ou festif."), cls="soft"))
            if st.form_submit_button(t("Ouvrir et prévenir"), type="primary", key="incident-open"):
                acting.act(
                    incidents.open_incident, user_id, where, level, title, reason, drill=drill,
                    done=t("Ouvert. Les personnes concernées sont prévenues."),
                )  # fmt: skip

    opened()
