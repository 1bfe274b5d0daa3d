"""Boîte: one queue over every territory one may see, and the conversation one has opened."""

import streamlit as st

from dashboard import here
from dashboard.parts import conversation, header, queue, queue_filters
from words import t

me = here.me()
opened = st.query_params.get("c", "")
chosen = int(opened) if opened.isdecimal() and len(opened) < 16 else None

header.title(t("Boîte"), t("Tous vos territoires, le plus pressé d'abord."))
queue_filters.begin(st.query_params.pop("view", ""))
if chosen is None:
    queue_filters.draw(me.id)
    queue.rows(me.id, None)
else:
    left, right = st.columns([5, 8], gap="large")
    with left, st.container(key="queue-behind"):
        queue_filters.draw(me.id)
        queue.rows(me.id, chosen)
    with right:
        conversation.whole(me.id, chosen)
