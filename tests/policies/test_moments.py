"""No fact is a time without zone: an event that tells one is refused in a sentence that names the field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from policies import facts
from policies.events import FAMILIES, Unreadable, read

NAIVE = datetime(2026, 12, 5, 10, 0)


def moments(record: type[facts.Record]) -> list[str]:
    """Return the names of a record's fields that are moments."""
    kinds = {name: field.annotation for name, field in record.model_fields.items()}
    return [name for name, kind in kinds.items() if "Datetime" in repr(kind)]


def test_the_fields_that_are_moments_are_found() -> None:
    assert set(moments(facts.PostFacts)) == {"at", "due_at", "event_ends_at", "contest_ends_at"}
    assert set(moments(facts.MentionFacts)) == {"at", "posted_at"}


@pytest.mark.parametrize("event", [name for name, family in FAMILIES.items() if moments(family)])
def test_a_naive_fact_is_refused_and_named(event: str) -> None:
    family = FAMILIES[event]
    told: dict[str, Any] = {"event": event, "territory": "colmar", "at": NAIVE.replace(tzinfo=UTC)}
    told |= {"kind": "access"} if event == "person.request" else {}
    assert read(told).at.tzinfo is not None
    for field in moments(family):
        for naive in (NAIVE, NAIVE.isoformat()):
            with pytest.raises(Unreadable) as refusal:
                read(told | {field: naive})
            assert field in refusal.value.sentence.say()


def test_a_record_inside_the_facts_is_no_way_round() -> None:
    for record, more in (
        (facts.Twin, {"territory": "colmar"}),
        (facts.Freeze, {"scope": "all", "reason": "x", "by": "y"}),
    ):
        with pytest.raises(ValueError, match="timezone"):
            record(**more, at=NAIVE)
