"""Weighs a text: language first, then polarity by a tier, then what is apart from it. The one door; it asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sentiment import alarm, tiers
from sentiment.at_home import at_home
from sentiment.calibration import calibrated, measured
from sentiment.chances import most_probable, worsened
from sentiment.doubt import doubt
from sentiment.fast.lexical import WEIGHED
from sentiment.intent import intent
from sentiment.judgement import Class, Flag, Judgement, Label
from sentiment.language import Tongue
from sentiment.listening import Listened, listen
from sentiment.reading import MOST_WORDS
from sentiment.reasons import reasons
from sentiment.signals import strongest
from sentiment.urgency import urgency
from words import Sentence, s

HERE = ("fr", "de", "en")
BATCH = 64  # texts judged together: the deep tier is quicker in batches
_NEVER_TODAY = frozenset({"praise", "thanks", "spam"})  # « quelle belle journée aujourd’hui » waits for nothing
_KEPT_IN_DANGER = frozenset({"abuse", "spam", "press", "question"})


def weigh(
    text: str, *, languages_here: Sequence[str] = HERE, hint: str | None = None, tier: str | None = None
) -> Judgement:
    """Return what `text` says and how, with reasons.

    `languages_here` are the territory's languages, likeliest first, and `hint` the language the network names; both
    only matter for short texts. `tier` is `fast` or `deep`, the best present without it. Any string is accepted.
    Raises LookupError when the tier asked for is not present.
    """
    return next(weigh_many([text], languages_here=languages_here, hints=[hint], tier=tier))


def weigh_many(
    texts: Iterable[str],
    *,
    languages_here: Sequence[str] = HERE,
    hints: Iterable[str | None] | None = None,
    tier: str | None = None,
) -> Iterator[Judgement]:
    """Yield the judgement of each text, in order, judged 64 at a time; `hints`, if given, has one entry a text."""
    judge = tiers.named(tier)
    pairs = ((text, None) for text in texts) if hints is None else zip(texts, hints, strict=True)
    while batch := list(islice(pairs, BATCH)):
        listened = [listen(text, languages_here, hint) for text, hint in batch]
        langs = [each.heard.spoken.first for each in listened]
        heard = tiers.heard(judge, [text for text, _ in batch], langs)
        for before, lang, (raw, told) in zip(listened, langs, heard, strict=True):
            each = replace(before, risk=alarm.with_told(before.risk, told))
            chances = calibrated(raw, measured(judge.NAME, lang).temperature)
            chances = at_home(chances, each, judge.NAME)
            yield _judged(each, worsened(chances, each.risk.weight) if each.alarming else chances, judge)


def _judged(listened: Listened, chances: dict[Class, float], judge: tiers.Tier) -> Judgement:
    heard, found, risk = listened.heard, listened.found, listened.risk
    reading, spoken, polarity = heard.reading, heard.spoken, heard.polarity
    leaning = most_probable(chances)
    sure_from = measured(judge.NAME, spoken.first).sure_from
    unsure = None if listened.alarming else doubt(heard, leaning, chances[leaning], sure_from)
    label: Label = "undetermined" if unsure else leaning
    aim, aim_because = intent(reading, listened.text, found, label, leaning)
    if listened.alarming and aim not in _KEPT_IN_DANGER:
        aim, aim_because = "report", None
    flags = _flags(listened, aim, aim_because)
    codes = {flag.code for flag in flags} | {aim}
    return Judgement(
        lang=spoken.first,
        lang_second=spoken.second,
        label=label,
        probabilities=chances,
        compound=round(polarity.compound, 4),
        confidence=round(_confidence(chances, spoken, bool(polarity.words)), 4),
        urgency=urgency(risk.weight, 0.0 if unsure else chances["negative"], codes, reading.text),
        intent=aim,
        topics=strongest(found.get("topic", [])),
        places=strongest(found.get("place", [])),
        flags=flags,
        reasons=reasons(listened.text, heard, unsure, leaning, aim_because, risk, judge.NAME),
        tier=judge.NAME,
        version=judge.version(),
    )


def _flags(listened: Listened, aim: str, because: Sentence | None) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    found = listened.found
    if listened.alarming:
        flags.append(alarm.flag_of(listened.risk))
    if aim in ("abuse", "spam") and because:
        flags.append(Flag(aim, because))
    if press := found.get("press"):
        flags.append(Flag("press", s("Semble venir de la presse : « {word} ».", word=press[0].said)))
    if (today := found.get("today")) and aim not in _NEVER_TODAY:
        flags.append(Flag("today", s("Pour aujourd’hui : « {word} ».", word=today[0].said)))
    if listened.heard.reading.cut:
        why = s("Texte très long : seuls les {most} premiers mots au plus sont lus.", most=MOST_WORDS)
        flags.append(Flag("cut", why))
    return tuple(flags)


def _confidence(probabilities: dict[Class, float], spoken: Tongue, known: bool) -> float:
    sure = spoken.sure if spoken.first in WEIGHED else 1.0 if known else 0.0
    return max(probabilities.values()) * min(1.0, 0.5 + sure / 2)
