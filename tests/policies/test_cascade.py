"""Files add up: a child tightens, and loosens only what its parents list; a broken file never disables a rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.book import Book, InvalidBook
from policies.engine import decide
from policies.facts import PostFacts
from policies.verdict import strictness
from tests.policies.samples import BOOK, TEXTS, city, post

SMALL = {name: TEXTS[name] for name in ("base.yaml", "roles.yaml")}


def child(body: str, name: str = "ville", inherits: str = "base") -> dict[str, str]:
    return {f"{name}.yaml": f"schema: 1\nterritory: {name}\ninherits: [{inherits}]\n{body}"}


def said(book: Book) -> list[str]:
    return [problem.say() for problem in book.problems]


def test_the_shipped_files_are_valid() -> None:
    assert said(BOOK) == []
    assert Book.load().for_("colmar").versions == BOOK.for_("colmar").versions


def test_a_child_may_tighten_and_the_book_knows_which_file_set_each_value() -> None:
    here = Book.of({**SMALL, **child("rules: {alt_text: {min: 30}}")}).for_("ville")
    assert here.settings_of("alt_text") == {"min": 30, "max": 400, "mode": "block"}
    assert here.set_by["rules.alt_text.min"] == ("ville.yaml",)
    assert here.set_by["rules.alt_text.max"] == ("base.yaml",)


@pytest.mark.parametrize(
    "body",
    [
        "rules: {alt_text: {min: 5}}",
        "rules: {alt_text: {max: 900}}",
        "rules: {alt_text: {mode: warn}}",
        "rules: {alt_text: {sunset: 2030-01-01}}",
        "rules: {four_eyes: {approvers: [cm, adviser]}}",
        "rules: {crisis_freeze: {mode: warn}}",
        "sla_minutes: {safety: 60}",
        "channels: {x: {rules: {alt_text: {min: 5}}}}",
    ],
)
def test_a_child_that_loosens_is_refused_with_a_sentence_that_names_the_line(body: str) -> None:
    book = Book.of({**SMALL, **child(body)})
    assert len(book.problems) == 1
    assert said(book)[0].startswith("ville.yaml, ligne 4 : ")
    assert "base.yaml" in said(book)[0]
    assert "ville.yaml" in book.for_("ville").missing


def test_a_child_may_loosen_what_its_parent_lists() -> None:
    book = Book.of({**SMALL, **child("sla_minutes: {praise: 9999}\nhours: {week: {sun: ['10:00-12:00']}}")})
    assert said(book) == []
    assert book.for_("ville").values["sla_minutes"]["praise"] == 9999


def test_a_permission_ends_with_the_first_parent_that_does_not_pass_it_on() -> None:
    texts = {**SMALL, **child("", "region"), **child("sla_minutes: {praise: 9999}", inherits="region")}
    assert "region" not in said(Book.of(texts))[0]
    passed_on = {**texts, **child("may_relax: [sla_minutes]", "region")}
    assert said(Book.of(passed_on)) == []


def test_a_parent_cannot_permit_what_it_may_not_do_itself() -> None:
    region = child("may_relax: [rules.alt_text]", "region")
    book = Book.of({**SMALL, **region, **child("rules: {alt_text: {min: 5}}", inherits="region")})
    assert len(book.problems) == 1


def test_word_lists_add_up() -> None:
    book = Book.of({**SMALL, **child("rules: {triage: {words: {safety: [crue]}}}")})
    words = book.for_("ville").settings_of("triage")["words"]["safety"]
    assert {"crue", "au secours"} <= set(words)


def test_a_channel_and_an_overlay_stand_on_top_of_the_city() -> None:
    assert BOOK.for_("colmar").settings_of("media_limits")["images"] == 8
    assert BOOK.for_("colmar", "x").settings_of("media_limits")["images"] == 4
    assert BOOK.for_("colmar", overlays=("crisis",)).settings_of("overdue_limit")["minutes"] == 10
    assert BOOK.for_("colmar", overlays=("demo",)).hours().round_the_clock


def test_a_territory_without_a_file_has_its_region_s_rules_or_the_base() -> None:
    assert BOOK.for_("selestat", within=("alsace",)).settings_of("media_limits")["images"] == 8
    assert BOOK.for_("quebec").settings_of("media_limits")["images"] == 10
    assert BOOK.for_("quebec").missing == ()


@pytest.mark.parametrize(
    ("broken", "line", "word"),
    [
        ("schema: 1\nterritory: ville\nrules:\n  alt_txt: {min: 20}\n", 4, "alt_txt"),
        ("schema: 1\nterritory: ville\nrules:\n  alt_text: {min: vingt}\n", 4, "nombre"),
        ("schema: 1\nterritory: ville\nrules:\n  alt_text: {mode: off}\n", 4, "mode"),
        ("schema: 1\nterritory: ville\nhours:\n  week:\n    mon-fir: ['09:00-12:00']\n", 4, "mon-fir"),
        ("schema: 1\nterritory: ville\nhours: {week: {mon: ['14:00-12:00']}}\n", 3, "14:00-12:00"),
        ("schema: 1\nterritory: ville\nhours: {tz: Paris}\n", 3, "Paris"),
        ("schema: 1\nterritory: ville\nvoice: {humour: 1}\nvoice: {humour: 2}\n", 4, "deux fois"),
        ("schema: 1\nterritory: ville\nrules: [\n", 4, "YAML"),
        ("schema: 1\nterritory: autre\n", 2, "autre"),
        ("schema: 1\nterritory: ville\ninherits: [nulle-part]\n", 3, "nulle-part"),
        ("schema: 1\nterritory: ville\nmay_relax:\n  - rules.alt\n", 4, "rules.alt"),
        ("territory: ville\n", 0, "schema"),
        ("", 0, "vide"),
    ],
)
def test_a_broken_file_keeps_its_last_valid_version_and_says_the_line(broken: str, line: int, word: str) -> None:
    good = Book.of({**SMALL, **child("rules: {alt_text: {min: 30}}")})
    kept = Book.of({**SMALL, "ville.yaml": broken}, last_valid=good)
    assert kept.for_("ville").settings_of("alt_text")["min"] == 30
    assert kept.for_("ville").versions == good.for_("ville").versions
    (problem,) = kept.problems
    assert (problem.file, problem.line) == ("ville.yaml", line)
    assert word in problem.say()


def test_a_file_that_is_gone_keeps_its_last_valid_version() -> None:
    good = Book.of({**SMALL, **child("rules: {alt_text: {min: 30}}")})
    kept = Book.of(SMALL, last_valid=good)
    assert kept.for_("ville").settings_of("alt_text")["min"] == 30
    assert "disparu" in said(kept)[0]


def test_without_a_valid_base_or_matrix_nothing_is_judged(tmp_path: Path) -> None:
    for name in SMALL:
        with pytest.raises(InvalidBook) as refused:
            Book.of({**SMALL, name: "schema: 2\n"})
        assert refused.value.problems
    with pytest.raises(InvalidBook):
        Book.load(tmp_path)


def test_a_base_that_forgets_a_value_is_refused() -> None:
    forgetful = SMALL["base.yaml"].replace("  safety: 15", "  # safety: 15")
    kept = Book.of({**SMALL, "base.yaml": forgetful}, last_valid=Book.of(SMALL))
    assert "sla_minutes.safety" in said(kept)[0]
    assert kept.for_("x").values["sla_minutes"]["safety"] == 15


def test_two_files_that_inherit_from_each_other_are_refused() -> None:
    assert len(Book.of({**SMALL, **child("", "a", "b"), **child("", "b", "a")}).problems) >= 1


def test_a_file_that_is_not_utf_8_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "ville.yaml").write_bytes(b"schema: 1\nterritory: \xe9\xff\n")
    assert Book.load(tmp_path).lost == {"ville.yaml"}


NUMBERS = st.integers(0, 500)
CHILDREN = st.fixed_dictionaries(
    {},
    optional={
        "alt_text": st.fixed_dictionaries(
            {}, optional={"min": NUMBERS, "max": NUMBERS, "mode": st.sampled_from(["warn", "block"])}
        ),
        "media_limits": st.fixed_dictionaries({}, optional={"images": st.integers(0, 12)}),
        "four_eyes": st.fixed_dictionaries(
            {}, optional={"posts": st.booleans(), "approvers": st.sampled_from([["cm"], ["director"], ["adviser"]])}
        ),
        "overdue_limit": st.fixed_dictionaries({}, optional={"minutes": st.integers(0, 60)}),
        "duplicate_cities": st.fixed_dictionaries(
            {}, optional={"within_hours": st.integers(0, 60), "mode": st.sampled_from(["warn", "block"])}
        ),
        "crisis_freeze": st.fixed_dictionaries(
            {}, optional={"verified_safety_passes": st.booleans(), "mode": st.sampled_from(["warn", "block"])}
        ),
        "wrong_account": st.fixed_dictionaries({}, optional={"mode": st.sampled_from(["warn", "block"])}),
    },
)
FREEZE = {"scope": "all", "reason": "r", "by": "a", "at": "2026-12-05T08:00:00Z"}
POSTS = st.builds(
    lambda **told: post(**city("ville", **told)),
    event=st.sampled_from(["post.submit", "post.approve", "post.publish", "reply.send"]),
    at=st.sampled_from(["2026-12-05T11:00:00Z", "2026-12-05T23:00:00Z"]),
    actor_roles=st.sampled_from(
        [[{"role": r, "territory": "alsace"}] for r in ("cm", "director", "adviser", "member")]
    ),
    approved_by=st.sampled_from([None, 1, 2]),
    author_id=st.sampled_from([1, 2]),
    media=st.lists(st.integers(0, 450).map(lambda n: {"alt": "é" * n}), max_size=12),
    late_minutes=st.integers(0, 70),
    same_text_elsewhere=st.just([{"territory": "colmar", "at": "2026-12-07T11:00:00Z"}]),
    freezes=st.sampled_from([[], [FREEZE]]),
    is_safety=st.booleans(),
    verified=st.booleans(),
    declared_territory=st.sampled_from(["ville", "colmar"]),
)
ALONE = Book.of(SMALL)


@settings(max_examples=100, deadline=None)
@given(rules=CHILDREN, facts=POSTS)
def test_whatever_a_child_file_says_no_decision_gets_looser(rules: Mapping[str, Any], facts: PostFacts) -> None:
    book = Book.of({**SMALL, **child(yaml.safe_dump({"rules": dict(rules)}))})
    before, after = decide(facts, ALONE), decide(facts, book)
    assert strictness(after.verb) >= strictness(before.verb)
    assert len(after.approvers) >= len(before.approvers)
    said_after = {line.rule: line.said for line in after.trace}
    assert all(strictness(said_after[line.rule]) >= strictness(line.said) for line in before.trace)
