"""Validations: what waits for other eyes, mine or somebody else's."""

import streamlit as st

from dashboard import here, wording
from dashboard.parts import approving, empty, header, series, steps
from dashboard.parts.tags import show, tag
from data.queries import approvals
from words import t

me = here.me()
header.title(t("Validations"), t("Ce qui attend une décision de votre part."))
waiting = series.once_each(approvals.waiting(me.id))

if not waiting:
    empty.nothing(t("Rien n'attend de validation."))
most = st.session_state.setdefault("approvals-shown", approving.AT_ONCE)
now = steps.of_all(me.id, waiting)
mine = approving.awaited(me.id, waiting)
others = [post for post in waiting if post not in mine]
if mine:
    st.header(t("À valider ({n})", n=len(mine)), anchor=False)
    for post in mine[:most]:
        approving.card(me.id, post, now.get(post.id))
if others:
    st.header(f"{wording.post_states()['in_review']} ({len(others)})", anchor=False)
    show(tag("p", t("Envoyé en relecture : une autre personne doit valider."), cls="soft"))
    for post in others[:most]:
        approving.watched(post, now.get(post.id))
if max(len(mine), len(others)) > most and st.button(t("Afficher la suite"), key="approvals-more", width="stretch"):
    st.session_state["approvals-shown"] = most + approving.AT_ONCE
    st.rerun()
steps.pace(me.id)
