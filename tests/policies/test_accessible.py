"""What everybody must be able to read and hear: pictures, films, hashtags, emoji, links."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.emoji import emoji_in, false_letters
from policies.engine import decide
from policies.verdict import Reason
from tests.policies.samples import BOOK, post

ALT = "La cathédrale illuminée, vue de la place"


def said(rule: str, **told: Any) -> Reason | None:
    """Return what one rule says of a post of Strasbourg."""
    return next((one for one in decide(post(**told), BOOK).reasons if one.rule == rule), None)


def test_each_medium_is_asked_for_what_it_needs_and_the_sentence_says_which() -> None:
    media = [{"alt": ALT}, {"mime": "video/mp4", "speech": True, "captions": True}, {"mime": "audio/mpeg"}]
    assert said("alt_text", media=media) is None
    found = said("captions", media=media)
    assert found is not None
    assert found.sentence.values == {"number": 3}


@pytest.mark.parametrize(("chars", "repeated", "blocks"), [(20, False, False), (21, False, True), (21, True, False)])
def test_text_in_a_picture_must_stand_in_the_words(chars: int, repeated: bool, blocks: bool) -> None:
    found = said("text_in_image", media=[{"alt": ALT, "text_chars": chars, "text_repeated": repeated}])
    assert (found is not None) is blocks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour #marchedenoel", "hashtag_case"),
        ("Bonjour #MARCHEDENOEL", "hashtag_case"),
        ("Bonjour #strasbourg", "hashtag_case"),  # the voice card writes it #Strasbourg
        ("Bonjour #MarchéDeNoël #Strasbourg", None),
        ("Bonjour #noel", None),  # one short word
        ("#A #B #C #D #E", None),
        ("#A #B #C #D #E #F", "hashtag_count"),
        ("Avec #Strasbourg, voyez la suite", "hashtag_end"),
        ("Bonjour #Strasbourg 🎄 https://x.example @office !", None),
        ("https://x.example/page#ancre suite", None),
        ("Le n° #1 du vin", None),
    ],
)
def test_hashtags_have_capitals_are_few_and_stand_at_the_end(text: str, code: str | None) -> None:
    found = said("hashtag_case", text=text)
    assert (found.code if found else None) == code
    assert found is None or found.verb == "warn"


def test_the_corrected_form_stands_in_the_sentence() -> None:
    found = said("hashtag_case", text="Bonjour #marchedenoel")
    assert found is not None
    assert "#MarchéDeNoël" in found.sentence.say("fr")


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("✨🎄", 2),
        ("👩‍👩‍👧‍👦", 1),
        ("🇫🇷🇩🇪", 2),
        ("👍🏽", 1),
        ("1️⃣ 2️⃣", 2),
        ("❤️", 1),
        ("© 2026 — 14 h → 16 h", 0),
        ("📷 Hôtel", 1),
    ],
)
def test_what_people_see_as_one_picture_counts_once(text: str, n: int) -> None:
    assert len(emoji_in(text)) == n


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour 🎄🎄🎄", None),
        ("Bonjour 🎄🎄🎄🎄", "emoji_count"),
        ("✨ Bonjour\nà tous", None),
        ("✨ marché\n✨ concert", "emoji_bullets"),
        ("I ❤️ Strasbourg", "emoji_word"),
        ("J'❤ Colmar", "emoji_word"),
        ("Une balade en ville 🚲 ce matin", None),
        ("Das 🎄 leuchtet", "emoji_word"),
    ],
)
def test_emoji_are_few_no_bullets_and_no_words(text: str, code: str | None) -> None:
    found = said("emoji_use", text=text)
    assert (found.code if found else None) == code
    assert found is None or found.verb == "warn"


@pytest.mark.parametrize("text", ["𝐁𝐨𝐧𝐣𝐨𝐮𝐫", "𝕾𝖙𝖗𝖆𝖘𝖇𝖔𝖚𝖗𝖌", "Ｎｏｅｌ", "ⓝⓞⓔⓛ", "🅽🅾🅴🅻"])
def test_letters_that_are_none_are_refused(text: str) -> None:
    found = said("emoji_use", text=f"Venez : {text} !")
    assert found is not None
    assert (found.verb, found.code) == ("block", "pseudo_font")


@pytest.mark.parametrize(
    "text", ["Ⓜ️ Broglie", "🅿️ Lacarre", "🇫🇷", "Straße, œuvre, Wihnàchte", "1ᵉʳ étage", "½ heure, 20 m²"]
)
def test_signs_people_know_are_no_false_letters(text: str) -> None:
    assert false_letters(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cliquez ici : x.example", "click_here"),
        ("CLICK HERE https://x.example", "click_here"),
        ("https://x.example/" + "a" * 42, None),
        ("https://x.example/" + "a" * 43, "long_url"),
        ("www.x.example/" + "a" * 50, "long_url"),
    ],
)
def test_links_name_their_goal_and_can_be_heard_out(text: str, code: str | None) -> None:
    found = said("link_text", text=text)
    assert (found.code if found else None) == code


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_no_text_makes_a_rule_of_accessibility_crash(text: str) -> None:
    decide(post(text=text, text_language="fr"), BOOK)
    decide(post(text=text, event="reply.send", overlays=["crisis"]), BOOK)
