"""Our quick VADER gives the scores of vaderSentiment 3.3.2, all four, on any text, and its time grows with the text."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from commands.demo.season import START, draw
from sentiment.fast.vader import Vader, vader
from sentiment.fast.vader_tokens import RARE_WORDS
from tests.sentiment.generated import PIECES, generated
from tests.sentiment.sentences import ALSATIAN, ENGLISH, FRENCH, GERMAN


@lru_cache
def library() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def same(text: str) -> None:
    assert vader().polarity_scores(text) == library().polarity_scores(text), text


WORDS = st.one_of(st.sampled_from(sorted(library().lexicon)), st.sampled_from(PIECES), st.text(max_size=4))
CASED = st.tuples(WORDS, st.sampled_from([str, str.upper, str.title])).map(lambda pair: pair[1](pair[0]))
TEXTS = st.one_of(
    st.text(), st.lists(st.tuples(CASED, st.sampled_from([" ", " ", "", "! ", "? ", ", ", "..."])), max_size=15).map(
        lambda pairs: "".join(word + after for word, after in pairs)
    )
)  # fmt: skip


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_gets_the_librarys_four_scores(text: str) -> None:
    same(text)


def test_three_thousand_generated_texts_get_the_librarys_four_scores() -> None:
    for text in generated(3_000, seed=4):
        same(text)


def test_every_text_of_the_demo_gets_the_librarys_four_scores() -> None:
    texts = {said.text for said in draw(1, 1.0, START, START + timedelta(days=25))}
    assert len(texts) > 1_000
    for text in texts:
        same(text)


@pytest.mark.parametrize(
    "text",
    [
        *FRENCH, *GERMAN, *ENGLISH, *ALSATIAN,
        "", " ", "no", "no good", "no no good", "good no", "NOT GOOD", "VERY good but not the best!!!",
        "at least good", "least good", "the very least good", "kind of good", "kind good of", "never so good",
        "without doubt good", "never this good", "the bomb of a bus stop", "yeah right, to die for", "good but good",
        "a😁b 😁😁 ❤️", "©good®", "İSTANBUL good", "good" * 50, "isn't it GREAT ??? :)",
    ],
)  # fmt: skip
def test_a_hard_text_gets_the_librarys_four_scores(text: str) -> None:
    same(text)


def test_every_phrase_of_the_library_holds_a_word_that_makes_us_look_for_it() -> None:
    phrases = [phrase for phrase in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in phrase]
    assert phrases
    assert all(RARE_WORDS.intersection(phrase.split()) for phrase in phrases)


def test_the_memory_of_words_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentiment.fast.vader_tokens.MOST_REMEMBERED", 10)
    quick = Vader(library().lexicon, library().emojis)
    for text in generated(200, seed=5):
        assert quick.polarity_scores(text) == library().polarity_scores(text)


def test_ten_times_the_words_take_at_most_some_ten_times_the_time() -> None:
    short, long = ("good but not very bad " * times for times in (30, 300))  # 150 and 1,500 words

    def least(text: str, times: int) -> float:
        spans = []
        for _ in range(7):
            started = process_time()
            for _ in range(times):
                vader().polarity_scores(text)
            spans.append(process_time() - started)
        return min(spans)

    assert least(long, 10) <= 1.5 * least(short, 100)


def test_the_rules_words_are_all_tried() -> None:
    assert {*NEGATE, *BOOSTER_DICT} <= set(PIECES)
