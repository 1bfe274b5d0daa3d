"""The form that erases a person, the receipts, and the log of who looked. Names the person nowhere afterwards."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

import clock
from dashboard import acting, dates, networks, wording
from dashboard.parts import empty, marks
from dashboard.parts.tags import show, tag
from data.queries import privacy
from desk import erasing
from desk.erasing import Receipt
from words import t

RECEIPT = "erasure-receipt"
OVER = timedelta(days=30)


def form(user_id: int) -> None:
    """Draw the form, and under it the receipt of what was just done."""
    with st.form("erase", clear_on_submit=True):
        network = st.selectbox(t("Réseau"), list(networks.spoken()), format_func=wording.network)
        handle = st.text_input(t("Nom du compte de la personne"), placeholder="@prenom_67")
        url = st.text_input(t("ou adresse d'un de ses messages"), placeholder="https://…")
        number = st.text_input(t("ou son numéro sur le réseau"), help=t("Pour qui nous ne gardons rien encore."))
        sure = st.checkbox(t("Je sais que rien ne se retrouvera : ni ses mots, ni nos réponses, ni nos notes."))
        if st.form_submit_button(t("Effacer"), type="primary", icon=":material/delete_forever:"):
            if not sure:
                st.error(t("Cochez d'abord la case : un effacement ne se défait pas."), icon=":material/block:")
            else:
                acting.act(
                    erasing.erase, user_id, network, handle=handle, url=url, remote_id=number, after=_keep,
                    done=t("C'est effacé."),
                )  # fmt: skip
    if receipt := st.session_state.get(RECEIPT):
        _receipt(receipt)


def done(user_id: int) -> None:
    """Draw what was done so far."""
    st.header(t("Demandes suivies"), anchor=False)
    found = privacy.requests(user_id)
    if not found:
        empty.nothing(t("Aucune demande pour le moment."))
    lines = [
        t(
            "n° {n} : {kind}, {network}, reçue le {received}, faite le {done} par {by} ({rows} éléments)",
            n=one.id,
            kind=_kind(one.kind),
            network=wording.network(one.network),
            received=dates.moment(one.received_at),
            done=dates.moment(one.done_at),
            by=one.by or t("l'exploitant"),
            rows=one.rows,
        )
        for one in found
    ]
    show(tag("ul", *(tag("li", line) for line in lines), cls="plain"))


def looked(user_id: int) -> None:
    """Draw who opened conversations in the last thirty days."""
    st.header(t("Qui a consulté"), anchor=False)
    show(tag("p", t("Conversations ouvertes sur 30 jours, comptées une fois par jour et par personne."), cls="soft"))
    found = privacy.looked(user_id, clock.now() - OVER)
    if not found:
        empty.nothing(t("Personne n'a ouvert de conversation."))
    for one in found:
        said = t("{n} conversation(s), la dernière {when}", n=one.n, when=dates.moment(one.last_at, one.place.zone))
        show(tag("p", marks.place(one.place), tag("strong", one.name), tag("span", said, cls="soft"), cls="row-head"))


def _receipt(receipt: Receipt) -> None:
    network = wording.network(receipt.network)
    said = [
        t("Reçu n° {n}, {when}", n=receipt.id, when=dates.moment(receipt.at)),
        t(
            "{network} ; territoires : {places}.",
            network=network,
            places=", ".join(receipt.places),
        ),
        t("Messages : {n}", n=receipt.counts.get("messages", 0)),
        t("Conversations vidées : {n}", n=receipt.counts.get("conversations", 0)),
        t("Notes : {n}", n=receipt.counts.get("notes", 0)),
        t("Citations retirées chez d'autres : {n}", n=receipt.counts.get("quoted", 0)),
        t("La personne ne sera plus recueillie."),
    ]
    if not receipt.everywhere:
        said.append(t("Si la personne a aussi écrit à d'autres territoires, transmettez-leur la demande."))
    st.download_button(t("Télécharger le reçu"), "\n".join(said), file_name=f"recu-{receipt.id}.txt", key="receipt")
    show(tag("ul", *(tag("li", line) for line in said), cls="plain"))


def _kind(code: str) -> str:
    return {"erasure": t("effacement"), "objection": t("opposition")}.get(code, code)


def _keep(receipt: Receipt) -> None:
    st.session_state[RECEIPT] = receipt
