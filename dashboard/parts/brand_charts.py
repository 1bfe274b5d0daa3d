"""The charts of the brand page: light, readable without colour, described for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from dashboard import wording
from dashboard.parts import empty
from data.queries.brand import Day, Mood
from words import t

GREY = "#8a8f94"
INK = "#0f5563"
MOODS = {
    "negative": "#b5522f",
    "mixed": "#c9a227",
    "neutral": "#9aa3a8",
    "positive": "#3d7d4d",
    "undetermined": "#dcd7cf",
}


def scores(moods: Sequence[Mood]) -> None:
    """Draw each place's net sentiment with its interval; grey where n is too small to conclude."""
    rows = [_score(one) for one in moods if one.score.nss is not None]
    if not rows:
        return empty.nothing(t("Pas encore assez de messages pour un chiffre."))
    place = alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelFontSize=14, labelLimit=200))
    colour = alt.condition("datum.enough", alt.value(INK), alt.value(GREY))
    scale = alt.Scale(domain=[-100, 100])
    base = alt.Chart(_data(rows))
    axis = alt.X("low:Q", title=t("points, de −100 à +100"), scale=scale, axis=alt.Axis(tickCount=8))
    tips = [alt.Tooltip("place:N", title=t("Territoire")), alt.Tooltip("said:N", title=t("Sentiment net"))]
    zero = alt.Chart(_data([{"x": 0}])).mark_rule(color="#b9b2a5", strokeDash=[4, 4]).encode(x="x:Q")
    bars = base.mark_rule(strokeWidth=4, strokeCap="round", opacity=0.5).encode(
        y=place, x=axis, x2="high:Q", color=colour
    )
    dots = base.mark_circle(size=170, opacity=1).encode(y=place, x="nss:Q", color=colour, tooltip=tips)
    said = "; ".join(f"{row['place']} {row['said']}" for row in rows)
    chart = (zero + bars + dots).properties(height=46 * len(rows) + 40)
    st.altair_chart(chart, alt=t("Sentiment net par territoire : {said}", said=said))


def daily(days: Sequence[Day]) -> None:
    """Draw how many messages came each day, by mood."""
    if not any(day.tally.volume for day in days):
        return empty.nothing(t("Aucun message sur la période."))
    names = wording.moods()
    rows = [
        {"day": day.on.isoformat(), "mood": names[mood], "n": getattr(day.tally, mood), "order": place}
        for day in days
        for place, mood in enumerate(MOODS)
    ]
    colour = alt.Color(
        "mood:N",
        title=None,
        scale=alt.Scale(domain=[names[one] for one in MOODS], range=list(MOODS.values())),
        legend=alt.Legend(orient="top", labelFontSize=13, columns=5),
    )
    tips = [
        alt.Tooltip("day:T", format="%d/%m", title=t("Jour")),
        alt.Tooltip("mood:N", title=t("Humeur")),
        alt.Tooltip("n:Q", title="n"),
    ]
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%d/%m", tickCount=8)),
            y=alt.Y("sum(n):Q", title=t("messages")),
            color=colour,
            order=alt.Order("order:Q"),
            tooltip=tips,
        )
        .properties(height=260)
    )
    total = sum(day.tally.volume for day in days)
    st.altair_chart(chart, alt=t("{n} messages en {days} jours, par humeur", n=total, days=len(days)))


def _data(rows: list[dict[str, Any]]) -> alt.Data:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair's generated classes carry no types


def _score(one: Mood) -> dict[str, Any]:
    nss, half = one.score.nss or 0.0, one.score.half_width or 0.0
    low, high = max(-100.0, nss - half), min(100.0, nss + half)
    said = f"{nss:+.0f} ± {half:.0f} (n = {one.score.n})"
    return {"place": one.place.name, "nss": nss, "low": low, "high": high, "enough": one.score.enough, "said": said}
