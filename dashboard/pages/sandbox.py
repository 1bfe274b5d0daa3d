"""Bac à sable: in the demo, the invented network where one can speak as a visitor and watch the desk react."""

import streamlit as st

from dashboard import here
from dashboard.parts import empty, header
from dashboard.parts.tags import show, tag
from settings import settings
from words import t

here.me()
header.title(t("Bac à sable"), t("Un faux réseau, rien que sur cette machine : parlez comme un visiteur."))
address = settings().sandbox_url
if not settings().demo or not address:
    empty.nothing(t("Le bac à sable n'existe que dans la démonstration."))
else:
    steps = [
        t("Ouvrez la page du visiteur et choisissez une ville."),
        t("Écrivez une réclamation, par exemple « Accueil déplorable, deux heures de queue »."),
        t("Revenez dans la boîte : elle y arrive toute seule, en haut si elle presse."),
        t("Répondez : votre réponse apparaît sous le message, ici même."),
    ]
    show(tag("ol", *(tag("li", step) for step in steps)))
    st.link_button(t("Ouvrir la page du visiteur"), address, type="primary", icon=":material/open_in_new:")
    st.iframe(address, height=620)
