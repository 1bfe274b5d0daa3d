"""How fast a text is weighed whole (language, polarity, urgency, intent, topics), beside bare vaderSentiment."""

from __future__ import annotations

from datetime import timedelta

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from commands.demo.season import START, draw
from sentiment.weigh import weigh
from tests.bench.measuring import paired, tell


def run() -> None:
    """Weigh a thousand posts of the demo."""
    texts = [said.text for said in draw(1, 0.2, START, START + timedelta(days=25))][:1000]
    vader = SentimentIntensityAnalyzer()
    ours, theirs = paired(
        lambda: [weigh(text) for text in texts], lambda: [vader.polarity_scores(text) for text in texts], rounds=5
    )
    n = len(texts)
    tell(
        "weigh",
        n / ours,
        "texts/CPU-s",
        n / theirs,
        theirs / ours,
        "none yet: whole judgement beside VADER alone",
        None,
    )
