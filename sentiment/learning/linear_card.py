"""The fast tier's part of the model card, written from the figures of its training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentiment.calibration import COMMON
from sentiment.learning.card import doubts, points, table

_DATA = [
    [
        "`umsab.*`",
        "cardiffnlp/xlm-t",
        "Apache-2.0; single sets and platform rules may restrict",
        "`train`: weights; `val`: temperatures, thresholds, figures",
    ],
    ["`reviews-*`", "swaggy66/M-ABSA", "none stated", "`train`: weights, at a third; `val`: figures only"],
    ["`tvseries.fr`", "Akram-ch/TP_NLP_2023", "none stated", "weights, at a third"],
    ["`desk.tsv`, lexicons", "written for this product", "the product's own", "weights, rules"],
    ["vaderSentiment 3.3.2", "cjhutto/vaderSentiment", "MIT", "English lexicon and rules, read from the library"],
]
_LIMITS = """\
- It counts words, pairs and pieces of words: what only the whole sentence says (irony, comparison, a story) is lost.
- The figures come from validation texts that also chose temperatures, thresholds and the recipe: texts nobody has
  tuned to will give somewhat lower ones. With so few texts a language, look at the intervals.
- In these figures the language is given. Found by itself, and with what leans to the destination, a text may be
  judged otherwise; "accuracy" in the second table is of that whole judgement.
- Alsatian borrows German's weights, temperature and threshold; no labelled text in Alsatian taught or judged it.
- Which text is doubtful is told by its chance and a few rules. Leaving out 15 % raises the accuracy of the rest by less
  than four points where the gain above says so; nothing was fitted to hide that.
- No text of any data set is in the artefact: it holds weights of hashed pieces."""


@dataclass(frozen=True)
class Figures:
    """Macro-F1 by language on the validation sides, their mean, that of the artefact in place, and what was done."""

    macro_f1: dict[str, float]
    mean: float
    in_place: float | None
    replaced: bool
    version: str
    calibration: dict[str, dict[str, Any]]


def card_of(figures: Figures, artefact: Path) -> str:
    """Return the fast tier's part of the model card as Markdown, from a training's figures and its artefact."""
    sets = table(["files", "from", "terms stated", "used for"], _DATA)
    langs = [lang for lang in figures.calibration if lang != COMMON]
    return f"""\
## Fast tier, version `{figures.version}`

Lexicons and rules (VADER's in English), and a linear model over hashed words, pairs and pieces of words, learnt
together for all languages and each. It needs numpy alone; its artefact takes {artefact.stat().st_size / 1e6:.1f} MB.
Learning has no chance in it: the same folder gives the same file, whatever the seed.

### Data of the fast tier

{sets}

### Figures of the fast tier on the validation sides

Three-class tweets; mean macro-F1 of the languages **{points(figures.mean)}**{_before(figures)}.

{_tweets(figures, langs)}

### `undetermined` by the fast tier

The whole judgement, with `undetermined` where it is not sure enough: thresholds chosen on these tweets, so that at
most 15 % are left out. "Gain" is how much righter the rest is than all, in points, with its 95 % interval.

{doubts({lang: figures.calibration[lang] for lang in langs})}

The same thresholds on review sentences (hotels, restaurants, food), which chose nothing:

{doubts({lang: figures.calibration[lang]["reviews"] for lang in langs if "reviews" in figures.calibration[lang]})}

### Risk and coverage of the fast tier

Accuracy on the tweets when only the surest share, by chance alone, is judged and the rest left `undetermined`.

{_curves({lang: figures.calibration[lang]["risk_coverage"] for lang in langs})}

### Limits of the fast tier

{_LIMITS}"""


def _before(figures: Figures) -> str:
    return "" if figures.in_place is None else f" (the artefact that stood there: {points(figures.in_place)})"


def _tweets(figures: Figures, langs: list[str]) -> str:
    kept = figures.calibration
    body = [
        [
            lang,
            f"{kept[lang]['n']:,}",
            points(figures.macro_f1[lang]),
            points(kept[lang]["calibration_error"]),
            f"{kept[lang]['temperature']:.2f}",
        ]
        for lang in langs
    ]
    return table(["language", "n", "macro-F1", "calibration error", "temperature"], body)


def _curves(curves: Mapping[str, list[list[float]]]) -> str:
    shares = [share for share, _, _ in next(iter(curves.values()))]
    body = [[lang, *(points(right) for _, _, right in curve)] for lang, curve in curves.items()]
    return table(["language", *(f"{share:.0%}" for share in shares)], body)
