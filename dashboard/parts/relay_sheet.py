"""The one page of an absence: open cases, promises, sensitive topics, what is planned, whom to call; also as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import dates, wording
from dashboard.parts.tags import show, tag
from data.queries.relay import Away, Left, Relay
from words import recall, t


@dataclass(frozen=True)
class _Part:
    title: str
    lines: tuple[str, ...]


def name(away: Away) -> str:
    """Say whose absence it is, and until when."""
    day = dates.day(away.ended_at or away.until_at)
    whose, deputy = away.name or t("un collègue"), away.deputy or t("un collègue")
    if away.ended_at:
        return t("{name}, de retour le {day}", name=whose, day=day)
    return t("{name}, absence jusqu'au {day}, {deputy} remplace", name=whose, day=day, deputy=deputy)


def draw(found: Relay) -> None:
    """Draw the page, and offer it as a file."""
    st.download_button(
        t("Télécharger le relais"), text(found), file_name=f"relais-{found.away.from_at:%Y-%m-%d}.md",
        mime="text/markdown", icon=":material/download:", key="relay-download",
    )  # fmt: skip
    for part in _parts(found):
        st.header(part.title, anchor=False)
        show(tag("ul", *(tag("li", line) for line in part.lines), cls="timeline"))


def text(found: Relay) -> str:
    """Return the page as Markdown."""
    parts = [f"## {part.title}\n\n" + "\n".join(f"- {line}" for line in part.lines) for part in _parts(found)]
    return "\n\n".join([f"# {name(found.away)}", *parts]) + "\n"


def _parts(found: Relay) -> list[_Part]:
    still = [one for one in found.cases if one.state not in ("closed", "ignored")]
    parts = [
        (t("À suivre"), [f"{_who(one)} : {one.said}" for one in still]),
        (t("Promesses faites"), [f"{_who(one)} : {words}" for one in still for words in one.promised]),
        (t("Sujets sensibles"), [f"{_who(one)} : {one.said}" for one in still if one.sensitive]),
        (t("Publications prévues"), _planned(found)),
        (t("Qui appeler"), [f"{one.place.name}, {_role(one.role)} : {one.name}, {one.email}" for one in found.calls]),
        (t("Ce qui s'est passé depuis"), _since(found.cases)),
    ]
    return [_Part(title, tuple(" ".join(line.split()) for line in lines) or (t("Rien."),)) for title, lines in parts]


def _planned(found: Relay) -> list[str]:
    return [
        f"{dates.moment(one.due_at, one.zone)} : {one.title or ' / '.join(words.text for words in one.variants)}"
        for one in found.planned
        if one.due_at
    ]


def _since(cases: Sequence[Left]) -> list[str]:
    states = wording.case_states()
    return [
        t(
            "{who} : {state}, {n} réponse(s), aux soins de {owner}",
            who=_who(one),
            state=states.get(one.state, one.state),
            n=one.replies,
            owner=one.owner or t("personne"),
        )
        for one in cases
    ]


def _who(one: Left) -> str:
    said = f"{one.place.name}, {recall(one.chip)}" if one.chip else one.place.name
    if one.due_at is None or one.asked_at is None:
        return said
    return said + t(", à répondre avant {at}", at=dates.moment(one.due_at, one.place.zone))


def _role(role: str) -> str:
    return {"primary": t("titulaire"), "deputy": t("suppléant"), "director": t("direction")}[role]
