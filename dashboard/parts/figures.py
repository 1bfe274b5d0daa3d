"""Numbers and lines that lead to what stands behind them, without leaving the page's session."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st
from babel.numbers import format_percent

from dashboard import pages
from dashboard.parts.tags import Markup, show, tag
from dashboard.parts.text import plain
from words import present_language

HERE = "_here"  # under which name the page being looked at is known


def one(n: int | str, said: str, page: str = "", *, alarm: bool = False, name: str = "", **query: str) -> None:
    """Draw a figure and what it counts; with a page, a link to those it counts."""
    kind = "alarm" if alarm else "calm"
    with st.container(key=f"row-figure-{kind}-{name or page}", width=148):
        show(tag("p", str(n), cls="n"))
        if page:
            st.page_link(pages.one(page), label=plain(said), query_params=query)
        else:
            show(tag("p", said, cls="soft"))


def line(page: str, name: str, text: str, *marks: Markup, **query: str) -> None:
    """Draw one line that opens something: its marks above, its words under them. `name` is unique on the page."""
    with st.container(key=f"row-line-{name}"):
        show(tag("p", *marks, cls="row-head"))
        if page != st.session_state.get(HERE):
            st.page_link(pages.one(page), label=plain(text), query_params=query, width="stretch")
        elif st.button(plain(text), key=f"go-{name}", type="tertiary", width="stretch"):
            # a link to the page one is on would leave the address as it was, and the next click would undo it
            st.query_params.from_dict(query)
            st.rerun()


def percent(share: float) -> str:
    """Say a share of 1 as the present language writes it: "7 %" with a space that does not break, or "7%"."""
    return format_percent(share, locale=present_language())


def table(
    heads: Sequence[str], lines: Sequence[Sequence[str]], numbers: Collection[int] = (), caption: str = ""
) -> None:
    """Draw a table; the first cell of each line names it, `numbers` are the columns of figures."""
    cls = ["num" if place in numbers else "" for place in range(len(heads))]
    top = tag("tr", *(tag("th", said, cls=cls[n], scope="col") for n, said in enumerate(heads)))
    body = [tag("tr", *(tag("td", cell, cls=cls[n]) for n, cell in enumerate(cells))) for cells in lines]
    whole = tag("table", tag("thead", top), tag("tbody", *body), cls="table")
    show(tag("div", whole, cls="scroll", tabindex="0", role="region", aria_label=caption or heads[0]))
