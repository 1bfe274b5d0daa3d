"""What is apart from polarity: danger, today, press, intent, topics, places."""

from __future__ import annotations

import pytest

from sentiment.weigh import weigh
from tests.sentiment.sentences import DANGER, FALSE_FRIENDS, STILL_MISTAKEN


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_flagged_urgent_and_never_praise(text: str) -> None:
    judgement = weigh(text)
    assert judgement.flagged("safety")
    assert judgement.urgency >= 0.75
    assert judgement.label == "negative"


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_a_false_friend_raises_no_alarm(text: str) -> None:
    assert not weigh(text).flagged("safety")


@pytest.mark.parametrize("text", ["Agressé à la sortie du match", "Da ist eine Bombe", "Coups de feu près du stade"])
def test_a_false_friend_hides_no_real_danger(text: str) -> None:
    assert weigh(text).flagged("safety")


@pytest.mark.xfail(strict=True, reason="the rules cannot tell these from danger yet")
@pytest.mark.parametrize("text", STILL_MISTAKEN)
def test_a_false_friend_still_mistaken(text: str) -> None:
    assert not weigh(text).flagged("safety")


def test_a_film_does_not_silence_a_call_for_help_now() -> None:
    assert weigh("On sortait du cinéma, coups de feu en ce moment place Kléber, aidez-nous").flagged("safety")


@pytest.mark.parametrize(
    "text",
    [
        "Le musée est ouvert ce soir ?",
        "Gibt es heute noch Karten?",
        "Is the tram running tonight?",
        "là maintenant, où aller ?",
    ],
)
def test_a_question_for_today_is_flagged_and_more_urgent(text: str) -> None:
    judgement = weigh(text)
    assert judgement.flagged("today")
    assert judgement.intent == "question"
    assert judgement.urgency > weigh("À quelle heure ouvre le musée ?").urgency


@pytest.mark.parametrize("text", ["Quelle belle visite aujourd'hui !", "Heute war es wunderschön", "merci, ce soir"])
def test_praise_of_today_waits_for_nothing(text: str) -> None:
    assert not weigh(text).flagged("today")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("merci", "thanks"),
        ("Merci beaucoup pour votre réponse !", "thanks"),
        ("👍", "thanks"),
        ("Danke schön", "thanks"),
        ("thank you", "thanks"),
        ("merci, et à quelle heure ?", "question"),
        ("Bonjour, où se garer à Colmar", "question"),
        ("Journaliste à la rédaction, je cherche un porte-parole", "press"),
        ("Die Redaktion bittet um ein Interview", "press"),
        ("Bande de voleurs, vous êtes des escrocs", "abuse"),
        ("I will kill you", "abuse"),
        ("Gagnez de l'argent facile, cliquez ici https://exemple.invalid", "spam"),
        ("Vous devriez ajouter des bancs", "suggestion"),
        ("J'ai perdu mon appareil photo dans le tram", "report"),
        ("Accueil déplorable", "complaint"),
        ("Quelle ville merveilleuse", "praise"),
    ],
)
def test_intent(text: str, intent: str) -> None:
    assert weigh(text).intent == intent


def test_press_is_a_flag_with_its_word() -> None:
    flags = {flag.code: str(flag.because) for flag in weigh("Journaliste, deadline ce soir").flags}
    assert "Journaliste" in flags["press"]
    assert "ce soir" in flags["today"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Quel est l'horaire du marché de Noël ?", "christmas_market"),
        ("Wo ist der Weihnachtsmarkt?", "christmas_market"),
        ("Der Parkplatz war voll", "parking_traffic"),
        ("Where is the tram stop?", "transport_local"),
        ("Les poubelles débordent", "cleanliness"),
        ("Is the museum wheelchair accessible?", "accessibility"),
        ("J'ai perdu mon portefeuille", "lost_found"),
        ("Wo isch d'r Wihnàchtsmärik ?", "christmas_market"),
    ],
)
def test_topics_are_found_in_every_language(text: str, topic: str) -> None:
    assert topic in weigh(text).topics


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Straßburg ist schön", ("strasbourg",)),
        ("Strossburi isch scheen", ("strasbourg",)),
        ("Mülhausen im Elsass", ("mulhouse", "alsace")),
        ("La Petite Venise en barque", ("colmar",)),
        ("De Colmar à Strasbourg", ("colmar", "strasbourg")),
        ("Une belle visite", ()),
    ],
)
def test_places_named_under_any_of_their_names(text: str, places: tuple[str, ...]) -> None:
    assert weigh(text).places == places
