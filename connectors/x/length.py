"""The length of a text as X counts it: weighted characters, 23 for an address, 2 for an emoji. Nothing else."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():  # twitter_text imports pkg_resources, which announces its end at every import
    warnings.simplefilter("ignore")
    from twitter_text import parse_tweet


def weighted(text: str) -> int:
    """Count `text` by twitter-text v3 (developer.x.com, "Counting characters")."""
    return int(parse_tweet(text).weightedLength)
