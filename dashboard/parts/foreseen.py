"""What a series would be, under the composer: its dates in words, odd hours to answer for, what the policies say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import acting, rhythm, wording
from dashboard.composing import Draft
from dashboard.parts import composer, marks, mending, reasons
from dashboard.parts.repeating import BLANK
from dashboard.parts.tags import show, tag
from data.queries.places import Account
from desk import series
from desk.series import Foreseen, Rule
from policies.verdict import Decision
from words import t

AT_ONCE = 30  # judged while one types; more of them only when asked


def draw(user_id: int, draft: Draft, rule: Rule, accounts: Sequence[Account]) -> tuple[Rule, Foreseen | None]:
    """Draw the dates, what is odd about them, and what the policies say; return the rule with the answers given."""
    said = [one for one in draft.variants if one.text.strip()] or list(draft.variants)
    given = (user_id, draft.territory_id, said)
    found: Foreseen | None = acting.look(series.foresee, *given, rule, judged=False)
    if found is None:
        return rule, None
    if found.odd:
        rule = replace(rule, odd_hours=_odd(found, rule))
        found = series.foresee(*given, rule, judged=False)
    days = [one.on for one in found.occurrences]
    show(tag("p", tag("strong", rhythm.span(days, rule.hour)), cls="series-span"))
    _listed(found)
    if days and any(one.text.strip() for one in draft.variants):
        _repeats(found, accounts)
        many = len(days) * len(said) > AT_ONCE
        label = t("Vérifier chaque date, et non la première seulement")
        each = not many or st.toggle(label, key=composer.answer("each", False))
        looked_at = rule if each else replace(rule, until=days[0])
        judged: Foreseen | None = acting.look(series.foresee, *given, looked_at, tags=draft.tags)
        _judged(accounts, judged.decisions if judged else {})
    return rule, found


def _odd(found: Foreseen, rule: Rule) -> Any:
    lines = []
    for one in found.odd:
        at = one.proposed.local[11:] if one.proposed else "—"
        day = rhythm.short(one.on, year=True)
        if one.kind == "skipped":
            lines.append(
                t("{day} : {hour} n'existe pas, l'heure change. Ce serait {at}.", day=day, hour=rule.hour, at=at)
            )
        else:
            lines.append(
                t("{day} : {hour} existe deux fois, l'heure change. Ce serait la première.", day=day, hour=rule.hour)
            )
    st.warning("  \n".join(lines), icon=":material/schedule:")
    said = {"moved": t("Partir à l'heure proposée"), "left_out": t("Laisser ces dates de côté")}
    return st.radio(
        t("Ces jours-là"), list(said), index=None, format_func=lambda one: said[one], horizontal=True,
        key=composer.answer(f"odd-{rule.hour}", None),
    )  # fmt: skip


def _listed(found: Foreseen) -> None:
    with st.expander(t("Voir chaque date")):
        show(tag("p", " · ".join(rhythm.short(one.on, year=True) for one in found.occurrences), cls="soft"))


def _repeats(found: Foreseen, accounts: Sequence[Account]) -> None:
    alike = [account for account in accounts if account.id in found.repeats]
    if not alike:
        return
    names = ", ".join(dict.fromkeys(wording.network(account.network) for account in alike))
    st.warning(
        t("Les mêmes mots à chaque date : {networks} refuse souvent un texte déjà publié. Écrivez {blank} là où la "
          "date doit se lire : elle sera remplie pour chaque jour.", networks=names, blank=BLANK),
        icon=":material/content_copy:",
    )  # fmt: skip
    if st.button(t("Ajouter la date au texte"), icon=":material/today:", key="repeat-blank"):
        composer.append([account.id for account in alike], f" ({BLANK})")
        st.rerun()


def _judged(accounts: Sequence[Account], decisions: Mapping[date, Mapping[int, Decision]]) -> None:
    for account in accounts:
        by_reason: dict[tuple[str, ...], list[date]] = {}
        for day, by_channel in decisions.items():
            if account.id in by_channel:
                said = tuple(reason.sentence.say() for reason in by_channel[account.id].reasons)
                by_reason.setdefault(said, []).append(day)
        if by_reason:
            show(marks.account(account.place, account.network, account.handle))
        for days in by_reason.values():
            if len(by_reason) > 1:
                show(tag("p", ", ".join(rhythm.short(day) for day in days), cls="soft"))
            reasons.decision(decisions[days[0]][account.id])
        if by_reason:
            mending.offer(account.id, next(one[account.id] for one in decisions.values() if account.id in one))
