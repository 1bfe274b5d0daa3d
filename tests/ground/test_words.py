"""A sentence is kept once and said in any of the three languages; what has no translation is said in French."""

from __future__ import annotations

import json
from string import Formatter
from threading import Thread

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import settings as settings_module
from settings import ROOT
from words import LANGUAGES, Sentence, present_language, recall, s, speak, spoken, t

TAKEN = "{name} s'en occupe déjà."
SAID = {"fr": "Léa s'en occupe déjà.", "en": "Léa is already on it.", "de": "Léa kümmert sich schon darum."}
TRANSLATED = [language for language in LANGUAGES if language != "fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_kept_today_is_recalled_in_another_language(language: str) -> None:
    with spoken("fr"):
        kept = json.loads(json.dumps(s(TAKEN, name="Léa").kept()))
    with spoken(language):
        assert recall(kept) == SAID[language]


def test_nothing_kept_says_nothing() -> None:
    assert recall(None) == recall({}) == ""


@given(name=st.text())
def test_what_fills_a_blank_is_said_as_it_was_given(name: str) -> None:
    kept = json.loads(json.dumps(s(TAKEN, name=name).kept()))
    for language in LANGUAGES:
        assert Sentence(kept["text"], kept["values"]).say(language) == SAID[language].replace("Léa", name)


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert t('{"a": 1}') == '{"a": 1}'


@pytest.mark.parametrize("unknown", ["it", "", "EN", "../en", "de_AT"])
def test_an_unknown_language_falls_back_to_french(unknown: str) -> None:
    with spoken(unknown):
        assert present_language() == "fr"
        assert t(TAKEN, name="Léa") == s(TAKEN, name="Léa").say(unknown) == SAID["fr"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_without_translation_is_said_in_french(language: str) -> None:
    assert s("Une phrase que nul n'a traduite pour {name}.", name="Léa").say(language).endswith("pour Léa.")


def test_the_installation_chooses_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_LANG", "de")
    settings_module.settings.cache_clear()
    assert t(TAKEN, name="Léa") == SAID["de"]
    with spoken("en"):
        assert t(TAKEN, name="Léa") == SAID["en"]
    assert present_language() == "de"


def test_speaking_in_one_thread_is_not_heard_in_another() -> None:
    heard: list[str] = []

    def elsewhere() -> None:
        speak("de")
        heard.append(t(TAKEN, name="Léa"))

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert heard == [SAID["de"]]
    assert t(TAKEN, name="Léa") == SAID["fr"]


def test_a_blank_may_have_any_name() -> None:
    assert t("Sous notre publication : « {text} »", text="Bonjour") == "Sous notre publication : « Bonjour »"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_its_blanks_and_how_they_are_written(language: str) -> None:
    known = _catalogue(language)
    assert not {text for text, said in known.items() if _blanks(text) != _blanks(said)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_kept_has_a_translation_in_its_own_punctuation(language: str) -> None:
    known = _catalogue(language)
    assert not {text for text, said in known.items() if not said.strip()}
    assert not {said for said in known.values() if set("«»\u00a0\u202f") & set(said) or " : " in said or " ?" in said}


def _catalogue(language: str) -> dict[str, str]:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "parvis.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}


def _blanks(text: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, spec, way) for _, name, spec, way in Formatter().parse(text) if name is not None)
