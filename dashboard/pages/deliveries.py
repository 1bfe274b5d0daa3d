"""Envois: what needs a decision, what is late and why, what a suspension holds; then what goes as it should."""

import streamlit as st

import clock
from dashboard import here
from dashboard.parts import empty, header, held, parcel_acts, parcels
from dashboard.parts.tags import show, tag
from data.queries import waiting
from words import t

AT_ONCE = 10
me = here.me()
header.title(t("Envois"), t("Ce qui part, ce qui attend, et pourquoi."))


@here.live(run_every=10)
def everything():
    at = clock.now()
    found = waiting.listed(me.id, at)
    groups = {name: [one for one in found if one.standing.group == name] for name in ("yours", "late", "held", "rest")}
    review = [one for one in groups["yours"] if one.standing.act == "release"]
    decide = [one for one in groups["yours"] if one.standing.act != "release"]
    if not (decide or review or groups["late"] or groups["held"]):
        empty.nothing(t("Rien n'attend."), t("Tout ce qui devait partir est parti, ou a son heure."))
    if more := waiting.left_out(me.id, at):
        st.info(t("La liste est trop longue pour cette page. Envois qui n'y figurent pas : {n}.", n=more))
    cards("decide", t("À vous de décider ({n})", n=len(decide)), decide)
    if review:
        st.header(t("À relire ({n})", n=len(review)), anchor=False)
        held.review(me.id, review)
    cards("late", t("En retard, et pourquoi ({n})", n=len(groups["late"])), groups["late"])
    cards("held", t("Suspendus ({n})", n=len(groups["held"])), groups["held"])
    if groups["rest"]:
        unfold = tag("summary", t("Partis et à venir, sur 24 heures ({n})", n=len(groups["rest"])))
        show(tag("details", unfold, tag("ul", *map(parcels.line, groups["rest"])), cls="rest"))


def cards(name, title, some):
    if not some:
        return
    st.header(title, anchor=False)
    most = st.session_state.setdefault(f"shown-{name}", AT_ONCE)
    for one in some[:most]:
        with st.container(border=True, key=f"parcel-{one.parcel.id}"):
            parcels.whole(one)
            parcel_acts.draw(me.id, one)
    if len(some) > most and st.button(t("Afficher la suite"), key=f"more-{name}", width="stretch"):
        st.session_state[f"shown-{name}"] = most + AT_ONCE
        st.rerun(scope="fragment")


everything()
