"""Alsatian: known by its ISO code, kept beside its neighbours, and never answered in the wrong language by itself."""

from __future__ import annotations

import pytest

from commands.demo.lines import templates
from sentiment.language import SUGGEST_FROM, tongue
from sentiment.reading import fold, read
from sentiment.weigh import weigh
from tests.sentiment import alsatian

HERE = ("fr", "de", "en")
HELD_OUT = sorted({t.text for group in templates("gsw").values() for t in group})  # the model never saw these


def test_there_are_sixty_sentences_of_both_spellings_bare_mixed_and_short() -> None:
    assert len(set(alsatian.ALL)) >= 60
    assert not any(set(text) & set("àìùéè") for text in alsatian.BARE)


@pytest.mark.parametrize("text", alsatian.ALL)
def test_ac_78_alsatian_never_gets_another_language_suggested(text: str) -> None:
    for typed in (text, text.upper(), " ".join(map(fold, text.split()))):
        found = tongue(read(typed), HERE)
        assert found.suggested in (None, "gsw"), found
        assert found.second is not None
        assert "gsw" in (found.first, found.second)


@pytest.mark.parametrize("hint", [None, "de", "fr", "als"])
def test_ac_78_the_demos_own_alsatian_neither_whatever_the_network_hints(hint: str | None) -> None:
    found = {text: tongue(read(text), HERE, hint) for text in HELD_OUT}
    wrong = {text: one for text, one in found.items() if one.suggested not in (None, "gsw")}
    assert len(wrong) <= 0.02 * len(found), wrong


def test_most_alsatian_is_named_so_and_never_als() -> None:
    codes = [weigh(text).lang for text in alsatian.ALL]
    assert codes.count("gsw") >= 0.95 * len(codes)
    assert "als" not in codes


@pytest.mark.parametrize("text", ["Hopla", "Ja, gàrn", "Alles guet", "Bis morn!", "Winstub", "Schlecht isch's nit"])
def test_short_words_two_neighbours_share_are_not_sure(text: str) -> None:
    found = tongue(read(text), HERE)
    assert found.first == "gsw" or found.sure < SUGGEST_FROM


def test_plain_french_and_german_keep_their_suggestion() -> None:
    for text, lang in (
        ("Bonjour, à quelle heure ferme le musée dimanche ?", "fr"),
        ("Bonjour, je voudrais reserver une visite guidee pour quatre", "fr"),
        ("Wann öffnet das Museum am Sonntag?", "de"),
        ("Gibt es Schließfächer am Bahnhof im Elsass?", "de"),
        ("Is the museum open on Sunday?", "en"),
    ):
        assert tongue(read(text), HERE).suggested == lang, text
