"""Canaux: each account, whether it works, when it was last read, and what its network allows."""

import streamlit as st

from dashboard import allowed, here
from dashboard.parts import accounts, empty, header
from data.queries import places
from words import t

me = here.me()
header.title(t("Canaux"), t("Vos comptes sur les réseaux, et leur santé."))
manages = allowed.where(me.id, "manage_channels")
found = places.channels(me.id)
if not found:
    empty.nothing(t("Aucun compte n'est relié."))
for account in found:
    accounts.card(me.id, account, manages=account.place.id in manages)
mine = [place for place in places.territories(me.id) if place.id in manages]
if mine:
    st.header(t("Relier un compte"), anchor=False)
    accounts.connect(me.id, mine)
