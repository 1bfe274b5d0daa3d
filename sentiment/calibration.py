"""Makes a tier's chances mean what they say, by language, and says from where on they are sure enough to be told.

What it reads was fitted on validation data by `sentiment train`; without it, chances stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sentiment.judgement import Class

PATH = Path(__file__).parent / "artefacts" / "calibration.json"
COMMON = "*"
_BORROWED = {"gsw": "de"}


@dataclass(frozen=True)
class Measured:
    """A tier's temperature in a language (Guo et al. 2017), and the chance under which it does not know."""

    temperature: float = 1.0
    sure_from: float = 0.45


def measured(tier: str, lang: str) -> Measured:
    """Return what was fitted for a tier in a language; Alsatian borrows German's."""
    known = _measured().get(tier, {})
    return known.get(_BORROWED.get(lang, lang)) or known.get(COMMON) or Measured()


def calibrated(chances: Mapping[Class, float], temperature: float) -> dict[Class, float]:
    """Return chances made flatter (above 1) or steeper (below 1), summing to 1; their order stays."""
    raised = {name: share ** (1 / temperature) for name, share in chances.items()}
    total = sum(raised.values())
    return {name: share / total for name, share in raised.items()}


def forget() -> None:
    """Forget what was read, so that a file written meanwhile is seen."""
    _measured.cache_clear()


@lru_cache(1)
def _measured() -> dict[str, dict[str, Measured]]:
    if not PATH.is_file():
        return {}
    kept = json.loads(PATH.read_text("utf-8"))
    return {
        tier: {lang: Measured(row["temperature"], row["sure_from"]) for lang, row in langs.items()}
        for tier, langs in kept.items()
    }
