"""The demo's season keeps the figures it was specified with, and stays the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from math import sqrt
from time import process_time

import numpy as np
import pytest

from commands.demo import margins, phrases, season
from commands.demo.grammar import city
from commands.demo.law import TOPIC_NAMES, TOPICAL, expected_nss, topic_and_intent

CELLS = sorted(margins.INTENT_MIX)


@pytest.fixture(scope="module")
def said() -> list[season.Said]:
    return season.draw(seed=2026, scale=0.5, until=season.NOW + timedelta(days=10))


@pytest.mark.parametrize(("territory", "name"), CELLS)
def test_ac_79_the_law_of_topic_and_intent_keeps_both_margins_within_half_a_point(territory: str, name: str) -> None:
    law = topic_and_intent(territory, name)
    topics = margins.topic_weights(territory, name)
    intents = np.array(margins.INTENT_MIX[territory, name][: len(TOPICAL)], dtype=float)
    assert np.abs(law.sum(axis=1) - [topics[t] for t in TOPIC_NAMES]).max() < 0.005
    assert np.abs(law.sum(axis=0) - intents / intents.sum()).max() < 0.005


@pytest.mark.parametrize("territory", margins.TERRITORIES)
@pytest.mark.parametrize("name", ["normal", "christmas"])
def test_ac_79_what_is_drawn_keeps_the_intents(said: list[season.Said], territory: str, name: str) -> None:
    here = [s for s in said if s.territory == territory and _season(s) == name and s.intent != "thanks"]
    mix = margins.INTENT_MIX[territory, name]
    _close(
        Counter(s.intent for s in here), dict(zip(margins.INTENTS, np.array(mix) / sum(mix), strict=True)), len(here)
    )


@pytest.mark.parametrize("territory", margins.TERRITORIES)
def test_ac_79_what_is_drawn_keeps_the_languages(said: list[season.Said], territory: str) -> None:
    roots = [s for s in said if s.territory == territory and s.parent is None]
    shares = margins.LANGUAGES[territory]
    _close(Counter(s.lang for s in roots), {k: v / sum(shares.values()) for k, v in shares.items()}, len(roots))


def test_ac_79_what_is_drawn_keeps_the_sources(said: list[season.Said]) -> None:
    drawn = [s for s in said if s.intent != "thanks"]
    _close(Counter(s.source for s in drawn), {k: v / 100 for k, v in margins.SOURCES.items()}, len(drawn))


@pytest.mark.parametrize(
    ("territory", "name", "nss"),
    [("strasbourg", "normal", 11.1), ("strasbourg", "christmas", 4.8), ("colmar", "normal", 21.8),
     ("colmar", "christmas", 7.9), ("mulhouse", "normal", 1.4), ("alsace", "normal", 32.0)],
)  # fmt: skip
def test_the_tables_imply_the_net_sentiment_of_the_specification(territory: str, name: str, nss: float) -> None:
    assert round(expected_nss(territory, name), 1) == nss


def test_a_third_is_said_in_threads_by_the_same_writer_in_the_same_language(said: list[season.Said]) -> None:
    roots = {s.number: s for s in said if s.parent is None}
    replies = [s for s in said if s.parent is not None and s.intent != "thanks"]
    assert 0.30 < len(replies) / len(said) < 0.36
    for reply in replies:
        root = roots[reply.parent or 0]
        assert (reply.author, reply.lang, reply.territory, reply.source) == (
            root.author, root.lang, root.territory, root.source,
        )  # fmt: skip
        assert reply.at >= root.at


def test_the_same_seed_says_the_same_and_another_does_not() -> None:
    until = season.START + timedelta(days=3)
    assert season.draw(7, 0.2, until=until) == season.draw(7, 0.2, until=until)
    assert season.draw(7, 0.2, until=until) != season.draw(8, 0.2, until=until)


def test_five_thousand_are_drawn_in_two_seconds(said: list[season.Said]) -> None:
    before = process_time()
    drawn = season.draw(7, 0.25, until=season.NOW)
    assert len(drawn) > 5000
    assert (process_time() - before) / len(drawn) * 5000 < 2


def test_no_slot_stays_unfilled_and_no_private_business_is_named(said: list[season.Said]) -> None:
    assert not [s.text for s in said if "{" in s.text or "}" in s.text]
    assert all(s.author.endswith("_demo") for s in said)


def test_a_second_city_is_named_in_the_text_wherever_it_is_labelled(said: list[season.Said]) -> None:
    twice = [s for s in said if len(s.places) == 2]
    assert twice
    for s in twice:
        plain = phrases.plain(s.text).casefold()
        assert all(phrases.plain(city(place, s.lang)).casefold() in plain for place in s.places), s.text


def _season(said: season.Said) -> str:
    local = said.at.astimezone(season.ZONE)
    return margins.season_of(local.month, local.day)


def _close(counts: Counter[str], shares: dict[str, float], n: int) -> None:
    """Every share lies within four standard errors: a draw is a draw, the law itself is tested exactly above."""
    assert n > 300
    for name, share in shares.items():
        assert abs(counts[name] / n - share) < 4 * sqrt(share * (1 - share) / n) + 1 / n, name
