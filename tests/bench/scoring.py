"""How fast texts are weighed whole by the fast tier, and how fast its chances are alone, beside bare vaderSentiment."""

from __future__ import annotations

from datetime import timedelta

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from commands.demo.season import START, draw
from sentiment.fast import tier as fast
from sentiment.fast.lexical import polarity_of
from sentiment.reading import read
from sentiment.weigh import weigh_many
from tests.bench.measuring import paired, tell

PACE = 5_000


def run() -> None:
    """Weigh a thousand posts of the demo, no two alike."""
    texts = list(dict.fromkeys(said.text for said in draw(1, 0.3, START, START + timedelta(days=25))))[:1000]
    vader = SentimentIntensityAnalyzer()

    def whole() -> None:
        _forget()
        list(weigh_many(texts, tier="fast"))

    def chances() -> None:
        _forget()
        fast.chances_of(texts, ["fr"] * n)

    def theirs() -> None:
        for text in texts:
            vader.polarity_scores(text)

    n = len(texts)
    for name, ours, least in (("weigh", whole, None), ("fast_tier", chances, PACE)):
        mine, other = paired(ours, theirs, rounds=5)
        said = f"≥ {least:,} texts/CPU-s" if least else "none yet: whole judgement beside VADER alone"
        tell(name, n / mine, "texts/CPU-s", n / other, other / mine, said, n / mine >= least if least else None)


def _forget() -> None:
    """Texts do not come twice: what was kept of the last ones helps nobody."""
    read.cache_clear()
    polarity_of.cache_clear()
