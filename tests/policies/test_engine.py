"""The engine: strictest verb, all reasons, obligations that add up, and nothing that makes it crash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from policies.book import Book
from policies.check import check, rules_listed
from policies.engine import FILES, decide
from policies.rules import RULES
from policies.verdict import ORDER, Decision, Reason, strictness
from tests.policies.samples import BOOK, TEXTS, city, post
from words import s

NIGHT = "2026-12-05T23:30:00Z"


def test_the_order_of_verbs_is_the_product_s() -> None:
    assert ORDER == ("allow", "warn", "require_approval", "redact", "quarantine", "delay", "block", "delete")


def test_a_faultless_post_is_allowed_and_every_rule_that_watches_is_in_the_trace() -> None:
    decision = decide(post(), BOOK)
    assert (decision.verb, decision.reasons) == ("allow", ())
    assert {line.rule for line in decision.trace} == {r.id for r in RULES.values() if "post.submit" in r.events}
    lists, files = ["charter.yaml", "elections.yaml", "roles.yaml"], ["base", "country-fr", "alsace", "strasbourg"]
    assert list(decision.versions) == [*lists, *(f"{name}.yaml" for name in files)]


def test_an_approval_asked_for_under_a_delay_is_still_asked_for() -> None:
    decision = decide(post(event="post.publish", at=NIGHT, **city("mulhouse")), BOOK)
    assert decision.verb == "delay"
    assert decision.until == datetime(2026, 12, 6, 6, 0, tzinfo=UTC)
    assert decision.approvers == ("cm",)
    assert [reason.rule for reason in decision.reasons] == ["quiet_hours", "four_eyes"]


def test_two_delays_wait_for_the_later_and_two_approvals_are_both_asked_for() -> None:
    early, late = datetime(2026, 12, 6, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC)
    waits = [Reason("delay", s("…"), until=moment) for moment in (early, late, early)]
    asks = [Reason("require_approval", s("…"), approver=role) for role in ("cm", "director", "cm")]
    decision = Decision("post.publish", "delay", (*waits, *asks))
    assert (decision.until, decision.approvers) == (late, ("cm", "director"))


def test_all_reasons_are_kept_and_the_strictest_comes_first() -> None:
    decision = decide(post(text="x" * 300, limits={"text": 280}, at=NIGHT, media=[{"alt": ""}]), BOOK)
    assert decision.verb == "block"
    assert {reason.rule for reason in decision.reasons} == {"text_length", "alt_text", "quiet_hours"}
    assert [strictness(r.verb) for r in decision.reasons] == sorted(strictness(r.verb) for r in decision.reasons)[::-1]
    assert decision.until is not None


def test_a_late_delivery_is_missed_and_not_sent() -> None:
    decision = decide(post(event="post.publish", late_minutes=31), BOOK)
    assert decision.verb == "block"
    assert decision.codes == {"missed"}


def test_ac_04_a_text_declared_for_another_city_is_blocked() -> None:
    decision = decide(post(declared_territory="colmar"), BOOK)
    assert decision.verb == "block"
    assert "colmar" in decision.reasons[0].sentence.say()


def test_ac_04_at_the_last_look_too_and_whatever_the_role() -> None:
    admin = [{"role": "director", "territory": "*"}]
    decision = decide(post(event="post.publish", declared_territory="colmar", actor_roles=admin), BOOK)
    assert decision.verb == "block"


def test_ac_32_the_same_text_on_two_cities_within_a_day_warns_and_proposes_variants() -> None:
    decision = decide(post(same_text_elsewhere=[{"territory": "colmar", "at": "2026-12-06T10:59:00Z"}]), BOOK)
    assert decision.verb == "warn"
    assert "variante" in decision.reasons[0].sentence.say()


def test_a_file_may_turn_the_warning_into_a_block_and_crisis_does() -> None:
    twins = [{"territory": "colmar", "at": "2026-12-06T10:59:00Z"}]
    decision = decide(post(same_text_elsewhere=twins, overlays=["crisis"]), BOOK)
    assert decision.verb == "block"
    assert decision.approvers == ("director",)


def test_mode_warn_weakens_a_block_to_a_warning_where_the_base_lets_it() -> None:
    base = TEXTS["base.yaml"].replace("alt_text: {min: 15, max: 400}", "alt_text: {min: 15, max: 400, mode: warn}")
    relaxed = Book.of({**TEXTS, "base.yaml": base})
    faulty = post(media=[{"alt": ""}])
    assert (decide(faulty, BOOK).verb, decide(faulty, relaxed).verb) == ("block", "warn")


@pytest.mark.parametrize(("at", "verb"), [("2026-12-05T22:59:00Z", "block"), ("2026-12-05T23:00:00Z", "allow")])
def test_a_sunset_is_the_territory_s_day_of_the_event_itself(at: str, verb: str) -> None:
    base = TEXTS["base.yaml"].replace("{min: 15, max: 400}", "{min: 15, max: 400, sunset: 2026-12-05}")
    decision = decide(post(at=at, is_safety=True, media=[{"alt": ""}]), Book.of({**TEXTS, "base.yaml": base}))
    assert decision.verb == verb


@pytest.mark.parametrize(
    "event", [{}, {"event": "nothing"}, {"event": "post.submit"}, {**post().model_dump(), "lenght": 3}]
)
def test_an_unreadable_event_is_blocked_with_a_reason_and_never_let_through(event: dict[str, Any]) -> None:
    decision = decide(event, BOOK)
    assert decision.verb == "block"
    assert decision.reasons[0].sentence.say()


def test_a_territory_whose_file_was_never_valid_waits_for_a_person() -> None:
    broken = Book.of({**TEXTS, "strasbourg.yaml": "schema: 1\nterritory: [\n"})
    decision = decide(post(), broken)
    assert (decision.verb, decision.reasons[0].rule) == ("require_approval", FILES)
    assert decide(post(**city("colmar")), broken).verb == "allow"


def test_ac_59_the_same_event_and_files_give_the_same_decision_and_trace() -> None:
    saved = post(event="post.publish", at=NIGHT, media=[{"alt": "x"}], **city("mulhouse")).model_dump(mode="json")
    first = check(saved, BOOK)
    assert first == check(saved, Book.of(TEXTS))
    assert first["verb"] == "block"
    assert all(line["says"] for line in first["trace"])
    assert first["versions"]["mulhouse.yaml"] == BOOK.pages["mulhouse.yaml"].version


def test_every_rule_is_listed_with_the_files_that_set_it() -> None:
    listed = {line["id"]: line for line in rules_listed(BOOK)}
    assert set(listed) == set(RULES)
    assert listed["four_eyes"]["files"] == ["base.yaml", "modes/crisis.yaml", "mulhouse.yaml"]
    assert listed["duplicate_cities"]["mode"] == "warn"
    assert listed["duplicate_cities"]["modes"] == {"modes/crisis.yaml": "block"}
    assert listed["media_limits"]["files"] == ["alsace.yaml", "base.yaml", "colmar.yaml"]
