"""Says what a writer wants: thanks, an answer, to complain, to praise, to report… One intent a text, and why."""

from __future__ import annotations

import re
from functools import lru_cache

from sentiment import heard
from sentiment.judgement import Class, Label
from sentiment.reading import MARKS, Reading
from sentiment.signals import Sign
from sentiment.tables import rows
from words import Sentence, s

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_THANKS_AT_MOST = 8  # words of a closing « merci beaucoup à toute l’équipe »
# Chances from which the light model is believed, in the order asked; on texts it never saw they run lower.
_TOLD = {"press": 0.5, "spam": 0.45, "abuse": 0.45, "suggestion": 0.45, "report": 0.45}
INSULTS = 0.7  # an insult is believed where the model of insults hears it too
Signs = dict[str, list[Sign]]


def intent(reading: Reading, typed: str, found: Signs, label: Label, leaning: Class) -> tuple[str, Sentence | None]:
    """Return why a text was written and the reason to think so.

    One of abuse, spam, press, thanks, question, suggestion, report, complaint, praise, other.
    """
    for code, said in _loud(typed, found):
        return code, s("Intention « {intent} » : « {word} ».", intent=code, word=said)
    if is_thanks(reading, found):
        return "thanks", s("Un remerciement, sans autre demande.")
    chances = heard.aims(reading)
    told = next((code for code, least in _TOLD.items() if chances.get(code, 0) >= least), None)
    if told == "abuse" and (label == "positive" or heard.offence(reading) < INSULTS):
        told = None
    asks = is_question(reading, found)
    if told and not (asks and told == "report"):
        return told, _as_heard(reading, told)
    if asks and not found.get("suggest"):
        return "question", s("Une question est posée.")
    for kind, code in (("suggest", "suggestion"), ("report", "report")):
        if found.get(kind) and not (kind == "report" and label == "positive"):
            return code, s("Intention « {intent} » : « {word} ».", intent=code, word=found[kind][0].said)
    if label == "negative" or (label == "undetermined" and leaning == "negative"):
        return "complaint", s("Le ton est négatif.")
    return ("praise", s("Le ton est positif.")) if label == "positive" else ("other", None)


def _as_heard(reading: Reading, code: str) -> Sentence:
    words = heard.because(reading, "intent", code)
    return s("Intention « {intent} », d’après les mots {words}.", intent=code, words=words)


def is_question(reading: Reading, found: Signs) -> bool:
    """Tell whether a text asks something: a question mark, or words that ask at the start of a sentence."""
    if "?" in reading.text:
        return True
    starts = {0, *(place + 1 for place, token in enumerate(reading.tokens) if token[0] in MARKS)}
    polite = ("bonjour", "bonsoir", "salut", "hello", "hallo", "hi", "coucou", "salu")
    starts |= {place + 1 for place, word in enumerate(reading.folded) if word in polite}
    return any(sign.start in starts for sign in found.get("ask", ()))


def is_thanks(reading: Reading, found: Signs) -> bool:
    """Tell whether a text only thanks: « merci », 👍, „danke schön“. It closes a conversation and never reopens one."""
    thanks = found.get("thanks", [])
    if not thanks or "?" in reading.text or reading.words > _THANKS_AT_MOST or found.get("safety"):
        return False
    spoken = {place for sign in thanks for place in range(sign.start, sign.stop)}
    rest = [
        word
        for place, word in enumerate(reading.folded)
        if place not in spoken and word[0] not in MARKS and word not in _courtesy() and word[0].isalnum()
    ]
    return not rest


def _loud(typed: str, found: Signs) -> list[tuple[str, str]]:
    loud = [("abuse", sign.said) for sign in found.get("abuse", ())]
    spam = found.get("spam", [])
    sold = any(sign.code == "strong" for sign in spam)
    if sold or len({sign.said.lower() for sign in spam}) > 1 or (spam and _LINK.search(typed)):
        loud.append(("spam", spam[0].said))
    loud += [("press", sign.said) for sign in found.get("press", ())]
    who, what = found.get("presswho", []), found.get("presswhat", [])
    return loud + ([("press", f"{who[0].said} … {what[0].said}")] if who and what else [])


@lru_cache
def _courtesy() -> frozenset[str]:
    return frozenset(word for _, line in rows("courtesy.tsv") for word in line.split("|"))
