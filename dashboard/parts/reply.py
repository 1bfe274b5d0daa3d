"""The reply: who speaks, the words, how long they are for the network, what the policies think, and sending."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import acting, here, networks
from dashboard.parts import marks, reasons
from dashboard.parts.tags import show, tag
from data.queries import conversation as reads
from data.queries.conversation import Case
from desk import replies
from words import t


@here.live()
def box(user_id: int, conversation_id: int) -> None:
    """Draw the reply of one conversation; what is typed is kept as a draft."""
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    field = _field(case)
    if field not in st.session_state:
        st.session_state[field] = acting.look(replies.drafted, user_id, case.id) or ""
    with st.container(key="reply-box", border=True):
        show(tag("p", t("Vous répondez en tant que"), cls="soft"), marks.account(case.place, case.network, case.handle))
        text = st.text_area(t("Votre réponse"), key=field, height=130, on_change=_keep, args=(user_id, case.id, field))
        limits = networks.limits(case.network)
        if text.strip():
            if limits:
                reasons.count(networks.length(case.network, text), limits.reply_text)
            reasons.decision(acting.look(replies.check, user_id, case.id, text, channel_id=case.channel_id))
        if st.button(
            t("Envoyer la réponse"), type="primary", icon=":material/send:", key="send", disabled=not text.strip()
        ):
            done, shown = t("Réponse confiée à l'envoi."), case.channel_id
            acting.act(replies.send, user_id, case.id, text, channel_id=shown, done=done, after=_emptied(case))


def _keep(user_id: int, conversation_id: int, field: str) -> None:
    acting.look(replies.draft, user_id, conversation_id, st.session_state[field])


def _field(case: Case) -> str:
    """Each sent reply begins a new field; the name lets the page judge the words while they are typed."""
    return f"live-reply-{case.id}-{st.session_state.get(f'sent-{case.id}', 0)}"


def _emptied(case: Case) -> Callable[[object], None]:
    def after(_sent: object) -> None:
        st.session_state[f"sent-{case.id}"] = st.session_state.get(f"sent-{case.id}", 0) + 1

    return after
