"""Our quick VADER beside the library: the same four scores, how many texts a second, how time grows with the text."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from commands.demo.season import START, draw
from sentiment.fast.vader import Vader
from tests.bench.measuring import paired, seconds, tell
from tests.sentiment.generated import generated

POSTS, GENERATED = 20_000, 200_000
_TEXT = "We walked all day and the lights were lovely , the staff not very kind "  # 15 words


def run() -> None:
    """Score posts of the demo warm and cold, compare generated strings, and lengthen a text."""
    library = SentimentIntensityAnalyzer()
    quick = Vader(library.lexicon, library.emojis)
    posts = [said.text for seed in range(1, 5) for said in draw(seed, 1.0, START, START + timedelta(days=25))][:POSTS]
    differ = sum(quick.polarity_scores(text) != library.polarity_scores(text) for text in posts)
    _quickness(library, quick, posts, identical=not differ)
    differ = sum(quick.polarity_scores(text) != library.polarity_scores(text) for text in generated(GENERATED, seed=7))
    tell("score_identical", differ, "texts differ", GENERATED, differ / GENERATED, "0 of 200,000", not differ)
    _growth(quick)


def _quickness(library: SentimentIntensityAnalyzer, quick: Vader, posts: list[str], *, identical: bool) -> None:
    def theirs() -> None:
        for text in posts:
            library.polarity_scores(text)

    def warm() -> None:
        for text in posts:
            quick.polarity_scores(text)

    def cold() -> None:
        new = Vader(library.lexicon, library.emojis)
        for text in posts:
            new.polarity_scores(text)

    for name, ours, demanded in (("score", warm, 4.0), ("score_cold", cold, 3.0)):
        mine, other = paired(ours, theirs, rounds=5)
        ratio = other / mine
        said = f"≥ {demanded:g} × vaderSentiment, identical"
        met = ratio >= demanded and identical
        tell(name, len(posts) / mine, "texts/CPU-s", len(posts) / other, ratio, said, met)


def _growth(quick: Vader) -> None:
    spans = [_least(quick, _TEXT * times, 1_000 // times) for times in (1, 10, 100)]
    worst = max(long / short for short, long in pairwise(spans))
    said = "≤ 10 × per 10 × words, up to 1,500"
    tell("score_growth", spans[-1] * 1e3, "CPU ms for 1,500 words", spans[0] * 1e3, worst, said, worst <= 10)


def _least(quick: Vader, text: str, times: int) -> float:
    def again() -> None:
        for _ in range(times):
            quick.polarity_scores(text)

    return min(seconds(again) for _ in range(15)) / times
