"""Every row with somebody's words or name says until when it may be kept, however it was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data import retention, store
from data.lifecycle import move, record
from data.models import AuditEvent, Base, Conversation, Member, Message, Note, Post, Variant
from data.rows import insert_once
from tests import cast

pytestmark = pytest.mark.usefixtures("database")
FREE_WORDS = {
    "authors",
    "conversations",
    "incident_notes",
    "incidents",
    "messages",
    "notes",
    "posts",
    "recurrences",
    "variants",
    "contributions",
    "members",
    "approvals",
    "moderations",
    "approval_links",
}


def test_every_table_with_free_words_or_names_has_a_column_for_it() -> None:
    have = {name for name, table in Base.metadata.tables.items() if "keep_until" in table.columns}
    assert have == FREE_WORDS | {"audit_events", "accesses", "decisions"}


def test_what_was_done_is_kept_twelve_months(noon: datetime) -> None:
    case = cast.conversation(cast.gather(noon), "colmar/x", "Bonjour", noon)
    with store.writing() as session:
        move(session, Conversation, case, "open", "closed", at=noon)
        record(session, Conversation, case, "read", at=noon)
    with store.reading() as session:
        kept = {one.keep_until for one in session.query(AuditEvent)}
    assert kept == {noon + timedelta(days=365)}


def test_our_words_are_kept_thirteen_months(noon: datetime) -> None:
    people = cast.gather(noon)
    case = cast.conversation(people, "colmar/x", "Bonjour", noon)
    here, channel = people.territory["colmar"], people.channel["colmar/x"]
    with store.writing() as session:
        post = Post(territory_id=here, author_id=people.user["alice"], created_at=noon)
        session.add_all([post, Note(conversation_id=case, text="À voir.", at=noon)])
        session.flush()
        session.add(Variant(post_id=post.id, channel_id=channel, text="Bonjour"))
        ours = insert_once(
            session, Message, conversation_id=case, channel_id=channel, territory_id=here, remote_id="ours",
            inward=False, text="Bonjour", media_count=0, posted_at=noon, stored_at=noon,
        )  # fmt: skip
    with store.reading() as session:
        posts, texts, notes = session.query(Post).one(), session.query(Variant).one(), session.query(Note).one()
        kept = (posts.keep_until, texts.keep_until, notes.keep_until, session.get_one(Message, ours).keep_until)
        assert kept == (noon + timedelta(days=395),) * 4


def test_a_member_is_kept_while_active(noon: datetime) -> None:
    with store.writing() as session:
        here = cast.gather(noon).territory["colmar"]
        session.add(Member(territory_id=here, name="Hôtel du Cerf", link_digest="x", created_at=noon))
    with store.reading() as session:
        member = session.query(Member).one()
    assert (member.active, member.keep_until) == (True, None)


def test_a_grant_is_kept_five_years_after_its_end_on_a_leap_day_too() -> None:
    assert retention.proof_of(datetime(2028, 2, 29, 12, tzinfo=UTC)) == datetime(2033, 2, 28, 12, tzinfo=UTC)
