"""Which language: short posts, mixed ones, Alsatian, and none."""

from __future__ import annotations

import pytest

from sentiment.language import tongue
from sentiment.reading import read
from sentiment.weigh import weigh
from tests.sentiment.sentences import ALSATIAN, ENGLISH, FRENCH, GERMAN

HERE = ("fr", "de", "en")


@pytest.mark.parametrize(
    ("lang", "texts"),
    [("fr", FRENCH), ("de", GERMAN), ("en", ENGLISH), ("gsw", ALSATIAN)],
    ids=["fr", "de", "en", "gsw"],
)
def test_every_sentence_is_read_in_its_language(lang: str, texts: dict[str, str]) -> None:
    assert {text: weigh(text).lang for text in texts} == dict.fromkeys(texts, lang)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Salü mitnànder, wo gitt's do Bredele?", "de"),
        ("Mìr hàn e scheeni Zitt ghet", "de"),
        ("Le marché c'est scheen awwer z'vill lit", "fr"),
        ("Hopla geis !", "de"),
    ],
)
def test_alsatian_is_gsw_and_keeps_the_runner_up(text: str, second: str) -> None:
    found = tongue(read(text), HERE)
    assert (found.first, found.second) == ("gsw", second)


def test_one_alsatian_word_does_not_make_a_french_sentence_alsatian() -> None:
    assert tongue(read("Nous adorons le bredele de la winstub"), HERE).first == "fr"
    assert tongue(read("J'adore Strossburi"), HERE).first == "fr"


@pytest.mark.parametrize("text", ["我们很喜欢", "çok güzel bir şehir", "Очень красиво", "12:30", "👍", ""])
def test_an_unknown_language_stays_unknown(text: str) -> None:
    assert tongue(read(text), HERE).first == "und"


@pytest.mark.parametrize(
    ("text", "lang"), [("Qué bonito pueblo", "es"), ("che meraviglia questa città", "it"), ("wat een mooie stad", "nl")]
)
def test_other_languages_are_named(text: str, lang: str) -> None:
    assert tongue(read(text), HERE).first == lang


def test_the_territory_and_the_hint_decide_only_short_texts() -> None:
    assert tongue(read("merci"), ("fr", "de", "en")).first == "fr"
    assert tongue(read("Super"), ("fr",), "fr").first == "fr"
    assert tongue(read("Super"), ("de",), "de").first == "de"
    long = "Wir waren gestern mit den Kindern in der Stadt und haben den ganzen Tag gebummelt"
    assert tongue(read(long), ("fr",), "fr").first == "de"
