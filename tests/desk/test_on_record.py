"""What the policies said of an act is logged with it: who, which rules by which files, a digest of facts; no words."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import AuditEvent, Delivery, PolicyDecision, PolicyVersion
from desk import freezing, posts, replies
from policies.in_force import book
from scheduler.publish import publish
from tests import cast

WORDS = "Le parking Lacarre vous attend."


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def logged(post: int) -> list[PolicyDecision]:
    """Return the decisions on a post, having seen that neither they nor the audit hold its words."""
    with store.reading() as session:
        rows = list(session.scalars(select(PolicyDecision).order_by(PolicyDecision.id)))
        columns = [{name: repr(value) for name, value in vars(row).items()} for row in rows]
        audit = [one.detail for one in session.scalars(select(AuditEvent))]
    assert WORDS not in json.dumps([columns, audit], ensure_ascii=False)
    return [row for row in rows if (row.subject, row.subject_id) == ("posts", post)]


def test_a_post_handed_in_approved_and_scheduled_keeps_what_was_judged_each_time(
    crew: cast.Cast, noon: datetime
) -> None:
    channel, dora, alice = crew.channel["mulhouse/x"], crew.user["dora"], crew.user["alice"]
    words = [posts.VariantText(channel, WORDS)]  # mulhouse.yaml asks for other eyes on posts
    post = posts.draft(dora, crew.territory["mulhouse"], words, when=posts.When("2026-12-06T10:00"))
    said = posts.check(dora, post)[channel]
    assert not logged(post)  # a question is not an act
    posts.submit(dora, post)
    posts.approve(alice, post, and_schedule=True)
    submitted, approved, planned = logged(post)
    assert [one.event for one in (submitted, approved, planned)] == ["post.submit", "post.approve", "post.submit"]
    assert [one.actor_id for one in (submitted, approved, planned)] == [dora, alice, alice]
    assert (submitted.channel_id, submitted.territory_id) == (channel, crew.territory["mulhouse"])
    assert submitted.verb == "require_approval"
    assert submitted.rules["four_eyes"] == {"version": 1, "verb": "require_approval"}
    assert submitted.rules["text_length"] == {"version": 1, "verb": "allow"}
    assert approved.rules["four_eyes"]["verb"] == "allow"
    assert said.facts is not None
    assert submitted.inputs == said.facts.fingerprint()  # the same facts, at the same moment, have the same digest
    assert len({submitted.inputs, approved.inputs, planned.inputs}) == 3
    assert submitted.keep_until == noon + timedelta(days=365)


def test_a_reply_sent_keeps_what_was_judged(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    sent = replies.send(crew.user["alice"], case, WORDS)
    (kept,) = logged(sent.post_id)
    assert (kept.channel_id, kept.event, kept.verb) == (crew.channel["colmar/x"], "reply.send", sent.decision.verb)
    assert set(kept.rules) >= {looked.rule for looked in sent.decision.trace}


def test_each_version_that_a_decision_names_can_be_read(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    (kept,) = logged(replies.send(crew.user["alice"], case, WORDS).post_id)
    with store.reading() as session:
        texts = {(one.file, one.version): one.text for one in session.scalars(select(PolicyVersion))}
    assert {"base.yaml", "colmar.yaml", "roles.yaml"} <= kept.files.keys()
    for file, version in kept.files.items():
        assert texts[file, version] == book().pages[file].text


def test_what_is_refused_leaves_no_decision_behind_like_no_other_trace(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    with pytest.raises(Exception, match="caractères"):
        replies.send(crew.user["alice"], case, "x" * 400)
    with store.reading() as session:
        assert not session.scalars(select(PolicyDecision)).all()


def test_what_the_last_look_objects_is_logged_as_the_clock_s_and_what_it_lets_go_is_not(
    crew: cast.Cast, noon: datetime
) -> None:
    alice, colmar = crew.user["alice"], crew.territory["colmar"]
    words = [posts.VariantText(crew.channel["colmar/x"], WORDS)]
    held, sent = (posts.draft(alice, colmar, words, when=posts.When(f"2026-12-06T{hour}:00")) for hour in (10, 11))
    for post in (held, sent):
        posts.submit(alice, post, and_schedule=True)
    (freeze,) = freezing.freeze(alice, "Alerte", territory_id=colmar)
    with clock.stopped_at(noon + timedelta(hours=21)):
        publish("w")
    freezing.unfreeze(alice, freeze)
    with clock.stopped_at(noon + timedelta(hours=22)):
        publish("w")
    with store.reading() as session:
        parcels = {one.post_id: one for one in session.scalars(select(Delivery))}
        logged_there = session.scalars(select(PolicyDecision).where(PolicyDecision.subject == "deliveries")).all()
    assert (parcels[held].state, parcels[sent].tries) == ("held", 1)
    (one,) = logged_there
    assert (one.subject_id, one.actor_id, one.event) == (parcels[held].id, None, "post.publish")
    assert (one.verb, one.rules["crisis_freeze"]["verb"], one.territory_id) == ("block", "block", colmar)
