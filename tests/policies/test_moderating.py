"""Moderation: illegal words go at once with their evidence, a critique stays, and nobody is kept away for ever."""

from __future__ import annotations

from typing import Any

import pytest

from policies.book import Book
from policies.engine import decide
from policies.roles import Role
from policies.verdict import Decision
from tests.policies.samples import BOOK, NOON, TEXTS

HATE = {
    "act": "hide",
    "message_class": "hate",
    "clause": "haine",
    "excerpt": "[insulte]",
    "reasons": "Insulte visant une origine.",
    "evidence_sealed": True,
    "reported_ref": "DSA-1",
}
BAN = {
    **HATE,
    "act": "ban",
    "message_class": "abuse",
    "clause": "injure",
    "ban_days": 30,
    "prior_warnings": 1,
    "second_reviewer": 2,
    "appeal": "recours@example.invalid",
}


def judged(told: dict[str, Any], role: Role = "cm", where: str = "colmar", book: Book = BOOK, **more: Any) -> Decision:
    held = [{"role": role, "territory": where}]
    event = {"event": "moderation.act", "at": NOON, "territory": "colmar", "lineage": ["alsace", "colmar"]}
    return decide({**event, "actor_id": 1, "actor_roles": held, **told, **more}, book)


def said(rule: str, decision: Decision) -> tuple[str, str]:
    found = [reason for reason in decision.reasons if reason.rule == rule]
    return (found[0].verb, found[0].code) if found else ("allow", "")


@pytest.mark.parametrize("kind", ["hate", "threat", "doxxing", "child"])
@pytest.mark.parametrize("role", ["cm", "director", "adviser", "press", "oncall"])
def test_whoever_answers_here_hides_what_is_illegal_at_once(role: Role, kind: str) -> None:
    clause = {"hate": "haine", "threat": "menace", "doxxing": "personne", "child": "enfant"}[kind]
    for told in ({"action": "moderate"}, {}):
        decision = judged({**HATE, "message_class": kind, "clause": clause, **told}, role)
        assert decision.passes, decision.kept()


@pytest.mark.parametrize("role", ["member", "admin", "dpo"])
def test_who_may_not_answer_does_not_hide(role: Role) -> None:
    assert said("role_needed", judged(HATE, role)) == ("block", "role")


def test_an_adviser_hides_nothing_else_does_nothing_else_and_nothing_in_another_city() -> None:
    for told in ({**HATE, "act": "delete"}, {**HATE, "act": "ban"}, {**HATE, "message_class": "spam"}):
        assert said("role_needed", judged(told, "adviser")) == ("block", "role")
    assert said("role_needed", judged(HATE, "adviser", where="strasbourg")) == ("block", "role")
    assert said("role_needed", judged({**HATE, "action": "unfreeze"}, "adviser")) == ("block", "role")


def test_nothing_illegal_disappears_before_its_evidence_is_sealed() -> None:
    for act in ("hide", "delete"):
        decision = judged({**HATE, "act": act, "evidence_sealed": False})
        assert said("remove_illegal", decision) == ("block", "evidence")
    assert said("remove_illegal", judged({**HATE, "act": "unhide", "evidence_sealed": False}))[0] == "allow"


@pytest.mark.parametrize(
    ("noticed", "at", "code"),
    [
        ("2026-12-05T09:00:00Z", "2026-12-05T10:00:00Z", ""),  # a Saturday morning, open
        ("2026-12-05T09:00:00Z", "2026-12-05T10:00:01Z", "late"),
        ("2026-12-05T22:00:00Z", "2026-12-06T01:00:00Z", ""),  # at night, on call
        ("2026-12-05T22:00:00Z", "2026-12-06T01:00:01Z", "late"),
        (None, "2026-12-06T01:00:01Z", ""),
    ],
)
def test_an_hour_in_open_hours_three_on_call(noticed: str | None, at: str, code: str) -> None:
    late = judged(HATE, noticed_at=noticed, at=at, territory_zone="Europe/Paris")
    assert said("remove_illegal", late)[1] == code


def test_a_threat_says_whom_to_call_here() -> None:
    threat = {**HATE, "message_class": "threat", "clause": "menace"}
    assert "17, 112" in judged(threat).reasons[0].sentence.say()
    there = judged(threat, "cm", "quebec", territory="quebec", lineage=["quebec"])
    assert "911" in there.reasons[0].sentence.say()
    assert "112" not in there.reasons[0].sentence.say()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"clause": ""}, "clause"),
        ({"clause": "Haine"}, "clause"),
        ({"clause": "publicite"}, "not_covered"),
        ({"message_class": ""}, "not_covered"),
        ({"excerpt": ""}, "excerpt"),
        ({"reasons": "123456789  "}, "reasons"),
    ],
)
@pytest.mark.parametrize("act", ["hide", "delete", "ban"])
def test_nothing_is_removed_without_a_clause_that_covers_it_and_words_for_the_person(
    act: str, told: dict[str, Any], code: str
) -> None:
    assert said("remove_needs_clause", judged({**HATE, "act": act, **told})) == ("block", code)


@pytest.mark.parametrize("act", ["hide", "delete", "ban"])
@pytest.mark.parametrize("kind", ["complaint", "critique"])
@pytest.mark.parametrize("clause", ["", "injure", "publicite"])
def test_a_critique_is_answered_and_never_removed(act: str, kind: str, clause: str) -> None:
    decision = judged({**BAN, "act": act, "message_class": kind, "clause": clause}, "director")
    assert decision.blocked
    assert "Une critique se répond, elle ne se supprime pas." in [r.sentence.say() for r in decision.reasons]
    assert all(reason.override_role is None for reason in decision.reasons)


def test_no_charter_covers_a_critique() -> None:
    gagging = TEXTS["charter.yaml"].replace("covers: [abuse]", "covers: [abuse, critique]")
    book = Book.of({**TEXTS, "charter.yaml": gagging})
    (problem,) = book.problems
    assert "critique" in problem.say()
    assert not judged({**BAN, "message_class": "critique"}, book=book).passes


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, ""),
        ({"prior_warnings": 0}, "warning"),
        ({"prior_warnings": 0, "message_class": "threat", "clause": "menace"}, ""),
        ({"ban_days": 90}, ""),
        ({"ban_days": 91}, "days"),
        ({"ban_days": 0}, "days"),
        ({"ban_days": None}, "days"),
        ({"second_reviewer": None}, "second"),
        ({"second_reviewer": 1}, "second"),
        ({"second_reviewer": "1"}, "second"),
        ({"appeal": "  "}, "appeal"),
    ],
)
def test_a_ban_is_warned_of_short_decided_by_two_and_open_to_appeal(told: dict[str, Any], code: str) -> None:
    assert said("ban_proportionate", judged({**BAN, **told}))[1] == code


def test_spam_is_hidden_by_its_clause_and_the_refusal_names_it() -> None:
    spam = {**HATE, "message_class": "spam", "clause": "publicite"}
    assert judged(spam).verb == "allow"
    refused = judged({**spam, "clause": ""})
    assert "publicite" in next(r.sentence.say() for r in refused.reasons if r.rule == "spam_personal_data")


def test_a_report_to_the_network_is_a_task_until_its_reference_is_kept() -> None:
    assert judged({**HATE, "reported_ref": " "}).codes == {"report"}
    assert judged({"act": "report", "message_class": "hate"}).codes == {"report"}
    assert judged(HATE).codes == frozenset()


CARD = {
    "event": "channel.activate",
    "at": NOON,
    "territory": "colmar",
    "lineage": ["alsace", "colmar"],
    "actor_id": 1,
    "actor_roles": [{"role": "cm", "territory": "alsace"}],
    "owner": 1,
    "deputy": 2,
    "review_on": "2027-06-01",
    "charter_url": "/charte",
}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"owner": None}, "owner"),
        ({"deputy": None}, "deputy"),
        ({"deputy": "1"}, "deputy"),
        ({"review_on": None}, "review"),
        ({"review_on": "2026-12-05"}, "review"),
        ({"review_on": "2026-12-06", "at": "2026-12-05T23:30:00Z"}, "review"),  # already the 6th in Alsace
    ],
)
def test_ac_19_no_account_opens_without_owner_and_deputy_or_without_review_date(
    told: dict[str, Any], code: str
) -> None:
    assert decide(CARD, BOOK).verb == "allow"
    refused = decide({**CARD, **told}, BOOK)
    assert (refused.verb, refused.codes) == ("block", {code})
    assert refused.reasons[0].override_role is None


def test_no_account_opens_where_no_charter_can_be_read() -> None:
    texts = {name: text for name, text in TEXTS.items() if name != "charter.yaml"}
    assert said("charter_published", decide(CARD, Book.of(texts))) == ("block", "no_charter")
    assert "/charte" in decide({**CARD, "charter_url": ""}, BOOK).reasons[0].sentence.say()
