"""Whose name a post must carry: that of the member who gave its words or pictures."""

from __future__ import annotations

from sqlalchemy.orm import Session

from data.models import Contribution, Post


def credit_of(session: Session, post: Post) -> str:
    """Return the credit a post owes, nothing when it owes none."""
    return session.get_one(Contribution, post.contribution_id).credit if post.contribution_id is not None else ""
