"""Validations: what waits for other eyes, what a freeze holds, and what went wrong, each with its safe act."""

import streamlit as st

from dashboard import here
from dashboard.parts import approving, empty, header, parcels
from data.queries import approvals, places
from words import t

me = here.me()
header.title(t("Validations"), t("Ce qui attend une décision de votre part."))
by_id = {place.id: place for place in places.territories(me.id)}
waiting, held, trouble = approvals.waiting(me.id), approvals.held(me.id), approvals.in_trouble(me.id)

if not (waiting or held or trouble):
    empty.nothing(t("Rien n'attend."), t("Tout ce qui devait partir est parti, ou a son heure."))
if trouble:
    st.header(t("À décider ({n})", n=len(trouble)), anchor=False)
    for parcel in trouble:
        parcels.to_decide(me.id, parcel, by_id[parcel.territory_id])
if held:
    st.header(t("Suspendu, à relire ({n})", n=len(held)), anchor=False)
    for parcel in held:
        parcels.to_decide(me.id, parcel, by_id[parcel.territory_id])
if waiting:
    st.header(t("À valider ({n})", n=len(waiting)), anchor=False)
    most = st.session_state.setdefault("approvals-shown", approving.AT_ONCE)
    for post in waiting[:most]:
        approving.card(me.id, post)
    if len(waiting) > most and st.button(t("Afficher la suite"), key="approvals-more", width="stretch"):
        st.session_state["approvals-shown"] = most + approving.AT_ONCE
        st.rerun()
