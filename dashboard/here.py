"""Who is looking at this page, asked on every run and in every fragment; a stranger is shown the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from dashboard.web import session
from desk import signing
from words import speak, t


def me() -> signing.Person:
    """Return the person of this browser's session and speak their language; stop the run when there is none."""
    person = session.of_cookies(st.context.cookies)
    if person is None:
        st.warning(t("Votre session est terminée."))
        st.link_button(t("Se connecter"), "/sign-in")
        st.stop()
    speak(person.lang)
    return person


def live(run_every: float | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a piece of a page that runs by itself, every `run_every` seconds: it asks who is looking each time."""

    def made(draw: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(draw)
        def drawn(*given: Any, **named: Any) -> Any:
            me()
            return draw(*given, **named)

        alive: Callable[..., Any] = st.fragment(drawn, run_every=run_every)
        return alive

    return made
