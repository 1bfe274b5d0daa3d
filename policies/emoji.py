"""Finds emoji, and letters that only look like letters. What a screen reader would spell out one by one."""

from __future__ import annotations

import re

# symbols that are pictures by themselves; letters in squares and circles are not among them
_PICTURE = (
    "\U0001f000-\U0001f0ff\U0001f18e\U0001f191-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
    "\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2600-\u27bf\u2b50\u2b55\U0001f170\U0001f171\U0001f17e\U0001f17f"
)
_ONE = rf"(?:[{_PICTURE}]|\S\ufe0f)[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_EMOJI = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}(?:\u200d{_ONE})*")
# mathematical alphabets, wide letters, letters in circles and squares (Ⓜ 🅰 🅱 🅾 🅿 are signs people know)
_FALSE = re.compile(
    "[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24c1\u24c3-\u24e9"
    "\U0001f110-\U0001f12b\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f172-\U0001f17d\U0001f180-\U0001f189]{2,}"
)


def emoji_in(text: str) -> list[str]:
    """Return the emoji of `text` in order; what people see as one picture counts once."""
    return _EMOJI.findall(text)


def starts_with_emoji(line: str) -> bool:
    """Tell whether the first sign of a line is an emoji."""
    return _EMOJI.match(line.lstrip()) is not None


def false_letters(text: str) -> str | None:
    """Return the first run of signs made to look like letters (𝓑𝓸𝓷𝓳𝓸𝓾𝓻), or None."""
    found = _FALSE.search(text)
    return found.group() if found else None
