"""What each word of a text gives by VADER's rules: capitals, boosters, denials, phrases, « but »."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from vaderSentiment import vaderSentiment as stock

from sentiment.fast.vader_tokens import BUT, HITS, PAIRS, RARE, SHOUTS, SILENT, SPEAKS_ON, SPECIAL, Token

_SHOUT: float = stock.C_INCR
_DENIED: float = stock.N_SCALAR
_FAR = 4  # words: no rule looks farther back than three
_CHANGES = SHOUTS | SPEAKS_ON | RARE | BUT  # with none of these in a text, words weigh what the lexicon says
_FADING = (1.0, 0.95, 0.9)
Values = dict[int, float]


def weights_of(tokens: Sequence[Token | None]) -> list[float]:
    """Return what each weighing word gave, in order; words that gave nothing are left out."""
    spoken = list(filter(None, tokens))
    does = 0
    for token in spoken:
        does |= token.does
    if not does & HITS:
        return []
    if does & _CHANGES:
        return list(values_of(tokens).values())
    return [token.weight for token in spoken if token.weight]


def values_of(tokens: Sequence[Token | None]) -> Values:
    """Return what each weighing word gave, by its place, in order; words that gave nothing are left out."""
    spoken = [(place, token) for place, token in enumerate(tokens) if token]
    does = 0
    for _, token in spoken:
        does |= token.does
    loud = bool(does & SHOUTS) and (len(spoken) < len(tokens) or not all(token.does & SHOUTS for _, token in spoken))
    heard = [token or SILENT for token in tokens] if does & (SPEAKS_ON | RARE) else []
    last = -_FAR if not does & RARE else len(tokens)  # where a word was that changes those after it; a phrase: anywhere
    values: Values = {}
    for place, token in spoken:
        if token.does & SPEAKS_ON and place > last:
            last = place
        if not token.does & HITS:
            continue
        value = _value(heard, place, loud, bool(does & RARE)) if place - last < _FAR else _alone(token, loud)
        if value:
            values[place] = value
    if does & BUT:
        return _after_but(values, next(place for place, token in spoken if token.does & BUT))
    return values


def _alone(token: Token, loud: bool) -> float:
    """Return what a word gives where nothing before it changes that."""
    value = token.weight or 0.0
    if loud and token.does & SHOUTS:
        value += _SHOUT if value > 0 else -_SHOUT
    return value


def _value(tokens: list[Token], place: int, loud: bool, phrases: bool) -> float:
    if phrases and tokens[place].low == "kind" and place + 1 < len(tokens) and tokens[place + 1].low == "of":
        return 0.0
    value = _denied_by_no(tokens, place, tokens[place].weight or 0.0)
    if loud and tokens[place].does & SHOUTS:
        value += _SHOUT if value > 0 else -_SHOUT
    for back in (1, 2, 3):
        if place < back:
            break
        before = tokens[place - back]
        if before.weight is not None:
            continue
        if before.boost is not None:
            value += _boost(before, value, loud) * _FADING[back - 1]
        value = _DENIAL[back - 1](tokens, place, value)
        if back == 3 and phrases:
            value = _phrase(tokens, place, value)
    if place > 0 and tokens[place - 1].low == "least" and tokens[place - 1].weight is None:
        excused = place > 1 and tokens[place - 2].low in ("at", "very")
        value = value if excused else value * _DENIED
    return value


def _denied_by_no(tokens: list[Token], place: int, weight: float) -> float:
    value = weight
    if tokens[place].low == "no" and place + 1 < len(tokens) and tokens[place + 1].weight is not None:
        value = 0.0
    if place > 0 and tokens[place - 1].low == "no":
        return weight * _DENIED
    if place > 1 and tokens[place - 2].low == "no":
        return weight * _DENIED
    if place > 2 and tokens[place - 3].low == "no" and tokens[place - 1].low in ("or", "nor"):
        return weight * _DENIED
    return value


def _boost(before: Token, value: float, loud: bool) -> float:
    boost = before.boost or 0.0
    if value < 0:
        boost *= -1
    if loud and before.does & SHOUTS:
        boost += _SHOUT if value > 0 else -_SHOUT
    return boost


def _one_back(tokens: list[Token], place: int, value: float) -> float:
    return value * _DENIED if tokens[place - 1].denies else value


def _two_back(tokens: list[Token], place: int, value: float) -> float:
    second, first = tokens[place - 2], tokens[place - 1].low
    if not second.denies:
        return value
    if second.low == "never" and first in ("so", "this"):
        return value * 1.25
    return value if second.low == "without" and first == "doubt" else value * _DENIED


def _three_back(tokens: list[Token], place: int, value: float) -> float:
    third, second, first = tokens[place - 3], tokens[place - 2].low, tokens[place - 1].low
    if (third.low == "never" and second in ("so", "this")) or first in ("so", "this"):
        return value * 1.25
    if third.low == "without" and "doubt" in (second, first):
        return value
    return value * _DENIED if third.denies else value


_DENIAL = (_one_back, _two_back, _three_back)


def _phrase(tokens: list[Token], place: int, value: float) -> float:
    three, two, one, here = (token.low for token in tokens[place - 3 : place + 1])
    before = (f"{one} {here}", f"{two} {one} {here}", f"{two} {one}", f"{three} {two} {one}", f"{three} {two}")
    value = next((SPECIAL[phrase] for phrase in before if phrase in SPECIAL), value)
    after = [token.low for token in tokens[place : place + 3]]
    if len(after) > 1:
        value = SPECIAL.get(f"{after[0]} {after[1]}", value)
    if len(after) > 2:
        value = SPECIAL.get(" ".join(after), value)
    return value + sum(PAIRS.get(phrase, 0.0) for phrase in (before[3], before[4], before[2]))


def _after_but(values: Values, but: int) -> Values:
    """Weigh what stands before « but » half and what follows it half more, as the library does.

    It looks each value up by its first equal in the list it is changing, so equal words share their changes.
    """
    first: dict[float, list[int]] = {}
    for place, value in values.items():
        first.setdefault(value, []).append(place)
    for place in list(values):
        value = values[place]
        same = first[value]
        while values[same[0]] != value:
            heappop(same)
        found = same[0]
        if found == but:
            continue
        values[found] = value * (0.5 if found < but else 1.5)
        heappush(first.setdefault(values[found], []), found)
    return values
