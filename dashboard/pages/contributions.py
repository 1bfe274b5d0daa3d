"""Contributions: what members offer, to accept or to decline with a reason, and their personal links."""

import streamlit as st

from dashboard import allowed, here
from dashboard.parts import empty, header, members, offers
from data.queries import contributions, people, places
from words import t

me = here.me()
header.title(t("Contributions"), t("Ce que les hôtels, musées, guides et habitants nous envoient."))
by_id = {place.id: place for place in places.territories(me.id)}
new, kept = st.tabs([t("À relire"), t("Adhérents et liens")])
with new:
    waiting = contributions.queue(me.id)
    if not waiting:
        empty.nothing(
            t("Rien à relire."), t("Envoyez leur lien à vos adhérents : ils n'ont besoin d'aucun mot de passe.")
        )
    for offer in waiting:
        offers.card(me.id, offer, by_id[offer.territory_id])
    accepted = [one for one in contributions.queue(me.id, states=("accepted",)) if not one.posts]
    if accepted:
        st.header(t("Acceptées, pas encore utilisées"), anchor=False)
    for offer in accepted:
        offers.card(me.id, offer, by_id[offer.territory_id])
with kept:
    members.listed(
        me.id, people.members(me.id), [by_id[one] for one in by_id if one in allowed.where(me.id, "manage_members")]
    )
