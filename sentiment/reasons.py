"""Says why a text was judged so: the doubt, the words of the lexicon, the words that tipped the model, the intent."""

from __future__ import annotations

from collections.abc import Sequence

from sentiment.doubt import Heard
from sentiment.fast import tier as fast
from sentiment.judgement import Class
from sentiment.urgency import Danger
from words import Sentence, s

_MOST_WORDS = 5


def reasons(
    text: str, heard: Heard, unsure: Sentence | None, leaning: Class, aim: Sentence | None, risk: Danger, tier: str
) -> tuple[Sentence, ...]:
    """Return the reasons of a judgement, the weightiest first; what was learnt only where the fast tier judged."""
    polarity = heard.polarity
    heavy = sorted(polarity.words, key=lambda pair: -abs(pair[1]))[:_MOST_WORDS]
    weighed = [s("« {word} » pèse {weight}.", word=word, weight=f"{value:+.1f}") for word, value in heavy]
    but = s("Ce qui suit « mais » compte davantage.") if polarity.contrast else None
    tipped = _tipped(text, heard.spoken.first, leaning) if tier == fast.NAME and not unsure else None
    return tuple(reason for reason in (unsure, *weighed, but, tipped, aim, risk.set_aside) if reason)


def quoted(words: Sequence[str]) -> str:
    """Return words between guillemets, one after the other."""
    return ", ".join(f"« {word} »" for word in words)


def _tipped(text: str, lang: str, leaning: Class) -> Sentence | None:
    words = quoted(fast.words_behind(text, lang, leaning))
    if not words:
        return None
    if leaning == "negative":
        return s("Appris des exemples : {words} font pencher vers le négatif.", words=words)
    if leaning == "positive":
        return s("Appris des exemples : {words} font pencher vers le positif.", words=words)
    return s("Appris des exemples : {words} font pencher vers le neutre.", words=words)
