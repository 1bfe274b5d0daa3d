"""The length of a text as X counts it: weighted characters, 23 for an address, 2 for an emoji. Nothing else."""

from __future__ import annotations

import re
import warnings

with warnings.catch_warnings():  # twitter_text imports pkg_resources, which announces its end at every import
    warnings.simplefilter("ignore")
    from twitter_text import parse_tweet

# The library searches chains such as "a.a.a.a" for addresses in time that grows with the third power: a minute for
# 4,000 characters, from anybody who may type. No host has so many labels; such a chain is counted as plain characters.
ENDLESS = re.compile(r"(?<![^\s./])(?:[^\s./]++\.){12,}")


def weighted(text: str) -> int:
    """Count `text` by twitter-text v3 (developer.x.com, "Counting characters")."""
    tame = ENDLESS.sub(lambda chain: chain[0].replace(".", ","), text)
    return int(parse_tweet(tame).weightedLength)
