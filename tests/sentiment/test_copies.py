"""Near-identical texts of one day are one; what people merely say alike is not."""

from __future__ import annotations

from collections import Counter
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.demo import season, stories
from sentiment.copies import ALIKE_FROM, alike, copies


def test_the_hundred_and_twenty_offers_of_the_swindle_are_a_handful() -> None:
    spam = [s for s in stories.between(season.START, season.END) if s.story == "S6"]
    groups = copies([s.text for s in spam], [s.at.date() for s in spam])
    assert len(spam) == 120
    assert len(set(groups)) <= 4
    two_largest = sum(count for _, count in Counter(groups).most_common(2))
    assert two_largest >= 0.7 * len(spam)


def test_a_text_is_the_first_of_its_group_and_another_day_is_another_matter() -> None:
    text = "Le parking relais est complet depuis ce matin, que faire ?"
    typed = "Le parking relais est complet depuis ce matin... que faire ??"
    assert copies([text, "Quelle belle cathédrale, merci pour la visite", typed, text], [1, 1, 1, 2]) == [0, 1, 0, 3]


def test_short_thanks_of_two_people_and_different_questions_are_no_copies() -> None:
    texts = ["merci beaucoup", "merci beaucoup", "À quelle heure ouvre le musée ?", "À quelle heure ferme le marché ?"]
    assert copies(texts, [0] * 4) == [0, 1, 2, 3]
    assert alike(texts[2], texts[3]) < ALIKE_FROM


def test_figures_accents_and_capitals_do_not_hide_a_copy() -> None:
    one = "Chalet libre à Colmar, 40 € la nuit, acompte par coupon, écrivez-nous"
    assert alike(one, one.upper().replace("À", "A").replace("40", "55")) == 1


def test_ten_thousand_texts_of_a_day_are_compared_in_seconds() -> None:
    texts = [s.text for s in season.draw(3, 0.3, until=season.NOW) if s.text]
    started = process_time()
    copies(texts, [0] * len(texts))
    assert (process_time() - started) * 10_000 / len(texts) < 12


@given(st.lists(st.text(), max_size=12))
@settings(max_examples=50, deadline=None)
def test_any_texts_are_grouped_by_their_first(texts: list[str]) -> None:
    first = copies(texts, [0] * len(texts))
    assert all(first[place] == place or first[first[place]] == first[place] < place for place in range(len(texts)))
