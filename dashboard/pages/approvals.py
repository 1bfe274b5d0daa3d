"""Validations: what waits for other eyes, what a freeze holds, and what went wrong, each with its safe act."""

import streamlit as st

from dashboard import here, wording
from dashboard.parts import approving, empty, header, parcels
from dashboard.parts.tags import show, tag
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
most = st.session_state.setdefault("approvals-shown", approving.AT_ONCE)
mine = approving.awaited(me.id, waiting)
others = [post for post in waiting if post not in mine]
if mine:
    st.header(t("À valider ({n})", n=len(mine)), anchor=False)
    for post in mine[:most]:
        approving.card(me.id, post)
if others:
    st.header(f"{wording.post_states()['in_review']} ({len(others)})", anchor=False)
    show(tag("p", t("Envoyé en relecture : une autre personne doit valider."), cls="soft"))
    for post in others[:most]:
        approving.watched(post)
if max(len(mine), len(others)) > most and st.button(t("Afficher la suite"), key="approvals-more", width="stretch"):
    st.session_state["approvals-shown"] = most + approving.AT_ONCE
    st.rerun()
