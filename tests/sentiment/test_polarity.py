"""Polarity in four languages: the sentences a desk meets, and what makes them hard."""

from __future__ import annotations

from functools import partial

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment import english
from sentiment import weigh as door
from sentiment.reading import read
from tests.sentiment.sentences import ALSATIAN, ENGLISH, FRENCH, GERMAN

weigh = partial(door.weigh, tier="fast")  # words and rules are its own; the deep tier has tests of its own


@pytest.mark.parametrize(("text", "label"), [*FRENCH.items(), *GERMAN.items(), *ENGLISH.items(), *ALSATIAN.items()])
def test_a_sentence_gets_the_label_a_person_gives_it(text: str, label: str) -> None:
    judgement = weigh(text)
    assert judgement.label == label, [str(reason) for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("text", "lang"),
    [("😍😍", "und"), ("👍", "und"), ("🎉 ❤️", "und")],
)
def test_kind_emoji_alone_are_positive_in_no_language(text: str, lang: str) -> None:
    judgement = weigh(text)
    assert (judgement.label, judgement.lang) == ("positive", lang)


@pytest.mark.parametrize("text", ["😡😡", "🤮", "👎👎"])
def test_angry_emoji_alone_are_negative(text: str) -> None:
    assert weigh(text).label == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "我们很喜欢这座城市",
        "wat een mooie stad, we hebben genoten",
        "Zorglub",
    ],
)
def test_what_cannot_be_told_is_undetermined_and_says_why(text: str) -> None:
    judgement = weigh(text)
    assert judgement.label == "undetermined"
    assert str(judgement.reasons[0]).startswith("Indéterminé")


def test_but_gives_the_last_word_to_what_follows() -> None:
    assert weigh("Accueil désagréable mais visite magnifique").label == "positive"
    assert weigh("Visite magnifique mais accueil désagréable").label == "negative"


def test_boosters_capitals_and_exclamation_marks_widen_a_feeling() -> None:
    plain = weigh("une belle visite").compound
    assert plain < weigh("une vraiment belle visite").compound
    assert plain < weigh("une BELLE visite").compound
    assert plain < weigh("une belle visite !!!").compound
    assert plain > weigh("une visite plutôt belle").compound


@pytest.mark.parametrize(("accented", "bare"), [("très déçu", "tres decu"), ("wunderschön", "wunderschoen")])
def test_missing_accents_change_nothing(accented: str, bare: str) -> None:
    assert weigh(accented, hint="fr").compound == weigh(bare, hint="fr").compound


@pytest.mark.parametrize("text", [*ENGLISH, "VERY good :) but sort of odd, kind of!", "the least helpful ???", "😍"])
def test_english_scores_are_vadersentiments_own(text: str) -> None:
    reading, widened = read(text), SentimentIntensityAnalyzer()
    ours = english.analyzer()
    widened.lexicon, widened.emojis = dict(ours.lexicon), dict(ours.emoji)
    assert english.polarity(reading).compound == widened.polarity_scores(reading.text)["compound"]


def test_reasons_name_the_words_that_weighed() -> None:
    said = " ".join(str(reason) for reason in weigh("Accueil déplorable").reasons)
    assert "déplorable" in said
