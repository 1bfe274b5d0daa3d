"""Rules of VADER that random texts hardly ever meet: each line here failed when the rule it names was altered."""

from __future__ import annotations

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment.fast.vader import Vader

RARE = {
    "a denial three words back, excused by « doubt » right before": "without any doubt good",
    "« no … nor »": "we had no bus nor good food",
    "a phrase of three words that begins late": "we got a kiss of death",
    "a phrase of two words that begins late": "the big old beating heart",
    "as good as bad, then loud": "awesome abhorrent!",
    "as bad as good, then louder": "abhorrent museum awesome!!",
    "halves and wholes that equal one another": "fyi jw but fyi jw",
    "shares that depend on the order of adding": "the the the blamer paradox pride prizer await scarey",
    "shares that depend on it the other way": "suspend profits the trust shames accuses radian",
}
HOUSE = {"but": 1.5, "least": 1.1, "very": 2.0, "extremely": -1.0, "barely": -0.5}  # words that are rules too


@pytest.mark.parametrize("text", RARE.values(), ids=RARE)
def test_a_rare_rule_gives_the_librarys_four_scores(text: str) -> None:
    library = SentimentIntensityAnalyzer()
    assert Vader().polarity_scores(text) == library.polarity_scores(text)


@pytest.mark.parametrize(
    "text",
    [
        "least good", "good at least bad", "the museum is least good", "good but bad", "good bad but", "but good",
        "bad and but and good", "very good", "the food is very", "barely good", "extremely",
        "NOT extremely good but BAD",
    ],
)  # fmt: skip
def test_a_lexicon_that_weighs_the_rules_own_words_is_read_as_the_library_reads_it(text: str) -> None:
    library = SentimentIntensityAnalyzer()
    library.lexicon |= HOUSE
    assert Vader(library.lexicon, library.emojis).polarity_scores(text) == library.polarity_scores(text)
