"""The sample is drawn at random in its own city, labelled blind, once; its figures rest on what people said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import AuditEvent, Conversation, Message, Sample
from data.queries import samples
from desk import labelling, sampling
from desk.refusal import NotHere, Refused, TooLate
from tests import cast

DAY = timedelta(days=1)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def fill(crew: cast.Cast, channel: str, n: int, at: datetime, **values: Any) -> None:
    """Store `n` visitors' messages in a conversation of `channel`."""
    case = cast.conversation(crew, channel, f"Début {channel}", at, thread_id=f"{channel} {at} {values}")
    with store.writing() as session:
        first = session.query(Message).filter_by(conversation_id=case).one()
        kept = {"label": "neutral", "lang": "fr", "tier": "fast/fast-1"} | values
        for name, value in kept.items():
            setattr(first, name, value)
        session.add_all(
            Message(
                conversation_id=case, channel_id=first.channel_id, territory_id=first.territory_id, text=f"Mot {i}",
                remote_id=f"{channel}-{i}-{case}", posted_at=at, stored_at=at, **kept,
            )
            for i in range(n - 1)
        )  # fmt: skip


def rows(kind: type[Any]) -> Sequence[Any]:
    with store.reading() as session:
        return session.scalars(select(kind).order_by(kind.id)).all()


def test_the_sample_is_two_hundred_of_the_citys_own_mentions_and_the_quarters_alone(
    crew: cast.Cast, noon: datetime
) -> None:
    fill(crew, "colmar/x", 250, noon - DAY)
    fill(crew, "colmar/facebook", 20, noon - 100 * DAY)  # too old
    fill(crew, "colmar/facebook", 20, noon - DAY, intent="spam")
    fill(crew, "mulhouse/x", 20, noon - DAY)
    colmar = crew.territory["colmar"]
    assert sampling.draw(crew.user["alice"], colmar) == 200
    drawn = rows(Sample)
    assert {one.territory_id for one in drawn} == {colmar}
    assert {one.quarter for one in drawn} == {"2026-Q4"}
    with store.reading() as session:
        messages = [session.get_one(Message, one.message_id) for one in drawn]
    assert {(one.posted_at, one.intent) for one in messages} == {(noon - DAY, None)}
    assert len({one.id for one in messages}) == 200
    ids = sorted(one.message_id for one in drawn)
    assert ids != list(range(ids[0], ids[0] + 200))  # at random, not the first two hundred


def test_drawn_again_it_is_filled_up_and_no_more(crew: cast.Cast, noon: datetime) -> None:
    fill(crew, "colmar/x", 30, noon - DAY)
    colmar, alice = crew.territory["colmar"], crew.user["alice"]
    assert sampling.draw(alice, colmar) == 30
    fill(crew, "colmar/x", 10, noon)
    with clock.stopped_at(noon + DAY):
        assert sampling.draw(alice, colmar) == 40
        assert sampling.draw(alice, colmar) == 40
    assert [event.detail["drawn"] for event in rows(AuditEvent)] == [30, 10]


def test_who_labels_does_not_see_what_the_machine_said_and_the_message_keeps_it(
    crew: cast.Cast, noon: datetime
) -> None:
    fill(crew, "colmar/x", 1, noon - DAY, label="positive", intent="praise")
    sampling.draw(crew.user["alice"], crew.territory["colmar"])
    asked = samples.next_one(crew.user["chloe"], crew.territory["colmar"], noon)
    assert asked
    assert asked.text == "Début colmar/x"
    assert not {"label", "lang", "intent", "tier", "probabilities", "reasons"} & vars(asked).keys()
    assert "positive" not in repr(asked)
    sampling.answer(crew.user["chloe"], asked.id, "negative")
    (one,), (message,) = rows(Sample), rows(Message)
    assert (one.label, one.labelled_by_id, one.labelled_at) == ("negative", crew.user["chloe"], noon)
    assert (message.label, message.overruled) == ("positive", None)
    assert samples.next_one(crew.user["chloe"], crew.territory["colmar"], noon) is None
    assert "Début" not in repr([vars(event) for event in rows(AuditEvent)])


def test_one_label_each_from_the_list_by_who_may(crew: cast.Cast, noon: datetime) -> None:
    fill(crew, "colmar/x", 1, noon - DAY)
    with pytest.raises(Refused):
        sampling.draw(crew.user["chloe"], crew.territory["colmar"])  # an adviser labels, and does not draw
    for stranger in ("dora", "bruno", "emile"):
        with pytest.raises((NotHere, Refused)):
            sampling.draw(crew.user[stranger], crew.territory["colmar"])
    sampling.draw(crew.user["alice"], crew.territory["colmar"])
    (one,) = rows(Sample)
    for stranger in ("dora", "bruno", "emile"):
        with pytest.raises((NotHere, Refused)):
            sampling.answer(crew.user[stranger], one.id, "negative")
        assert samples.next_one(crew.user[stranger], crew.territory["colmar"], noon) is None
    with pytest.raises(Refused):
        sampling.answer(crew.user["chloe"], one.id, "sad")
    sampling.answer(crew.user["chloe"], one.id, "undetermined")
    with pytest.raises(TooLate):
        sampling.answer(crew.user["alice"], one.id, "negative")
    assert rows(Sample)[0].label == "undetermined"


def test_a_city_without_mentions_has_nothing_to_draw(crew: cast.Cast) -> None:
    with pytest.raises(Refused, match="aucun message"):
        sampling.draw(crew.user["alice"], crew.territory["colmar"])


def test_figures_by_city_and_language_compare_with_the_machine_even_after_a_correction(
    crew: cast.Cast, noon: datetime
) -> None:
    fill(crew, "colmar/x", 2, noon - DAY, label="positive")
    fill(crew, "colmar/x", 1, noon - DAY, label="negative", lang="gsw")
    fill(crew, "mulhouse/x", 1, noon - DAY, label="neutral")
    for city in ("colmar", "mulhouse"):
        sampling.draw(crew.user["alice"], crew.territory[city])
    labelling.relabel(crew.user["chloe"], rows(Message)[0].id, label="mixed")
    for one in rows(Sample):
        sampling.answer(crew.user["alice"], one.id, "negative")
    found = {(m.place.slug, m.lang): m.table for m in samples.measured(crew.user["alice"], noon)}
    assert found == {
        ("colmar", "fr"): {("negative", "positive"): 2},
        ("colmar", "gsw"): {("negative", "negative"): 1},
        ("mulhouse", "fr"): {("negative", "neutral"): 1},
    }
    assert {m.place.slug for m in samples.measured(crew.user["dora"], noon)} == {"mulhouse"}
    with clock.stopped_at(noon + 200 * DAY):
        assert samples.measured(crew.user["alice"], clock.now()) == []  # of another time, of another machine


def test_the_corrected_score_stands_where_a_sample_does_and_nowhere_else(crew: cast.Cast, noon: datetime) -> None:
    fill(crew, "colmar/x", 40, noon - DAY, label="neutral")
    fill(crew, "mulhouse/x", 40, noon - DAY, label="neutral")
    alice, span = crew.user["alice"], (noon - 7 * DAY, noon, noon)
    assert samples.corrected_scores(alice, *span) == []
    sampling.draw(alice, crew.territory["colmar"])
    for number, one in enumerate(rows(Sample)):
        sampling.answer(alice, one.id, "negative" if number % 2 else "neutral")
    (only,) = samples.corrected_scores(alice, *span)
    assert only.place.slug == "colmar"  # the region would rest on Mulhouse, which nobody labelled
    assert (only.score.nss, only.score.n, only.score.enough) == (-50.0, 40, True)
    assert [p.labelled for p in samples.progress(alice, noon) if p.drawn] == [40]
    assert rows(Conversation)[0].label is None  # measuring changed nothing
