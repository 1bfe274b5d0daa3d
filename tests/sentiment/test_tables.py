"""The tables themselves: readable, in bounds, and nobody else's."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sentiment.tables import rows, weights

TAXONOMY = [
    "christmas_market",
    "museums",
    "sights",
    "events_festivals",
    "transport_local",
    "trains_roads",
    "parking_traffic",
    "bikes_walk",
    "cleanliness",
    "safety",
    "crowding",
    "prices",
    "opening_closures",
    "accessibility",
    "food",
    "wine_nature",
    "lodging",
    "staff_welcome",
    "weather_heat",
    "strikes_works",
    "lost_found",
    "info_signage",
    "identity_language",
]


@pytest.mark.parametrize("lang", ["fr", "de", "gsw", "en"])
def test_weights_stay_between_minus_four_and_four_and_no_word_stands_twice(lang: str) -> None:
    words = [word for word, _ in rows(f"{lang}.tsv")]
    assert len(words) == len(set(words))
    assert all(-4 <= weight <= 4 for weight in weights(lang).values())


@pytest.mark.parametrize(("lang", "least"), [("fr", 500), ("de", 500), ("gsw", 150)])
def test_a_lexicon_is_rich_enough_to_be_of_use(lang: str, least: int) -> None:
    assert len(weights(lang)) >= least


def test_topics_are_the_taxonomys() -> None:
    assert [code for code, _ in rows("topics.tsv")] == TAXONOMY


def test_weighing_is_imported_without_opening_a_table_or_a_model() -> None:
    code = "import sentiment.weigh, sentiment.tables as t; print(t.weights.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
