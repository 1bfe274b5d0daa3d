"""The queue of the inbox: what to look at next, why, and since when. It redraws itself while one watches."""

from __future__ import annotations

import streamlit as st

from dashboard import here, wording
from dashboard.parts import empty, marks, queue_filters
from dashboard.parts.tags import Markup, show, tag
from dashboard.parts.text import plain
from data.queries import inbox
from data.queries.inbox import Row
from data.queries.order import Cursor, InboxFilter
from words import recall, t

EVERY = 3.0  # seconds: reading and drawing together must stay well under fifteen
SIZE = 30
MOST_PAGES = 25


@here.live(run_every=EVERY)
def rows(user_id: int, chosen: int | None) -> None:
    """Draw the rows in the queue's order, each with the one chip that explains its place."""
    found, more = _read(user_id, queue_filters.wanted())
    if not found:
        empty.nothing(t("Rien à traiter ici."), t("Les nouveaux messages arrivent tout seuls."))
    for row in found:
        _row(row, chosen)
    if more and st.button(t("Afficher la suite"), key="queue-more", width="stretch"):
        st.session_state[queue_filters.PAGES] = min(MOST_PAGES, st.session_state.get(queue_filters.PAGES, 1) + 1)
        st.rerun(scope="fragment")


def _read(user_id: int, wanted: InboxFilter) -> tuple[list[Row], bool]:
    """Read as many pages as were asked for, each from where the last one ended."""
    found: list[Row] = []
    after: Cursor | None = None
    for _ in range(st.session_state.get(queue_filters.PAGES, 1)):
        page = inbox.queue(user_id, wanted, after=after, size=SIZE)
        found += page.rows
        after = page.next
        if after is None:
            break
    return found, after is not None


def _row(row: Row, chosen: int | None) -> None:
    name = f"row-open-{row.id}" if row.id == chosen else f"row-{row.id}"
    with st.container(key=name):
        show(tag("p", *_head(row), cls="row-head"))
        pictures = t(" [{n} image(s)]", n=row.media_count) if row.media_count else ""
        author = plain(row.author or t("Visiteur"))
        label = f"**{author}** : {plain(row.excerpt)}{pictures}"
        if st.button(label, key=f"open-{row.id}", type="tertiary", width="stretch"):
            st.query_params["c"] = str(row.id)
            st.rerun()


def _time(row: Row) -> Markup:
    return marks.deadline(row.due_at, row.asked_at, row.late_because, row.paused_at)


def _head(row: Row) -> list[Markup]:
    why = marks.chip(recall(row.chip) or t("à lire"), marks.RANK_TONES.get(row.rank, "grey"))
    state = wording.case_states().get(row.state, row.state)
    who = t("{name} s'en occupe", name=row.owner) if row.owner else "" if row.state == "open" else state
    pieces = [
        why,
        marks.copies(row.copies),
        marks.course(row.mood, row.mood_because),
        marks.place(row.place),
        tag("span", wording.network(row.network)),
    ]
    pieces += [tag("span", who)] if who else []
    asked = Markup() if row.state in queue_filters.DONE else _time(row)
    right = asked or tag("span", marks.ago(row.last_at))
    return [*pieces, tag("span", right, cls="push")]
