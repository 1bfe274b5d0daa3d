"""The crisis mode wakes its rules and only tightens: sober replies, no graphic pictures, nothing that sells."""

from __future__ import annotations

from typing import Any

import pytest

from policies.engine import decide
from policies.rules import RULES
from policies.verdict import Reason, strictness
from tests.policies.samples import BOOK, post

HOLD = {"event": "reply.send", "snippet": "safety_hold", "text": "Nous suivons les consignes de la préfecture."}
ADVISER = [{"role": "adviser", "territory": "strasbourg"}]
WOKEN = ("crisis_promotion", "crisis_media", "crisis_replies", "crisis_boost", "condolence")


def said(rule: str, crisis: bool = True, **told: Any) -> Reason | None:
    """Return what one rule says of a post of Strasbourg, in crisis mode or not."""
    facts = post(**told, overlays=["crisis"] if crisis else [])
    return next((one for one in decide(facts, BOOK).reasons if one.rule == rule), None)


def test_every_rule_of_the_mode_sleeps_without_it() -> None:
    for rule in WOKEN:
        assert rule in RULES
        assert BOOK.for_("strasbourg").settings_of(rule)["in_force"] is False
        assert BOOK.for_("strasbourg", overlays=["crisis"]).settings_of(rule)["in_force"] is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"snippet": "today"}, "crisis_snippet"),
        ({"text": "Courage ❤️"}, "crisis_emoji"),
        ({"text": "Mdr, non."}, "crisis_humour"),
        ({"text": "Voyez https://x.example/Boutique-noel"}, "crisis_link"),
        ({"text": "Voyez https://prefecture.example/consignes"}, None),
        ({"text": "Nous vous garantissons une place."}, "crisis_promise"),
    ],
)
def test_only_listed_replies_without_humour_emoji_selling_or_promises(change: dict[str, Any], code: str | None) -> None:
    told = {**HOLD, **change}
    found = said("crisis_replies", actor_roles=ADVISER, **told)
    assert (found.code if found else None) == code
    assert found is None or found.verb == "block"
    assert said("crisis_replies", crisis=False, actor_roles=ADVISER, **told) is None


def test_words_of_one_s_own_are_approved_by_another_unless_a_cm_writes_them() -> None:
    own = {**HOLD, "snippet": None}
    asked, warned = said("crisis_replies", actor_roles=ADVISER, **own), said("crisis_replies", **own)
    assert asked is not None
    assert (asked.verb, asked.approver) == ("require_approval", "cm")
    assert warned is not None
    assert warned.verb == "warn"
    assert said("crisis_replies", actor_roles=ADVISER, approved_roles=["cm"], **own) is None


def test_condolences_wait_for_the_direction() -> None:
    found = said("condolence", tags=["condolence"])
    assert found is not None
    assert (found.verb, found.approver) == ("require_approval", "director")
    assert said("condolence", tags=["condolence"], approved_roles=["director"]) is None
    assert said("condolence", crisis=False, tags=["condolence"]) is None


@pytest.mark.parametrize("told", [HOLD, {"tags": ["promo"]}, {"media": [{"graphic": True, "alt": "é" * 20}]}, {}])
def test_the_mode_only_tightens(told: dict[str, Any]) -> None:
    without, within = decide(post(**told), BOOK), decide(post(**told, overlays=["crisis"]), BOOK)
    assert strictness(within.verb) >= strictness(without.verb)
