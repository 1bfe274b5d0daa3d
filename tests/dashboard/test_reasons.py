"""A reason shown beside words names whom to ask for an exception."""

from __future__ import annotations

import pytest

from dashboard import wording
from dashboard.parts import reasons
from policies.verdict import Reason
from words import s, spoken


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_a_reason_that_stops_names_whom_to_ask_for_an_exception(language: str) -> None:
    with spoken(language):
        drawn = str(reasons.line(Reason("block", s("Non."), rule="alt_text", override_role="director")))
        asked = s("Exception à demander à : {role}.", role=wording.role("director")).say()
    assert asked in drawn
    assert (language == "fr") == asked.startswith("Exception à demander")


def test_a_reason_nobody_may_set_aside_or_that_only_warns_names_nobody() -> None:
    for reason in (Reason("block", s("Non.")), Reason("warn", s("Tiens."), override_role="cm")):
        assert "Exception" not in str(reasons.line(reason))
