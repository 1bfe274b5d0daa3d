"""Which tier judges, what it says when it cannot, and when a judgement is left undetermined."""

from __future__ import annotations

import json

import pytest

from sentiment import tiers
from sentiment.calibration import PATH, calibrated, measured
from sentiment.chances import most_probable, worsened
from sentiment.fast import tier as fast
from sentiment.judgement import Class
from sentiment.weigh import weigh, weigh_many

CHANCES: dict[Class, float] = {"negative": 0.2, "neutral": 0.3, "positive": 0.5}


def test_without_the_deep_artefact_the_fast_tier_judges_and_a_sentence_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from words import s

    monkeypatch.setattr(tiers.deep, "present", lambda: False)
    monkeypatch.setattr(tiers.deep, "absent_because", lambda: s("Il n’y a pas de texte."))
    assert tiers.best().NAME == "fast"
    assert tiers.why_not_deep() is not None
    with pytest.raises(LookupError):
        weigh("bravo", tier="deep")


def test_a_tier_that_does_not_exist_is_refused_with_a_sentence() -> None:
    with pytest.raises(LookupError, match="slow"):
        tiers.named("slow")


def test_the_tier_asked_for_judges_and_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers.deep, "present", lambda: True)
    monkeypatch.setattr(tiers.deep, "absent_because", lambda: None)
    monkeypatch.setattr(tiers.deep, "version", lambda: "deep-9")
    monkeypatch.setattr(tiers.deep, "chances_of", lambda texts, langs: [dict(CHANCES) for _ in texts])
    assert (weigh("une visite").tier, weigh("une visite").version) == ("deep", "deep-9")
    assert (weigh("une visite", tier="fast").tier, weigh("une visite", tier="fast").version) == ("fast", fast.version())


def test_many_are_judged_in_batches_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def seen(texts: list[str], langs: list[str]) -> list[dict[Class, float]]:
        sizes.append(len(texts))
        return fast.chances_of(texts, langs)

    monkeypatch.setattr(
        tiers, "named", lambda _tier: type("T", (), {"NAME": "fast", "version": fast.version, "chances_of": seen})
    )
    texts = ["bravo", "quelle honte"] * 40
    assert list(weigh_many(texts)) == [fast_one(text) for text in texts]
    assert sizes[:2] == [64, 16]


def fast_one(text: str) -> object:
    return weigh(text, tier="fast")


def test_calibration_keeps_the_order_and_the_sum() -> None:
    for temperature in (0.5, 1.0, 2.0):
        told = calibrated(CHANCES, temperature)
        assert sum(told.values()) == pytest.approx(1)
        assert sorted(told, key=lambda name: told[name]) == sorted(CHANCES, key=lambda name: CHANCES[name])
    assert calibrated(CHANCES, 2.0)["positive"] < CHANCES["positive"] < calibrated(CHANCES, 0.5)["positive"]


@pytest.mark.parametrize("lang", ["fr", "de", "en", "es", "it", "pt", "gsw", "und"])
def test_every_language_has_its_calibration(lang: str) -> None:
    assert 0.2 < measured("fast", lang).temperature < 5
    assert 0.34 <= measured("fast", lang).sure_from < 0.8


@pytest.mark.parametrize("lang", ["fr", "de", "en", "es", "it", "pt"])
def test_where_it_was_fitted_at_most_fifteen_in_a_hundred_are_left_out_and_the_rest_is_righter(lang: str) -> None:
    for rows in json.loads(PATH.read_text("utf-8")).values():
        assert rows[lang]["undetermined"] <= 0.15
        assert rows[lang]["accuracy_of_the_rest"] > rows[lang]["accuracy"]


def test_danger_makes_chances_worse_and_never_better() -> None:
    assert worsened(CHANCES, 0.9)["negative"] == pytest.approx(0.9)
    assert sum(worsened(CHANCES, 0.9).values()) == pytest.approx(1)
    assert worsened(CHANCES, 0.1) == CHANCES
    assert most_probable(worsened(CHANCES, 0.9)) == "negative"


def test_what_is_not_sure_enough_is_undetermined_and_never_neutral(monkeypatch: pytest.MonkeyPatch) -> None:
    level: dict[Class, float] = {"negative": 0.33, "neutral": 0.34, "positive": 0.33}
    monkeypatch.setattr(fast, "chances_of", lambda texts, langs: [dict(level) for _ in texts])
    judgement = weigh("Le chalet de bois au bord du chemin", tier="fast")
    assert judgement.label == "undetermined"
    assert "trop peu sûr" in str(judgement.reasons[0])
    assert dict(judgement.probabilities) != {}


def test_words_against_the_whole_are_said_to_be_perhaps_ironic(monkeypatch: pytest.MonkeyPatch) -> None:
    against: dict[Class, float] = {"negative": 0.44, "neutral": 0.2, "positive": 0.36}
    monkeypatch.setattr(fast, "chances_of", lambda texts, langs: [dict(against) for _ in texts])
    judgement = weigh("Magnifique, superbe, bravo pour cette visite", tier="fast")
    assert judgement.label == "undetermined"
    assert "ironie" in str(judgement.reasons[0])


def test_strong_words_on_both_sides_are_undetermined_unless_the_judge_is_very_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mixed: dict[Class, float] = {"negative": 0.54, "neutral": 0.1, "positive": 0.36}
    monkeypatch.setattr(fast, "chances_of", lambda texts, langs: [dict(mixed) for _ in texts])
    judgement = weigh("Bravo pour l'organisation, une honte", tier="fast")
    assert judgement.label == "undetermined"
    assert "se contredisent" in str(judgement.reasons[0])
