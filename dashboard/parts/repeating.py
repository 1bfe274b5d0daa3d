"""« Se répète » in the composer: one line, then only what that choice needs, then the dates in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard import acting, composing, rhythm
from dashboard.composing import Draft
from dashboard.parts import composer
from desk.series import LAST_DAY, Foreseen, Rule, Went
from words import t

BLANK = "{date}"
AT_FIRST = {"day": timedelta(6), "week": timedelta(weeks=6), "month": timedelta(183)}


def choose(local: str, zone: str) -> Rule | None:
    """Draw how often the post comes back from its first time; return the rule, or None for once."""
    units, first = rhythm.units(), datetime.fromisoformat(local).date()
    unit = st.pills(
        t("Se répète"), list(units), format_func=lambda one: units[one], required=True,
        key=composer.answer("repeat", "never"),
    )  # fmt: skip
    if unit in (None, "never"):
        return None
    told: dict[str, Any] = {"unit": unit, "starts_on": first, "hour": local[11:], "zone": zone}
    with st.container(horizontal=True, key="repeat-how"):
        told["every"] = int(st.number_input(_every(unit), 1, 99, key=composer.answer(f"every-{unit}", 1), width=150))
        told["until"] = _until(unit, first)
    if unit == "week":
        told["weekdays"] = _weekdays(first)
    if unit == "month":
        told["month_day"] = _month_day(first)
    return Rule(**told)


def schedule(user_id: int, draft: Draft, rule: Rule, found: Foreseen | None) -> None:
    """Draw the button that lays the series, and do it."""
    said = [one for one in draft.variants if one.text.strip()]
    label = t("Programmer les {n} dates", n=len(found.occurrences)) if found else t("Programmer la série")
    if st.button(
        label, type="primary", icon=":material/event_repeat:", key="submit-series", disabled=not (said and found)
    ):
        acting.act(composing.repeat, user_id, draft, rule, done=outcome, after=composer.anew)


def outcome(went: Went) -> str:
    """Say what became of the dates."""
    parts = []
    if n := went.count("scheduled"):
        parts.append(t("C'est programmé : {n} dates, dans le calendrier.", n=n))
    if n := went.count("in_review"):
        parts.append(t("{n} dates en relecture : une autre personne doit valider.", n=n))
    if went.refused:
        parts.append(t("{n} dates n'ont pas pu l'être : ouvrez-les dans le calendrier.", n=len(went.refused)))
    return " ".join(parts) or t("C'est fait.")


def _every(unit: str) -> str:
    return {
        "day": t("Un jour sur"),
        "week": t("Une semaine sur"),
        "month": t("Un mois sur"),
    }[unit]


def _until(unit: str, first: date) -> date:
    key = composer.answer(f"until-{unit}", first + AT_FIRST[unit])
    if st.session_state[key] < first:
        st.session_state[key] = first + AT_FIRST[unit]
    until: date = st.date_input(t("Jusqu'au (compris)"), format="DD/MM/YYYY", key=key, width=190)
    return until


def _weekdays(first: date) -> tuple[int, ...]:
    names = rhythm.weekdays("abbreviated")
    chosen = st.pills(
        t("Quels jours"), list(names), format_func=lambda one: names[one], selection_mode="multi",
        key=composer.answer(f"weekdays-{first.weekday()}", [first.weekday()]),
    )  # fmt: skip
    return tuple(chosen)


def _month_day(first: date) -> int:
    said = {first.day: t("le {day} du mois", day=first.day), LAST_DAY: t("le dernier jour du mois")}
    chosen = st.radio(
        t("Quel jour"), list(said), format_func=lambda one: said[one], horizontal=True,
        key=composer.answer(f"month-{first.day}", first.day),
    )  # fmt: skip
    return first.day if chosen is None else chosen
