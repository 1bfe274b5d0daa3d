"""Hiding a visitor's words: which, of what kind, by which clause, with a statement of reasons; what was hidden."""

from __future__ import annotations

import streamlit as st

from dashboard import acting, dates
from dashboard.parts.tags import show, tag
from dashboard.parts.text import plain
from data.queries import moderation
from data.queries.conversation import Case
from desk import moderating
from words import recall, t


def box(user_id: int, case: Case) -> None:
    """Draw the acts so far, and the form for another."""
    for act in moderation.acts(user_id, case.id):
        _act(user_id, act, case.place.zone)
    theirs = {one.id: one for one in case.messages if one.inward and one.text and one.withdrawn_at is None}
    if not theirs:
        return
    with (
        st.expander(t("Modérer"), icon=":material/visibility_off:", key=f"moderate-{case.id}"),
        st.form(f"moderate-form-{case.id}", border=False),
    ):
        which = st.selectbox(t("Message"), list(theirs), format_func=lambda one: plain(theirs[one].text)[:80])
        kinds = {code: said.say() for code, said in moderating.KINDS.items()}
        kind = st.selectbox(t("C'est…"), list(kinds), index=None, format_func=lambda one: kinds[one])
        clauses = moderating.clauses()
        clause = st.selectbox(t("Clause de la charte"), list(clauses), index=None, format_func=lambda one: clauses[one])
        reasons = st.text_area(t("Raisons, pour la personne"), help=t("En mots simples : elle peut les lire."))
        if st.form_submit_button(t("Masquer"), icon=":material/visibility_off:"):
            acting.act(
                moderating.hide, user_id, which, kind or "", clause or "", reasons,
                done=t("Demandé : le réseau le masque dans l'instant."),
            )  # fmt: skip


def _act(user_id: int, act: moderation.Act, zone: str) -> None:
    said = {
        "asked": t("à masquer, demandé le {when} par {by}", when=dates.moment(act.at, zone), by=act.by),
        "done": t("masqué le {when}, à la demande de {by}", when=dates.moment(act.done_at or act.at, zone), by=act.by),
        "failed": t("pas masqué : {why}", why=recall(act.because) or "—"),
    }[act.state]
    why = t("Clause « {clause} » : {reasons}", clause=act.clause, reasons=act.reasons)
    proof = t(" Preuve scellée.") if act.sealed else ""
    show(tag("p", tag("strong", said), " ", tag("span", why + proof, cls="soft"), cls="moderated"))
    if act.state == "failed" and st.button(t("Réessayer"), key=f"moderate-again-{act.id}"):
        acting.act(moderating.again, user_id, act.id, done=t("Demandé de nouveau."))
