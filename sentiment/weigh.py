"""Weighs a text: language first, then polarity, then what is apart from it. The fast tier; it asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sentiment import english, rules
from sentiment.chances import chances, most_probable
from sentiment.intent import intent, is_question, is_thanks
from sentiment.judgement import Class, Flag, Judgement, Label
from sentiment.language import WEIGHED, Tongue, tongue
from sentiment.polarity import Polarity, compound
from sentiment.reading import MOST_WORDS, Reading, read
from sentiment.signals import Sign, signs, strongest
from sentiment.urgency import ALARM_FROM, Danger, danger, urgency
from words import Sentence, s

HERE = ("fr", "de", "en")
_MOST_REASONS = 5
_DANGER_WEIGHS = -2.5  # as « agression » does
_GRAVE = -0.4
_NEVER_TODAY = frozenset({"praise", "thanks", "spam"})  # « quelle belle journée aujourd’hui » waits for nothing
_KEPT_IN_DANGER = frozenset({"abuse", "spam", "press", "question"})
Signs = dict[str, list[Sign]]


def weigh(text: str, *, languages_here: Sequence[str] = HERE, hint: str | None = None) -> Judgement:
    """Return what `text` says and how, with reasons.

    `languages_here` are the territory's languages, likeliest first, and `hint` the language the network names; both
    only matter for short texts. Any string is accepted.
    """
    reading = read(text)
    spoken = tongue(reading, languages_here, hint)
    found = signs(reading, spoken.first)
    risk = danger(reading, spoken.first, found)
    polarity = _with_danger(_polarity(reading, spoken.first), risk, reading.text)
    asks = not polarity.words and is_question(reading, found) and spoken.first in WEIGHED
    probabilities = chances(polarity.compound, spoken.first, only_asks=asks)
    leaning = most_probable(probabilities)
    doubt = None if risk.weight >= ALARM_FROM else _doubt(reading, spoken, polarity, found)
    label: Label = "undetermined" if doubt else leaning
    aim, aim_because = intent(reading, text, found, label, leaning)
    if risk.weight >= ALARM_FROM and aim not in _KEPT_IN_DANGER:
        aim, aim_because = "report", None
    flags = _flags(reading, found, aim, aim_because, risk)
    codes = {flag.code for flag in flags} | {aim}
    return Judgement(
        lang=spoken.first,
        lang_second=spoken.second,
        label=label,
        probabilities=probabilities,
        compound=round(polarity.compound, 4),
        confidence=round(_confidence(probabilities, spoken, bool(polarity.words)), 4),
        urgency=urgency(risk.weight, probabilities["negative"] if polarity.words else 0.0, codes, reading.text),
        intent=aim,
        topics=strongest(found.get("topic", [])),
        places=strongest(found.get("place", [])),
        flags=flags,
        reasons=_reasons(polarity, doubt, aim_because, risk),
    )


def weigh_many(
    texts: Iterable[str], *, languages_here: Sequence[str] = HERE, hints: Iterable[str | None] | None = None
) -> Iterator[Judgement]:
    """Yield the judgement of each text, in order; `hints`, if given, has one entry a text."""
    if hints is None:
        for text in texts:
            yield weigh(text, languages_here=languages_here)
        return
    for text, hint in zip(texts, hints, strict=True):
        yield weigh(text, languages_here=languages_here, hint=hint)


def _polarity(reading: Reading, lang: str) -> Polarity:
    if lang == "en":
        return english.polarity(reading)
    if lang in WEIGHED:
        return rules.polarity(reading, lang)
    seen = rules.signs_of(reading)
    return Polarity(compound(sum(value for _, value in seen), reading.text), tuple((w, v) for w, v in seen if v))


def _with_danger(polarity: Polarity, risk: Danger, text: str) -> Polarity:
    """Danger is bad news even where no other word says so („Es brennt am Münster“)."""
    if risk.weight < ALARM_FROM or polarity.compound < _GRAVE:
        return polarity
    words = ((risk.words[0], _DANGER_WEIGHS), *polarity.words)
    return Polarity(compound(_DANGER_WEIGHS, text), words, polarity.contrast)


def _doubt(reading: Reading, spoken: Tongue, polarity: Polarity, found: Signs) -> Sentence | None:
    """Return why the text cannot be judged, or nothing."""
    if not reading.tokens:
        return s("Indéterminé : il n’y a pas de texte.")
    if polarity.torn:
        return s("Indéterminé : des mots forts se contredisent.")
    if polarity.words:
        if spoken.first not in WEIGHED and reading.words > 2:
            return s("Indéterminé : langue non prise en charge ({lang}).", lang=spoken.first)
        return None
    if spoken.first not in WEIGHED:
        return s("Indéterminé : langue non prise en charge ({lang}).", lang=spoken.first)
    known = any(found.get(kind) for kind in ("report", "suggest", "press")) or is_thanks(reading, found)
    return None if known or is_question(reading, found) else s("Indéterminé : aucun mot connu et pas de question.")


def _flags(reading: Reading, found: Signs, aim: str, because: Sentence | None, risk: Danger) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if risk.weight >= ALARM_FROM:
        flags.append(Flag("safety", s("Parle d’un danger : {words}.", words=_quoted(risk.words))))
    if aim in ("abuse", "spam") and because:
        flags.append(Flag(aim, because))
    if press := found.get("press"):
        flags.append(Flag("press", s("Semble venir de la presse : « {word} ».", word=press[0].said)))
    if (today := found.get("today")) and aim not in _NEVER_TODAY:
        flags.append(Flag("today", s("Pour aujourd’hui : « {word} ».", word=today[0].said)))
    if reading.cut:
        why = s("Texte très long : seuls les {most} premiers mots au plus sont lus.", most=MOST_WORDS)
        flags.append(Flag("cut", why))
    return tuple(flags)


def _reasons(polarity: Polarity, doubt: Sentence | None, aim: Sentence | None, risk: Danger) -> tuple[Sentence, ...]:
    heavy = sorted(polarity.words, key=lambda pair: -abs(pair[1]))[:_MOST_REASONS]
    weighed = [s("« {word} » pèse {weight}.", word=word, weight=f"{value:+.1f}") for word, value in heavy]
    but = [s("Ce qui suit « mais » compte davantage.")] if polarity.contrast else []
    return tuple(reason for reason in (doubt, *weighed, *but, aim, risk.set_aside) if reason)


def _confidence(probabilities: dict[Class, float], spoken: Tongue, known: bool) -> float:
    sure = spoken.sure if spoken.first in WEIGHED else 1.0 if known else 0.0
    return max(probabilities.values()) * min(1.0, 0.5 + sure / 2)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"« {word} »" for word in words)
