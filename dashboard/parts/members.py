"""Members and their personal links: a link is shown once, when it is made, and never again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import acting, wording
from dashboard.parts import empty, marks
from dashboard.parts.tags import show, tag
from data.queries.people import Partner
from data.queries.seen import Place
from desk import contributions
from words import t

LINK = "member-link"


def listed(user_id: int, partners: Sequence[Partner], manages: Sequence[Place]) -> None:
    """Draw the members with what they sent, and for those who may, the form for a new one."""
    _shown_once()
    if manages:
        _new(user_id, manages)
    if not partners:
        empty.nothing(t("Aucun adhérent pour le moment."))
    for one in partners:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"member-{one.id}"):
            kind = wording.member_kinds().get(one.kind, one.kind)
            sent = t("{n} envoi(s)", n=one.offers)
            show(
                tag(
                    "p",
                    marks.place(one.place),
                    tag("strong", one.name),
                    tag("span", f"{kind} · {sent}", cls="soft"),
                    cls="row-head",
                )
            )
            if one.place in manages and st.button(
                t("Nouveau lien"), key=f"link-{one.id}", help=t("L'ancien lien ne marchera plus.")
            ):
                acting.act(contributions.new_link, user_id, one.id, done=t("Voici le lien."), after=_keep)


def _new(user_id: int, manages: Sequence[Place]) -> None:
    with st.expander(t("Ajouter un adhérent"), icon=":material/person_add:"), st.form("new-member", border=False):
        by_id, kinds = {place.id: place for place in manages}, wording.member_kinds()
        where = st.selectbox(t("Territoire"), list(by_id), format_func=lambda one: by_id[one].name)
        name = st.text_input(t("Nom, comme les visiteurs le connaissent"))
        kind = st.selectbox(t("C'est…"), list(kinds), format_func=lambda one: kinds[one])
        if st.form_submit_button(t("Créer son lien"), type="primary"):
            acting.act(
                contributions.add_member, user_id, where, name, kind=kind, done=t("Voici son lien."), after=_keep_new
            )


def _shown_once() -> None:
    if token := st.session_state.get(LINK):
        address = (
            f"{st.context.url.split('/contributions')[0].rstrip('/')}/contribute/{token}" if st.context.url else ""
        )
        with st.container(border=True, key="fresh-link"):
            show(
                tag(
                    "p",
                    tag("strong", t("Lien personnel à envoyer à l'adhérent")),
                    " ",
                    t("Il n'est montré qu'une fois."),
                )
            )
            st.code(address or f"/contribute/{token}", language=None, wrap_lines=True)
            if st.button(t("C'est copié"), key="link-copied"):
                del st.session_state[LINK]
                st.rerun()


def _keep(token: str) -> None:
    st.session_state[LINK] = token


def _keep_new(member: contributions.NewMember) -> None:
    _keep(member.link_token)
