"""One conversation, opened: its account, its history, what can be done with it, and the reply."""

from __future__ import annotations

import streamlit as st

from dashboard import dates, here, wording
from dashboard.parts import case_acts, empty, figures, marks, message, reply
from dashboard.parts.tags import Markup, show, tag
from data.queries import conversation as reads
from data.queries.conversation import Case
from words import recall, t

EVERY = 5.0  # seconds


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
    show(marks.account(case.place, case.network, case.handle))
    _standing(user_id, conversation_id, (case.state, case.owner_id))
    case_acts.bar(user_id, case)
    _history(user_id, conversation_id)
    reply.box(user_id, conversation_id)
    case_acts.notes(user_id, case)
    _around(case)


@here.live(run_every=EVERY)
def _standing(user_id: int, conversation_id: int, drawn: tuple[str, int | None]) -> None:
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    if (case.state, case.owner_id) != drawn:
        st.rerun()  # a colleague or a visitor changed what can be done: draw the acts anew
    chips = [marks.chip(recall(case.chip), marks.RANK_TONES.get(case.rank, "grey"))] if case.chip else []
    chips += [marks.chip(wording.case_states().get(case.state, case.state)), marks.deadline(case.due_at, case.asked_at)]
    if case.owner:
        until = t(", jusqu'à {hour}", hour=dates.moment(case.returns_at, case.place.zone)) if case.returns_at else ""
        chips.append(tag("span", t("{name} s'en occupe", name=case.owner) + until, cls="soft"))
    if case.snoozed_until and case.state == "snoozed":
        back = t("revient {at}", at=dates.moment(case.snoozed_until, case.place.zone))
        chips.append(tag("span", back, cls="soft"))
    show(tag("p", *chips, cls="chips"))
    show(*(tag("p", recall(reason), cls="soft why") for reason in case.reasons))


@here.live(run_every=EVERY)
def _history(user_id: int, conversation_id: int) -> None:
    case = reads.one(user_id, conversation_id)
    if case is None:
        return
    show(tag("section", *_words(case), aria_label=t("Échanges")))


def _words(case: Case) -> list[Markup]:
    """Return messages and what is on its way out, oldest first."""
    zone = case.place.zone
    # `t` has a `text` of its own, so a blank of that name is filled the long way
    under = t("Sous notre publication : « {text} »", text=case.under)
    words = [tag("p", under, cls="soft")] if case.under else []
    words += [message.said(one, zone, case.place.name) for one in case.messages]
    for parcel in case.deliveries:
        if parcel.state in ("published", "cancelled"):
            continue
        state = marks.chip(wording.delivery_states().get(parcel.state, parcel.state), "amber")
        head = tag(
            "p", tag("strong", t("{name} pour {us}", name=parcel.by, us=case.place.name)), state, cls="said-head"
        )
        why = [tag("p", recall(parcel.because), cls="soft")] if parcel.because else []
        words.append(tag("article", head, tag("p", parcel.text, cls="said-text"), *why, cls="said said-ours"))
    return words


def _around(case: Case) -> None:
    """Draw what else is known: the visitor's other conversations, and who did what."""
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
