"""Words in a clear language are judged by it: French goes with the others, a reply is in the visitor's own language."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from data import store
from data.models import Message
from desk import posts, replies, tongues
from desk.posts import VariantText, When
from desk.refusal import Refused
from policies.verdict import Decision
from tests import cast

HERE = ("fr", "de", "en")
GERMAN = "Der Weihnachtsmarkt öffnet heute um elf Uhr am Rathausplatz."
FRENCH = "Le marché de Noël ouvre aujourd'hui à onze heures, place de la mairie."
ENGLISH = "The Christmas market opens today at eleven, on the town hall square."
NOON = When("2026-12-06T12:00")


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def written(people: cast.Cast, **texts: str) -> int:
    """Keep a post of Alice's for Colmar's accounts, one text for each network."""
    said = [VariantText(people.channel[f"colmar/{network}"], text) for network, text in texts.items()]
    return posts.draft(people.user["alice"], people.territory["colmar"], said, when=NOON)


def rules(decision: Decision) -> dict[str, str]:
    """Return what objected, and how."""
    return {reason.rule: reason.verb for reason in decision.reasons}


def test_a_post_in_german_alone_is_refused_and_the_sentence_says_what_is_missing(people: cast.Cast) -> None:
    post = written(people, x=GERMAN)
    with pytest.raises(Refused) as refusal:
        posts.submit(people.user["alice"], post, and_schedule=True)
    assert "français" in str(refusal.value)


@pytest.mark.parametrize(
    "texts",
    [
        {"x": GERMAN, "facebook": FRENCH},
        {"x": f"{GERMAN} {FRENCH}"},
        {"x": f"{FRENCH}\n{GERMAN}\n{ENGLISH}"},
        {"x": FRENCH},
        {"x": "Frohe Weihnachten!"},  # too short to be sure
        {"x": "Colmar 🎄"},
        {"x": GERMAN, "facebook": "Colmar 🎄"},  # a set that is not wholly known
    ],
)
def test_with_french_or_in_doubt_it_goes(people: cast.Cast, texts: dict[str, str]) -> None:
    assert posts.submit(people.user["alice"], written(people, **texts), and_schedule=True).state == "scheduled"


def test_one_translation_warns_two_do_not(people: cast.Cast) -> None:
    said = {"alsace/x": GERMAN, "colmar/facebook": FRENCH, "mulhouse/x": ENGLISH}
    variants = [VariantText(people.channel[name], text) for name, text in said.items()]
    for some, warns in ((variants[:2], True), (variants, False)):
        found = posts.check_words(people.user["alice"], people.territory["alsace"], some, when=NOON)
        assert all(("fr_two_translations" in rules(one)) is warns for one in found.values())


def test_a_reply_in_another_language_than_the_visitor_s_warns_and_may_leave(people: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(people, "colmar/x", "Guten Tag, wann öffnet heute der Weihnachtsmarkt am Rathaus?", noon)
    chloe = people.user["chloe"]
    assert rules(replies.check(chloe, case, FRENCH)) == {"reply_language": "warn"}
    assert rules(replies.check(chloe, case, GERMAN)) == {}
    assert rules(replies.check(chloe, case, "Oui !")) == {}
    assert replies.send(chloe, case, FRENCH).state == "scheduled"


def test_a_person_s_word_on_the_visitor_s_language_wins(people: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(people, "colmar/x", "Guten Tag, wann öffnet heute der Weihnachtsmarkt am Rathaus?", noon)
    with store.writing() as session:
        session.execute(
            update(Message).where(Message.conversation_id == case).values(lang="en", overruled={"lang": "de"})
        )
    assert "reply_language" in rules(replies.check(people.user["chloe"], case, GERMAN))
    assert rules(replies.check(people.user["chloe"], case, ENGLISH)) == {}


def test_what_is_heard_is_the_visitor_s_last_message_of_this_conversation(people: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(people, "colmar/x", GERMAN, noon)
    cast.conversation(people, "mulhouse/x", ENGLISH, noon, thread_id="another")
    with store.reading() as session:
        assert tongues.heard(session, case, HERE).language == "de"
        assert tongues.heard(session, None, HERE) == tongues.Heard()
        ours = session.scalars(select(Message).where(Message.conversation_id == case)).one()
    with store.writing() as session:
        session.execute(update(Message).where(Message.id == ours.id).values(inward=False))
    with store.reading() as session:
        assert tongues.heard(session, case, HERE) == tongues.Heard()


def test_an_adviser_s_words_on_politics_wait_for_a_colleague(people: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(people, "colmar/x", "Bonjour, pourquoi la rue est-elle fermée ?", noon)
    words = "Bonjour, le conseil municipal a décidé de la fermer, c'est dommage."
    assert replies.send(people.user["chloe"], case, words).state == "in_review"
