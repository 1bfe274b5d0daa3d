"""What says the same, on a conversation's page: from the first to those that repeat it, and back."""

from __future__ import annotations

import streamlit as st

from dashboard import dates, wording
from dashboard.parts import figures, marks
from dashboard.parts.tags import tag
from data.queries import copies as reads
from data.queries.conversation import Case
from data.queries.copies import Copy
from words import t


def first(case: Case) -> None:
    """Draw the way to the conversation that said first what this one only repeats."""
    if case.copy_of is None:
        return
    said = t("Presque les mêmes mots qu'une conversation du même jour : ouvrir la première")
    figures.line("inbox", f"first-{case.copy_of}", said, c=str(case.copy_of))


def box(user_id: int, case: Case) -> None:
    """Draw the conversations that only repeat this one, some at a time."""
    if not case.copies:
        return
    kept = f"copies-shown-{case.id}"
    with st.expander(t("Copies ({n})", n=case.copies), icon=":material/content_copy:", key=f"copies-{case.id}"):
        shown = reads.listed(user_id, case.id, size=st.session_state.get(kept, reads.SIZE))
        for one in shown:
            _line(one)
        if len(shown) < case.copies and st.button(t("Afficher la suite"), key=f"copies-more-{case.id}"):
            st.session_state[kept] = len(shown) + reads.SIZE
            st.rerun()


def _line(one: Copy) -> None:
    state = marks.chip(wording.case_states().get(one.state, one.state))
    author = one.author or t("Visiteur")
    at = tag("span", f"{wording.network(one.network)} · {dates.moment(one.posted_at, one.place.zone)}")
    figures.line("inbox", f"copy-{one.id}", f"{author} : {one.excerpt}", state, at, c=str(one.id))
