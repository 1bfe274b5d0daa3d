"""What a judge is worth on texts that people labelled: every figure by language and in all. Opens no file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sentiment import measures
from sentiment.judgement import CLASSES, Class, Judgement
from sentiment.measures import Point, Share
from sentiment.weigh import weigh_many

BATCH = 512
ALL = "*"


@dataclass(frozen=True)
class Labelled:
    """A text, what people said it is, and its language when that is known."""

    label: Class
    text: str
    lang: str | None = None


@dataclass(frozen=True)
class Figures:
    """One language's figures, or all together (`lang` "*").

    `table`, `macro_f1` and `accuracy` are of the most probable class; `kept` is the accuracy where the judge did not
    say undetermined, `doubted` how often it did.
    """

    lang: str
    n: int
    table: Mapping[tuple[str, str], int]
    macro_f1: float | None
    macro_f1_interval: tuple[float, float] | None
    accuracy: Share
    recalls: Mapping[str, Share]
    doubted: Share
    kept: Share
    curve: Sequence[Point]


@dataclass(frozen=True)
class Evaluation:
    """Who was measured, and its figures: all together first, then each language that the texts named."""

    tier: str
    figures: Sequence[Figures]

    def kept(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"tier": self.tier, "figures": [_plain(one) for one in self.figures]}


@dataclass
class _Count:
    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    kept: Counter[bool] = field(default_factory=Counter)


def evaluate(items: Iterable[Labelled], tier: str | None = None) -> Evaluation:
    """Judge every text in batches and compare; languages are those given, never those guessed."""
    counts: dict[str, _Count] = defaultdict(_Count)
    judge = ""
    for batch in _batches(items):
        for item, judgement in zip(batch, _judged(batch, tier), strict=True):
            judge = f"{judgement.tier}/{judgement.version}"
            for name in (ALL, item.lang) if item.lang else (ALL,):
                _count(counts[name], item, judgement)
    names = [ALL, *sorted(name for name in counts if name != ALL)] if counts else []
    return Evaluation(judge, [_figures(name, counts[name]) for name in names])


def _judged(batch: Sequence[Labelled], tier: str | None) -> list[Judgement]:
    named: dict[str, Any] = {"tier": tier} if tier else {}
    return list(weigh_many([item.text for item in batch], **named))


def _count(count: _Count, item: Labelled, judgement: Judgement) -> None:
    said = max(CLASSES, key=lambda name: judgement.probabilities[name])
    count.table[item.label, said] += 1
    count.judged.append((judgement.confidence, said == item.label))
    if judgement.label != "undetermined":
        count.kept[judgement.label == item.label] += 1


def _figures(lang: str, count: _Count) -> Figures:
    n, decided = len(count.judged), sum(count.kept.values())
    return Figures(
        lang=lang,
        n=n,
        table=dict(count.table),
        macro_f1=measures.macro_f1(count.table),
        macro_f1_interval=measures.macro_f1_interval(count.table),
        accuracy=measures.accuracy(count.table),
        recalls={name: measures.recall(count.table, name) for name in CLASSES},
        doubted=measures.wilson(n - decided, n),
        kept=measures.wilson(count.kept[True], decided),
        curve=measures.risk_coverage(count.judged),
    )


def _plain(one: Figures) -> dict[str, Any]:
    shares = {"accuracy": one.accuracy, "undetermined": one.doubted, "accuracy_of_the_rest": one.kept}
    return {
        "lang": one.lang,
        "n": one.n,
        "macro_f1": one.macro_f1,
        "macro_f1_interval": one.macro_f1_interval,
        **{name: _share(share) for name, share in shares.items()},
        "recall": {name: _share(share) for name, share in one.recalls.items()},
        "confusion": {true: {said: one.table.get((true, said), 0) for said in CLASSES} for true in CLASSES},
        "risk_coverage": [{"coverage": p.coverage, "n": p.n, "accuracy": p.accuracy} for p in one.curve],
    }


def _share(one: Share) -> dict[str, Any]:
    return {"k": one.k, "n": one.n, "share": one.share, "low": one.low, "high": one.high}


def _batches(items: Iterable[Labelled]) -> Iterator[list[Labelled]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def class_of(label: Any) -> Class | None:
    """Return the class that a label names: neg, negative, neu, neutral, pos, positive; None for any other."""
    short = {name[:3]: name for name in CLASSES} | {name: name for name in CLASSES}
    return short.get(str(label).strip().lower())
