"""Roughen a text as people type: missing accents, short-hand, a slip of the finger, capitals, emoji, hashtags."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from commands.demo.grammar import Where, city, values
from commands.demo.margins import TERRITORIES
from commands.demo.picking import any_of

EMOJI = 0.18  # of texts end with one
UNACCENTED = 0.30  # of what is said in Alsatian is typed without accents, the mistyped included
SMILES = {
    "positive": ("😍", "❤️", "👏", "😊", "🤩", "✨"),
    "negative": ("😡", "😤", "👎", "🙄", "😞"),
    "neutral": ("🤔", "📍", "👀", "📅"),
    "mixed": ("😕", "🤷", "😬"),
    "irony": ("👏", "🙃", "😅", "🤡"),
}
SHORT = {
    "fr": {"s'il vous plaît": "svp", "bonjour": "bjr", "beaucoup": "bcp", "pour": "pr", "c'est": "c",
           "est-ce que": "esk", "vous": "vs", "quelle": "kel", "avec": "ac", "dans": "ds", "toujours": "tjs",
           "merci": "mrc", "quand": "qd"},
    "de": {"nicht": "ned", "vielen dank": "thx", "danke": "thx", "eine": "ne", "und": "u", "ist": "is", "mit": "m"},
    "en": {"you": "u", "are": "r", "please": "pls", "thank you": "thx", "thanks": "thx", "and": "n", "for": "4",
           "what": "wat", "with": "w", "to": "2"},
    "es": {"que": "q", "por": "x"}, "it": {"che": "ke", "non": "nn"}, "nl": {"niet": "nt", "een": "n"},
}  # fmt: skip
_WORD = re.compile(r"(?<![\w#@])[a-zà-öø-ÿ]{5,}(?!\w)")


def roughened(rng: np.random.Generator, text: str, lang: str, mood: str, traits: set[str]) -> tuple[str, set[str]]:
    """Return the text as typed, and the traits that hold: some scripts know neither capitals nor accents."""
    done = set(traits)
    if "typos" in traits:
        typed = _mistyped(rng, text, lang)
        done -= {"typos"} if typed == text else set()
        text = typed
    elif lang == "gsw" and rng.random() < (UNACCENTED - 0.12) / (1 - 0.12):
        text = plain(text)
    if "capitals" in traits:
        done -= {"capitals"} if text.upper() == text else set()
        text = text.upper()
    if rng.random() < EMOJI:
        text += " " + any_of(rng, SMILES[mood])
    return text, done


def emoji(rng: np.random.Generator, mood: str) -> str:
    """Return two to five emoji of a mood and nothing else."""
    return "".join(any_of(rng, SMILES[mood]) for _ in range(int(rng.integers(2, 6))))


def hashtags(rng: np.random.Generator, where: Where, mood: str) -> str:
    """Return hashtags only, the territory's first; a glad one among them when the mood is glad."""
    tags = [str(tag) for tag in rng.permutation(values("tag", where))[: int(rng.integers(1, 4))]]
    if mood == "positive":
        tags.append(any_of(rng, values("glad_tag", where)))
    return " ".join([f"#{city(where.territory, where.lang)}", *tags])


def plain(text: str) -> str:
    """Return a text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _mistyped(rng: np.random.Generator, text: str, lang: str) -> str:
    """Return a text as sent from a phone in a hurry; the names of the territories stay readable."""
    for long, short in SHORT.get(lang, {}).items():
        text = re.sub(rf"(?<!\w){long}(?![\w'])", short, text, flags=re.IGNORECASE)
    text = plain(text).replace("!", "!!")
    kept = {plain(city(territory, lang)).casefold() for territory in TERRITORIES}
    words = [word for word in _WORD.finditer(text) if word.group() not in kept]
    if words:
        word = any_of(rng, words)
        at = word.start() + int(rng.integers(1, len(word.group()) - 1))
        text = text[:at] + text[at + 1 :] if rng.random() < 0.5 else text[:at] + text[at] + text[at:]
    return text
