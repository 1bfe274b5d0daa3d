"""What was set aside in a month: by whom, as what and why; the same as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

import clock
from dashboard import dates, wording
from dashboard.parts import empty, figures
from data.queries import decided
from data.queries.decided import Overridden
from data.queries.seen import Place
from policies.named import name_of
from words import t

BACK = 12  # months one can look back: so long the log is kept
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


def month(user_id: int, mine: Mapping[int, Place]) -> None:
    """Draw the rules set aside in a chosen month, in the territories this person sees."""
    zone = next(iter(mine.values())).zone
    st.header(t("Dérogations du mois"), anchor=False)
    months = _months(clock.now().astimezone(ZoneInfo(zone)).date())
    chosen = st.selectbox(
        t("Mois"), months, format_func=lambda one: dates.dated(one, "MMMM yyyy"), key="overridden-month", width=240
    )
    since, until = (datetime(one.year, one.month, 1, tzinfo=ZoneInfo(zone)) for one in (chosen, _next(chosen)))
    found = decided.overridden(user_id, since, until)
    if not found:
        empty.nothing(t("Aucune dérogation ce mois-là."))
        return
    heads = [t("Quand"), t("Où"), t("Règle"), t("Qui"), t("Pourquoi")]
    lines = [
        (
            dates.moment(one.at, one.place.zone),
            " · ".join(part for part in (one.place.name, wording.network(one.network) if one.network else "") if part),
            name_of(one.rule),
            f"{one.by} ({wording.role(one.role)})",
            one.reason,
        )
        for one in found
    ]
    figures.table(heads, lines)
    name = t("derogations-{month}.csv", month=f"{chosen:%Y-%m}")
    st.download_button(
        t("Télécharger le mois (CSV)"),
        as_csv(found),
        name,
        "text/csv",
        icon=":material/download:",
        key="overridden-csv",
    )


def as_csv(found: Sequence[Overridden]) -> bytes:
    """Return the rows as CSV in UTF-8, moments in UTC; a cell that a spreadsheet would run is written as text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["at", "territory", "network", "post", "rule", "by", "role", "reason"])
    for one in found:
        cells = [
            one.at.isoformat(),
            one.place.slug,
            one.network,
            str(one.post_id),
            one.rule,
            one.by,
            one.role,
            one.reason,
        ]
        writer.writerow(["'" + cell if cell.startswith(FORMULA) else cell for cell in cells])
    return ("\ufeff" + file.getvalue()).encode()


def _months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) <= BACK:
        before = months[-1]
        months.append(date(before.year - (before.month == 1), (before.month - 2) % 12 + 1, 1))
    return months


def _next(month: date) -> date:
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)
