"""AC-61: a rule is set aside only by the role it names, with a reason, and stays visible as a warning."""

from __future__ import annotations

from typing import Any

import pytest

from policies.engine import decide
from tests.policies.samples import BOOK, post

WHY = "vérifié avec la mairie"
NIGHT = "2026-12-05T23:30:00Z"


def _override(**told: Any) -> dict[str, Any]:
    return {"overrides": [{"rule": "quiet_hours", "role": "cm", "reason": WHY, **told}]}


def test_ac_61_the_role_that_is_named_may_with_a_reason_and_the_warning_keeps_both() -> None:
    assert decide(post(at=NIGHT), BOOK).verb == "delay"
    decision = decide(post(at=NIGHT, **_override()), BOOK)
    assert (decision.verb, decision.until, decision.passes) == ("warn", None, True)
    assert decision.reasons[0].kept()["set_aside"] == f"cm: {WHY}"


def test_ac_61_a_director_may_what_a_cm_may() -> None:
    director = [{"role": "director", "territory": "strasbourg"}]
    assert decide(post(at=NIGHT, actor_roles=director, **_override(role="director")), BOOK).passes


@pytest.mark.parametrize(
    "told",
    [
        _override(reason="parce que"),  # nine characters
        _override(reason="          x          "),
        _override(role="director"),  # not held
        _override(rule="text_length"),  # another rule
        {**_override(), "actor_roles": [{"role": "cm", "territory": "colmar"}]},  # held elsewhere
    ],
)
def test_ac_61_without_role_reason_or_place_the_rule_stands(told: dict[str, Any]) -> None:
    assert not decide(post(at=NIGHT, **told), BOOK).passes


def test_a_rule_that_names_nobody_is_set_aside_by_nobody() -> None:
    told = {"text": "x" * 300, "limits": {"text": 280}, "actor_roles": [{"role": "director", "territory": "*"}]}
    told |= {"overrides": [{"rule": "text_length", "role": "director", "reason": WHY}]}
    assert decide(post(**told), BOOK).blocked
