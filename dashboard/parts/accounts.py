"""One account: its health, what its network allows, and pausing, resuming or reconnecting it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import acting, networks, wording
from dashboard.parts import marks
from dashboard.parts.tags import Markup, show, tag
from data.queries.places import Account
from data.queries.seen import Place
from desk import channels
from words import recall, t

TONES: dict[str, marks.Tone] = {"active": "green", "paused": "amber", "disconnected": "red"}


def card(user_id: int, account: Account, *, manages: bool) -> None:
    """Draw an account's card; the acts are for those who manage accounts there."""
    with st.container(border=True, key=f"account-{account.id}"):
        show(marks.account(account.place, account.network, account.handle), *_health(account))
        if account.network in networks.spoken():
            show(*_capabilities(account.network))
        if manages:
            _acts(user_id, account)


def connect(user_id: int, mine: Sequence[Place]) -> None:
    """Draw the form that links an account; its keys are sealed at once and never shown again."""
    by_id = {place.id: place for place in mine}
    with st.form("connect", border=True):
        where = st.selectbox(t("Territoire"), list(by_id), format_func=lambda one: by_id[one].name)
        network = st.selectbox(t("Réseau"), networks.spoken(), format_func=wording.network)
        remote = st.text_input(t("Numéro du compte sur le réseau"))
        handle = st.text_input(t("Nom du compte (sans @)"))
        keys = st.text_area(
            t("Clés d'accès, une par ligne : nom=valeur"), help=t("Chiffrées aussitôt, jamais remontrées.")
        )
        if st.form_submit_button(t("Relier"), type="primary"):
            kept = _keys(keys)
            acting.act(channels.connect, user_id, where, network, remote, handle, kept, done=t("Compte relié."))


def _health(account: Account) -> list[Markup]:
    state = marks.chip(wording.channel_states().get(account.state, account.state), TONES.get(account.state, "grey"))
    read = t("relevé {ago}", ago=marks.ago(account.synced_at)) if account.synced_at else t("jamais relevé")
    owner = t("responsable : {name}", name=account.owner) if account.owner else t("sans responsable")
    work = t("{n} à traiter · {queued} envois prévus", n=account.waiting, queued=account.queued)
    pieces = [tag("p", state, tag("span", read), tag("span", owner), tag("span", work), cls="row-head")]
    pieces += [tag("p", recall(kept)) for kept in (account.because, account.trouble) if kept]
    if account.stuck:
        pieces.append(tag("p", marks.chip(t("À décider ({n})", n=account.stuck), "red")))
    return pieces


def _capabilities(network: str) -> list[Markup]:
    limits = networks.limits(network)
    if limits is None:
        return []
    can = {
        t("lit les mentions"): limits.reads_mentions,
        t("lit les messages privés"): limits.reads_dm,
        t("répond"): limits.replies,
        t("retire"): limits.deletes,
        t("masque"): limits.hides,
    }
    size = t("{n} caractères, {images} image(s)", n=limits.text, images=limits.images)
    said = [tag("span", ("✓ " if able else "✕ ") + what, cls="" if able else "soft") for what, able in can.items()]
    return [tag("p", *said, tag("span", size), cls="row-head")]


def _acts(user_id: int, account: Account) -> None:
    with st.container(horizontal=True):
        if account.state == "active":
            with st.popover(t("Mettre en pause"), icon=":material/pause:", key=f"pause-{account.id}"):
                why = st.text_input(t("Pourquoi ?"), key=f"pause-why-{account.id}")
                if st.button(t("Mettre en pause"), key=f"pause-now-{account.id}"):
                    acting.act(channels.pause, user_id, account.id, why, done=t("Compte en pause."))
        if account.state == "paused" and st.button(
            t("Reprendre"), icon=":material/play_arrow:", key=f"resume-{account.id}"
        ):
            acting.act(channels.resume, user_id, account.id, done=t("Compte de nouveau en service."))
        with st.popover(t("Reconnecter"), icon=":material/key:", key=f"reconnect-{account.id}"):
            keys = st.text_area(t("Clés d'accès, une par ligne : nom=valeur"), key=f"keys-{account.id}")
            if st.button(t("Reconnecter"), key=f"reconnect-now-{account.id}"):
                acting.act(channels.reconnect, user_id, account.id, _keys(keys), done=t("Compte reconnecté."))


def _keys(typed: str) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in typed.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}
