"""The mood along a thread: it sours, it has recovered, it stays; thanks close, and doubt tells nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment.thread import Turn, mood
from sentiment.weigh import weigh


def turn(label: str, value: float = 0.0, intent: str = "other", *, by_person: bool = False) -> Turn:
    """One message whose chances of positive less those of negative are `value`."""
    chances = {"negative": (1 - value) / 2, "neutral": 0.0, "positive": (1 + value) / 2}
    return Turn(label, chances, intent, by_person)


CALM, ANGRY, FURIOUS = turn("neutral", 0.0, "question"), turn("negative", -0.4), turn("negative", -0.95)
GLAD, THANKS = turn("positive", 0.7), turn("neutral", 0.1, "thanks")


@pytest.mark.parametrize(
    ("turns", "course"),
    [
        ([CALM, FURIOUS], "souring"),
        ([ANGRY, FURIOUS], "souring"),
        ([GLAD, ANGRY], "souring"),
        ([ANGRY, ANGRY, ANGRY], "souring"),
        ([CALM, FURIOUS, FURIOUS], "souring"),
        ([FURIOUS, CALM, FURIOUS], "souring"),
        ([ANGRY, ANGRY], "steady"),
        ([CALM, CALM], "steady"),
        ([GLAD, THANKS], "steady"),
        ([FURIOUS, CALM], "steady"),
        ([FURIOUS, THANKS], "recovered"),
        ([FURIOUS, CALM, GLAD], "recovered"),
    ],
)
def test_a_thread_is_heading_somewhere(turns: list[Turn], course: str) -> None:
    found = mood(turns)
    assert found
    assert found.course == course
    assert found.because.say("fr")


def test_one_message_alone_heads_nowhere_and_doubt_and_spam_tell_nothing() -> None:
    doubt, spam = turn("undetermined", -0.9), turn("negative", -0.9, "spam")
    assert mood([]) is None
    assert mood([FURIOUS]) is None
    assert mood([CALM, doubt]) is None
    assert mood([CALM, spam, doubt]) is None
    souring = mood([CALM, doubt, spam, FURIOUS])
    assert souring
    assert souring.course == "souring"


def test_the_reason_names_the_message_as_the_visitor_wrote_them() -> None:
    found = mood([turn("undetermined"), CALM, FURIOUS])
    assert found
    assert found.because.values == {"n": 2}


def test_a_persons_word_weighs_more_than_the_machines_chances() -> None:
    kindly = turn("negative", 0.8, by_person=True)  # the machine thought it kind, a person says it is not
    found = mood([CALM, kindly])
    assert found
    assert found.course == "souring"


@given(st.lists(st.sampled_from([CALM, ANGRY, FURIOUS, GLAD, turn("undetermined")])))
def test_thanks_at_the_end_never_sour_a_thread(turns: list[Turn]) -> None:
    found = mood([*turns, THANKS])
    assert found is None or found.course != "souring"


def test_with_the_product_s_own_judgements() -> None:
    said = ["Bonjour, à quelle heure ouvre le musée ?", "Personne ne répond, c'est lamentable et honteux.", "Merci !"]
    judged = [weigh(text) for text in said]
    turns = [Turn(one.label, one.probabilities, one.intent) for one in judged]
    before, after = mood(turns[:2]), mood(turns)
    assert before
    assert after
    assert (before.course, after.course) == ("souring", "recovered")
