"""One contribution: what was sent, with which rights, and the answers to it."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, dates, pages, wording
from dashboard.parts import marks, picture
from dashboard.parts.tags import show, tag
from data.queries import places
from data.queries.contributions import Offer
from data.queries.seen import Place
from desk import contributions
from words import t


def card(user_id: int, offer: Offer, place: Place) -> None:
    """Draw a contribution and what can be done with it."""
    with st.container(border=True, key=f"offer-{offer.id}"):
        kind = marks.chip(wording.offer_kinds().get(offer.kind, offer.kind), "blue")
        at = tag("span", dates.moment(offer.created_at, place.zone), cls="soft")
        show(tag("p", marks.place(place), tag("strong", offer.member), kind, at, cls="row-head"))
        left, right = st.columns([1, 2]) if offer.media else (None, st.container())
        if left is not None:
            with left:
                for media in offer.media:
                    picture.kept(media)
        with right:
            show(tag("p", offer.text, cls="said-text"), tag("p", _rights(offer, place), cls="soft"))
            (_accepted if offer.state == "accepted" else _waiting)(user_id, offer, place)


def _waiting(user_id: int, offer: Offer, place: Place) -> None:
    with st.container(horizontal=True):
        if st.button(t("Accepter"), type="primary", icon=":material/check:", key=f"accept-{offer.id}"):
            acting.act(contributions.accept, user_id, offer.id, done=t("Accepté. Choisissez où l'utiliser."))
        with st.popover(t("Ne pas retenir"), icon=":material/close:", key=f"refuse-{offer.id}"):
            reasons = wording.said(contributions.BECAUSE)
            why = st.radio(
                t("Pourquoi ? L'adhérent le lira."),
                list(reasons),
                format_func=lambda one: reasons[one],
                key=f"because-{offer.id}",
            )
            if st.button(t("Ne pas retenir"), key=f"decline-{offer.id}"):
                acting.act(contributions.decline, user_id, offer.id, why, done=t("L'adhérent verra pourquoi."))


def _accepted(user_id: int, offer: Offer, place: Place) -> None:
    names = {one.id: f"{one.place.name} · {wording.network(one.network)}" for one in places.channels(user_id)}
    here = [one.id for one in places.channels(user_id, place.id)]
    to = st.multiselect(
        t("Utiliser sur"),
        list(names),
        here,
        format_func=lambda one: names[one],
        key=f"use-{offer.id}",
        select_all=False,
    )
    if st.button(t("En faire une publication"), type="primary", icon=":material/edit_square:", key=f"post-{offer.id}"):
        acting.act(contributions.to_post, user_id, offer.id, to, done=t("Le brouillon est prêt."), after=_open)


def _open(post_id: int) -> None:
    st.switch_page(pages.one("compose"), query_params={"p": str(post_id)})


def _rights(offer: Offer, place: Place) -> str:
    scopes = ", ".join(wording.said(contributions.SCOPES).get(one, one) for one in offer.rights.get("scopes", ()))
    people = wording.people_shown().get(offer.people, offer.people)
    parts = [t("Crédit : {credit}", credit=offer.credit), t("usages : {scopes}", scopes=scopes or "—")]
    parts += [t("personnes visibles : {people}", people=people.lower())]
    parts += [t("le {day}", day=dates.moment(offer.event_at, place.zone))] if offer.event_at else []
    return " · ".join(parts)
