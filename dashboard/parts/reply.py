"""The reply: who speaks, to which words, the answer, its length, what the policies think, and sending."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import streamlit as st

from dashboard import acting, here, networks
from dashboard.parts import marks, reasons, setting_aside
from dashboard.parts.tags import show, tag
from data.queries import conversation as reads
from data.queries.conversation import Case
from desk import replies
from desk.overriding import SetAside
from words import t

EVERY = 5.0  # seconds
QUOTED = 90  # characters of the message answered


def box(user_id: int, conversation_id: int) -> None:
    """Draw the reply of one conversation; what is typed is kept as a draft."""
    with st.container(key="reply-box", border=True):
        _answered(user_id, conversation_id)
        _answer(user_id, conversation_id)


@here.live(run_every=EVERY)
def _answered(user_id: int, conversation_id: int) -> None:
    """Draw what the reply goes under, and remember it as shown.

    Apart from the answer, which is drawn anew by the very click that sends it: that would call seen what is not.
    """
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    theirs = [one for one in case.messages if one.inward]
    st.session_state[_shown(case.id)] = max((one.id for one in theirs), default=None)
    show(tag("p", t("Vous répondez en tant que"), cls="soft"), marks.account(case.place, case.network, case.handle))
    left = [one for one in theirs if one.withdrawn_at is None]
    if left:
        quoted = textwrap.shorten(left[-1].text, QUOTED, placeholder="…")
        show(tag("p", t("À : « {words} »", words=quoted), cls="soft"))


@here.live()
def _answer(user_id: int, conversation_id: int) -> None:
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    field = _field(case)
    if field not in st.session_state:
        st.session_state[field] = acting.look(replies.drafted, user_id, case.id) or ""
    text = st.text_area(t("Votre réponse"), key=field, height=130, on_change=_keep, args=(user_id, case.id, field))
    limits = networks.limits(case.network)
    if text.strip():
        if limits:
            reasons.count(networks.length(case.network, text), limits.reply_text)
        said = acting.look(
            replies.check, user_id, case.id, text, channel_id=case.channel_id, overrides=_aside(case, text)
        )
        reasons.decision(said)
        setting_aside.offer(f"reply-{case.id}", text, said)
    if st.button(
        t("Envoyer la réponse"), type="primary", icon=":material/send:", key="send", disabled=not text.strip(),
        on_click=_press, args=(case.id,),
    ):  # fmt: skip
        done, seen = t("Réponse confiée à l'envoi."), st.session_state.get(_pressed(case.id))
        acting.act(
            replies.send, user_id, case.id, text, channel_id=case.channel_id, seen=seen, overrides=_aside(case, text),
            done=done, after=_emptied(case),
        )  # fmt: skip


def _aside(case: Case, text: str) -> tuple[SetAside, ...]:
    return setting_aside.asked(f"reply-{case.id}", text) or ()


def _press(conversation_id: int) -> None:
    """Keep what stood on the page when the button was pressed, before anything is drawn anew."""
    st.session_state[_pressed(conversation_id)] = st.session_state.get(_shown(conversation_id))


def _shown(conversation_id: int) -> str:
    return f"shown-{conversation_id}"


def _pressed(conversation_id: int) -> str:
    return f"pressed-{conversation_id}"


def _keep(user_id: int, conversation_id: int, field: str) -> None:
    acting.look(replies.draft, user_id, conversation_id, st.session_state[field])


def _field(case: Case) -> str:
    """Each sent reply begins a new field; the name lets the page judge the words while they are typed."""
    return f"live-reply-{case.id}-{st.session_state.get(f'sent-{case.id}', 0)}"


def _emptied(case: Case) -> Callable[[object], None]:
    def after(_sent: object) -> None:
        st.session_state[f"sent-{case.id}"] = st.session_state.get(f"sent-{case.id}", 0) + 1

    return after
