"""Whatever comes late within the overlap is given, and nothing is given twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Author, Mention
from connectors.cursor import OVERLAP, batch, opened

START = datetime(2026, 12, 5, 10, tzinfo=UTC)


def mention(number: int, seconds: int) -> Mention:
    at = START + timedelta(seconds=seconds)
    return Mention(str(number), str(number), Author("1"), "Bonjour", at)


@given(st.lists(st.tuples(st.integers(0, 3600), st.integers(0, int(OVERLAP.total_seconds()))), max_size=30))
def test_late_items_are_given_and_given_once(said: list[tuple[int, int]]) -> None:
    """Each item is written at a second and listed some seconds later; we fetch after each listing."""
    listed = sorted(((at + late, mention(n, at)) for n, (at, late) in enumerate(said, 1)), key=lambda one: one[0])
    given_ids: list[str] = []
    cursor, visible = None, []
    for _, one in listed:
        visible.append(one)
        before = opened(cursor)
        since = before.since or START
        found = batch(before, [m for m in visible if m.posted_at >= since])
        assert list(found.mentions) == sorted(found.mentions, key=lambda m: m.posted_at)
        given_ids += [m.remote_id for m in found.mentions]
        cursor = found.cursor
    assert sorted(given_ids) == sorted(m.remote_id for m in visible)


@given(st.text())
def test_any_stored_cursor_can_be_opened(text: str) -> None:
    opened(text)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=50))
def test_the_cursor_forgets_what_lies_before_the_overlap(seconds: list[int]) -> None:
    found = batch(opened(None), [mention(n, s) for n, s in enumerate(seconds)])
    kept = opened(found.cursor)
    assert kept.newest_at == START + timedelta(seconds=max(seconds))
    assert all(at >= kept.newest_at - OVERLAP for at in kept.seen.values())
