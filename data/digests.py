"""Digests that bind an approval to what was approved, and an attempt to what was sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Post, Variant


def of_post(session: Session, post_id: int) -> str:
    """Return the SHA-256 of a post's text, media, targets, time and what was set aside: any change changes it."""
    post = session.get_one(Post, post_id)
    variants = session.scalars(select(Variant).where(Variant.post_id == post_id).order_by(Variant.channel_id))
    return _sha256(
        {
            "due_at": post.due_at.isoformat() if post.due_at else None,
            "conversation": post.conversation_id,
            "variants": [
                [v.channel_id, v.text, v.media, v.reply_to, *([v.overrides] if v.overrides else [])] for v in variants
            ],
        }
    )


def of_words(text: str, media: Sequence[Any], reply_to: str | None) -> str:
    """Return the fingerprint of one delivery's words and pictures."""
    return _sha256([text, list(media), reply_to])


def of_asked(channel_id: int, text: str, media: Sequence[Any], at: datetime | None) -> str:
    """Return the digest of what a rule is set aside for: the words on an account, at a time (None: at once)."""
    return _sha256([channel_id, text, list(media), at.astimezone(UTC).isoformat() if at else None])


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
