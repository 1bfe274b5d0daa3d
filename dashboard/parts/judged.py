"""Why a message was judged as it was: which judge, its chances, its reasons, and what people said since."""

from __future__ import annotations

from dashboard import dates, intents, wording
from dashboard.parts import figures
from dashboard.parts.tags import Markup, tag
from data.queries.judged import Word
from data.queries.seen import Kept
from data.queries.told import Said
from words import recall, t


def details(one: Said, zone: str) -> Markup:
    """Return what unfolds under a visitor's message; nothing when nobody judged it."""
    if not one.tier and not one.words:
        return Markup()
    by = judge(one.tier)
    lines = [(t("Jugé par"), t("{judge} ; le niveau approfondi suit", judge=by) if one.deepens else by)]
    if one.probabilities:
        lines.append((t("Chances"), _chances(one.probabilities)))
    if one.confidence is not None:
        lines.append((t("Assurance"), figures.percent(one.confidence)))
    pairs = [Markup(tag("dt", name) + tag("dd", said)) for name, said in lines]
    if one.reasons:
        why = Markup("".join(tag("div", recall(reason)) for reason in one.reasons))
        pairs.append(Markup(tag("dt", t("Raisons")) + tag("dd", why)))
    if one.words:
        people = Markup("".join(tag("div", _word(word, zone)) for word in one.words))
        pairs.append(Markup(tag("dt", t("Corrigé par")) + tag("dd", people)))
    summary = tag("summary", t("Jugement en détail"))
    return tag("details", summary, tag("dl", *pairs, cls="told"), cls="tries judged")


def judge(tier: str | None) -> str:
    """Say who judged: "fast/fast-1" is a level and its version."""
    name, _, version = (tier or "").partition("/")
    level = wording.judges().get(name, name) or t("personne encore")
    return t("{level}, version {version}", level=level, version=version) if version else level


def _chances(shares: Kept) -> str:
    names = wording.moods()
    return ", ".join(f"{names[code].lower()} {figures.percent(shares[code])}" for code in names if code in shares)


def _word(word: Word, zone: str) -> str:
    names = wording.moods() | wording.languages() | intents.names()
    changes = ", ".join(
        f"{names.get(str(word.before.get(field)), str(word.before.get(field) or '—'))} → {names.get(after, after)}"
        for field, after in word.after.items()
    )
    who = word.by or t("un collègue")
    return t("{who}, {at} : {changes}", who=who, at=dates.moment(word.at, zone), changes=changes)
