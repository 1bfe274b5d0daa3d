"""HTML in small pieces, everything escaped: nothing that a visitor wrote can become markup."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
NEUTRAL = "#55606a"


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *inside: str, cls: str = "", style: str = "", **also: str) -> Markup:
    """Return an element; plain strings inside are escaped, `Markup` is not. `also` are further attributes."""
    given = {"class": cls, "style": style} | {key.rstrip("_").replace("_", "-"): value for key, value in also.items()}
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
    body = "".join(one if isinstance(one, Markup) else escape(one) for one in inside)
    return Markup(f"<{name}{attributes}>{body}</{name}>")


def safe_colour(given: str) -> str:
    """Return a colour that is nothing but a colour."""
    return given if COLOUR.fullmatch(given) else NEUTRAL


def show(*pieces: Markup) -> None:
    """Draw pieces of HTML on the page; nothing for none."""
    if body := "".join(pieces):
        st.html(body)
