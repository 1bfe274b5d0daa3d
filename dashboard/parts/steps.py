"""The step of an approval: whom it asks, until when, what silence means, and a link for somebody without an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

import streamlit as st

import clock
from dashboard import acting, dates, wording
from dashboard.parts.tags import show, tag
from data.queries import approvals
from data.queries.approvals import Asked, Post
from desk import outsiders
from words import t

OVER = timedelta(days=30)
LINK = "approval-link"


def told(post: Post, asked: Asked | None) -> None:
    """Draw the step that is open."""
    if asked is None:
        return
    role = wording.role(asked.role)
    whom = t("Étape {step} sur {of} : {role}", step=asked.step, of=asked.of, role=role) if asked.of > 1 else role
    if asked.due_at is None:
        since = dates.moment(asked.asked_at, post.zone)
        until = t("sans réponse à temps : montée le {when}", when=since) if asked.escalated else ""
    elif asked.by_default == "leaves":
        until = t("sans réponse, publiée le {when}", when=dates.moment(asked.due_at, post.zone))
    else:
        until = t("sans réponse, monte d'un cran le {when}", when=dates.moment(asked.due_at, post.zone))
    show(tag("p", tag("strong", whom), tag("span", until, cls="soft"), cls="row-head"))


def link(user_id: int, post: Post) -> None:
    """Draw what makes a link for somebody without an account; the link is shown once."""
    with st.popover(t("Faire valider par lien"), icon=":material/link:", key=f"outside-{post.id}"):
        name = st.text_input(t("À qui ?"), key=f"outside-name-{post.id}", placeholder=t("Prénom, fonction"))
        if st.button(t("Créer le lien"), key=f"outside-make-{post.id}"):
            acting.act(
                outsiders.invite, user_id, post.id, name, after=lambda secret: _keep(post.id, secret),
                done=t("Lien créé : il sert une fois, pendant 48 heures."),
            )  # fmt: skip
        if secret := st.session_state.get(f"{LINK}-{post.id}"):
            st.code(f"{_origin()}/approve/{quote(secret)}", language=None, wrap_lines=True)


def pace(user_id: int) -> None:
    """Draw how long answers took in the last thirty days, by place, with n and the formula."""
    at = clock.now()
    found = [one for one in approvals.pace(user_id, at - OVER, at) if one.n or one.defaulted or one.escalated]
    if not found:
        return
    st.header(t("Temps de validation"), anchor=False)
    show(tag("p", t("Médiane, sur 30 jours, du temps entre la demande et la réponse d'une personne."), cls="soft"))
    show(tag("ul", *(tag("li", _said(one)) for one in found), cls="plain"))


def _said(one: approvals.Pace) -> str:
    if one.median_minutes is None:
        took = t("aucune réponse d'une personne")
    elif one.median_minutes < 120:
        took = t("{n} min (n = {of})", n=round(one.median_minutes), of=one.n)
    else:
        took = t("{n} h (n = {of})", n=round(one.median_minutes / 60), of=one.n)
    rest = t(" ; sans réponse : {out} publiées par défaut, {up} montées", out=one.defaulted, up=one.escalated)
    return f"{one.place.name} : {took}" + (rest if one.defaulted or one.escalated else "")


def _keep(post_id: int, secret: str) -> None:
    st.session_state[f"{LINK}-{post_id}"] = secret


def _origin() -> str:
    return (st.context.url or "").split("/approvals")[0].rstrip("/")


def of_all(user_id: int, posts: Sequence[Post]) -> dict[int, Asked]:
    """Return the open step of each post shown."""
    return dict(approvals.asked(user_id, [post.id for post in posts]))
