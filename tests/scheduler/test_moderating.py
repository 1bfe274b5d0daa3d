"""Hidden on the real wire format: under a clause, once, tried again where it went wrong; sealed if it is illegal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

import clock
from data import sealed, store
from data.models import AuditEvent, Channel, Message, Moderation, PolicyDecision, Role
from data.queries import moderation
from desk import moderating
from desk.refusal import NotHere, Refused, TooLate
from scheduler import agenda
from scheduler.collect import collect
from scheduler.forgetting import forget
from scheduler.moderating import moderate
from tests.scheduler.world import World

WHY = "Propos contraires à la clause de la charte."


def said(world: World, text: str, account: str = "strasbourg_demo", author: str = "Camille") -> int:
    """Return the id of a visitor's comment, collected."""
    world.sandbox.say("facebook", account, text, author=author)
    collect()
    return max(one.id for one in world.messages())


def hidden(world: World, message_id: int) -> bool:
    with store.reading() as session:
        remote = session.get_one(Message, message_id).remote_id
    return any(one["hidden"] for one in world.sandbox.ledger() if one["id"] == remote)


def row(moderation_id: int) -> Moderation:
    with store.reading() as session:
        return session.get_one(Moderation, moderation_id)


def test_what_is_illegal_is_hidden_at_once_by_any_answerer_and_sealed_as_evidence(world: World) -> None:
    with store.writing() as session:  # Chloé answers at Strasbourg's desk too: she may not moderate otherwise
        place = world.people.territory["strasbourg"]
        session.add(Role(user_id=world.people.user["chloe"], territory_id=place, role="adviser"))
    chloe, message = world.people.user["chloe"], said(world, "Je vais brûler votre local, sale race")
    asked = moderating.hide(chloe, message, "threat", "menace", WHY)
    assert agenda.due_now(1, world.time).count(("moderate", asked.id)) == 1
    assert moderate(asked.id) == "done"
    assert hidden(world, message)
    assert moderate(asked.id) is None
    kept = row(asked.id)
    assert sealed.unseal(kept.evidence or b"")["text"] == "Je vais brûler votre local, sale race"
    assert b"local" not in (kept.evidence or b"")
    assert (kept.evidence_until or world.time) > kept.at.replace(year=kept.at.year + 1).replace(day=1)
    (act,) = moderation.acts(chloe, kept.conversation_id)
    assert (act.state, act.sealed, act.clause) == ("done", True, "menace")
    with store.reading() as session:
        assert session.get_one(Message, message).withdrawn_at is not None
        assert session.scalars(select(PolicyDecision).where(PolicyDecision.event == "moderation.act")).one()
        assert "brûler" not in repr([one.detail for one in session.scalars(select(AuditEvent))])


@pytest.mark.parametrize(
    ("kind", "clause", "reasons", "sentence"),
    [
        ("critique", "injure", WHY, "ne se supprime pas"),
        ("spam", "", WHY, "article de la charte"),
        ("spam", "haine", WHY, "ne couvre pas"),
        ("spam", "publicite", "non", "Expliquez"),
        ("", "publicite", WHY, "de quoi"),
    ],
)
def test_without_a_clause_that_covers_it_and_its_reasons_nothing_is_hidden_and_a_critique_never(
    world: World, kind: str, clause: str, reasons: str, sentence: str
) -> None:
    message = said(world, "Votre office est nul, j'ai attendu une heure")
    with pytest.raises(Refused, match=sentence):
        moderating.hide(world.people.user["alice"], message, kind, clause, reasons)
    with store.reading() as session:
        assert session.scalars(select(Moderation)).all() == []
    assert not hidden(world, message)


def test_only_who_may_and_only_in_their_own_city(world: World) -> None:
    message = said(world, "Gagnez 500 € par jour, cliquez ici")
    for stranger in ("chloe", "dora", "emile"):
        with pytest.raises((NotHere, Refused)):
            moderating.hide(world.people.user[stranger], message, "spam", "publicite", WHY)
    assert moderation.acts(world.people.user["dora"], 1) == []


def test_sealed_evidence_is_destroyed_after_a_year(world: World) -> None:
    message = said(world, "Je vais brûler votre local")
    asked = moderating.hide(world.people.user["alice"], message, "threat", "menace", WHY)
    for days, kept in ((364, True), (366, False)):
        with clock.stopped_at(world.time + timedelta(days=days)):
            forget()
        assert (row(asked.id).evidence is not None) == kept


def test_it_is_asked_once_and_what_the_network_never_heard_is_tried_again(world: World) -> None:
    alice, message = world.people.user["alice"], said(world, "Gagnez 500 € par jour, cliquez ici")
    asked = moderating.hide(alice, message, "spam", "publicite", WHY)
    with pytest.raises(TooLate):
        moderating.hide(alice, message, "spam", "publicite", WHY)
    world.sandbox.faults({"fault": "error_5xx_before", "host": "graph.facebook.com"})
    assert moderate(asked.id) == "asked"
    assert moderate(asked.id) is None  # not before its pause
    world.sandbox.faults()
    with store.writing() as session:
        session.execute(update(Moderation).values(not_before=world.time))
    assert moderate(asked.id) == "done"
    assert hidden(world, message)


def test_what_cannot_be_hidden_is_told_and_may_be_asked_again(world: World) -> None:
    alice, message = world.people.user["alice"], said(world, "Gagnez 500 € par jour, cliquez ici")
    asked = moderating.hide(alice, message, "spam", "publicite", WHY)
    with store.writing() as session:
        session.execute(update(Channel).values(network="inconnu"))
    assert moderate(asked.id) == "failed"
    (act,) = moderation.acts(alice, row(asked.id).conversation_id)
    assert act.because is not None
    with store.writing() as session:
        session.execute(update(Channel).where(Channel.remote_id.is_not(None)).values(network="facebook"))
    moderating.again(alice, asked.id)
    assert row(asked.id).state == "asked"
