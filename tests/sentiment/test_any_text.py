"""Whatever comes in: no crash, sound numbers, the same answer twice, bounded time."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment import tiers
from sentiment.judgement import CLASSES, Judgement
from sentiment.reading import LONGEST_TEXT, MOST_WORDS, read
from sentiment.weigh import weigh, weigh_many
from tests.sentiment.sentences import ALSATIAN, ENGLISH, FRENCH, GERMAN

OURS = [*FRENCH, *GERMAN, *ENGLISH, *ALSATIAN]
WORDS = sorted({word for text in OURS for word in text.split()} | {"!", "?", "😡", "👍", "\u0000", "kind", "of", "no"})
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))


def sound(judgement: Judgement) -> None:
    assert sum(judgement.probabilities.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in judgement.probabilities.values())
    assert -1 <= judgement.compound <= 1
    assert 0 <= judgement.confidence <= 1
    assert 0 <= judgement.urgency <= 1
    assert judgement.lang != "als"
    if judgement.label != "undetermined":
        best = max(judgement.probabilities.values())
        assert judgement.probabilities[judgement.label] == best


@given(texts)
@settings(max_examples=100, deadline=None)
def test_any_text_is_weighed_soundly_and_the_same_twice(text: str) -> None:
    judgement = weigh(text)
    sound(judgement)
    assert judgement == weigh(text)
    assert (judgement.tier, judgement.version) == (tiers.best().NAME, tiers.best().version())
    assert tuple(judgement.probabilities) == CLASSES
    assert all(str(reason) for reason in judgement.reasons)


@given(texts, texts)
@settings(max_examples=40, deadline=None)
def test_many_are_weighed_as_one_by_one(first: str, second: str) -> None:
    alone = [weigh(first, tier="fast"), weigh(second, tier="fast")]  # the deep tier rounds whole batches to bytes
    assert list(weigh_many([first, second], tier="fast")) == alone
    alone[0] = weigh(first, hint="de", tier="fast")
    assert list(weigh_many([first, second], hints=["de", None], tier="fast")) == alone


DANGER = "a man with a knife " * 5_000
LONG = ["super " * 20_000, "great but not bad " * 5_000, "a" * 500_000, "😡" * 50_000, ":(" * 50_000, DANGER]


@pytest.mark.parametrize("text", LONG, ids=["fr", "en", "one word", "emoji", "emoticons", "danger"])
def test_a_very_long_text_is_cut_says_so_and_stays_quick(text: str) -> None:
    started = process_time()
    judgement = weigh(text)
    assert process_time() - started < 5
    assert judgement.flagged("cut")
    sound(judgement)


def test_the_cut_is_at_a_thousand_words() -> None:
    assert read("mot " * MOST_WORDS).cut is False
    reading = read("mot " * (MOST_WORDS + 1))
    assert reading.cut
    assert len(reading.tokens) == MOST_WORDS
    assert read("é" * LONGEST_TEXT).cut is False


def test_shouting_is_read_as_the_same_words() -> None:
    for text in OURS:
        assert weigh(text.upper(), tier="fast").label == weigh(text, tier="fast").label, text


def test_addresses_and_handles_weigh_nothing() -> None:
    text = "@super_nul https://exemple.invalid/magnifique belle visite"
    assert weigh(text).compound == weigh("belle visite").compound
