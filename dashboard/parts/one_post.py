"""One post with everything about it: words, accounts, deliveries and their tries, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

import clock
from dashboard import acting, composing, dates, pages
from dashboard.parts import composer, empty, marks, moment, parcels, picture, posts, series
from dashboard.parts.tags import show, tag
from data.queries import calendar
from data.queries.parcels import Parcel
from data.queries.posts import Post
from desk import posts as verbs
from words import recall, t

MOVABLE = ("draft", "in_review", "approved", "scheduled", "declined")


def whole(user_id: int, post_id: int) -> None:
    """Draw a post, or that there is none one may see."""
    post = calendar.one_post(user_id, post_id)
    with st.container(border=True, key="one-post"):
        if post is None:
            empty.nothing(
                t("Introuvable ici."), t("Cette publication n'existe pas, ou elle appartient à un autre territoire.")
            )
        else:
            _head(post)
            words(post)
            _acts(user_id, post)
            series.under(user_id, post)
        if st.button(t("Fermer"), key="close-post", type="tertiary"):
            st.query_params.pop("p", None)
            st.rerun()


def words(post: Post) -> None:
    """Draw the words for each account, their pictures, and where each delivery stands."""
    for one in post.variants:
        show(marks.account(one.place, one.network, one.handle), tag("p", one.text, cls="said-text"))
        for media in one.media:
            picture.kept(media, width=240)
        for parcel in _still_meant(one.deliveries):
            parcels.standing(parcel, post.zone)


def _still_meant(deliveries: Sequence[Parcel]) -> Sequence[Parcel]:
    """Leave out what a move replaced; keep what was cancelled for good."""
    return [parcel for parcel in deliveries if parcel.state != "cancelled"] or deliveries


def _head(post: Post) -> None:
    when = dates.moment(post.due_at, post.zone) if post.due_at else t("sans heure")
    by = t("écrit par {name}", name=post.author)
    approved = t(", validé par {name}", name=post.approved_by) if post.approved_by else ""
    show(tag("p", tag("strong", when), posts.state(post), tag("span", by + approved, cls="soft"), cls="row-head"))
    if post.because:
        show(tag("p", recall(post.because), cls="soft"))


def _acts(user_id: int, post: Post) -> None:
    gone = any(parcel.state in ("published", "sending") for one in post.variants for parcel in one.deliveries)
    if gone or post.state not in MOVABLE or post.conversation_id is not None:
        return
    with st.expander(t("Déplacer"), icon=":material/event_repeat:"):
        at = datetime.fromisoformat(post.local_time) if post.local_time else None
        now = clock.now().astimezone(ZoneInfo(post.zone)).replace(tzinfo=None)
        chosen = moment.choose(f"move-{post.id}", at or now, post.zone).strftime("%Y-%m-%dT%H:%M")
        if st.button(t("Déplacer à cette heure"), type="primary", key="move"):
            moved = partial(composing.move, user_id, post.id, chosen, post.zone)
            acting.act(moved, done=composer.outcome, confirm_as="fold")
    with st.container(horizontal=True, key="post-acts"):
        if st.button(t("Modifier"), icon=":material/edit:", key="edit"):
            st.switch_page(pages.one("compose"), query_params={"p": str(post.id)})
        if st.button(t("Publier maintenant"), icon=":material/send:", key="now"):
            acting.act(verbs.publish_now, user_id, post.id, done=composer.outcome)
        if st.button(t("Annuler la publication"), icon=":material/cancel:", key="cancel"):
            acting.act(verbs.cancel, user_id, post.id, done=t("Publication annulée."))
