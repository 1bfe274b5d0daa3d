"""Hard cases keep their shares, and each label is true of the text that carries it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from math import sqrt

import numpy as np
import pytest

from commands.demo import hard, margins, season
from commands.demo.grammar import Where, city, values
from commands.demo.lines import of_part, templates
from commands.demo.rough import plain

CELLS = sorted(margins.INTENT_MIX)


@pytest.fixture(scope="module")
def said() -> list[season.Said]:
    drawn = season.draw(seed=11, scale=0.5, until=season.NOW + timedelta(days=10))
    return [s for s in drawn if s.intent != "thanks"]


@pytest.mark.parametrize("name", sorted(hard.SHARES))
def test_a_hard_case_keeps_its_share(said: list[season.Said], name: str) -> None:
    share = hard.SHARES[name] / 100
    found = sum(name in s.hard for s in said) / len(said)
    # Chinese knows no capitals and cannot always leave the city out: two in a thousand fail to hold the case
    assert abs(found - share) < 3.5 * sqrt(share * (1 - share) / len(said)) + 0.002


@pytest.mark.parametrize(("territory", "name"), CELLS)
def test_the_law_of_kinds_gives_each_its_share_without_touching_what_is_meant(territory: str, name: str) -> None:
    mix = np.array(margins.INTENT_MIX[territory, name], dtype=float)
    law = hard._law(territory, name)
    total: Counter[str] = Counter()
    for intent, share in zip(margins.INTENTS, mix / mix.sum(), strict=True):
        for mood, given in zip(margins.MOODS, margins.MOOD_GIVEN_INTENT[intent], strict=True):
            for kind, chance in zip(("plain", *hard.KINDS), law.kinds[intent, mood], strict=True):
                total[kind] += share * given / 100 * chance / sum(law.kinds[intent, mood])
    assert all(abs(total[kind] - share / 100) < 0.005 for kind, share in hard.KINDS.items()), total


def test_what_has_no_words_has_none(said: list[season.Said]) -> None:
    assert all(s.text == "" for s in _with(said, "no_text"))
    assert not [s for s in said if not s.text and "no_text" not in s.hard]
    assert not [s.text for s in _with(said, "emoji_only") if re.search(r"\w", s.text)]
    assert all(re.fullmatch(r"#\S+( #\S+)+", s.text) for s in _with(said, "hashtags_only"))


def test_capitals_are_capitals_and_an_unsaid_city_is_not_named(said: list[season.Said]) -> None:
    assert all(s.text == s.text.upper() for s in _with(said, "capitals"))
    for s in _with(said, "city_implicit"):
        assert s.places == ()
        name = plain(city(s.territory, s.lang)).casefold()
        assert not re.search(rf"\b{re.escape(name)}\b", plain(s.text).casefold()), s.text


def test_every_city_labelled_is_named_and_no_question_leaves_it_unsaid_unlabelled(said: list[season.Said]) -> None:
    for s in said:
        text = plain(s.text).casefold()
        assert all(plain(city(place, s.lang)).casefold() in text for place in s.places), s.text
    silent = [s for s in said if s.intent == "question" and not s.places and not {"emoji_only"} & set(s.hard)]
    assert all("city_implicit" in s.hard for s in silent)


def test_a_vague_day_and_personal_data_are_in_the_text(said: list[season.Said]) -> None:
    clean = [s for s in said if not {"typos", "capitals"} & set(s.hard)]
    days = {lang: _spoken(lang, "vague_day") | _spoken(lang, "of_vague_day") | _spoken(lang, "vague_name") for lang in
            {s.lang for s in clean}}  # fmt: skip
    for s in _with(clean, "vague_day"):
        assert any(day in s.text for day in days[s.lang]), s.text
    phone = re.compile(r"06 39 98 \d\d \d\d|0176 040690\d\d|07700 900\d{3}|[IOU]{2}-\d{3}-[IOU]{2}")
    assert all(phone.search(s.text) for s in _with(clean, "personal_data"))
    assert not [s for s in said if phone.search(s.text) and "personal_data" not in s.hard]


def test_kinds_stand_on_the_labels_they_were_meant_for(said: list[season.Said]) -> None:
    assert {(s.intent, s.mood) for s in said if {"irony", "neighbour"} & set(s.hard)} == {("complaint", "negative")}
    assert {s.intent for s in _with(said, "question_in_praise")} == {"question", "praise"}
    assert {s.mood for s in _with(said, "question_in_praise")} == {"positive"}
    assert all("mixed_opinion" in s.hard for s in said if s.mood == "mixed")
    irony = {t.name for lang in ("fr", "de", "en") for t in of_part(lang, "irony")}
    assert {s.template for s in _with(said, "irony") if s.lang in {"fr", "de", "en"}} <= irony


def test_words_come_from_a_template_of_the_language_and_intent(said: list[season.Said]) -> None:
    for s in said:
        if set(s.hard) & hard.WORDLESS:
            assert s.template == ""
            continue
        assert s.template.partition(":")[0] == s.lang
        part = next(part for (part, _), group in templates(s.lang).items() for t in group if t.name == s.template)
        assert part.partition(".")[0] == s.intent or part in {"irony", "neighbour"}


def test_alsatian_mixes_french_and_german_as_often_as_asked() -> None:
    drawn = season.draw(seed=12, scale=1.2, until=season.NOW)
    here = [s for s in drawn if s.lang == "gsw" and s.template and s.intent != "thanks"]
    for name, share in (("mixes_french", 0.6), ("mixes_german", 0.2)):
        found = sum(name in s.hard for s in here) / len(here)
        assert abs(found - share) < 4 * sqrt(share * (1 - share) / len(here)) + 0.02, (name, len(here))
    unaccented = sum(s.text == plain(s.text) for s in here) / len(here)
    assert 0.25 < unaccented < 0.42  # three in ten, and some lines have no accent to lose
    south = " ".join(s.text for s in here if s.territory in {"colmar", "mulhouse"})
    assert "Bredla" in south
    assert "Bredle" not in south


def _with(said: list[season.Said], name: str) -> list[season.Said]:
    found = [s for s in said if name in s.hard]
    assert found
    return found


def _spoken(lang: str, slot: str) -> set[str]:
    found: set[str] = set()
    for territory in margins.TERRITORIES:
        try:
            found |= set(values(slot, Where(lang, territory)))
        except KeyError:
            continue
    return found | {day[:1].upper() + day[1:] for day in found}
