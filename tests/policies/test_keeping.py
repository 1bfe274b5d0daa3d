"""Personal data: how long each kind is kept, what a person may ask, and what of it leaves the house."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.book import Book
from policies.engine import decide
from policies.verdict import strictness
from tests.policies.asking import PLACE, said, sentence
from tests.policies.samples import BOOK, NOON, TEXTS, mention

SMALL = {name: TEXTS[name] for name in ("base.yaml", "roles.yaml")}


def tick(rule: str, book: Book = BOOK, network: str = "x", **told: Any) -> str:
    channel = {"network": network, "territory": "colmar"}
    return said(rule, "mention.tick", book, channel=channel, **told)[0]


@pytest.mark.parametrize(
    ("told", "verb"),
    [
        ({"age_days": 89}, "allow"),
        ({"age_days": 90}, "redact"),
        ({"age_days": 394, "has_author": False}, "allow"),
        ({"age_days": 395, "has_author": False}, "delete"),
        ({"age_days": 4000, "has_author": False, "has_text": False}, "allow"),
        ({"age_days": 4000, "has_text": False}, "redact"),  # a name alone is not kept either
        ({"kind": "conversation", "closed_days": 394}, "allow"),
        ({"kind": "conversation", "closed_days": 395}, "delete"),
        ({"kind": "dm", "closed_days": 364}, "allow"),
        ({"kind": "dm", "closed_days": 365}, "delete"),
        ({"kind": "log", "age_days": 364}, "allow"),
        ({"kind": "log", "age_days": 365}, "delete"),
        ({"kind": "consent", "age_days": 9999}, "allow"),  # its end is not known
        ({"kind": "consent", "until": "2021-12-07"}, "allow"),
        ({"kind": "consent", "until": "2021-12-06"}, "delete"),  # 1825 days before 5 December 2026
        ({"kind": "consent", "until": "2030-01-01", "revoked_at": "2021-12-06T10:00:00Z"}, "delete"),
        ({"kind": "consent", "until": "2021-12-06", "planned_uses": 1}, "allow"),
    ],
)
def test_each_kind_of_data_is_forgotten_on_its_day(told: dict[str, Any], verb: str) -> None:
    assert tick("retention", **told) == verb


def test_a_network_s_own_limit_beats_ours_and_a_file_may_only_lower_it_or_add_another() -> None:
    lower = TEXTS | {
        "colmar.yaml": TEXTS["colmar.yaml"] + "\nretention_days: {platforms: {youtube: 20, mastodon: 45}}\n"
    }
    book = Book.of(lower)
    assert book.problems == ()
    assert tick("platform_retention", network="youtube", age_days=29) == "allow"
    assert tick("platform_retention", network="youtube", age_days=30) == "delete"
    assert tick("platform_retention", network="youtube", age_days=90, refreshed_days=0) == "allow"
    assert tick("platform_retention", book, "youtube", age_days=20) == "delete"
    assert tick("platform_retention", book, "mastodon", age_days=45) == "delete"
    assert tick("platform_retention", network="mastodon", age_days=45) == "allow"
    longer = Book.of(
        {**SMALL, "ville.yaml": "schema: 1\nterritory: ville\nretention_days: {platforms: {youtube: 31}}\n"}
    )
    assert "retention_days.platforms" in longer.problems[0].say()
    added = Book.of(
        {**SMALL, "ville.yaml": "schema: 1\nterritory: ville\nretention_days: {platforms: {mastodon: 45}}\n"}
    )
    assert added.for_("ville").values["retention_days"]["platforms"] == {"youtube": 30, "mastodon": 45}


def test_our_own_72_hours_end_in_the_territory_s_time_and_nobody_is_named() -> None:
    told = {"kind": "erasure", "handle": "camille_voyage", "received_at": "2026-12-04T22:20:00Z"}
    assert "avant le 07/12 à 23:20 (loi : un mois)" in sentence("erasure_request", "person.request", **told)
    decision = decide({**PLACE, "event": "person.request", **told, "territory_zone": "America/Toronto"}, BOOK)
    assert "07/12 à 17:20" in decision.reasons[0].sentence.say()
    assert "camille" not in str(decision.kept())


def test_sealed_evidence_waits_for_the_data_protection_officer() -> None:
    erased = decide({**PLACE, "event": "person.request", "kind": "erasure", "legal_evidence": True}, BOOK)
    assert (erased.verb, erased.approvers, erased.codes) == ("delete", ("dpo",), {"except_evidence"})
    objected = decide({**PLACE, "event": "person.request", "kind": "objection", "legal_evidence": True}, BOOK)
    assert (objected.verb, objected.approvers) == ("require_approval", ("dpo",))


def test_who_asked_to_be_forgotten_is_not_collected_but_is_heard_in_danger_and_in_private() -> None:
    assert decide(mention("Belle journée", suppressed=True), BOOK).verb == "delete"
    assert said("erasure_request", "mention.ingest", suppressed=True, flags=["safety"])[0] == "allow"
    assert said("erasure_request", "mention.ingest", suppressed=True, kind="dm")[0] == "allow"


def test_personal_fields_leave_only_with_a_role_held_here_and_a_reason() -> None:
    def export(role: str, where: str, reason: str) -> tuple[str, str]:
        held = [{"role": role, "territory": where}]
        return said("export_guard", "export", fields=["handle"], reason=reason, actor_roles=held)

    assert export("cm", "alsace", "réponse au préfet") == ("allow", "")
    assert export("dpo", "colmar", "123456789 ") == ("block", "reason")
    assert export("dpo", "mulhouse", "réponse au préfet") == ("block", "role")
    assert export("director", "colmar", "réponse au préfet") == ("block", "role")


@pytest.mark.parametrize(("size", "verb"), [(9, "block"), (10, "allow"), (None, "block")])
def test_nothing_is_made_public_of_fewer_than_ten(size: int | None, verb: str) -> None:
    told = {"public": True, "fields": ["topic"], "smallest_cell": size}
    assert said("export_guard", "report.publish", **told)[0] == verb


DAYS = st.integers(0, 2000)
STRICTER = st.fixed_dictionaries(
    {},
    optional={
        "retention_days": st.dictionaries(
            st.sampled_from(["listening_text", "text_max", "dm_after_close", "consent_after_use", "log"]), DAYS
        )
        | st.builds(lambda days: {"platforms": {"youtube": days}}, DAYS),
        "rules": st.fixed_dictionaries(
            {},
            optional={
                "child_author": st.builds(lambda age: {"age": age}, st.integers(0, 30)),
                "export_guard": st.fixed_dictionaries(
                    {},
                    optional={
                        "smallest": st.integers(0, 30),
                        "reason": st.integers(0, 30),
                        "roles": st.sampled_from([["dpo"], ["cm"], ["director"]]),
                        "personal": st.just(["topic"]),
                    },
                ),
                "sensitive_no_profile": st.just({"kinds": ["famille"]}),
                "author_grouping_guard": st.just({"fields": ["topic"]}),
                "qc_loi25": st.builds(lambda applies: {"applies": applies}, st.booleans()),
            },
        ),
    },
)
TOLD = st.one_of(
    st.fixed_dictionaries(
        {
            "event": st.just("mention.tick"),
            "kind": st.sampled_from(["listening", "conversation", "dm", "consent", "log"]),
            "age_days": DAYS,
            "closed_days": DAYS,
            "until": st.sampled_from(["2020-01-01", "2026-01-01"]),
            "channel": st.just({"network": "youtube", "territory": "ville"}),
        }
    ),
    st.fixed_dictionaries(
        {
            "event": st.just("export"),
            "public": st.booleans(),
            "fields": st.sampled_from([["handle"], ["topic"]]),
            "group_by": st.sampled_from([[], ["topic"]]),
            "smallest_cell": st.integers(0, 40),
            "reason": st.text(max_size=30),
            "actor_roles": st.sampled_from([[], [{"role": "cm", "territory": "*"}]]),
        }
    ),
    st.fixed_dictionaries(
        {
            "event": st.just("mention.ingest"),
            "author_age_hint": st.integers(0, 40),
            "author_labels": st.just(["famille"]),
        }
    ),
)
ALONE = Book.of(SMALL)


@settings(max_examples=100, deadline=None)
@given(file=STRICTER, told=TOLD)
def test_whatever_a_child_file_says_less_is_kept_and_less_leaves(file: dict[str, Any], told: dict[str, Any]) -> None:
    text = yaml.safe_dump({"schema": 1, "territory": "ville", **file})
    event = {**told, "at": NOON, "territory": "ville"}
    before, after = decide(event, ALONE), decide(event, Book.of({**SMALL, "ville.yaml": text}))
    said_after = {line.rule: line.said for line in after.trace}
    assert all(strictness(said_after[line.rule]) >= strictness(line.said) for line in before.trace)
