"""Crise: what is open and how grave, who was called, what to do now as buttons, and what to read before resuming."""

import streamlit as st

import clock
from dashboard import allowed, here
from dashboard.parts import crisis_acts, crisis_opening, empty, header, held, playbook
from dashboard.parts.tags import show, tag
from data.queries import incidents, waiting
from words import t

me = here.me()
header.title(t("Crise"), t("Ce qui est ouvert, qui est prévenu, et quoi faire maintenant."))
crisis_opening.draw(me.id, allowed.where(me.id, "open_incident"))


@here.live(run_every=15)
def everything():
    now = clock.now()
    found = incidents.listed(me.id, now)
    alive = [case for case in found if case.open]
    if not alive:
        empty.nothing(t("Aucun incident ouvert."), t("En cas de doute, ouvrez-en un : aggraver est permis à chacun."))
    for case in alive:
        with st.container(border=True, key=f"incident-{case.id}"):
            crisis_acts.head(case)
            crisis_acts.draw(me.id, case)
            playbook.draw(me.id, case, now)
    review = [one for one in waiting.listed(me.id, now) if one.standing.act == "release"]
    if review:
        st.header(t("À relire ({n})", n=len(review)), anchor=False)
        held.review(me.id, review)
    over = [crisis_acts.line(case) for case in found if not case.open]
    if over:
        unfold = tag("summary", t("Clos depuis 30 jours ({n})", n=len(over)))
        show(tag("details", unfold, tag("ul", *over), cls="rest"))


everything()
