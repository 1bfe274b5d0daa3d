"""Near-identical texts are one; what people merely say alike is not."""

from __future__ import annotations

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.demo import season, stories
from sentiment import copies
from sentiment.copies import ALIKE_FROM, FURTHEST, alike, copied


def test_the_hundred_and_twenty_offers_of_the_swindle_are_a_handful() -> None:
    spam = [s.text for s in stories.between(season.START, season.END) if s.story == "S6"]
    firsts = copied(spam)
    assert len(spam) == 120
    assert firsts.count(None) <= 4


def test_a_text_copies_the_first_that_says_the_same() -> None:
    text = "Le parking relais est complet depuis ce matin, que faire ?"
    typed = "Le parking relais est complet depuis ce matin... que faire ??"
    other = "Quelle belle cathédrale, merci pour la visite"
    assert copied([text, other, typed, text]) == [None, None, 0, 0]
    assert copied([typed, other, other], [other, text]) == [1, 0, 0]


def test_short_thanks_of_two_people_and_different_questions_are_no_copies() -> None:
    texts = ["merci beaucoup", "merci beaucoup", "À quelle heure ouvre le musée ?", "À quelle heure ferme le marché ?"]
    assert copied(texts) == [None] * 4
    assert copied(["merci beaucoup", ""], ["merci beaucoup", ""]) == [None, None]
    assert alike(texts[2], texts[3]) < ALIKE_FROM


def test_figures_accents_and_capitals_do_not_hide_a_copy() -> None:
    one = "Chalet libre à Colmar, 40 € la nuit, acompte par coupon, écrivez-nous"
    assert alike(one, one.upper().replace("À", "A").replace("40", "55")) == 1


def test_what_is_remembered_of_texts_is_bounded_however_long_they_are() -> None:
    texts = [f"{word} " * 3_000 for word in ("chalet", "tram", "marché", "musée", "vélo")]
    copied([" ".join(texts[n:] + texts[:n]) for n in range(len(texts))])
    kept = copies._minima.cache_info()
    assert kept.maxsize is not None
    assert (kept.maxsize * (FURTHEST * 4 + 256)) / 1e6 < 40
    assert copied(["x y z chalet " * 2_000], ["x y z chalet " * 1_000]) == [0]


def test_a_batch_on_a_day_of_two_thousand_messages_costs_milliseconds() -> None:
    texts = list(dict.fromkeys(s.text for s in season.draw(3, 0.12, until=season.NOW) if s.text))
    day, batch = texts[:2_000], texts[2_000:2_050]
    assert len(batch) == 50
    copied(batch, day)  # the day's texts were new once
    started = process_time()
    for _ in range(5):
        copied(batch, day)
    assert (process_time() - started) / 5 < 0.1


@given(st.lists(st.text(), max_size=8), st.lists(st.text(), max_size=4))
@settings(max_examples=50, deadline=None)
def test_any_texts_are_grouped_by_their_first(texts: list[str], known: list[str]) -> None:
    firsts = copied(texts, known)
    for place, first in enumerate(firsts, start=len(known)):
        assert first is None or first < place
        assert first is None or first < len(known) or firsts[first - len(known)] is None
