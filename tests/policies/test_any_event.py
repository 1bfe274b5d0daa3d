"""Ten thousand events, strange or valid, on the engine alone: no network, no database, and never a crash."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.engine import decide
from policies.events import FAMILIES
from policies.facts import Facts
from policies.verdict import ORDER
from tests.policies.drawing import events
from tests.policies.samples import BOOK, post

STRANGE, VALID = 3_000, 4_000  # each strange example is two events
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


class _Reached(AssertionError):
    """A rule reached outside the engine."""


@pytest.fixture(autouse=True, scope="module")
def _alone() -> Iterator[None]:
    """Let nothing be opened while events are judged: no socket, no database."""

    def reached(*_given: object, **_named: object) -> None:
        raise _Reached

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", reached)
        patch.setattr(sqlite3, "connect", reached)
        patch.setattr(psycopg, "connect", reached)
        patch.setattr(psycopg.Connection, "connect", reached)
        yield


def test_the_doors_are_shut() -> None:
    for opening in (socket.socket, lambda: sqlite3.connect(":memory:"), lambda: psycopg.connect("")):
        with pytest.raises(_Reached):
            opening()


@settings(max_examples=STRANGE)
@given(
    event=st.sampled_from(sorted(FAMILIES)), told=st.dictionaries(st.sampled_from(sorted(post().model_dump())), JSON)
)
def test_no_saved_event_however_strange_makes_the_engine_crash(event: str, told: dict[str, Any]) -> None:
    for saved in ({**told, "event": event}, {**post().model_dump(), **told, "event": event}):
        decision = decide(saved, BOOK)
        assert decision.kept()["verb"] in ORDER


@settings(max_examples=VALID)
@given(facts=events())
def test_every_valid_event_gets_a_decision_and_each_reason_a_sentence(facts: Facts) -> None:
    decision = decide(facts, BOOK)
    assert decision.verb in ORDER
    assert all(reason.sentence.say() for reason in decision.reasons)
