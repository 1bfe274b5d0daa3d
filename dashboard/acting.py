"""The one place where a click becomes a verb, and a verb's « no » becomes a sentence on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard import excusing
from desk.refusal import NeedsConfirmation, Stopped
from words import Sentence, t

SAID = "_said"
PENDING = "_pending"


@dataclass(frozen=True)
class Pending:
    """A verb that waits for the person to confirm what `sentence` says."""

    sentence: Sentence
    again: Callable[[], Any]
    done: str | Callable[[Any], str]
    after: Callable[[Any], None] | None


def act(
    verb: Callable[..., Any],
    *given: Any,
    done: str | Callable[[Any], str] = "",
    after: Callable[[Any], None] | None = None,
    confirm_as: str = "confirm",
    **named: Any,
) -> Any:
    """Do what was asked. When it is done: say `done`, call `after(result)` and run the page again.

    `done` is a sentence, or what makes one of the result.

    When the desk says no, show its sentence here and return None: what was typed stays. When it asks for a
    confirmation, ask it in a dialog; the token is handed back under the name `confirm_as`.
    """
    try:
        result = verb(*given, **named)
    except NeedsConfirmation as asked:
        token: Any = int(asked.token) if confirm_as == "fold" else asked.token
        again = partial(verb, *given, **(named | {confirm_as: token}))
        st.session_state[PENDING] = Pending(asked.sentence, again, done, after)
        st.rerun()
    except Stopped as stopped:
        st.error(str(stopped), icon=":material/block:")
        return None
    except Exception as failure:  # a full disk, a database away: what was typed stays; a mistake of ours goes on
        return _excuse(failure)
    if after:
        after(result)
    st.session_state[SAID] = done(result) if callable(done) else done
    st.rerun()


def look(verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Ask the desk something that changes nothing (a check): its answer, or None with its sentence shown."""
    try:
        return verb(*given, **named)
    except Stopped as stopped:
        st.error(str(stopped), icon=":material/block:")
        return None
    except Exception as failure:
        return _excuse(failure)


def _excuse(failure: Exception) -> None:
    """Say what the database or the disk refused, and go on with the page; raise what is neither's."""
    if not excusing.on_page(failure):
        raise failure


def say_what_was_done() -> None:
    """Show, once, what the last act did; and the question that is waiting for an answer."""
    if said := st.session_state.get(SAID, ""):
        st.toast(said, icon=":material/check_circle:")  # a click may begin the page anew right here: forgotten after
        del st.session_state[SAID]
    if pending := st.session_state.get(PENDING):
        _ask(pending)


def _ask(pending: Pending) -> None:
    @st.dialog(t("Confirmer ?"), on_dismiss=_forget)
    def question() -> None:
        st.write(pending.sentence.say())
        with st.container(horizontal=True):
            sure = st.button(t("Oui, continuer"), type="primary", key="confirm-yes")
            if st.button(t("Non, revenir"), key="confirm-no"):
                _forget()
                st.rerun()
        if sure:
            _forget()
            act(pending.again, done=pending.done, after=pending.after)

    question()


def _forget() -> None:
    st.session_state.pop(PENDING, None)


def once(key: str, verb: Callable[..., Any], *given: Any) -> None:
    """Do something once in a session, whatever the desk answers: what nobody asked for says no on no page."""
    if key not in st.session_state:
        st.session_state[key] = True
        look(verb, *given)
