"""One mention of the sample at a time, to be labelled without knowing what the machine said of it."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, dates, wording
from dashboard.parts import empty
from dashboard.parts.tags import show, tag
from data.queries.samples import SIZE, Asked, Progress
from desk import sampling
from words import t

KEYS = {"negative": "1", "neutral": "2", "positive": "3", "mixed": "4", "undetermined": "5"}


def standing(user_id: int, one: Progress, *, may_draw: bool) -> None:
    """Draw how far the sample is, and the button that draws one."""
    year, _, n = one.quarter.partition("-Q")
    when = {"n": n, "year": year}
    said = t(
        "Trimestre {n} de {year} : {labelled} étiquetés sur {drawn}.", labelled=one.labelled, drawn=one.drawn, **when
    )
    if not one.drawn:
        said = t("Pas encore d'échantillon pour le trimestre {n} de {year}.", **when)
    show(tag("p", said))
    if one.drawn:
        st.progress(one.labelled / one.drawn)
    if may_draw and one.drawn < SIZE:
        label = t("Compléter l'échantillon") if one.drawn else t("Tirer {n} messages au hasard", n=SIZE)
        if st.button(label, icon=":material/casino:", type="secondary" if one.drawn else "primary", key="sample-draw"):
            acting.act(
                sampling.draw, user_id, one.place.id, done=lambda n: t("L'échantillon compte {n} messages.", n=n)
            )


def question(user_id: int, one: Asked | None, progress: Progress) -> None:
    """Draw the next mention and the answers; or that all is done."""
    if one is None:
        if progress.drawn:
            empty.nothing(t("Tout l'échantillon est étiqueté."), t("Les chiffres sont sur la page Marque."))
        return
    head = tag("p", tag("strong", wording.network(one.network)),
               tag("span", dates.moment(one.posted_at, one.place.zone), cls="soft"), cls="said-head")  # fmt: skip
    words = tag("p", one.text, cls="said-text")
    media = [tag("p", t("{n} image(s) jointe(s)", n=one.media_count), cls="soft")] if one.media_count else []
    show(tag("article", head, words, *media, cls="said said-theirs", aria_label=t("Message à étiqueter")))
    show(tag("p", t("Pour le visiteur, ce message est :")))
    names = wording.moods() | {"undetermined": t("Je ne sais pas")}
    with st.container(horizontal=True, key="sample-answers"):
        for label, key in KEYS.items():
            if st.button(names[label], key=f"label-{label}-{one.id}", shortcut=key):
                acting.act(sampling.answer, user_id, one.id, label)
