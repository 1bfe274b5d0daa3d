"""Échantillon: people label mentions blind, so that the figures of Marque say how right the machine is."""

import streamlit as st

import clock
from dashboard import allowed, here
from dashboard.parts import empty, header, labelling
from data.queries import samples
from words import t

me = here.me()
header.title(t("Échantillon"), t("Étiquetez sans voir l'avis de la machine : c'est ainsi qu'on la mesure."))
may = allowed.where(me.id, "correct")
mine = {one.place.id: one for one in samples.progress(me.id, clock.now()) if one.place.id in may}

if not mine:
    empty.nothing(t("Votre rôle n'étiquette pas de messages."))
else:
    begun = next((number for number, one in enumerate(mine.values()) if one.labelled < one.drawn), 0)
    chosen = st.selectbox(
        t("Territoire"), list(mine), index=begun, format_func=lambda one: mine[one].place.name, key="sample-place",
        persist_state="session", width=320,
    )  # fmt: skip
    labelling.standing(me.id, mine[chosen], may_draw=chosen in allowed.where(me.id, "sample"))
    labelling.question(me.id, samples.next_one(me.id, chosen, clock.now()), mine[chosen])
