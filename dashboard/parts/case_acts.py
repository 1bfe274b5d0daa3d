"""What a person does with a conversation besides answering: take, give, put off, close, set aside, note."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

import clock
from dashboard import acting, dates, here
from dashboard.parts import message
from dashboard.parts.tags import show
from data.queries import people
from data.queries.conversation import Case
from desk import conversations
from words import t

DONE = ("closed", "ignored")


def bar(user_id: int, case: Case) -> None:
    """Draw the acts that make sense now."""
    with st.container(horizontal=True, key="acts"):
        if case.state in DONE:
            if st.button(t("Rouvrir"), icon=":material/undo:", key="reopen"):
                acting.act(conversations.reopen, user_id, case.id, done=t("Conversation rouverte."))
            return
        if case.owner_id == user_id:
            if st.button(t("Rendre"), icon=":material/undo:", key="give-back", help=t("Remettre dans la file.")):
                acting.act(conversations.give_back, user_id, case.id, done=t("Remise dans la file."))
        elif st.button(t("Je m'en occupe"), icon=":material/front_hand:", key="take"):
            acting.act(conversations.take, user_id, case.id, done=t("C'est à vous pour 4 heures."))
        if st.button(t("Clore"), icon=":material/check:", key="close"):
            acting.act(conversations.close, user_id, case.id, done=t("Conversation close."), after=_leave)
        chosen = st.menu_button(
            t("Autres actions"),
            list(_others()),
            format_func=lambda one: _others()[one],
            key="others",
            icon=":material/more_horiz:",
        )
    if chosen:
        _SHEETS[chosen](user_id, case)


def notes(user_id: int, case: Case) -> None:
    """Draw the notes between colleagues, and the field for one more."""
    with st.expander(
        t("Notes internes ({n})", n=len(case.notes)), icon=":material/sticky_note_2:", expanded=bool(case.notes)
    ):
        show(*(message.note(one, case.place.zone) for one in case.notes))
        with st.form(f"note-{case.id}-{len(case.notes)}", border=False):
            text = st.text_area(t("Une note pour l'équipe"), height=80, help=t("Les visiteurs ne la voient jamais."))
            promise = st.checkbox(t("C'est une promesse faite au visiteur"))
            if st.form_submit_button(t("Ajouter la note")):
                acting.act(conversations.note, user_id, case.id, text, promise=promise, done=t("Note ajoutée."))


def _others() -> dict[str, str]:
    return {
        "assign": t("Confier à…"),
        "snooze": t("Mettre de côté…"),
        "service": t("Attendre un service…"),
        "ignore": t("Ignorer…"),
    }


def _assign(user_id: int, case: Case) -> None:
    @st.dialog(t("Confier à…"))
    def sheet() -> None:
        here.me()
        names = {person.id: person.name for person in people.colleagues(user_id, case.place.id)}
        to = st.selectbox(
            t("Qui ?"),
            list(names),
            format_func=lambda one: names[one],
            index=None,
            placeholder=t("Choisir"),
            key="assign-to",
        )
        hours = st.select_slider(
            t("Retour à la file sans réponse après"), [1, 2, 4, 8, 24], 4, format_func=_hours, key="assign-for"
        )
        if st.button(t("Confier"), type="primary", key="assign-now", disabled=to is None):
            acting.act(conversations.assign, user_id, case.id, to, for_=timedelta(hours=hours), done=t("C'est confié."))

    sheet()


def _snooze(user_id: int, case: Case) -> None:
    @st.dialog(t("Mettre de côté"))
    def sheet() -> None:
        here.me()
        times = _moments(clock.now(), case.place.zone)
        at = st.radio(
            t("Jusqu'à"),
            list(times),
            format_func=lambda one: dates.moment(times[one], case.place.zone),
            key="snooze-at",
        )
        if st.button(t("Mettre de côté"), type="primary", key="snooze-now"):
            acting.act(conversations.snooze, user_id, case.id, times[at], done=t("Mise de côté."), after=_leave)

    sheet()


def _service(user_id: int, case: Case) -> None:
    @st.dialog(t("Attendre un service"))
    def sheet() -> None:
        here.me()
        service = st.text_input(
            t("Quel service doit répondre ?"), placeholder=t("Propreté, voirie, musées…"), key="service-name"
        )
        if st.button(t("Attendre"), type="primary", key="service-now"):
            acting.act(conversations.wait_for_service, user_id, case.id, service, done=t("En attente du service."))

    sheet()


def _ignore(user_id: int, case: Case) -> None:
    @st.dialog(t("Ignorer"))
    def sheet() -> None:
        here.me()
        why = st.text_input(t("Pourquoi ?"), placeholder=t("Publicité, hors sujet, doublon…"), key="ignore-why")
        if case.folded:
            st.caption(t("Ses {n} copie(s) encore à traiter sont ignorées avec elle.", n=case.folded))
        if st.button(t("Ignorer"), type="primary", key="ignore-now"):
            acting.act(conversations.ignore, user_id, case.id, why, done=t("Conversation ignorée."), after=_leave)

    sheet()


_SHEETS = {"assign": _assign, "snooze": _snooze, "service": _service, "ignore": _ignore}


def _moments(now: datetime, zone: str) -> dict[str, datetime]:
    """Return sensible later moments: in an hour, in four, tomorrow and Monday at 8:30 where the territory is."""
    local = now.astimezone(ZoneInfo(zone))
    morning = local.replace(hour=8, minute=30, second=0, microsecond=0)
    monday = morning + timedelta(days=7 - local.weekday())
    later = {"1h": now + timedelta(hours=1), "4h": now + timedelta(hours=4), "tomorrow": morning + timedelta(days=1)}
    return later | ({"monday": monday} if local.weekday() != 6 else {})


def _hours(n: int) -> str:
    return dates.span(timedelta(hours=n))


def _leave(_result: object) -> None:
    st.query_params.pop("c", None)
