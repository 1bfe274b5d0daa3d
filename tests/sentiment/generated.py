"""Strings of the words that VADER's rules look at, drawn with a seed: negations, boosters, idioms, capitals, emoji."""

from __future__ import annotations

import random
from collections.abc import Iterator

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

_RULES = ("but", "least", "at", "very", "no", "or", "nor", "never", "so", "this", "without", "doubt", "kind", "of")
_SIGNS = (
    "İ",
    "ß",
    "n't",
    "isn't",
    "!!!",
    "??",
    "?",
    "???",
    ":)",
    ":D",
    "💘",
    "😁",
    "❤️",
    "é",
    "é😁",
    "a😁b",
    "—",
    "#no",
)
_PHRASES = sorted({word for phrase in SPECIAL_CASES for word in phrase.split()})
PIECES = [*BOOSTER_DICT, *NEGATE, *_RULES, *_RULES, *_PHRASES, *_SIGNS, "the", "museum", "BUT", "NOT"]


def generated(many: int, seed: int) -> Iterator[str]:
    """Yield `many` texts of up to fourteen words, four in ten of them from VADER's lexicon."""
    chance = random.Random(seed)
    lexicon = list(SentimentIntensityAnalyzer().lexicon)
    for _ in range(many):
        words = [_word(chance, lexicon) for _ in range(chance.randint(0, 14))]
        yield chance.choice((" ", " ", "  ", "\u00a0 ")).join(words)


def _word(chance: random.Random, lexicon: list[str]) -> str:
    word = chance.choice(lexicon if chance.random() < 0.4 else PIECES)
    if chance.random() < 0.15:
        word = word.upper()
    return word + chance.choice("!?.,;:") if chance.random() < 0.1 else word
