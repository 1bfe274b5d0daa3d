"""A day and an hour to choose, as the clock on the wall of a territory shows them."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st

from words import t


def choose(name: str, proposed: datetime, zone: str) -> datetime:
    """Draw a day and an hour, `proposed` (wall time) at first, and return the wall time chosen, without an offset."""
    st.session_state.setdefault(f"{name}-day", proposed.date())
    st.session_state.setdefault(f"{name}-hour", proposed.time().replace(second=0, microsecond=0))
    with st.container(horizontal=True):
        on: date = st.date_input(t("Jour"), format="DD/MM/YYYY", key=f"{name}-day", width=180)
        at: time | None = st.time_input(t("Heure ({zone})", zone=zone), step=60, key=f"{name}-hour", width=220)
    return datetime.combine(on, at or time())
