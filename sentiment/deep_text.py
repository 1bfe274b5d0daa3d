"""Prepares a text for the deep tier: small letters, no addresses, a flag for shouting. The same when it learns."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 6_000  # characters; what stays of it after the cut into pieces is less than this
MOST_PIECES = 160
_HEAD = 112  # of a longer text, the beginning and the end are read: long posts end with their verdict
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_HANDLE = re.compile(r"(?<!\w)@[\w.]+")
_UNSEEN = re.compile(r"[\u200b-\u200c\u200e-\u200f\u2060\ufe0e\ufe0f\U0001F3FB-\U0001F3FF]")
_REPEATED = re.compile(r"(.)\1{3,}", re.DOTALL)
_LOUD_FROM = 6  # letters


def prepared(text: str) -> tuple[str, bool]:
    """Return `text` as the model reads it, and whether it shouts (most of six letters or more are capitals).

    Capitals mislead the model, so it never sees them: it is told that they were there.
    """
    seen = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace("’", "'").replace("&amp;", "&")
    seen = _UNSEEN.sub("", _HANDLE.sub("@user", _ADDRESS.sub("http", seen)))
    words = seen.replace("@user", "").replace("http", "")
    capitals = sum(map(str.isupper, words))
    loud = capitals >= _LOUD_FROM and 2 * capitals > sum(map(str.isalpha, words))
    return _REPEATED.sub(r"\1\1\1", seen.lower()), loud


def shortened(pieces: list[int]) -> list[int]:
    """Return at most 160 pieces: the head of a text and its end."""
    if len(pieces) <= MOST_PIECES:
        return pieces
    return pieces[:_HEAD] + pieces[_HEAD - MOST_PIECES :]
