"""One conversation, opened: its account, how it stands, what can be done with it, and the reply."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import acting, dates, here, wording
from dashboard.parts import case_acts, copies, empty, exchange, figures, marks, moderating, reply
from dashboard.parts.exchange import EVERY
from dashboard.parts.tags import show, tag
from data.queries import conversation as reads
from data.queries.conversation import Case
from desk import access
from words import recall, t


def whole(user_id: int, conversation_id: int) -> None:
    """Draw the conversation, or that there is none one may see."""
    with st.container(key="back-to-queue"):
        if st.button(t("Retour à la boîte"), icon=":material/arrow_back:", key="back"):
            st.query_params.pop("c", None)
            st.rerun()
    case = reads.one(user_id, conversation_id)
    if case is None:
        return empty.nothing(
            t("Introuvable ici."), t("Cette conversation n'existe pas, ou elle appartient à un autre territoire.")
        )
    acting.once(f"looked-{conversation_id}", access.looked, user_id, conversation_id)
    show(marks.account(case.place, case.network, case.handle))
    _standing(user_id, conversation_id, (case.state, case.owner_id))
    copies.first(case)
    case_acts.bar(user_id, case)
    exchange.history(user_id, conversation_id)
    reply.box(user_id, conversation_id)
    case_acts.notes(user_id, case)
    moderating.box(user_id, case)
    copies.box(user_id, case)
    _around(case)


@here.live(run_every=EVERY)
def _standing(user_id: int, conversation_id: int, drawn: tuple[str, int | None]) -> None:
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    if (case.state, case.owner_id) != drawn:
        st.rerun()  # a colleague or a visitor changed what can be done: draw the acts anew
    chips = [marks.chip(recall(case.chip), marks.RANK_TONES.get(case.rank, "grey"))] if case.chip else []
    chips.append(marks.chip(wording.case_states().get(case.state, case.state)))
    chips.append(marks.deadline(case.due_at, case.asked_at, case.late_because, case.paused_at))
    if case.paused_for:
        waited = t("chez un service : {span}, hors délai", span=dates.span(timedelta(minutes=case.paused_for)))
        chips.append(tag("span", waited, cls="soft"))
    if case.owner:
        until = t(", jusqu'à {hour}", hour=dates.moment(case.returns_at, case.place.zone)) if case.returns_at else ""
        chips.append(tag("span", t("{name} s'en occupe", name=case.owner) + until, cls="soft"))
    if case.snoozed_until and case.state == "snoozed":
        back = t("revient {at}", at=dates.moment(case.snoozed_until, case.place.zone))
        chips.append(tag("span", back, cls="soft"))
    chips.insert(1 if case.chip else 0, marks.course(case.mood, case.mood_because))
    show(tag("p", *chips, cls="chips"))
    if case.mood in marks.COURSE_TONES:
        show(tag("p", recall(case.mood_because), cls="soft why"))
    if case.late_because:
        show(tag("p", recall(case.late_because), cls="soft why"))
    show(*(tag("p", recall(reason), cls="soft why") for reason in case.reasons))


def _around(case: Case) -> None:
    """Draw what else is known: what it goes on from, the visitor's other conversations, and who did what."""
    if case.follows_id:
        figures.line(
            "inbox", "before", t("La conversation d'avant, restée trois jours sans un mot"), c=str(case.follows_id)
        )
    if case.followed_by_id:
        figures.line("inbox", "after", t("La suite de cette conversation"), c=str(case.followed_by_id))
    if case.elsewhere:
        with st.expander(t("Ce visiteur ailleurs ({n})", n=len(case.elsewhere)), icon=":material/person:"):
            for other in case.elsewhere:
                state = wording.case_states().get(other.state, other.state)
                said = f"{wording.network(other.network)} · {state} · {dates.moment(other.last_at, case.place.zone)}"
                figures.line("inbox", f"else-{other.id}", said, marks.place(other.place), c=str(other.id))
    with st.expander(t("Journal"), icon=":material/history:"):
        lines = [
            tag("li", tag("strong", dates.moment(step.at, case.place.zone)), " · ", _step(step))
            for step in case.timeline
        ]
        show(tag("ul", *lines, cls="timeline") if lines else tag("p", t("Rien encore."), cls="soft"))


def _step(step: reads.Step) -> str:
    who = step.by or t("le moteur")
    states = wording.case_states() | wording.post_states() | wording.delivery_states()
    said = wording.delivery_states() if step.subject == "deliveries" else states
    said = wording.post_states() if step.subject == "posts" else said
    said = wording.case_states() if step.subject == "conversations" else said
    what = said.get(step.after or "", step.verb)
    why = f" ({recall(step.because)})" if step.because else ""
    return f"{who} : {what}{why}"
