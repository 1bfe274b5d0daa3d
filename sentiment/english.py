"""Weighs polarity in English by VADER's rules, its tables widened by the words of tourism and the emoji it lacks."""

from __future__ import annotations

from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment.fast.vader import Vader
from sentiment.polarity import Polarity, emoji_weights
from sentiment.reading import Reading
from sentiment.tables import weights


@lru_cache
def analyzer() -> Vader:
    """Return VADER, made quick, knowing our English words and our weights of emoji."""
    library = SentimentIntensityAnalyzer()
    lexicon = library.lexicon | {word: weight for word, weight in weights("en").items() if weight}
    emoji = dict(library.emojis)
    for sign, weight in emoji_weights().items():
        if len(sign) == 1:
            name = f"emoji{ord(sign)}"
            emoji[sign] = f" {name} "
            lexicon[name] = weight
    return Vader(lexicon, emoji)


def polarity(reading: Reading) -> Polarity:
    """Return the polarity of an English text: VADER's compound and the words behind it with what each gave."""
    said, compound, contrast = analyzer().words(reading.text)
    return Polarity(compound, tuple((_shown(word), value) for word, value in said), contrast)


def _shown(word: str) -> str:
    return chr(int(word[5:])) if word.startswith("emoji") and word[5:].isdigit() else word
