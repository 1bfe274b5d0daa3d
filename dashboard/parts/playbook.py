"""The playbook as buttons: what is due when, who did it; beside each line what helps to do it, words to copy."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

import streamlit as st

from dashboard import acting, allowed, dates, pages, topics
from dashboard.parts import marks
from dashboard.parts.tags import Markup, show, tag
from data.queries.incidents import Case
from desk import incidents, playbook
from desk.playbook import Item
from words import t

LANGUAGES = ("fr", "en", "de")


def draw(user_id: int, case: Case, now: datetime) -> None:
    """Draw the whole list, moment by moment, and the notes."""
    may = {place.id for place in case.places} & allowed.where(user_id, "handle_incident")
    st.subheader(t("Déroulé"), anchor=False)
    items = playbook.asked_of(case.level)
    done = sum(item.key in case.ticks for item in items)
    show(tag("p", t("Fait : {done} sur {n}", done=done, n=len(items)), cls="soft"))
    for moment, group in groupby(items, key=lambda item: _moment(item.after.total_seconds() / 60)):
        show(tag("h4", moment, cls="side-title"))
        for item in group:
            _item(user_id, case, item, now, may=bool(may))
    _notes(user_id, case, may=bool(may))


def _item(user_id: int, case: Case, item: Item, now: datetime, *, may: bool) -> None:
    zone, ticked = case.places[0].zone, case.ticks.get(item.key)
    with st.container(key=f"play-{case.id}-{item.key}"):
        if ticked:
            show(tag("p", marks.chip(t("Fait"), "green"), item.says.say(),
                     tag("span", t("{by}, {at}", by=ticked.by, at=dates.hour(ticked.at, zone)), cls="soft"),
                     cls="row-head"))  # fmt: skip
            return
        late = [marks.chip(t("à faire"), "amber")] if now >= case.opened.at + item.after else []
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(tag("p", *late, tag("span", item.says.say(), cls="play-says"), cls="row-head"), width="stretch")
            if not may:
                return
            _act(user_id, case, item)
            ticks = item.act not in ("freeze", "note", "level")
            if ticks and st.button(t("Fait"), key=f"tick-{case.id}-{item.key}", help=item.says.say()):
                acting.act(playbook.tick, user_id, case.id, item.key, done=t("Noté."))
        _words(case, item)


def _act(user_id: int, case: Case, item: Item) -> None:
    if item.act == "freeze" and case.named <= allowed.where(user_id, "freeze"):
        if st.button(t("Tout suspendre ici"), key=f"suspend-{case.id}", icon=":material/pause_circle:"):
            acting.act(incidents.suspend_here, user_id, case.id, done=t("Suspendu. Rien ne partira."))
    elif item.act == "level":
        show(tag("p", t("Choisissez le niveau ci-dessus."), cls="soft"))
    elif item.act == "compose":
        st.page_link(pages.one("compose"), label=t("Ouvrir le composeur"), icon=":material/edit_square:")
    elif item.act == "inbox":
        st.page_link(pages.one("inbox"), label=t("Ouvrir la boîte"), icon=":material/inbox:")
    elif item.act == "note":
        show(tag("p", t("La note s'écrit plus bas."), cls="soft"))


def _words(case: Case, item: Item) -> None:
    """Draw the words to copy, one block for each language, each with its own button to copy."""
    if item.text is None:
        return
    place = ", ".join(one.name for one in case.places)
    with st.expander(t("Texte à copier (français, anglais, allemand)")):
        for language in LANGUAGES:
            said = type(item.text)(item.text.text, {"place": place}).say(language)
            st.code(said, language=None, wrap_lines=True)


def _notes(user_id: int, case: Case, *, may: bool) -> None:
    st.subheader(t("Notes"), anchor=False)
    named = ", ".join(f"{topics.name(topic)} ({n})" for topic, n in case.heard.topics)
    volume = t("Messages depuis la dernière note : {n}.", n=case.heard.n)
    show(tag("p", volume, " ", t("Sujets : {topics}.", topics=named) if named else ""))
    if may:
        asked = t("Questions :\nRumeurs (vrai, faux, à vérifier ; source) :\nAide proposée :")
        with st.form(f"note-{case.id}", border=False, clear_on_submit=True):
            text = st.text_area(t("Note des deux heures"), asked, key=f"note-text-{case.id}", height=120)
            if st.form_submit_button(t("Garder la note"), key=f"note-keep-{case.id}"):
                acting.act(playbook.note, user_id, case.id, text, done=t("Note gardée."))
    show(*(_note(one.by, dates.moment(one.at, case.places[0].zone), one.volume, one.text) for one in case.notes))


def _note(by: str, at: str, volume: int, text: str) -> Markup:
    head_ = t("{by}, {at}. Messages : {n}", by=by, at=at, n=volume)
    return tag("div", tag("p", head_, cls="said-head"), tag("p", text, cls="said-text"), cls="said said-note")


def _moment(minutes: float) -> str:
    if minutes == 0:
        return t("Tout de suite")
    if minutes < 120:
        return t("Après {n} minutes", n=round(minutes))
    return t("Toutes les deux heures") if minutes < 24 * 60 else t("Les jours suivants")
