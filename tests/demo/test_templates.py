"""The templates are many, filled without a gap, and read right in every territory."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from commands.demo import margins
from commands.demo.chronicle import ours
from commands.demo.grammar import SLOT, Where, city, filled, values
from commands.demo.lines import Template, templates

LANGUAGES = sorted({lang for shares in margins.LANGUAGES.values() for lang in shares})
MAIN = ("question", "complaint", "praise", "ugc_share", "report", "suggestion")
PARTS = (
    *margins.INTENTS, "thanks", "cheer", "sigh", "complaint.neutral", "praise.neutral", "irony", "complaint.negation",
    "praise.negation", "neighbour", "aside", "reserve", "concede", "wrong_place", "two_cities", "date.ahead",
    "date.back", "personal", "minor",
)  # fmt: skip
FORBIDDEN = {
    "fr": r"\b(à|depuis|de|pour|sur|vers|dans) Alsace\b|\b(à|de) les?\b(?! (faire|dire))|"
    r"\bl'(Strasbourg|Colmar|Mulhouse)|\b(de|que|le) (Alsace|une? |hier|aujourd)|\bau (la|l')|"
    r"\b(à à|de de|à en|de en|en en)\b",
    "de": r"\b(in|nach|von|aus|bei|für|durch|mit|bis) Elsass|\bdes (Straßburg|Colmar)|"
    r"\b(bei|mit|von|zu|aus) (das|die) |\b(in|im|am|an|von|bei|nach) (in|im|am|an|von|bei|ins|vom) |"
    r"\b(für|um|ab) (am|heute)\b",
    "en": r"\b(in|to|from|near|of) the Alsace|\b(in|at|near|of|for|from|to) (in|at|on|near|of|from|tonight)\b|"
    r"\bthe the\b|\b(for|by|until) on\b|\ba the\b",
    "gsw": r"z'Elsàss", "es": r"\ben la Alsacia", "it": r"\b(a|di|da) Alsazia", "nl": r"\b(in|van|naar|bij) Elzas",
    "tr": r"Alsas'(da|te)",
}  # fmt: skip


def _every(lang: str) -> dict[str, list[Template]]:
    found: dict[str, list[Template]] = {}
    for (part, _topic), group in templates(lang).items():
        found.setdefault(part, []).extend(group)
    return {part: list({t.name: t for t in group}.values()) for part, group in found.items()}


def _readings(lang: str, text: str) -> list[str]:
    """Fill a template in every territory with every value of each slot at least once."""
    read: list[str] = []
    for territory, vague in product(margins.TERRITORIES, (False, True)):
        where = Where(lang, territory, "colmar" if territory != "colmar" else "mulhouse", vague)
        read.extend(filled(_Nth(nth), text, where) for nth in range(6))  # type: ignore[arg-type]  # a plain counter
    return read


class _Nth:
    """Stands for a generator that always draws the nth."""

    def __init__(self, nth: int) -> None:
        self.nth = nth

    def integers(self, below: int) -> int:
        return self.nth % below


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_each_intent_has_thirty_templates_in_the_three_languages(lang: str) -> None:
    have = {part: len({t.text for t in group}) for part, group in _every(lang).items()}
    assert all(have[part] >= 30 for part in (*MAIN, "press", "spam")), have
    assert all(have[part] >= 12 for part in ("abuse", "other", "thanks", "cheer", "sigh")), have


@pytest.mark.parametrize(("lang", "least"), [("gsw", 8), ("es", 6), ("it", 6), ("nl", 6), ("zh", 2), ("tr", 2)])
def test_the_other_languages_have_their_own_words_too(lang: str, least: int) -> None:
    have = {part: len({t.text for t in group}) for part, group in _every(lang).items()}
    assert all(have[part] >= least for part in MAIN), have


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_lacks_a_part_nor_says_a_line_twice(lang: str) -> None:
    every = _every(lang)
    assert not set(PARTS) - set(every)
    texts = Counter(t.text for group in every.values() for t in group)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_three_templates_in_ten_are_held_out_of_each_intent(lang: str) -> None:
    for part in (*MAIN, "press", "spam"):
        group = _every(lang)[part]
        assert 0.2 < sum(t.held_out for t in group) / len(group) < 0.4, part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_topics_of_templates_are_known(lang: str) -> None:
    assert {topic for _part, topic in templates(lang)} <= {*margins.TOPICS, "*"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_slot_has_words_of_its_language_in_every_territory(lang: str) -> None:
    spoken_in = [t for t in margins.TERRITORIES if lang in margins.LANGUAGES[t]]
    slots = {slot for group in _every(lang).values() for t in group for slot in SLOT.findall(t.text)}
    for territory, slot, vague in product(spoken_in, slots, (False, True)):
        other = "colmar" if territory != "colmar" else "mulhouse"
        assert values(slot, Where(lang, territory, other, vague))


@pytest.mark.parametrize("lang", sorted(FORBIDDEN))
def test_slots_leave_a_sentence_that_reads_right(lang: str) -> None:
    wrong = re.compile(FORBIDDEN[lang], re.IGNORECASE)
    texts = [t.text for group in _every(lang).values() for t in group]
    texts += [t.unsaid for group in _every(lang).values() for t in group if t.unsaid]
    read = [one for text in texts for one in _readings(lang, text)]
    bad = [one for one in read if wrong.search(one)]
    assert bad == []
    assert not [one for one in read if "{" in one or "  " in one or one.startswith(" ")]


@pytest.mark.parametrize(
    ("text", "where", "reads"),
    [
        ("{place} et la neige {at_place}", Where("fr", "alsace"), "L'Alsace et la neige en Alsace"),
        ("Vu {at_place}, {from_place}", Where("fr", "colmar"), "Vu à Colmar, depuis Colmar"),
        ("{place} ruft. {at_place} schneit es", Where("de", "alsace"), "Das Elsass ruft. Im Elsass schneit es"),
        ("Fahrt {to_place}", Where("de", "strasbourg"), "Fahrt nach Straßburg"),
        ("{near_sight}", Where("fr", "mulhouse"), "Près du temple Saint-Étienne"),
        ("photo {of_past_day} {at_table}", Where("fr", "colmar"), "photo d'hier à la winstub_demo"),
        ("arrêt {of_ride}", Where("fr", "alsace"), "arrêt du car"),
    ],
)
def test_articles_and_prepositions_join_as_people_join_them(text: str, where: Where, reads: str) -> None:
    assert filled(_Nth(0), text, where) == reads  # type: ignore[arg-type]  # a plain counter


def test_no_template_names_a_territory_but_through_its_slots() -> None:
    for lang in LANGUAGES:
        names = re.compile(r"\b(" + "|".join(city(t, lang) for t in margins.TERRITORIES) + r")\b")
        assert [t.text for group in _every(lang).values() for t in group if names.search(t.text)] == []


def test_alsatian_is_spelled_by_region_and_mixes_french_in_six_of_ten() -> None:
    lines = [t for part in MAIN for t in _every("gsw")[part]]
    assert 0.4 < sum(t.french for t in lines) / len(lines) < 0.8


def test_our_own_posts_need_no_article_before_a_name() -> None:
    wrong = re.compile(r"\b(à|de|depuis|in|en|pour|autour de) \{place\}")
    assert [post for post in ours()["posts"] if wrong.search(post)] == []
