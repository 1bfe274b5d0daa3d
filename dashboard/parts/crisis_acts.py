"""An incident's head and what one can do about it as a whole: take it on, change its level, resume, close."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard import acting, allowed, dates
from dashboard.parts import marks
from dashboard.parts.tags import Markup, show, tag
from data.queries.incidents import Called, Case
from desk import incidents, resuming
from desk.resuming import Resumed
from words import t

TONES: dict[int, marks.Tone] = {1: "red", 2: "amber", 3: "blue", 4: "grey"}


def head(case: Case) -> None:
    """Draw what it is, where, since when, by whom, who took it on, and what it holds back."""
    zone = case.places[0].zone
    drill = [marks.chip(t("EXERCICE"), "amber")] if case.drill else []
    where = [marks.place(place) for place in case.places]
    at = dates.moment(case.opened.at, zone)
    show(tag("p", marks.chip(f"P{case.level}", TONES[case.level]), *drill, *where, cls="row-head"))
    st.header(case.title, anchor=False)
    show(
        tag("p", t("Ouvert par {by}, {at} : « {reason} »", by=case.opened.by, at=at, reason=case.reason)),
        tag("p", _taken(case, zone), cls="" if case.taken else "count over"),
        tag("p", _holds(case, zone)),
        *_calls(case, zone),
    )


def draw(user_id: int, case: Case) -> None:
    """Draw the buttons."""
    reached = {place.id for place in case.places}
    takes = case.taken is None and bool(reached & allowed.where(user_id, "handle_incident"))
    resumes = case.suspended is not None and case.named <= allowed.where(user_id, "unfreeze")
    closes = case.named <= allowed.where(user_id, _closes(case))
    with st.container(horizontal=True, key=f"incident-acts-{case.id}"):
        name = t("Je prends en charge")
        if takes and st.button(name, type="primary", key=f"take-{case.id}", icon=":material/back_hand:"):
            acting.act(incidents.acknowledge, user_id, case.id, done=t("C'est noté : plus personne n'est appelé."))
        name = t("Lever la suspension")
        if resumes and st.button(name, key=f"resume-{case.id}", icon=":material/play_circle:"):
            acting.act(resuming.resume, user_id, case.id, done=_resumed)
        name = t("Clore l'incident")
        if closes and st.button(name, key=f"close-{case.id}", icon=":material/check_circle:"):
            acting.act(resuming.close, user_id, case.id, done=_resumed)
    if case.named <= allowed.where(user_id, "open_incident"):
        _levels(user_id, case)


def line(case: Case) -> Markup:
    """Return one line about an incident that is over."""
    zone = case.places[0].zone
    closed = case.closed or case.opened
    drill = [marks.chip(t("EXERCICE"), "amber")] if case.drill else []
    where = [marks.place(place) for place in case.places]
    over = tag("span", t("clos par {by}, {at}", by=closed.by, at=dates.moment(closed.at, zone)))
    return tag("li", tag("p", tag("strong", case.name), *drill, *where, over, cls="row-head"))


def _levels(user_id: int, case: Case) -> None:
    """Draw the four levels: graver for whoever opens incidents; a grave one is lowered by the direction."""
    low = case.drill or case.level > 2 or case.named <= allowed.where(user_id, "lower_incident")
    with st.container(horizontal=True, vertical_alignment="center", key=f"incident-levels-{case.id}"):
        show(tag("span", t("Niveau"), cls="soft"))
        for level in (1, 2, 3, 4):
            here = level == case.level
            name, shut = f"P{level}", not here and level > case.level and not low
            kind: Literal["primary", "secondary"] = "primary" if here else "secondary"
            why = t("Seule la direction abaisse un incident P1 ou P2.") if shut else None
            if st.button(name, type=kind, key=f"level-{case.id}-{level}", disabled=shut, help=why):
                acting.act(incidents.change_level, user_id, case.id, level, done=t("Niveau {name}.", name=name))


def _closes(case: Case) -> str:
    if case.drill:
        return "open_incident"
    return "lower_incident" if case.level <= 2 else "close_incident"


def _taken(case: Case, zone: str) -> str:
    if case.taken is None:
        return t("Personne ne l'a encore pris en charge.")
    return t("Pris en charge par {by}, {at}.", by=case.taken.by, at=dates.moment(case.taken.at, zone))


def _holds(case: Case, zone: str) -> str:
    if case.suspended is None:
        return t("Rien n'est suspendu. Retenus, à relire : {n}.", n=case.held)
    return t("Suspendu depuis {at}. Retenus : {n}.", at=dates.moment(case.suspended, zone), n=case.held)


def _calls(case: Case, zone: str) -> list[Markup]:
    if not case.calls:
        return []
    lines = [tag("li", _called(one, zone)) for one in case.calls]
    return [tag("details", tag("summary", t("Qui est prévenu ({n})", n=len(lines))), tag("ol", *lines), cls="tries")]


def _called(one: Called, zone: str) -> str:
    kind, _, number = one.step.partition(":")
    said = {
        "informed": t("prévenus"),
        "called": t("appelés, sans prise en charge depuis {n} min", n=number),
        "note": t("note demandée"),
        "frozen": t("prévenus de la suspension"),
        "still": t("toujours suspendu ? ({n} h)", n=number),
    }[kind]
    return t("{at} : {said} : {names}", at=dates.hour(one.at, zone), said=said, names=", ".join(one.names) or "—")


def _resumed(found: Resumed) -> str:
    return t("Levé. À relire : {n} ; redevenus brouillons, heure passée : {drafts}.",
             n=found.to_read, drafts=len(found.drafts))  # fmt: skip
