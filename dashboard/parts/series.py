"""A series, under any of its posts: its rule, each date and how it stands, and what is done with all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

import streamlit as st

import clock
from dashboard import acting, allowed, composing, dates, rhythm
from dashboard.parts import marks, posts, repeating
from dashboard.parts.tags import Markup, show, tag
from data.queries import series as kept
from data.queries.posts import Post
from data.queries.series import Series
from desk import series as verbs
from words import t


def under(user_id: int, post: Post) -> None:
    """Draw the series a post belongs to; nothing for a post that does not come back."""
    found = kept.one(user_id, post.series_id) if post.series_id is not None else None
    if found is None:
        return
    with st.container(border=True, key="series"):
        show(tag("p", tag("strong", posts.comes_back(), rhythm.said(found)), cls="row-head"))
        if found.stopped_at is not None:
            at = dates.moment(found.stopped_at, found.zone)
            show(tag("p", t("Série arrêtée par {name}, {at}.", name=found.stopped_by, at=at), cls="soft"))
        with st.expander(t("Toutes les dates ({n})", n=len(found.posts))):
            show(tag("ul", *(_line(one, post.id) for one in found.posts), cls="series-dates"))
        if found.place is not None and found.place.id in allowed.where(user_id, "draft"):
            _acts(user_id, found)


def approve_all(user_id: int, post: Post) -> None:
    """Draw the words of every date of a series that waits, and the one act that approves them all."""
    if post.series_id is None:
        return
    # asked before the words: what changes in between is refused, never approved unread
    seen = acting.look(verbs.digests_of, user_id, post.series_id) or {}
    found = kept.one(user_id, post.series_id)
    waiting = [one for one in found.posts if one.state == "in_review"] if found else []
    if found is None or len(waiting) < 2:
        return
    show(tag("p", tag("strong", posts.comes_back(), rhythm.said(found)), cls="row-head"))
    with st.expander(t("Lire les {n} dates", n=len(waiting))):
        for one in waiting:
            texts = [tag("p", each.text, cls="said-text") for each in one.variants]
            show(tag("p", tag("strong", dates.moment(one.due_at, one.zone) if one.due_at else "")), *texts)
    label = t("Valider les {n} dates", n=len(waiting))
    # the key holds what was read: a click on a button whose words have changed since is lost, on purpose
    key = f"approve-series-{found.id}-{_digest(seen)}"
    if st.button(label, type="primary", icon=":material/done_all:", key=key, disabled=not seen):
        acting.act(verbs.approve, user_id, found.id, seen, done=repeating.outcome)


def _digest(seen: Mapping[int, str]) -> str:
    return sha256(repr(sorted(seen.items())).encode()).hexdigest()[:8]


def once_each(found: list[Post]) -> list[Post]:
    """Leave out all but the first date of each series: it speaks for them."""
    firsts: dict[int, int] = {}
    for post in sorted(found, key=lambda one: (one.local_date is None, one.local_date)):
        if post.series_id is not None:
            firsts.setdefault(post.series_id, post.id)
    return [post for post in found if post.series_id is None or firsts[post.series_id] == post.id]


def _line(one: Post, opened: int) -> Markup:
    when = dates.moment(one.due_at, one.zone) if one.due_at else rhythm.short(one.local_date) if one.local_date else ""
    here = tag("strong", when) if one.id == opened else tag("a", when, href=f"/calendar?p={one.id}", target="_self")
    return tag("li", here, " ", posts.state(one))


def _acts(user_id: int, found: Series) -> None:
    now = clock.now()
    drafts = [one for one in found.posts if one.state == "draft" and one.due_at is not None and one.due_at > now]
    if drafts and st.button(
        t("Programmer les {n} brouillons", n=len(drafts)), type="primary", icon=":material/event_repeat:",
        key="series-submit",
    ):  # fmt: skip
        acting.act(verbs.submit, user_id, found.id, and_schedule=True, done=repeating.outcome)
    if found.stopped_at is None:
        _reword(user_id, found)
        _extend(user_id, found)
        with st.popover(t("Arrêter la série"), icon=":material/stop_circle:", key="series-stop"):
            show(tag("p", t("Ce qui n'est pas parti est annulé, ce qui est parti reste en ligne."), cls="soft"))
            if st.button(t("Arrêter maintenant"), key="series-stop-now"):
                acting.act(verbs.stop, user_id, found.id, done=_stopped)


def _reword(user_id: int, found: Series) -> None:
    with st.expander(t("Changer les mots"), icon=":material/edit:"):
        show(tag("p", t("Vaut pour les dates à venir. Une date changée à la main garde ses mots."), cls="soft"))
        texts = {}
        for one in found.words:
            show(marks.account(one.place, one.network, one.handle))
            said = t("Texte de la série, {blank} pour la date", blank=repeating.BLANK)
            texts[one.channel_id] = st.text_area(said, one.text, key=f"series-text-{found.id}-{one.channel_id}") or ""
        if st.button(t("Changer les dates à venir"), type="primary", key="series-change"):
            acting.act(verbs.change, user_id, found.id, texts, done=repeating.outcome)


def _extend(user_id: int, found: Series) -> None:
    with st.expander(t("Prolonger"), icon=":material/more_time:"):
        later = st.date_input(
            t("Jusqu'au (compris)"), found.ends_on + timedelta(28), format="DD/MM/YYYY", width=190,
            key=f"series-until-{found.id}-{found.ends_on}",
        )  # fmt: skip
        if st.button(t("Ajouter ces dates"), type="primary", key="series-extend"):
            acting.act(composing.longer, user_id, found.id, later, done=repeating.outcome)


def _stopped(n: int) -> str:
    return t("Série arrêtée : {n} dates ne partiront pas.", n=n)
