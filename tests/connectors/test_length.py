"""Counting for X ends in good time whatever somebody types, and changes nothing for what people write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitter_text import parse_tweet

from connectors.x.length import weighted

VERSIONS = "http://a.fr/" + "1." * 20
WRITTEN = ["Hopla", "été…", "https://a.fr/b", "visit.alsace", "👍🏽", "日本", "(", ".", "\n", "@a", VERSIONS]
ODD = ["a.", "é.", "a", ".", "a.fr", "http://a.", "@a.", "a-.", "a./", ".com", "www.", "x" * 70 + ".", "日.", "👍."]


@pytest.mark.parametrize("piece", ODD)
def test_no_text_holds_the_counter_up(piece: str) -> None:
    text = (piece * 4000)[:4000]
    started = time.process_time()
    assert weighted(text) > 0
    assert time.process_time() - started < 2.0


@given(st.lists(st.sampled_from(WRITTEN)))
def test_ordinary_words_are_counted_as_the_library_counts(words: list[str]) -> None:
    text = " ".join(words)
    assert weighted(text) == parse_tweet(text).weightedLength


def test_an_endless_chain_counts_as_plain_characters() -> None:
    assert weighted("a." * 1000) == 2000
