"""Words as typed and words as a network gives them back are the same words; other words are not."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.facebook import reading as graph
from connectors.sameness import same_words
from connectors.x import reading
from connectors.x.snowflake import id_at, time_of

LINK = "https://t.co/abc123"
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]))


@given(WORDS)
def test_entities_are_undone(text: str) -> None:
    shown = {"text": html.escape(text, quote=False)}
    assert same_words(text, reading.text_of(shown))


@pytest.mark.parametrize(
    "address", ["https://www.visit.alsace/fr?a=1&b=2", "http://visit.alsace", "https://x.com/a/status/1"]
)
def test_short_links_are_expanded(address: str) -> None:
    shown = {"text": f"Voir {LINK} !", "entities": {"urls": [{"url": LINK, "expanded_url": address}]}}
    assert reading.text_of(shown) == f"Voir {address} !"


def test_the_link_to_the_own_pictures_is_left_out() -> None:
    photo = {"url": LINK, "expanded_url": "https://x.com/a/status/1/photo/1"}
    keyed = {"url": LINK, "expanded_url": "https://x.com/a", "media_key": "3_1"}
    for one in (photo, keyed):
        assert reading.text_of({"text": f"Noël {LINK}", "entities": {"urls": [one]}}) == "Noël"


def test_a_long_post_is_read_whole() -> None:
    assert reading.text_of({"text": "Début…", "note_tweet": {"text": "Début et fin"}}) == "Début et fin"
    assert reading.text_of({"text": "Début…", "note_post": {"text": "Début &amp; fin"}}) == "Début & fin"


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Voir visit.alsace", "Voir http://visit.alsace/", True),
        ("Noe\u0308l  à\r\nColmar ", "Noël à\nColmar", True),
        ("Noël", "Noël !", False),
        ("Noël", "NOËL", False),
        ("Merci", "@camille Merci", False),
    ],
)
def test_the_same_words_are_told_from_others(ours: str, theirs: str, same: bool) -> None:
    assert same_words(ours, theirs) is same


def test_a_letter_may_stand_right_behind_a_link() -> None:
    link = {"url": LINK, "expanded_url": "https://visit.alsace/a?b=1&c="}
    shown = {"text": f"Voir {LINK}é", "entities": {"urls": [link]}}
    assert same_words("Voir https://visit.alsace/a?b=1&c=é", reading.text_of(shown))


def test_names_before_an_answer_do_not_count() -> None:
    assert same_words("Merci", "@camille @dominique Merci", reply=True)
    assert not same_words("Merci", "@camille Merci bien", reply=True)


@given(st.datetimes(datetime(2011, 1, 1), datetime(2079, 1, 1), timezones=st.just(UTC)))
def test_an_id_carries_its_time(moment: datetime) -> None:
    assert timedelta() <= moment - time_of(id_at(moment)) < timedelta(milliseconds=1)


def test_before_x_began_there_is_still_an_id() -> None:
    assert id_at(datetime(2001, 1, 1, tzinfo=UTC)) == "1"


def test_pictures_of_a_page_are_counted_and_a_preview_is_none() -> None:
    album = {"media_type": "album", "subattachments": {"data": [{"media_type": "photo"}, {"media_type": "photo"}]}}
    assert graph.media_count({"attachments": {"data": [album]}}) == 2
    assert graph.media_count({"attachments": {"data": [{"media_type": "photo"}]}}) == 1
    assert graph.media_count({"attachments": {"data": [{"media_type": "link"}]}}) == 0
    assert graph.media_count({"attachment": {"type": "sticker"}}) == 1
    assert graph.media_count({}) == 0


def test_hidden_writers_are_not_all_one_person() -> None:
    items = [{"id": f"1_{n}", "created_time": "2026-12-05T10:00:00+0000", "message": "…"} for n in range(2)]
    first, second = (graph.comment(item, "1") for item in items)
    assert first.author != second.author
    assert first.posted_at == datetime(2026, 12, 5, 10, tzinfo=UTC)
