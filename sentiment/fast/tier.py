"""The fast tier: lexicons, VADER's rules and the linear model, in a fraction of a millisecond. Asks nobody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sentiment.fast.linear import BATCH, PATH, leanings, linear, scores
from sentiment.fast.pieces import words_of
from sentiment.judgement import CLASSES, VERSION, Class
from sentiment.reading import read

NAME = "fast"
_MOST_TOLD = 3


def present() -> bool:
    """Tell whether the artefact is there."""
    return PATH.is_file()


def version() -> str:
    """Return the version of the tables and rules, and after it the artefact's."""
    return f"{VERSION}-{linear().version}"


def chances_of(texts: Sequence[str], langs: Sequence[str]) -> list[dict[Class, float]]:
    """Return the probabilities of the three classes, summing to 1 and not yet calibrated, for each text.

    `langs` has the language of each (`gsw` for Alsatian; any other code is judged by what the languages share).
    """
    found: list[dict[Class, float]] = [{} for _ in texts]
    for lang in dict.fromkeys(langs):
        places = [place for place, spoken in enumerate(langs) if spoken == lang]
        for first in range(0, len(places), BATCH):
            batch = places[first : first + BATCH]
            for place, shares in zip(batch, _shares([texts[place] for place in batch], lang), strict=True):
                found[place] = dict(zip(CLASSES, shares, strict=True))
    return found


def _shares(texts: Sequence[str], lang: str) -> list[list[float]]:
    lifted = np.round(scores(linear(), texts, lang).astype(np.float64), 5)  # one text alone sums in another order
    shares = np.exp(lifted - lifted.max(axis=1, keepdims=True))
    whole: list[list[float]] = (shares / shares.sum(axis=1, keepdims=True)).tolist()
    return whole


def words_behind(text: str, lang: str, leaning: Class) -> list[str]:
    """Return the words of a text, as folded, that spoke most for the class `leaning`, strongest first."""
    words = {word for word in words_of(read(text), lang) if word[0].isalpha()}
    shares = leanings(linear(), words, lang, CLASSES.index(leaning))
    return [word for word, share in sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])) if share > 0][
        :_MOST_TOLD
    ]
