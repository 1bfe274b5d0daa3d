"""Facts are fresh, rumours stay here, remembrance is respected; a request says what happens without an answer."""

from __future__ import annotations

from typing import Any

import pytest

from policies.book import Book
from policies.engine import decide
from policies.verdict import Reason
from tests.policies.samples import BOOK, TEXTS, city, post

EVENING = "2026-12-11T18:00:00Z"  # 19:00 in Strasbourg


def of(rule: str, book: Book = BOOK, **told: Any) -> Reason | None:
    return next((one for one in decide(post(**told), book).reasons if one.rule == rule), None)


@pytest.mark.parametrize(
    ("claim", "objects"),
    [
        (
            {"kind": "hours", "source": "musée", "checked_at": "2026-11-05T11:00:00Z"},
            False,
        ),  # thirty days to the minute
        ({"kind": "hours", "source": "musée", "checked_at": "2026-11-05T10:59:00Z"}, True),
        ({"kind": "transport", "source": "CTS", "checked_at": "2026-12-04T11:00:00Z"}, False),
        ({"kind": "transport", "source": "CTS", "checked_at": "2026-12-04T10:59:00Z"}, True),
        ({"kind": "price", "source": " ", "checked_at": "2026-12-05T10:00:00Z"}, True),
        ({"kind": "price", "source": "musée"}, True),
    ],
)
def test_a_fact_has_a_source_and_keeps_for_its_time(claim: dict[str, Any], objects: bool) -> None:
    found = of("fact_freshness", claims=[claim])
    assert (found is not None) is objects
    assert found is None or (found.verb, found.approver) == ("require_approval", "cm")


def test_a_fact_is_as_old_as_it_will_be_when_it_is_read() -> None:
    claim = {"kind": "hours", "source": "musée", "checked_at": "2026-12-05T10:00:00Z"}
    assert of("fact_freshness", claims=[claim], due_at="2027-01-04T10:00:00Z") is None
    assert of("fact_freshness", claims=[claim], due_at="2027-01-04T10:01:00Z") is not None


def test_a_rumour_never_leaves_and_in_crisis_only_listed_sources_do() -> None:
    assert of("verified_only", verification="rumour") is not None
    assert of("verified_only", verification="to_check") is None
    crisis = {"overlays": ["crisis"], "is_safety": True, "verified": True}
    assert of("verified_only", **crisis, verification="to_check") is not None
    assert of("verified_only", **crisis, source="prefet67") is None
    assert of("verified_only", **crisis, source="prefet67", **city("colmar")) is not None  # another prefecture's
    assert of("verified_only", **crisis) is None  # nobody said whose it is


@pytest.mark.parametrize(
    ("due_at", "objects"),
    [
        ("2026-12-11T15:59:00Z", False),
        ("2026-12-11T16:00:00Z", True),  # 17:00
        ("2026-12-11T22:59:00Z", True),
        ("2026-12-11T23:00:00Z", False),  # midnight
        ("2027-12-11T18:00:00Z", True),  # every year
    ],
)
def test_the_hours_of_remembrance_are_the_territory_s_own(due_at: str, objects: bool) -> None:
    assert (of("sensitive_dates", tags=["festive"], due_at=due_at) is not None) is objects


def test_festive_words_count_as_the_tag_does_and_another_day_is_proposed() -> None:
    for text in ("La féerie de Noël !", "Frohe Feier!", "Merry Christmas"):
        found = of("sensitive_dates", text=text, due_at=EVENING)
        assert found is not None
        assert (found.verb, found.approver) == ("require_approval", "cm")
        assert "12/12" in found.sentence.say()
    assert of("sensitive_dates", text="Le musée reste ouvert.", due_at=EVENING) is None
    assert of("sensitive_dates", text="La féerie !", due_at=EVENING, is_safety=True) is None
    assert of("sensitive_dates", text="La féerie !", due_at=EVENING, approved_by=2) is None


def test_a_city_adds_its_own_hours_and_keeps_the_region_s() -> None:
    day = '{name: Deuil, day: "12-12", hours: "00:00-24:00"}'
    mulhouse = TEXTS["mulhouse.yaml"].replace("rules:\n", f"rules:\n  sensitive_dates: {{calendar: [{day}]}}\n", 1)
    book = Book.of({**TEXTS, "mulhouse.yaml": mulhouse})
    assert book.problems == ()
    found = of("sensitive_dates", book, tags=["festive"], due_at=EVENING, **city("mulhouse"))
    assert found is not None
    assert "13/12" in found.sentence.say()  # the twelfth is held too
    assert of("sensitive_dates", book, tags=["festive"], due_at="2026-12-12T18:00:00Z", **city("colmar")) is None


@pytest.mark.parametrize(
    "broken", ['{name: x, day: "13-45", hours: "17:00-24:00"}', '{name: x, day: "12-11", hours: soir}']
)
def test_a_calendar_that_cannot_be_read_is_a_problem_of_its_file(broken: str) -> None:
    mulhouse = TEXTS["mulhouse.yaml"].replace("rules:\n", f"rules:\n  sensitive_dates: {{calendar: [{broken}]}}\n", 1)
    (problem,) = Book.of({**TEXTS, "mulhouse.yaml": mulhouse}, last_valid=BOOK).problems
    assert problem.file == "mulhouse.yaml"


def test_ac_22_a_request_needs_a_deadline_to_come_and_a_default() -> None:
    deadline = "2026-12-05T12:00:00Z"
    assert of("approval_deadline") is None
    assert of("approval_deadline", approval={"deadline": deadline, "default": "goes_out"}) is None
    for request in (
        {},
        {"deadline": deadline},
        {"default": "escalates"},
        {"deadline": "2026-12-05T11:00:00Z", "default": "escalates"},
    ):
        found = of("approval_deadline", approval=request)
        assert found is not None
        assert found.verb == "block"


@pytest.mark.parametrize("told", [{"tags": ["condolence"]}, {"is_safety": True}])
def test_ac_22_what_is_grave_escalates_and_never_goes_out_by_itself(told: dict[str, Any]) -> None:
    request = {"deadline": "2026-12-05T12:00:00Z", "default": "goes_out"}
    found = of("approval_deadline", approval=request, **told)
    assert found is not None
    assert found.code == "grave"
    assert of("approval_deadline", approval={**request, "default": "escalates"}, **told) is None


def test_a_dead_link_only_warns_and_one_nobody_tried_says_nothing() -> None:
    found = of(
        "link_health", links=[{"url": "https://colmar.example/a"}, {"url": "https://colmar.example/b", "alive": False}]
    )
    assert found is not None
    assert found.verb == "warn"
    assert "example/b" in found.sentence.say()
    assert of("link_health", links=[{"url": "https://colmar.example/a"}]) is None


def test_an_event_that_is_over_when_it_is_read_is_not_announced() -> None:
    assert of("expired_event", event_ends_at="2026-12-05T12:00:00Z") is None
    assert of("expired_event", event_ends_at="2026-12-05T12:00:00Z", due_at="2026-12-05T12:00:00Z") is not None
