"""What was set aside for one text, on its variant: it counts for these very words, this account and this time alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data import digests
from data.models import Post, Variant

BOUND = "for"  # the digest of what it was given for


def bound(
    kept: Mapping[str, Any], channel_id: int, text: str, media: Sequence[Any], at: datetime | None
) -> dict[str, Any]:
    """Return an override bound to what it is given for; `at`: the time a person chose, None for « at once »."""
    return {**kept, BOUND: digests.of_asked(channel_id, text, media, at)}


def counting(
    kept: Sequence[Mapping[str, Any]], channel_id: int, text: str, media: Sequence[Any], at: datetime | None
) -> list[dict[str, Any]]:
    """Return those of the kept overrides that were given for just this."""
    this = digests.of_asked(channel_id, text, media, at)
    return [dict(one) for one in kept if one.get(BOUND) == this]


def plain(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return an override without what it is bound to: as the policies know it."""
    return {name: value for name, value in kept.items() if name != BOUND}


def standing(variant: Variant, post: Post) -> list[dict[str, Any]]:
    """Return the overrides of a stored text that still count."""
    return counting(variant.overrides, variant.channel_id, variant.text, variant.media, chosen_time(post))


def chosen_time(post: Post) -> datetime | None:
    """Return the time a person chose for a post; None for one that goes as soon as it may."""
    return post.due_at if post.local_time else None
