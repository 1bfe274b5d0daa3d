"""AC-61: a rule is set aside only by the role it names, with a reason, and stays visible as a warning."""

from __future__ import annotations

from typing import Any

import pytest

from policies.engine import decide
from policies.logged import entry
from policies.overriding import open_to_actor
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


def test_an_override_given_before_counts_by_the_role_held_then_and_in_that_place() -> None:
    clockwork: dict[str, Any] = {"event": "post.publish", "actor_id": None, "actor_roles": []}
    for place, passes in (("alsace", True), ("strasbourg", True), ("*", True), ("colmar", False)):
        told = {**_override(by=7, held_in=place), **clockwork}
        assert decide(post(at=NIGHT, **told), BOOK).passes is passes, place


def test_an_override_never_answers_a_suspension_decided_since() -> None:
    freeze = {"scope": "all", "reason": "alerte", "by": "Bruno", "at": "2026-12-05T10:30:00Z"}
    given = {"rule": "crisis_freeze", "role": "director", "reason": WHY, "by": 7, "held_in": "alsace"}
    leaving: dict[str, Any] = {"event": "post.publish", "freezes": [freeze]}
    for at, passes in (("2026-12-05T10:45:00Z", True), ("2026-12-05T10:15:00Z", False)):
        assert decide(post(**leaving, overrides=[{**given, "at": at}]), BOOK).passes is passes


def test_ac_61_who_may_set_aside_what_is_told_of_the_decision_itself() -> None:
    cm = decide(post(at=NIGHT), BOOK)
    adviser = decide(post(at=NIGHT, actor_roles=[{"role": "adviser", "territory": "strasbourg"}]), BOOK)
    assert [one.rule for one in open_to_actor(cm)] == ["quiet_hours"]
    assert open_to_actor(adviser) == ()
    assert open_to_actor(decide(post(at=NIGHT, **_override()), BOOK)) == ()


def test_the_log_holds_a_digest_of_the_facts_and_never_the_words() -> None:
    one, same = decide(post(at=NIGHT, **_override()), BOOK), decide(post(at=NIGHT, **_override()).model_dump(), BOOK)
    kept = entry(one)
    assert kept["inputs"] == entry(same)["inputs"] != entry(decide(post(at=NIGHT, text="Salut"), BOOK))["inputs"]
    assert "Bonjour" not in str(kept)
    assert kept["overrides"] == [{"rule": "quiet_hours", "role": "cm", "reason": WHY, "by": 1}]
    assert kept["set_aside"] == 1
