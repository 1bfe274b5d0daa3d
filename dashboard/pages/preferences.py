"""Préférences: one's language, one's password, one's open sessions."""

import streamlit as st

from dashboard import acting, here
from dashboard.dates import moment
from dashboard.parts import header
from dashboard.parts.tags import show, tag
from dashboard.web.html import NAMES
from desk import people, signing
from words import t

me = here.me()
header.title(t("Préférences"), me.email)
st.header(t("Langue"), anchor=False)
chosen = st.segmented_control(
    t("Langue"),
    list(NAMES),
    format_func=lambda one: NAMES[one],
    default=me.lang,
    required=True,
    key="lang",
    label_visibility="collapsed",
)
if chosen and chosen != me.lang:
    acting.act(people.set_language, me.id, chosen)

st.header(t("Mot de passe"), anchor=False)
with st.form("password", clear_on_submit=True):
    current = st.text_input(t("Mot de passe actuel"), type="password", autocomplete="current-password")
    new = st.text_input(t("Nouveau mot de passe"), type="password", autocomplete="new-password")
    if st.form_submit_button(t("Changer le mot de passe")):
        acting.act(people.set_password, me.id, me.id, new, current=current, done=t("Mot de passe changé."))

st.header(t("Vos sessions ouvertes"), anchor=False)
for one in signing.sessions(me.id):
    with st.container(horizontal=True, vertical_alignment="center", key=f"session-{one.id}"):
        this = t("celle-ci") if one.id == me.session_id else t("ouverte {at}", at=moment(one.created_at))
        show(tag("p", tag("strong", this), " ", t("vue {at}", at=moment(one.seen_at))))
        if one.id != me.session_id and st.button(t("Fermer"), key=f"end-{one.id}"):
            acting.act(signing.revoke, me.id, one.id, done=t("Session fermée."))
