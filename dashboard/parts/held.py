"""The review after a suspension: each delivery read and ticked by a person, nothing ticked at first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import acting
from dashboard.parts import marks, parcel_acts, parcels
from dashboard.parts.tags import show, tag
from data.queries.waiting import Waiting
from desk import deliveries, shifting
from desk.shifting import Shifted
from words import t


def review(user_id: int, held: Sequence[Waiting]) -> None:
    """Draw the list with its boxes, and one button for what is ticked."""
    under = t("La suspension est levée. Cochez ce qui peut encore partir ; le reste attend.")
    show(tag("p", under, cls="under"))
    stale = acting.look(deliveries.stale, user_id, [one.parcel.id for one in held]) or frozenset()
    for one in held:
        with st.container(border=True, key=f"parcel-{one.parcel.id}"):
            parcels.whole(one, *([marks.chip(t("Heure dépassée"), "red")] if one.parcel.id in stale else []))
            if parcel_acts.may(user_id, one.parcel):
                st.checkbox(t("Peut partir"), key=_tick(one))
            parcel_acts.draw(user_id, one)
    mine = [one for one in held if parcel_acts.may(user_id, one.parcel)]
    chosen = [one.parcel.id for one in mine if st.session_state.get(_tick(one))]
    name = t("Laisser partir ({n})", n=len(chosen))
    if mine and st.button(name, key="release", type="primary", icon=":material/send:", disabled=not chosen):
        acting.act(deliveries.release, user_id, chosen, done=t("De nouveau en attente d'envoi."))
    if mine:
        _shift(user_id, chosen)


def _shift(user_id: int, chosen: Sequence[int]) -> None:
    """Draw the way to put the ticked ones off by some days, at the same hour."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="shift-by"):
        days = st.number_input(t("Décaler de combien de jours ?"), 1, shifting.FARTHEST, 1, key="shift-days", width=220)
        name = t("Décaler ({n})", n=len(chosen))
        if st.button(name, key="shift", icon=":material/event_upcoming:", disabled=not chosen):
            acting.act(shifting.shift, user_id, chosen, int(days), done=_shifted)


def _shifted(found: Shifted) -> str:
    said = t("Décalés : {n}.", n=len(found.moved))
    if not found.refused:
        return said
    why = {sentence.say() for sentences in found.refused.values() for sentence in sentences}
    return said + " " + t("Pas décalés : {n}. {why}", n=len(found.refused), why=" ".join(sorted(why)))


def _tick(one: Waiting) -> str:
    return f"tick-{one.parcel.id}"
