"""Weighs polarity in French, German and Alsatian: our words and weights, VADER's rules. Never guesses a language."""

from __future__ import annotations

from dataclasses import dataclass

from sentiment.polarity import BOOST, NEGATED, SHOUT, Polarity, compound, emoji_weights
from sentiment.reading import MARKS, Reading
from sentiment.tables import modifiers, plain_words, weighed_words

_FADING = (1.0, 0.95, 0.9)  # a booster weighs less the farther it stands (VADER)
_NEVER_AFTER = frozenset({"sans", "ohne", "ohni", "ni"})  # they deny what follows them only
Roles = dict[int, set[str]]


@dataclass(frozen=True)
class _Hit:
    start: int
    stop: int
    weight: float


def polarity(reading: Reading, lang: str) -> Polarity:
    """Return the polarity of a text written in `lang` (fr, de or gsw)."""
    hits = _hits(reading, lang)
    roles = _roles(reading, lang, hits)
    shouting = 0 < sum(token.isupper() and len(token) > 1 for token in reading.tokens) < reading.words
    values = [_value(hit, reading, roles, shouting) for hit in hits]
    _turn_praise_before_blame(hits, values, roles)
    contrast = _weigh_what_follows_but(hits, values, roles)
    said = [(" ".join(reading.tokens[hit.start : hit.stop]), value) for hit, value in zip(hits, values, strict=True)]
    signs = signs_of(reading)
    total = sum(values) + sum(value for _, value in signs)
    return Polarity(compound(total, reading.text), tuple((w, v) for w, v in [*said, *signs] if v), contrast)


def signs_of(reading: Reading) -> list[tuple[str, float]]:
    """Return the emoji and emoticons of a text with their weights; the same one counts three times at most."""
    weights = emoji_weights()
    counts: dict[str, int] = {}
    for token in reading.tokens:
        if token in weights:
            counts[token] = min(counts.get(token, 0) + 1, 3)
    return [(sign, weights[sign] * (1 + 0.5 * (count - 1))) for sign, count in counts.items()]


def _hits(reading: Reading, lang: str) -> list[_Hit]:
    plain = plain_words(lang)
    found = weighed_words(lang)(reading.folded)
    return [
        _Hit(hit.start, hit.stop, hit.value)
        for hit in found
        if hit.stop - hit.start > 1 or reading.tokens[hit.start].lower() not in plain
    ]


def _roles(reading: Reading, lang: str, hits: list[_Hit]) -> Roles:
    inside = {place for hit in hits if hit.stop - hit.start > 1 for place in range(hit.start, hit.stop)}
    roles: Roles = {}
    for found in modifiers(lang)(reading.folded):
        place = found.stop - 1
        if place not in inside:
            roles.setdefault(place, set()).add(found.value)
    for place, token in enumerate(reading.tokens):
        if token[0] in MARKS:
            roles[place] = {"mark"}
    return roles


def _value(hit: _Hit, reading: Reading, roles: Roles, shouting: bool) -> float:
    value, sign = hit.weight, 1 if hit.weight > 0 else -1
    if not value:
        return 0.0
    if shouting and reading.tokens[hit.start].isupper():
        value += sign * SHOUT
    denied = _denied_after(hit, reading, roles)
    for back, fading in enumerate(_FADING, start=1):
        place = hit.start - back
        role = roles.get(place, set())
        if place < 0 or "mark" in role or "contrast" in role:
            break
        if _denies(place, roles):
            denied = True
        elif "booster" in role:
            value += sign * (BOOST * fading + (SHOUT if shouting and reading.tokens[place].isupper() else 0))
        elif "dampener" in role:
            value -= sign * BOOST * fading
    return value * NEGATED if denied else value


def _denies(place: int, roles: Roles) -> bool:
    role = roles.get(place, set())
    if "negator_with_ne" in role and any("ne" in roles.get(place - back, ()) for back in range(1, 5)):
        return True
    return "negator" in role


def _denied_after(hit: _Hit, reading: Reading, roles: Roles) -> bool:
    """« J'aime pas », „gefällt mir nicht“: after a verb the denial stands behind it."""
    if "verb" not in roles.get(hit.stop - 1, ()):
        return False
    for place in range(hit.stop, min(hit.stop + 4, len(reading.folded))):
        if "mark" in roles.get(place, ()):
            return False
        if _denies(place, roles) and reading.folded[place] not in _NEVER_AFTER:
            return True
    return False


def _turn_praise_before_blame(hits: list[_Hit], values: list[float], roles: Roles) -> None:
    """« Super arnaque », « furchtbar schön »: the first word only strengthens the second."""
    for n in range(len(hits) - 1):
        first, second = hits[n], hits[n + 1]
        turns = roles.get(first.stop - 1, set()) & {"booster", "turncoat"}
        if turns and first.stop == second.start and values[n] * values[n + 1] < 0:
            values[n] = 0.0
            values[n + 1] += BOOST if values[n + 1] > 0 else -BOOST


def _weigh_what_follows_but(hits: list[_Hit], values: list[float], roles: Roles) -> bool:
    turn = next((place for place, role in sorted(roles.items()) if "contrast" in role), None)
    if turn is None or not any(hit.start < turn for hit in hits):
        return False
    for n, hit in enumerate(hits):
        values[n] *= 0.5 if hit.start < turn else 1.5
    return True
