"""Cuts a text into words, emoji and marks. Never judges."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_TEXT = 12_000  # characters; a network's longest review is far shorter
MOST_WORDS = 1_000  # vaderSentiment's time grows with the square of the words
_MOST_KEPT = 256  # the tier, its reasons and the signs read the same text one after the other
_UNSEEN = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@[\w.]+|[\u200b-\u200f\u2060\ufe0e\ufe0f\U0001F3FB-\U0001F3FF]")
EMOTICON = r"(?<!\w)(?:>?[:;=8xX]['’]?[-o]?[)(DPp/|*\]\[]|</?3|\^\^|:-?\)|\)-?:)(?!\w)"
EMOJI = r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001F000-\U0001FAFF]"
_TOKEN = re.compile(
    rf"(?P<emoticon>{EMOTICON})|(?P<word>[^\W_]+)|(?P<emoji>{EMOJI})|(?P<mark>[.,;:!?…()\n])[.,;:!?…()\n]*"
)
_LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
MARKS = frozenset(".,;:!?…()\n")


@dataclass(frozen=True)
class Reading:
    """A text as the rules see it: `tokens` as typed, `folded` the same in small letters without accents."""

    text: str
    tokens: tuple[str, ...]
    folded: tuple[str, ...]
    words: int
    cut: bool


@lru_cache(_MOST_KEPT)
def read(text: str) -> Reading:
    """Return the words, emoji, emoticons and marks of `text`; addresses and handles are left out.

    A text longer than 12,000 characters or 1,000 words is cut there, and `cut` says so.
    """
    seen = unicodedata.normalize("NFC", _UNSEEN.sub(" ", text[:LONGEST_TEXT]).replace("’", "'"))
    tokens: list[str] = []
    words, end = 0, len(seen)
    for match in _TOKEN.finditer(seen):
        words += match.lastgroup == "word"
        if words > MOST_WORDS:
            end = match.start()
            break
        tokens.append(match.group("mark") or match.group())
    cut = len(text) > LONGEST_TEXT or words > MOST_WORDS
    return Reading(seen[:end].strip(), tuple(tokens), tuple(map(fold, tokens)), min(words, MOST_WORDS), cut)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return `word` in small letters, without accents, long letters shortened (« suuuper » is « super »)."""
    if word.isascii() and not _LONG_LETTER.search(word):
        return word.lower()
    low = _LONG_LETTER.sub(r"\1", word.lower()).replace("ß", "ss").replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", low) if unicodedata.category(c) != "Mn")
