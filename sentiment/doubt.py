"""Says why a text cannot be judged: no words, a language we do not weigh, words that contradict, too short, unsure."""

from __future__ import annotations

from dataclasses import dataclass

from sentiment.fast.lexical import WEIGHED
from sentiment.judgement import Class
from sentiment.language import Tongue
from sentiment.polarity import Polarity
from sentiment.reading import Reading
from words import Sentence, s

_SHORT = 2  # words: with no known one among them, nothing is told
_LOUD = 0.5  # compound from which the words are sure of their side
_SURER = 0.03  # where signals conflict or hardly speak, a judge must be surer by this
_TORN, _TORN_LONG = 0.3, 0.1  # strong words on both sides, no « mais » between; a long text says more than they do
_LONG = 12  # words
_PLAIN = 0.02  # a question or a report is neutral on less


@dataclass(frozen=True)
class Heard:
    """A text read: its language, what its words weigh, and whether it says what it is for (a question, a report…)."""

    reading: Reading
    spoken: Tongue
    polarity: Polarity
    purposeful: bool


def doubt(heard: Heard, leaning: Class, chance: float, sure_from: float) -> Sentence | None:
    """Return why the text cannot be judged though `leaning` has the highest chance, or nothing."""
    reading, polarity, lang = heard.reading, heard.polarity, heard.spoken.first
    if not reading.tokens:
        return s("Indéterminé : il n’y a pas de texte.")
    if lang not in WEIGHED and (not polarity.words or reading.words > _SHORT):
        return s("Indéterminé : langue non prise en charge ({lang}).", lang=lang)
    if reading.words <= _SHORT and not polarity.words and not heard.purposeful and chance < sure_from + _SURER:
        return s("Indéterminé : texte trop court, aucun mot connu.")
    if polarity.torn and chance < sure_from + (_TORN if reading.words <= _LONG else _TORN_LONG):
        return s("Indéterminé : des mots forts se contredisent.")
    if _opposed(polarity, leaning) and chance < sure_from + _SURER:
        return s("Indéterminé : les mots disent le contraire de l’ensemble, ironie possible.")
    if chance < sure_from - (_PLAIN if heard.purposeful and leaning == "neutral" else 0):
        return s("Indéterminé : trop peu sûr ({chance} %).", chance=round(100 * chance))
    return None


def _opposed(polarity: Polarity, leaning: Class) -> bool:
    return (polarity.compound >= _LOUD and leaning == "negative") or (
        polarity.compound <= -_LOUD and leaning == "positive"
    )
