"""A post that waits for other eyes: read, then approved, sent back or refused."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import acting, allowed, dates
from dashboard.parts import composer, one_post, reasons, series, steps
from dashboard.parts.tags import show, tag
from data.queries.approvals import Asked, Post
from desk import posts as verbs
from words import t

AT_ONCE = 10  # each is judged anew when it is shown


def awaited(user_id: int, posts: Sequence[Post]) -> list[Post]:
    """Return the posts that wait for this person's eyes: not their own words, and where they may approve."""
    may = allowed.where(user_id, "approve")
    return [post for post in posts if post.author_id != user_id and all(one.place.id in may for one in post.variants)]


def watched(post: Post, asked: Asked | None) -> None:
    """Draw a post that waits for somebody else."""
    with st.container(border=True, key=f"watch-card-{post.id}"):
        _head(post)
        steps.told(post, asked)
        one_post.words(post)


def card(user_id: int, post: Post, asked: Asked | None) -> None:
    """Draw the post and the three answers."""
    with st.container(border=True, key=f"approve-card-{post.id}"):
        _head(post)
        steps.told(post, asked)
        one_post.words(post)
        for decision in (acting.look(verbs.check, user_id, post.id) or {}).values():
            if decision.reasons:
                reasons.decision(decision)
        series.approve_all(user_id, post)
        seen = acting.look(verbs.digest, user_id, post.id)
        with st.container(horizontal=True):
            label = t("Valider") if post.series_id is None else t("Valider cette date")
            # the key holds what was read: a click on a button whose words have changed since is lost, on purpose
            key = f"approve-{post.id}-{(seen or '')[:8]}"
            if st.button(label, type="primary", icon=":material/check:", key=key, disabled=seen is None):
                acting.act(
                    verbs.approve,
                    user_id,
                    post.id,
                    and_schedule=post.due_at is not None,
                    seen=seen,
                    done=composer.outcome,
                )
            with st.popover(t("Renvoyer ou refuser"), icon=":material/undo:", key=f"no-{post.id}"):
                why = st.text_input(t("Pourquoi ?"), key=f"why-{post.id}")
                if st.button(t("Renvoyer à l'auteur"), key=f"back-{post.id}"):
                    acting.act(verbs.send_back, user_id, post.id, why, done=t("Renvoyé à son auteur."))
                if st.button(t("Refuser"), key=f"decline-{post.id}"):
                    acting.act(verbs.decline, user_id, post.id, why, done=t("Refusé."))
            if asked is not None:
                steps.link(user_id, post)


def _head(post: Post) -> None:
    when = dates.moment(post.due_at, post.zone) if post.due_at else t("dès la validation")
    by = t("proposé par {name}", name=post.submitted_by or post.author)
    show(tag("p", tag("strong", when), tag("span", by, cls="soft"), cls="row-head"))
