"""Words made comparable: no accents, no capitals, one kind of apostrophe and space; and the search for whole words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def plain(text: str) -> str:
    """Return `text` without accents, capitals, curly apostrophes or runs of spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def without(words: tuple[str, ...], text: str) -> str:
    """Return plain `text` with every one of `words` taken out of it."""
    pattern, originals = _pattern(words)
    return pattern.sub(" ", plain(text)) if originals else plain(text)


def first_named(words: tuple[str, ...], text: str) -> str | None:
    """Return the first of `words` (as written in the list) that stands in `text` as whole words, accents aside."""
    pattern, originals = _pattern(words)
    found = pattern.search(plain(text)) if originals else None
    return originals[found.group()] if found else None


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    originals = {plain(word): word for word in reversed(words) if plain(word)}
    longest_first = sorted(originals, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), originals
