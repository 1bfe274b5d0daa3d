"""Marque: what visitors say of each territory, with its uncertainty, and how they were served."""

from datetime import timedelta

import streamlit as st

import clock
from dashboard import allowed, here, pages
from dashboard.parts import brand_charts, brand_tables, empty, header, kept_table, measured
from data.queries import brand, places, samples, service
from words import t

me = here.me()
header.title(t("Marque"), t("Ce que disent les visiteurs, avec ce qu'on en sait vraiment."))
seen = allowed.where(me.id, "see_brand")
mine = {place.id: place for place in places.territories(me.id) if place.id in seen}


@st.cache_data(ttl=60, show_spinner=False)
def read(user_id, days, territory_id):
    until = clock.now()
    since = until - timedelta(days=days)
    return (
        brand.mood(user_id, since, until),
        brand.daily(user_id, since, until, territory_id),
        brand.topics(user_id, since, until, territory_id),
        service.answers(user_id, since, until),
        samples.corrected_scores(user_id, since, until, until),
        samples.measured(user_id, until),
        service.kept(user_id, since, until, until),
    )


if not mine:
    empty.nothing(t("Votre rôle ne montre pas ces chiffres."))
else:
    with st.container(horizontal=True, vertical_alignment="bottom", key="brand-choice"):
        days = st.segmented_control(
            t("Période"), [7, 30, 90], format_func=lambda n: t("{n} jours", n=n), default=30, required=True,
            key="brand-days", persist_state="session", label_visibility="collapsed",
        )  # fmt: skip
        only = st.selectbox(
            t("Territoire"), list(mine), index=None, format_func=lambda one: mine[one].name, width=260,
            placeholder=t("Tous les territoires"), key="brand-place", persist_state="session",
            label_visibility="collapsed",
        )  # fmt: skip
    moods, daily, topics, answers, corrected, measures, kept = read(me.id, days, only)
    moods = [one for one in moods if one.place.id in mine]
    measured.notice()
    st.header(t("Sentiment net"), anchor=False, help=brand_tables.nss_formula())
    brand_charts.scores(moods)
    brand_tables.scores(moods, corrected)
    st.header(t("Volume et humeur, jour par jour"), anchor=False)
    brand_charts.daily(daily)
    st.header(t("Sujets"), anchor=False, help=brand_tables.topic_formula())
    brand_tables.topics(topics)
    st.header(t("Ce que vaut la machine"), anchor=False, help=measured.formula())
    measured.table([one for one in measures if one.place.id in mine])
    st.page_link(pages.one("sample"), label=t("Étiqueter l'échantillon"), icon=":material/fact_check:")
    st.header(t("Temps de réponse"), anchor=False, help=brand_tables.answer_formula())
    brand_tables.answers([one for one in answers if one.place.id in mine])
    st.header(t("Délais promis"), anchor=False, help=kept_table.formula())
    kept_table.draw([one for one in kept if one.place.id in mine and only in (None, one.place.id)])
