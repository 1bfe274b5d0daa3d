"""What the policies said of words on their way out is on record: rules, versions and verbs, never the words."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from data import store
from data.models import AuditEvent
from desk import posts, replies
from tests import cast

WORDS = "Le parking Lacarre vous attend."


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def judged(post: int, after: str) -> list[dict[str, Any]]:
    """Return what is on record of a post's move, having seen that no event holds its words."""
    with store.reading() as session:
        events = session.scalars(select(AuditEvent)).all()
        assert WORDS not in json.dumps([one.detail for one in events], ensure_ascii=False)
        (move,) = [one for one in events if (one.subject, one.subject_id, one.after) == ("posts", post, after)]
    assert move.detail is not None
    found: list[dict[str, Any]] = move.detail["judged"]
    return found


def test_a_post_handed_in_and_approved_keeps_what_was_judged_each_time(crew: cast.Cast) -> None:
    channel = crew.channel["mulhouse/x"]  # mulhouse.yaml asks for other eyes on posts
    words = [posts.VariantText(channel, WORDS)]
    post = posts.draft(crew.user["dora"], crew.territory["mulhouse"], words, when=posts.When("2026-12-06T10:00"))
    posts.submit(crew.user["dora"], post)
    (submitted,) = judged(post, "in_review")
    assert (submitted["channel"], submitted["verb"]) == (channel, "require_approval")
    assert submitted["rules"]["four_eyes"] == {"version": 1, "verb": "require_approval"}
    assert submitted["rules"]["text_length"] == {"version": 1, "verb": "allow"}
    assert submitted["files"]
    posts.approve(crew.user["alice"], post)
    (approved,) = judged(post, "approved")
    assert approved["rules"]["four_eyes"]["verb"] == "allow"


def test_a_reply_sent_keeps_what_was_judged(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    sent = replies.send(crew.user["alice"], case, WORDS)
    (kept,) = judged(sent.post_id, "approved")
    assert (kept["channel"], kept["verb"]) == (crew.channel["colmar/x"], sent.decision.verb)
    assert set(kept["rules"]) >= {looked.rule for looked in sent.decision.trace}
