"""What visitors write is stored once, sorted, and brings its conversation back; nothing is lost in a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from data import sealed, store
from data.lifecycle import move
from data.models import AuditEvent, Author, Channel, Conversation, PlaceNamed, Territory
from data.queries import conversation
from scheduler.collect import collect
from scheduler.publish import publish
from tests.scheduler.world import World
from words import recall


def test_a_mention_is_stored_once_though_asked_twice(world: World) -> None:
    world.sandbox.say("x", "colmar_demo", "Où se garer à Colmar ce soir ?")
    assert collect()["messages"] == 1
    with store.writing() as session:  # the cursor is lost: everything is given again
        session.execute(update(Channel).values(cursor=None, collect_at=None))
    assert collect()["messages"] == 0
    (message,) = world.messages()
    assert (message.text, message.lang, message.inward) == ("@colmar_demo Où se garer à Colmar ce soir ?", "fr", True)


def test_a_complaint_arrives_sorted_flagged_and_with_its_places(world: World) -> None:
    world.sandbox.say("facebook", "strasbourg_demo", "Mon enfant est perdu au marché de Strasbourg, au secours !")
    collect()
    (case,), (message,) = world.conversations(), world.messages()
    assert (case.rank, recall(case.chip), case.state) == (1, "sécurité", "open")
    assert case.asked_at == message.posted_at
    assert case.due_at == message.posted_at + timedelta(minutes=15)
    assert "safety" in case.flags
    assert message.keep_until is not None
    with store.reading() as session:
        named = session.query(Territory.slug).join(PlaceNamed, PlaceNamed.territory_id == Territory.id).all()
    assert [slug for (slug,) in named] == ["strasbourg"]


def test_the_author_is_a_keyed_hash_and_no_text_is_in_the_audit(world: World) -> None:
    world.sandbox.say("x", "colmar_demo", "Superbe journée !", author="Camille")
    collect()
    with store.reading() as session:
        author, events = session.query(Author).one(), session.query(AuditEvent).all()
        assert len(author.author_key) == 32
        assert author.handle
        assert all("Superbe" not in str(e.detail) for e in events)
        assert [e.verb for e in events] == ["collected"]


def test_a_crash_between_fetching_and_committing_loses_nothing_and_doubles_nothing(world: World) -> None:
    for n in range(3):
        world.sandbox.say("x", "colmar_demo", f"Question {n} ?", author=f"Visiteur {n}")

    def power_cut(session: Session) -> None:
        if any(isinstance(row, AuditEvent) for row in session.new):
            session.flush()
            raise RuntimeError("power cut")

    event.listen(Session, "before_commit", power_cut)
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            collect()
    finally:
        event.remove(Session, "before_commit", power_cut)
    assert world.messages() == []
    assert world.channel("colmar/x").cursor is None
    world.later(minutes=5)
    collect()
    assert sorted(m.text[-10:] for m in world.messages()) == [
        "Question 0 ?"[-10:],
        "Question 1 ?"[-10:],
        "Question 2 ?"[-10:],
    ]
    assert world.channel("colmar/x").cursor is not None


def test_an_account_is_asked_again_only_after_its_interval(world: World) -> None:
    assert collect()["accounts"] == len(world.people.channel)
    assert collect()["accounts"] == 0
    world.later(seconds=61)
    assert collect()["accounts"] > 0


def test_an_account_the_network_no_longer_knows_is_paused_until_it_is_reconnected(world: World) -> None:
    world.sandbox.say("x", "colmar_demo", "Bonjour ?")
    world.sandbox.faults({"fault": "token_expired", "host": "api.twitter.com", "times": 99})
    collect()
    channel = world.channel("colmar/x")
    assert (channel.state, "reconnecter" in recall(channel.because)) == ("disconnected", True)
    world.sandbox.faults()
    world.later(hours=1)
    assert world.channel("colmar/x").state == "disconnected"
    collect()
    assert world.messages() == []
    keys = world.sandbox.account("x", channel.remote_id, channel.handle)
    with store.writing() as session:
        assert move(
            session, Channel, channel.id, "disconnected", "active", at=world.time, credentials=sealed.seal(keys)
        )
    world.later(hours=1)
    collect()
    assert len(world.messages()) == 1


def test_a_throttled_account_keeps_silent_until_it_is_told(world: World) -> None:
    world.sandbox.faults({"fault": "rate_limited", "host": "api.twitter.com", "seconds": 600})
    collect()
    channel = world.channel("colmar/x")
    assert (channel.state, channel.trouble) == ("active", None)
    assert channel.quiet_until is not None
    assert timedelta(minutes=9) < channel.quiet_until - world.time <= timedelta(minutes=11)
    world.queue("colmar/x", "Pas maintenant")
    assert publish("w") == {}
    world.sandbox.faults()
    world.later(minutes=11)
    assert publish("w") == {"published": 1}


def test_a_network_in_trouble_is_asked_less_and_less_and_success_clears_it(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "host": "graph.facebook.com"})
    collect()
    first = world.channel("colmar/facebook")
    assert recall(first.trouble)
    assert first.collect_at == world.time + timedelta(seconds=30)
    world.later(seconds=31)
    collect()
    second = world.channel("colmar/facebook")
    assert second.collect_at == world.time + timedelta(seconds=60)
    world.sandbox.faults()
    world.later(seconds=61)
    collect()
    third = world.channel("colmar/facebook")
    assert (third.trouble, third.synced_at) == (None, world.time)


@pytest.mark.parametrize("before", ["closed", "waiting_visitor", "waiting_service", "snoozed", "ignored"])
def test_a_visitor_who_writes_again_brings_the_conversation_back(world: World, before: str) -> None:
    first = world.sandbox.say("facebook", "colmar_demo", "Où se garer ?")
    collect()
    _put_to_sleep(world, before)
    world.later(minutes=5)
    world.sandbox.say("facebook", "colmar_demo", "Et pour un camping-car ?", in_reply_to=first)
    collect()
    (case,) = world.conversations()
    assert (case.state, case.asked_at, len(world.messages())) == ("open", world.time, 2)


def test_thanks_alone_never_reopen_nor_restart_the_clock(world: World) -> None:
    first = world.sandbox.say("facebook", "colmar_demo", "Où se garer ?")
    collect()
    _put_to_sleep(world, "waiting_visitor")
    world.later(minutes=5)
    world.sandbox.say("facebook", "colmar_demo", "Merci beaucoup !", in_reply_to=first)
    collect()
    (case,) = world.conversations()
    assert (case.state, case.asked_at, len(world.messages())) == ("waiting_visitor", None, 2)


def test_a_reply_lands_once_under_its_parent_and_the_conversation_waits_for_the_visitor(world: World) -> None:
    asked = world.sandbox.say("facebook", "colmar_demo", "Où se garer ?")
    collect()
    (case,) = world.conversations()
    world.later(minutes=3)
    world.queue("colmar/facebook", "Place Rapp, gratuit le soir.", conversation_id=case.id, reply_to=asked)
    assert publish("w") == {"published": 1}
    (ours,) = world.said()
    assert (ours["parent"], ours["text"]) == (asked, "Place Rapp, gratuit le soir.")
    (case,) = world.conversations()
    assert (case.state, case.replied_at is not None, case.asked_at) == ("waiting_visitor", True, None)
    _, reply = world.messages()
    assert (reply.inward, reply.sent_by_id) == (False, world.people.user["alice"])
    world.later(minutes=2)
    assert collect()["messages"] == 0
    assert len(world.messages()) == 2


def test_a_question_that_came_after_the_words_were_sent_in_is_still_to_answer(world: World) -> None:
    asked = world.sandbox.say("facebook", "colmar_demo", "Où se garer ?")
    collect()
    (case,) = world.conversations()
    world.queue("colmar/facebook", "Place Rapp.", conversation_id=case.id, reply_to=asked)
    later = world.later(minutes=2)
    world.sandbox.say("facebook", "colmar_demo", "Et c'est payant ?", in_reply_to=asked)
    collect()
    publish("w")
    (case,) = world.conversations()
    assert (case.state, case.asked_at, case.replied_at is not None) == ("open", later, True)


def test_each_visitor_under_our_post_is_a_conversation_of_their_own(world: World) -> None:
    world.queue("colmar/facebook", "La patinoire ouvre demain.")
    publish("w")
    (post,) = world.said()
    world.later(minutes=2)
    first = world.sandbox.say("facebook", "colmar_demo", "À quelle heure ?", author="Anne", in_reply_to=post["id"])
    world.sandbox.say("facebook", "colmar_demo", "Et les patins ?", author="Bertrand", in_reply_to=post["id"])
    world.sandbox.say("facebook", "colmar_demo", "Moi aussi je veux savoir", author="Céline", in_reply_to=first)
    collect()
    assert sorted(len(messages) for messages in _by_conversation(world).values()) == [1, 2]
    cases = [conversation.one(world.people.user["alice"], case) for case in _by_conversation(world)]
    assert [case and case.under for case in cases] == ["La patinoire ouvre demain."] * 2


def _by_conversation(world: World) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for message in world.messages():
        found.setdefault(message.conversation_id, []).append(message.text)
    return found


def _put_to_sleep(world: World, state: str) -> None:
    with store.writing() as session:
        (case,) = session.query(Conversation).all()
        assert move(session, Conversation, case.id, "open", state, at=world.time, asked_at=None, replied_at=world.time)
