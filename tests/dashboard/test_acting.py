"""What an act did is said, even when another click interrupts the page that would say it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import acting


def test_what_was_done_is_still_said_when_the_page_begins_anew_before_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def toast(said: str, **_: Any) -> None:
        shown.append(said)
        if len(shown) == 1:
            raise InterruptedError  # as Streamlit does when a click came meanwhile: nothing has reached the browser

    state = {acting.SAID: "C'est programmé."}
    monkeypatch.setattr(acting, "st", SimpleNamespace(session_state=state, toast=toast))
    with pytest.raises(InterruptedError):
        acting.say_what_was_done()
    acting.say_what_was_done()
    acting.say_what_was_done()
    assert shown == ["C'est programmé."] * 2
