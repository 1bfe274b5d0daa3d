"""The month and the week of the calendar, in a territory's own days."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_date, get_day_names

import clock
from dashboard import dates
from dashboard.parts import empty, posts
from dashboard.parts.tags import Markup, safe_colour, show, tag
from data.queries import calendar
from data.queries.posts import Post
from words import present_language, t

SHOWN = "calendar-on"
MOST = 4  # in one day of the month
AS_HOPED = ("published", "sending", "queued", "scheduled")  # said by the hour alone


def month(user_id: int, territory_id: int | None, zone: str) -> None:
    """Draw a month, a column for each weekday; on a phone a list of the days that hold something."""
    on = _moved(zone, _month_before, _month_after, lambda day: format_date(day, "LLLL y", locale=present_language()))
    days = [day for week in Calendar().monthdatescalendar(on.year, on.month) for day in week]
    found = _by_day(user_id, territory_id, zone, days[0], days[-1])
    names = get_day_names("abbreviated", locale=present_language())
    heads = [tag("div", names[n], cls="weekday") for n in range(7)]
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    cells = [_cell(day, found[day], here=day.month == on.month, today=day == today) for day in days]
    show(tag("div", *heads, *cells, cls="month"))


def week(user_id: int, territory_id: int | None, zone: str) -> None:
    """Draw a week, day after day."""
    on = _moved(zone, lambda day: day - timedelta(7), lambda day: day + timedelta(7), _week_said)
    monday = on - timedelta(days=on.weekday())
    found = _by_day(user_id, territory_id, zone, monday, monday + timedelta(6))
    if not any(found.values()):
        empty.nothing(t("Rien de prévu cette semaine."), t("Composez une publication, elle apparaîtra ici."))
    for day in (monday + timedelta(n) for n in range(7)):
        if found[day]:
            st.subheader(dates.opening(dates.whole_day(day)), anchor=False)
            for post in found[day]:
                posts.line(post)


def _moved(
    zone: str, before: Callable[[date], date], after: Callable[[date], date], said: Callable[[date], str]
) -> date:
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    on: date = st.session_state.setdefault(SHOWN, today)
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-move"):
        if st.button("", icon=":material/chevron_left:", help=t("Avant"), key="before"):
            st.session_state[SHOWN] = before(on)
            st.rerun()
        if st.button("", icon=":material/chevron_right:", help=t("Après"), key="after"):
            st.session_state[SHOWN] = after(on)
            st.rerun()
        if st.button(t("Aujourd'hui"), key="today"):
            st.session_state[SHOWN] = today
            st.rerun()
        st.subheader(dates.opening(said(on)), anchor=False)
    return on


def _by_day(user_id: int, territory_id: int | None, zone: str, first: date, last: date) -> dict[date, list[Post]]:
    place = ZoneInfo(zone)
    since, until = (datetime.combine(day, time(), place) for day in (first, last + timedelta(1)))
    days: dict[date, list[Post]] = defaultdict(list)
    for post in calendar.posts(user_id, since, until, territory_id):
        if post.due_at and post.state not in ("cancelled", "declined"):
            days[post.due_at.astimezone(place).date()].append(post)
    return days


def _cell(day: date, found: list[Post], *, here: bool, today: bool) -> Markup:
    cls = " ".join(["" if here else "other", "today" if today else "", "" if found else "blank"]).strip()
    entries = [_entry(post) for post in found[:MOST]]
    if len(found) > MOST:
        entries.append(tag("span", t("et {n} de plus, en vue semaine", n=len(found) - MOST), cls="soft more"))
    said = dates.dated(day, "d MMM") if day.day == 1 else str(day.day)
    return tag("div", tag("span", said, cls="daynum"), *entries, cls=cls)


def _entry(post: Post) -> Markup:
    colour = safe_colour(post.variants[0].place.colour if post.variants else "")
    when = dates.hour(post.due_at, post.zone) if post.due_at else ""
    names = ", ".join(dict.fromkeys(one.place.name for one in post.variants))
    said = posts.excerpt(post)
    state = [] if posts.standing(post) in AS_HOPED else [posts.state(post)]
    head, words = tag("strong", *posts.series(post), f"{when} {names}"), tag("span", said, cls="entry-words")
    return tag(
        "a", head, words, *state, cls="entry", style=f"--of:{colour}", href=f"/calendar?p={post.id}", target="_self",
        title=f"{when} {names} · {said}",
    )  # fmt: skip


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(1)).replace(day=1)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1)


def _week_said(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    first, last = (dates.dated(one, "d MMMM") for one in (monday, monday + timedelta(6)))
    return t("du {first} au {last}", first=first, last=last)
