"""A delivery on its way: how it stands, why, its tries, and the safe acts when it needs a person."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard import acting, allowed, wording
from dashboard.parts import marks, posts
from dashboard.parts.tags import Markup, show, tag
from data.queries.parcels import Parcel
from data.queries.seen import Place
from desk import deliveries
from words import recall, t


def standing(parcel: Parcel, zone: str) -> None:
    """Draw how a delivery stands: its proof when it is published, else the reason."""
    pieces = [
        marks.chip(wording.delivery_states().get(parcel.state, parcel.state), posts.TONES.get(parcel.state, "grey"))
    ]
    if parcel.published_at:
        pieces.append(tag("span", wording.moment(parcel.published_at, zone), cls="soft"))
    if parcel.permalink.startswith(("https://", "http://")):
        pieces.append(tag("a", t("voir en ligne"), href=parcel.permalink, target="_blank", rel="noopener noreferrer"))
    if parcel.because:
        pieces.append(tag("span", recall(parcel.because)))
    show(tag("p", *pieces, cls="row-head"), *_tries(parcel, zone))


def to_decide(user_id: int, parcel: Parcel, place: Place) -> None:
    """Draw a delivery that needs a person, with the acts that are safe in its state."""
    with st.container(border=True, key=f"parcel-{parcel.id}"):
        show(marks.account(place, parcel.network, parcel.handle), tag("p", parcel.text, cls="said-text"))
        due = t("prévu {at}", at=wording.moment(parcel.due_at, place.zone))
        show(tag("p", due, cls="soft"))
        standing(parcel, place.zone)
        if place.id in allowed.where(user_id, "publish"):
            _acts(user_id, parcel)


def _acts(user_id: int, parcel: Parcel) -> None:
    again = {
        "unconfirmed": t("Elle n'y est pas : renvoyer"),
        "missed": t("Publier maintenant"),
        "failed": t("Renvoyer"),
    }
    with st.container(horizontal=True):
        kind: Literal["primary", "secondary"] = "secondary" if parcel.state == "failed" else "primary"
        if parcel.state in again and st.button(again[parcel.state], key=f"again-{parcel.id}", type=kind):
            acting.act(deliveries.send_again, user_id, parcel.id, done=t("De nouveau en attente d'envoi."))
        if parcel.state == "held" and st.button(t("Laisser partir"), key=f"release-{parcel.id}", type="primary"):
            acting.act(deliveries.release, user_id, [parcel.id], done=t("De nouveau en attente d'envoi."))
        if parcel.state != "unconfirmed" and st.button(t("Annuler cet envoi"), key=f"drop-{parcel.id}"):
            acting.act(deliveries.cancel, user_id, parcel.id, done=t("Envoi annulé."))
    if parcel.state == "unconfirmed":
        with st.form(f"there-{parcel.id}", border=False):
            remote = st.text_input(t("Elle est en ligne ? Collez son numéro (la fin de son adresse)"))
            if st.form_submit_button(t("Elle est bien en ligne")):
                acting.act(deliveries.it_is_there, user_id, parcel.id, remote.strip(), done=t("Noté : publié."))


def _tries(parcel: Parcel, zone: str) -> list[Markup]:
    lines = []
    for one in parcel.attempts:
        result = t("publié") if one.result == "published" else recall(one.because) or one.result or t("sans réponse")
        lines.append(
            tag(
                "li",
                t("Essai {n}, {at} : {result}", n=one.number, at=wording.moment(one.started_at, zone), result=result),
            )
        )
    return [tag("ol", *lines, cls="soft")] if len(lines) > 1 or (lines and parcel.state != "published") else []
