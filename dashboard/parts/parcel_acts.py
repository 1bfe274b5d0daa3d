"""What a person can safely do about a delivery: one act stands out, the same that the command line names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from dashboard import acting, allowed, pages
from dashboard.parts.tags import show, tag
from data.queries.parcels import Parcel
from data.queries.waiting import Waiting
from desk import deliveries
from desk.deliveries import Draft
from words import t

TO_CHANNELS = ("reconnect", "resume")
NOT_LEFT = ("queued", "held", "missed", "failed")
TAKEN_UP = ("held", "missed", "failed")


def may(user_id: int, parcel: Parcel) -> bool:
    """Tell whether buttons are worth showing: the desk asks again."""
    action = "publish" if parcel.conversation_id is None else "answer"
    return parcel.territory_id in allowed.where(user_id, action)


def draw(user_id: int, one: Waiting) -> None:
    """Draw the one act that is safe and what else one may do; or who could do it."""
    if not may(user_id, one.parcel):
        show(tag("p", t("Votre rôle permet de voir cet envoi, pas d'en décider."), cls="soft"))
        return
    if one.parcel.state == "unconfirmed":
        _looked(user_id, one)
    with st.container(horizontal=True):
        if one.standing.act in ACTS:
            ACTS[one.standing.act](user_id, one.parcel, "primary")
        if one.standing.act in TO_CHANNELS and one.place.id in allowed.where(user_id, "manage_channels"):
            st.page_link(pages.one("channels"), label=t("Ouvrir les canaux"), icon=":material/hub:")
        if one.parcel.state in TAKEN_UP and one.standing.act != "correct":
            _correct(user_id, one.parcel, "tertiary")
        if one.standing.act == "correct" and one.parcel.state == "failed":
            _again(user_id, one.parcel, "tertiary")
        if one.parcel.state in NOT_LEFT:
            _drop(user_id, one.parcel)


Kind = Literal["primary", "secondary", "tertiary"]


def _again(user_id: int, parcel: Parcel, kind: Kind) -> None:
    name = t("Publier maintenant") if parcel.state == "missed" else t("Renvoyer tel quel")
    if st.button(name, key=f"again-{parcel.id}", type=kind):
        acting.act(deliveries.send_again, user_id, parcel.id, done=t("De nouveau en attente d'envoi."))


def _correct(user_id: int, parcel: Parcel, kind: Kind) -> None:
    name = t("Corriger") if kind == "primary" else t("Reprendre en brouillon")
    if st.button(name, key=f"correct-{parcel.id}", type=kind):
        acting.act(deliveries.correct, user_id, parcel.id, after=_open)


def _drop(user_id: int, parcel: Parcel) -> None:
    if st.button(t("Annuler cet envoi"), key=f"drop-{parcel.id}", type="tertiary"):
        acting.act(deliveries.cancel, user_id, parcel.id, done=t("Envoi annulé."))


def _looked(user_id: int, one: Waiting) -> None:
    """Draw the two answers of somebody who looked; folded while Parvis still looks by itself."""
    if one.standing.act == "look":
        _answers(user_id, one.parcel, "primary")
        return
    with st.expander(t("J'ai regardé moi-même")):
        _answers(user_id, one.parcel, "secondary")


def _answers(user_id: int, parcel: Parcel, kind: Literal["primary", "secondary"]) -> None:
    with st.form(f"there-{parcel.id}", border=False):
        given = st.text_input(
            t("Adresse de la publication, ou son numéro"), placeholder="https://…", key=f"address-{parcel.id}"
        )
        if st.form_submit_button(t("C'est en ligne"), type=kind):
            acting.act(deliveries.it_is_there, user_id, parcel.id, given, done=t("Noté : publié."))
    if st.button(t("Pas en ligne : renvoyer"), key=f"again-{parcel.id}"):
        acting.act(deliveries.send_again, user_id, parcel.id, done=t("De nouveau en attente d'envoi."))


def _open(draft: Draft) -> None:
    if draft.conversation_id is not None:
        st.switch_page(pages.one("inbox"), query_params={"c": str(draft.conversation_id)})
    st.switch_page(pages.one("compose"), query_params={"p": str(draft.post_id)})


ACTS: dict[str, Callable[[int, Parcel, Kind], None]] = {"again": _again, "correct": _correct}
