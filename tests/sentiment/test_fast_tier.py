"""The fast tier: any text, any language; the same one by one; kinder words, capitals and accents; time and size."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.fast import tier
from sentiment.fast.linear import PATH, linear, read_from
from sentiment.fast.traits import lexical
from sentiment.judgement import CLASSES, Class
from settings import ROOT
from tests.sentiment.sentences import ENGLISH, FRENCH, GERMAN

LANGS = ("fr", "de", "en", "es", "it", "pt", "gsw", "nl", "und")
OURS = [(text, lang) for lang, texts in (("fr", FRENCH), ("de", GERMAN), ("en", ENGLISH)) for text in texts]
texts = st.one_of(
    st.text(), st.lists(st.sampled_from([*" ".join(FRENCH).split(), "😡", "!"]), max_size=30).map(" ".join)
)


def leaning(text: str, lang: str) -> Class:
    (chances,) = tier.chances_of([text], [lang])
    return max(CLASSES, key=lambda name: chances[name])


@given(texts, st.sampled_from(LANGS))
@settings(max_examples=150, deadline=None)
def test_any_text_in_any_language_gets_chances_that_sum_to_one(text: str, lang: str) -> None:
    (chances,) = tier.chances_of([text], [lang])
    assert tuple(chances) == CLASSES
    assert sum(chances.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in chances.values())


@given(st.lists(st.tuples(texts, st.sampled_from(LANGS)), max_size=20))
@settings(max_examples=30, deadline=None)
def test_a_batch_gets_what_its_texts_get_alone(pairs: list[tuple[str, str]]) -> None:
    together = tier.chances_of([text for text, _ in pairs], [lang for _, lang in pairs])
    alone = [tier.chances_of([text], [lang])[0] for text, lang in pairs]
    assert together == alone


@pytest.mark.parametrize("lang", LANGS)
def test_kinder_words_never_make_a_text_less_positive_nor_more_negative(lang: str) -> None:
    pulls = linear().table(lang).lexical
    assert (pulls >= 0).all()
    compounds = np.linspace(-1, 1, 41)
    steps = np.stack([compounds, np.sign(compounds) * compounds**2, np.sign(compounds)], axis=1) @ pulls
    assert (np.diff(steps, axis=0) >= 0).all()


@pytest.mark.parametrize(
    ("kinder", "plain"), [("une visite superbe", "une visite"), ("une visite", "une visite nulle")]
)
def test_the_lexicons_part_rises_with_kinder_words(kinder: str, plain: str) -> None:
    assert all(more >= less for more, less in zip(lexical(kinder, "fr"), lexical(plain, "fr"), strict=True))


@pytest.mark.parametrize(("text", "lang"), OURS)
def test_shouting_and_missing_accents_do_not_flip_a_judgement(text: str, lang: str) -> None:
    typed = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue") if lang == "de" else text
    bare = "".join(sign for sign in unicodedata.normalize("NFD", typed) if unicodedata.category(sign) != "Mn")
    flips = {frozenset({leaning(text, lang), leaning(changed, lang)}) for changed in (text.upper(), bare)}
    assert frozenset({"negative", "positive"}) not in flips


def test_ten_times_the_words_take_at_most_some_ten_times_the_time() -> None:
    def least(words: int) -> float:
        text, spans = "la visite était belle mais trop chère et " * (words // 8), []
        for turn in range(7):
            started = process_time()
            tier.chances_of([f"{text} {turn}"], ["fr"])
            spans.append(process_time() - started)
        return min(spans)

    tier.chances_of(["x"], ["fr"])
    assert least(960) <= 15 * least(96)


def test_the_words_that_tipped_the_scales_are_named() -> None:
    assert "terrible" in tier.words_behind("What a terrible mess at the station", "en", "negative")
    assert tier.words_behind("", "fr", "negative") == []


def test_the_artefact_is_small_and_the_tier_is_imported_without_reading_it() -> None:
    assert PATH.stat().st_size <= 6_000_000
    code = (
        "import sys, sentiment.weigh, sentiment.fast.linear as l; "
        "print(l.read_from.cache_info().currsize, any(n in sys.modules for n in ('torch', 'scipy', 'onnxruntime')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "False"]


def test_threads_that_meet_new_words_at_once_judge_as_one_thread_does() -> None:
    texts = [[f"un{number}mot{number} super{number} nul{number}" for number in range(150)]] * 4
    read_from.cache_clear()
    alone = [tier.chances_of(part, ["fr"] * len(part)) for part in texts]
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(1e-6)  # threads take turns as often as they can
        for _ in range(5):
            read_from.cache_clear()
            with ThreadPoolExecutor(4) as pool:
                assert list(pool.map(lambda part: tier.chances_of(part, ["fr"] * len(part)), texts)) == alone
    finally:
        sys.setswitchinterval(before)
