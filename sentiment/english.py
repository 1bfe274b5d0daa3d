"""Weighs polarity in English with vaderSentiment, its tables widened by the words of tourism it lacks.

The rules are the library's own, called one word at a time so that each word's share can be shown.
"""

from __future__ import annotations

from functools import lru_cache

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText

from sentiment.polarity import Polarity, emoji_weights
from sentiment.reading import Reading
from sentiment.tables import weights


@lru_cache
def analyzer() -> SentimentIntensityAnalyzer:
    """Return vaderSentiment's analyzer, knowing our English words and our weights of emoji."""
    vader = SentimentIntensityAnalyzer()
    vader.lexicon.update({word: weight for word, weight in weights("en").items() if weight})
    for sign, weight in emoji_weights().items():
        if len(sign) == 1:
            name = f"emoji{ord(sign)}"
            vader.emojis[sign] = f" {name} "
            vader.lexicon[name] = weight
    return vader


def polarity(reading: Reading) -> Polarity:
    """Return the polarity of an English text: `analyzer().polarity_scores(...)["compound"]` and the words behind it."""
    vader = analyzer()
    text = "".join(vader.emojis.get(sign, sign) for sign in reading.text).strip()
    senti = SentiText(text)
    words: list[str] = senti.words_and_emoticons
    low = [word.lower() for word in words]
    values: list[float] = []
    for place, word in enumerate(words):
        if low[place] in BOOSTER_DICT or low[place : place + 2] == ["kind", "of"]:
            values.append(0)
        else:
            vader.sentiment_valence(0, senti, word, place, values)
    values = vader._but_check(words, values)
    said = tuple((_shown(word), value) for word, value in zip(words, values, strict=True) if value)
    return Polarity(vader.score_valence(values, text)["compound"], said, "but" in low)


def _shown(word: str) -> str:
    return chr(int(word[5:])) if word.startswith("emoji") and word[5:].isdigit() else word
