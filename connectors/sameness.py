"""Whether two texts are the same words, one as we sent it and one as a network gives it back."""

from __future__ import annotations

import re
import unicodedata

SCHEME = re.compile(r"https?://", re.I)
LAST_SLASH = re.compile(r"(?<=\S)/(?=\s|$)")
LEADING_MENTIONS = re.compile(r"^(?:@\w+\s+)+")


def same_words(ours: str, theirs: str, *, reply: bool = False) -> bool:
    """Tell whether `theirs` is `ours`; in a reply the network may have put the names answered in front."""
    return _plain(ours, reply) == _plain(theirs, reply)


def _plain(text: str, reply: bool) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).split())
    words = LAST_SLASH.sub("", SCHEME.sub("", words))
    return LEADING_MENTIONS.sub("", words) if reply else words
