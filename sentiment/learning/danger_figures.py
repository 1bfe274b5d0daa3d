"""Figures of the danger head in cross-validation, where its thresholds come from, and its part of the model card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.learning.card import points

NEVER = 1.01  # a chance that no text has: such a head raises no alarm
Numbers = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Figures:
    """What came of a fit on encoder `version`; shares 0..1, on families of sentences held out whole.

    `recall` and `precision` are those of our own sentences at the alarm's threshold, `surely` the recall at the other;
    `quiet_alarms` of `quiet` tweets and reviews alarm.
    """

    version: str
    decay: float
    dangers: int
    friends: int
    quiet: int
    average_precision: float
    alarm_from: float
    recall: float
    precision: float
    quiet_alarms: int
    sure_from: float
    surely: float


def least_chance(chances: Numbers, danger: Truth, ours: int, precise: float, quiet: int) -> float:
    """Return the least chance from which on alarms are precise among our sentences and rare among quiet texts.

    `precise` is the share that must be true among the first `ours`, and one of `quiet` others may alarm. `NEVER` where
    no chance is.
    """
    for least in np.unique(chances[:ours][danger[:ours]]):
        alarms = chances >= least
        true = danger[:ours][alarms[:ours]].mean()
        if true >= precise and alarms[ours:].sum() * quiet <= len(chances) - ours:
            return float(least)
    return NEVER


def figures_of(
    version: str, decay: float, chances: Numbers, danger: Truth, ours: int, alarm_from: float, sure_from: float
) -> Figures:
    """Return the figures of chances that each came from a model which never saw the text's family."""
    alarms = chances >= alarm_from
    mine, true = alarms[:ours], danger[:ours]
    order = np.argsort(-chances[:ours], kind="stable")
    precision = np.cumsum(true[order]) / np.arange(1, ours + 1)
    return Figures(
        version=version,
        decay=decay,
        dangers=int(true.sum()),
        friends=int((~true).sum()),
        quiet=len(chances) - ours,
        average_precision=float(precision[true[order]].mean()),
        alarm_from=alarm_from,
        recall=float(mine[true].mean()),
        precision=float(true[mine].mean()) if mine.any() else 0.0,
        quiet_alarms=int(alarms[ours:].sum()),
        sure_from=sure_from,
        surely=float((chances[:ours] >= sure_from)[true].mean()),
    )


def card_of(found: Figures) -> str:
    """Return the danger head's part of the model card, in Markdown."""
    return f"""## Danger head, on `{found.version}`

A logistic regression on the deep encoder's state after its seventh layer; it raises `safety` beside the words of the
tables from a chance of {found.alarm_from:.2f} on, and beside a false friend's word from {found.sure_from:.2f} on.

Learnt from `dangers.tsv`, written for this product: {found.dangers} sentences of danger, {found.friends} that only
sound so; and from {found.quiet:,} tweets and reviews of the folder given, taken as quiet (`umsab.*`, `reviews-*`,
`tvseries.fr`: terms above). Figures in cross-validation, families of sentences held out whole, by the model alone:

| average precision | recall | precision, hard sentences | alarms, quiet texts | recall, higher threshold |
| ---: | ---: | ---: | ---: | ---: |
| {points(found.average_precision)} | {points(found.recall)} | {points(found.precision)} | {found.quiet_alarms} of \
{found.quiet:,} | {points(found.surely)} |

The quiet texts are real tweets and may tell of danger. One person wrote the sentences: visitors will find other words.
In Alsatian, Spanish, Italian and Portuguese there are few of them."""
