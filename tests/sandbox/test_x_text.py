"""What X makes of typed words, whatever they are."""

from __future__ import annotations

import html
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox import x_text

WORDS = st.lists(
    st.one_of(st.sampled_from(["https://a.fr/b?c=1&d=2", "colmar.fr", "@Zoe", "#Noël", "&amp;", "<3", "🥨", "t.co"]),
              st.text(max_size=8)),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(WORDS)
@settings(max_examples=100)
def test_what_was_typed_can_be_found_again_in_what_is_given_back(typed: str) -> None:
    wire = x_text.on_the_wire(typed, "1", "Zoe", [])
    back, done = "", 0
    for url in wire["urls"]:
        assert wire["text"][url["start"] : url["end"]] == url["url"]
        back += html.unescape(wire["text"][done : url["start"]]) + url["expanded_url"].removeprefix("http://")
        done = url["end"]
    back += html.unescape(wire["text"][done:])
    plain = unicodedata.normalize("NFC", typed)
    assert unicodedata.normalize("NFC", back) in (plain, html.unescape(plain)) or "http://" in typed
    assert "<" not in wire["text"]


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_the_quick_look_at_the_length_agrees_with_the_counter(text: str) -> None:
    counted = x_text.parse_tweet(unicodedata.normalize("NFC", text)).weightedLength
    assert x_text.too_long(text, reply=False) is (counted > x_text.LIMIT)


def test_names_a_reply_opens_with_are_not_counted() -> None:
    assert not x_text.too_long("@Zoe @Max " + "a" * 280, reply=True)
    assert x_text.too_long("@Zoe " + "a" * 280, reply=False)


def test_mail_addresses_are_no_mentions() -> None:
    assert x_text.mentioned("écrire à info@strasbourg.eu ou @VisitStrasbourg, @Zoe!") == ["VisitStrasbourg", "Zoe"]
