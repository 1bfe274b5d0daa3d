"""What was said in a conversation, oldest first, and what is on its way out. It redraws itself while one reads."""

from __future__ import annotations

import streamlit as st

from dashboard import allowed, here, wording
from dashboard.parts import correcting, marks, message
from dashboard.parts.tags import Markup, show, tag
from data.queries import conversation as reads
from data.queries.conversation import Case
from data.queries.parcels import Parcel
from words import recall, t

EVERY = 5.0  # seconds
CORRECTABLE = 20  # the latest messages of a visitor; a long thread would be slow with a form under each


@here.live(run_every=EVERY)
def history(user_id: int, conversation_id: int) -> None:
    """Draw every message, each of the visitor's with what can be corrected in it."""
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    zone = case.place.zone
    may = case.place.id in allowed.where(user_id, "correct")
    theirs = [one.id for one in case.messages if one.inward][-CORRECTABLE:] if may else []
    with st.container(key="exchange", gap=None):
        if case.under:
            # `t` has a `text` of its own, so a blank of that name is filled the long way
            show(tag("p", t("Sous notre publication : « {text} »", text=case.under), cls="soft"))
        for one in case.messages:
            show(message.said(one, zone, case.place.name))
            if one.id in theirs:
                correcting.box(user_id, one)
        show(*(_on_its_way(one, case) for one in case.deliveries if one.state not in ("published", "cancelled")))


def _on_its_way(parcel: Parcel, case: Case) -> Markup:
    state = marks.chip(wording.delivery_states().get(parcel.state, parcel.state), "amber")
    head = tag("p", tag("strong", t("{name} pour {us}", name=parcel.by, us=case.place.name)), state, cls="said-head")
    why = [tag("p", recall(parcel.because), cls="soft")] if parcel.because else []
    return tag("article", head, tag("p", parcel.text, cls="said-text"), *why, cls="said said-ours")
