"""Which languages a set of versions speaks, French first in Québec, and how we speak. Unknown is never objected to."""

from __future__ import annotations

from typing import Any

import pytest

from policies.engine import decide
from policies.verdict import Reason
from tests.policies.samples import BOOK, city, post


def said(rule: str, **told: Any) -> Reason | None:
    """Return what one rule says of a post of Strasbourg."""
    return next((one for one in decide(post(**told), BOOK).reasons if one.rule == rule), None)


def quebec(*versions: dict[str, Any], **told: Any) -> Reason | None:
    """Return what Québec's rule says of these versions of a post."""
    place = {"territory": "quebec", "lineage": ["quebec"], "channel": {"network": "x", "territory": "quebec"}}
    return said("qc_fr_first", versions=versions, **{**place, **told})


@pytest.mark.parametrize("slug", ["strasbourg", "colmar", "mulhouse"])
def test_french_is_asked_for_wherever_a_public_service_speaks(slug: str) -> None:
    found = said("fr_present", languages=["de", "en"], **city(slug))
    assert found is not None
    assert (found.verb, found.override_role) == ("block", "director")


def test_french_is_not_asked_of_a_place_without_that_mission_nor_of_languages_nobody_told() -> None:
    assert said("fr_present", languages=["de"], **city("ailleurs", lineage=["ailleurs"])) is None
    assert said("fr_present", languages=[], versions=[]) is None


@pytest.mark.parametrize("languages", [["fr-CA", "de"], ["FR"]])
def test_french_of_any_country_is_french(languages: list[str]) -> None:
    assert said("fr_present", languages=languages) is None


@pytest.mark.parametrize(
    ("languages", "warns"),
    [
        (["fr"], False), (["fr", "de"], True), (["fr", "de", "de-CH"], True), (["fr", "de", "en"], False),
        (["fr", "gsw"], False), (["fr", "gsw", "de"], True), (["de"], False),
    ],
)  # fmt: skip
def test_exactly_one_foreign_language_warns_and_alsatian_is_none(languages: list[str], warns: bool) -> None:
    found = said("fr_two_translations", languages=languages)
    assert (found is not None) is warns
    assert found is None or found.verb == "warn"


def test_in_quebec_french_comes_first_or_with_the_others_and_never_after() -> None:
    french = {"lang": "fr", "at": "2026-12-06T15:00:00Z", "length": 50}
    for at, early in (("2026-12-06T14:59:59Z", True), ("2026-12-06T15:00:00Z", False), (None, True)):
        found = quebec(french, {"lang": "en", "at": at, "length": 50})  # without an hour of its own: with the post, now
        assert (found is not None and found.code == "before_french") is early
    assert quebec({**french, "at": None}, {"lang": "en", "length": 50}) is None


@pytest.mark.parametrize(("length", "richer"), [(60, False), (61, True)])
def test_in_quebec_no_other_version_is_richer(length: int, richer: bool) -> None:
    found = quebec({"lang": "fr", "length": 50}, {"lang": "en", "length": length})
    assert (found is not None) is richer


def test_lengths_nobody_told_are_not_compared() -> None:
    assert quebec({"lang": "fr"}, {"lang": "en", "length": 500}) is None


def test_the_market_of_quebec_counts_from_anywhere_and_elsewhere_nothing_is_asked() -> None:
    assert said("qc_fr_first", languages=["en"], market="qc") is not None
    assert said("qc_fr_first", languages=["en"], market="de") is None


@pytest.mark.parametrize(
    ("theirs", "ours", "warns"),
    [("de", "fr", True), ("de", "de", False), (None, "fr", False), ("de", None, False), ("gsw", "fr", False)],
)
def test_a_reply_in_another_language_warns_only_when_both_are_known(
    theirs: str | None, ours: str | None, warns: bool
) -> None:
    found = said("reply_language", event="reply.send", visitor_language=theirs, text_language=ours)
    assert (found is not None) is warns


@pytest.mark.parametrize(
    ("text", "language", "warns"),
    [
        ("Viens, tu verras !", None, True),
        ("On t'attend place Kléber.", "fr", True),
        ("Prends ton rendez-vous", "fr", False),
        ("Le ton est donné.", "fr", False),
        ("Ti amo, tu sei bella", "it", False),
        ("Kommst du heute?", "de", True),
        ("Du pain frais", None, False),
    ],
)
def test_where_the_card_is_formal_familiar_words_warn(text: str, language: str | None, warns: bool) -> None:
    found = said("voice_card", text=text, text_language=language)
    assert (found is not None and found.code == "register") is warns


def test_the_card_advises_and_never_blocks() -> None:
    decision = decide(post(text="Incontournable ! Tu viens ? ✨✨✨✨"), BOOK)
    assert decision.passes


def test_a_safety_message_leaves_in_french_and_its_translations_are_due_within_half_an_hour() -> None:
    told = {"is_safety": True, "verified": True, "languages": ["fr"], "overlays": ["crisis"], "tags": ["safety"]}
    found = said("safety_languages", **told)
    assert found is not None
    assert (found.verb, found.code) == ("warn", "translate")
    assert found.sentence.values == {"languages": "en, de", "hour": "12:30"}
    assert said("fr_present", **told) is None
