"""Whatever a lower file tightens, no decision on any event gets looser, and no obligation is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.book import Book
from policies.cascade import MODES
from policies.engine import decide
from policies.events import read
from policies.facts import Facts
from policies.rules import RULES
from policies.schema import PolicyFile
from policies.shelf import DEFAULTS
from policies.tighter import Direction, values_of
from policies.verdict import Decision, Reason, strictness
from tests.policies.drawing import events, saved, told
from tests.policies.samples import BOOK, post

CHILDREN = ("country-fr.yaml", "alsace.yaml", "strasbourg.yaml", "mulhouse.yaml", "colmar.yaml", "quebec.yaml")


@lru_cache
def words() -> tuple[str, ...]:
    """Return words and codes that stand in the saved events, so that a longer list really meets them."""
    texts = {word.strip(".,:;!?") for text in told()["text"] for word in text.split()}
    codes = {code for name in ("tags", "topics", "languages") for value in told()[name] for code in value}
    return tuple(sorted((texts | codes) - {""}))


@lru_cache
def directions() -> dict[str, Direction]:
    """Return how each value of a rule gets tighter, by its path."""
    found = {path: way for path, (_, way) in values_of(BOOK.files["base.yaml"]).items() if path.startswith("rules.")}
    return found | {path: way for path, (_, way) in DEFAULTS.items()}


# lists of records rather than of words: one that meets the saved events, whose day is 5 December
RECORDS = {"rules.sensitive_dates.calendar": [{"name": "Recueillement", "day": "12-05", "hours": "00:00-24:00"}]}


def tightened(way: Direction, held: Any) -> st.SearchStrategy[Any]:
    """Return values at least as tight as the one held."""
    if way == "lower":
        return st.integers(0, held)
    if way == "higher":
        return st.integers(held, held * 3 + 10)
    if way == "union":
        return st.lists(st.sampled_from(words()), min_size=1, max_size=8)
    if way == "subset":
        return st.lists(st.sampled_from(held), min_size=1, unique=True) if held else st.just([])
    if way == "mode":
        return st.sampled_from(MODES[MODES.index(held) :])
    return st.just(way == "true")


def with_value(book: Book, name: str, path: str, value: Any) -> Book:
    """Return the book in which one file sets one more value."""
    told_: dict[str, Any] = book.files[name].model_dump(by_alias=True, exclude_none=True)
    branch = told_
    *above, last = path.split(".")
    for part in above:
        branch = branch.setdefault(part, {})
    grows = directions().get(path) == "union"  # a list is made longer, never put in another's place
    branch[last] = [*branch.get(last, ()), *value] if grows else value
    return replace(book, files={**book.files, name: PolicyFile.model_validate(told_)}, _known={})


@st.composite
def tightenings(draw: st.DrawFn, facts: Facts) -> tuple[str, str, Any]:
    """Draw a file that holds where the event happens, a value of a rule that watches it, and a tighter one."""
    here = [f"{place}.yaml" for place in facts.ancestry if f"{place}.yaml" in CHILDREN]
    name = draw(
        st.sampled_from([*here, *(["country-fr.yaml"] if "alsace" in facts.ancestry else [])] or list(CHILDREN))
    )
    watching = {rule.id for rule in RULES.values() if facts.event in rule.events}
    objecting = {reason.rule for reason in decide(facts, BOOK).reasons} & watching  # what can be lost
    watching = draw(st.sampled_from([watching, objecting])) if objecting else watching
    paths = sorted(path for path, way in directions().items() if path.split(".")[1] in watching and way != "sunset")
    path = draw(st.sampled_from([path for path in paths if directions()[path] != "fixed"]))
    value = RECORDS[path] if path in RECORDS else draw(tightened(directions()[path], held_in(name, path)))
    return name, path, value


def held_in(name: str, path: str) -> Any:
    """Return the value that holds where a file is the nearest one."""
    held: Any = BOOK.for_(name.removesuffix(".yaml")).values
    for part in path.split("."):
        held = held[part]
    return held


def kept(before: Decision, after: Decision) -> list[str]:
    """Return what was lost between two decisions: nothing, when the second one only tightens."""
    lost = [] if strictness(after.verb) >= strictness(before.verb) else [f"{before.verb} → {after.verb}"]
    said = {reason.rule: reason for reason in after.reasons}
    return lost + [reason.rule for reason in before.reasons if not _still(reason, said.get(reason.rule))]


def _still(before: Reason, after: Reason | None) -> bool:
    if after is None or strictness(after.verb) < strictness(before.verb):
        return False
    if strictness(after.verb) >= strictness("block"):
        return True
    waits = before.until is None or (after.until is not None and after.until >= before.until)
    return waits and (before.approver is None or after.approver is not None)


@settings(max_examples=300)
@given(data=st.data())
def test_tightening_a_child_file_never_loosens_any_decision(data: st.DataObject) -> None:
    facts = data.draw(events())
    name, path, value = data.draw(tightenings(facts))
    assert kept(decide(facts, BOOK), decide(facts, with_value(BOOK, name, path, value))) == [], (name, path, value)


@pytest.mark.parametrize("rule", RULES)
def test_no_tighter_value_of_a_rule_lets_through_what_it_objects_to(rule: str) -> None:
    """Try the nearest and the farthest tighter values on each saved event: chance seldom draws the two together."""
    for event in map(read, saved()):
        before = decide(event, BOOK)
        if rule not in {reason.rule for reason in before.reasons}:
            continue
        for name, path, value in _tighter_values(event, rule):
            after = decide(event, with_value(BOOK, name, path, value))
            assert kept(before, after) == [], (event, name, path, value)


def _tighter_values(event: Facts, rule: str) -> Iterator[tuple[str, str, Any]]:
    name = next((f"{place}.yaml" for place in reversed(event.ancestry) if f"{place}.yaml" in CHILDREN), CHILDREN[0])
    for path, way in directions().items():
        if path.split(".")[1] == rule and way not in ("fixed", "sunset"):
            held = held_in(name, path)
            for value in [RECORDS[path]] if path in RECORDS else _ends(way, held):
                yield name, path, value


def _ends(way: Direction, held: Any) -> list[Any]:
    if way == "lower":
        return [max(held - 1, 0), 0]
    if way == "higher":
        return [held + 1, held * 3 + 10]
    if way == "subset":
        return [[one] for one in held]
    if way == "union":
        return [["bilan", "institution", "de", "le", "promo", "x"]]
    return ["block"] if way == "mode" else [way == "true"]


def test_the_drawn_files_are_read_as_ours_are() -> None:
    book = with_value(BOOK, "colmar.yaml", "rules.hashtag_case.most", 1)
    assert book.for_("colmar").settings_of("hashtag_case")["most"] == 1
    assert book.for_("strasbourg").settings_of("hashtag_case")["most"] == 5


def test_a_loosening_would_be_seen() -> None:
    facts = post(media=[{"mime": "video/mp4", "speech": True, "audio_source": "own"}])
    weaker = with_value(BOOK, "base.yaml", "rules.captions.mode", "warn")
    assert kept(decide(facts, BOOK), decide(facts, weaker)) == ["block → warn", "captions"]
