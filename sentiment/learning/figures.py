"""Figures of what is apart from polarity, on a folder of labelled files: `python -m sentiment.learning.figures FOLDER`.

Validation sides only; prints one JSON line a figure.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from unittest.mock import patch

from sentiment import emergency, light
from sentiment.emergency import words_of
from sentiment.heard import offence
from sentiment.intent import INSULTS
from sentiment.language import identifier, tongue
from sentiment.learning import emergencies
from sentiment.learning.tongues import LANGUAGES, stripped
from sentiment.reading import read
from sentiment.weigh import weigh_many

FEW = 5  # words: what stands under it is told apart
HERE = ("fr", "de", "en")
EIGHTH = 8  # weighing a tweet whole takes much longer than asking the light model


def language(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the shares of tweets read in their language: all, short ones, and all cut to four words."""
    texts = [(lang, stripped(text)) for lang in LANGUAGES for _, text in lines(folder / f"umsab.{lang}.val.tsv")]
    cut = [(lang, " ".join(text.split()[: FEW - 1])) for lang, text in texts]
    groups = {
        "all": texts,
        **{lang: [pair for pair in texts if pair[0] == lang] for lang in LANGUAGES},
        "under_five_words": [pair for pair in texts if len(pair[1].split()) < FEW],
        "cut_to_four_words": cut,
    }
    for name, group in groups.items():
        ours = sum(tongue(read(text), HERE).first == lang for lang, text in group)
        theirs = sum(identifier().rank(text)[0][0] == lang for lang, text in group)
        n = len(group)
        yield {"figure": f"language {name}", "n": n, "ours": _share(ours, n), "py3langid": _share(theirs, n)}


def urgency(folder: Path) -> Iterator[dict[str, object]]:
    """Yield how well emergencies are ranked in events the model never saw: a quarter of the events left out at a time.

    In both senses of urgent, by the model alone, and on every eighth tweet by the urgency that the product gives.
    """
    told = list(emergencies.items(folder))
    alone: list[tuple[emergencies.Item, float]] = []
    given: list[tuple[emergencies.Item, float]] = []
    for unseen in emergencies.quarters(told):
        model = emergencies.learn(folder, unseen)
        theirs = [item for item in told if item.event in unseen]
        alone += [(item, light.scores(model, words_of(item.text))["urgent"]) for item in theirs]
        some = theirs[::EIGHTH]
        with patch.object(emergency, "_model", lambda model=model: model):
            judged = weigh_many([item.text for item in some], tier="fast")
            given += [(item, one.urgency) for item, one in zip(some, judged, strict=True)]
    for who, found in (("light model", alone), ("urgency given", given)):
        score = [chance for _, chance in found]
        for sense in ("broad", "narrow"):
            truth = [bool(getattr(item, sense)) for item, _ in found]
            yield {"figure": f"urgent, {sense} sense, {who}", **emergencies.curve(truth, score)}


def insults(folder: Path) -> Iterator[dict[str, object]]:
    """Yield macro-F1, precision and recall of insults at the threshold in force, on the English validation side."""
    rows = [(label == "offensive", text) for label, text in lines(folder / "offensive.en.val.tsv")]
    heard = [(truth, offence(read(text)) >= INSULTS) for truth, text in rows]
    shares = []
    for side in (True, False):
        both = sum(truth == said == side for truth, said in heard)
        named, true = sum(said == side for _, said in heard), sum(truth == side for truth, _ in heard)
        shares.append((both, named, true))
    (both, named, true), _ = shares
    macro = sum(2 * part / (one + two) for part, one, two in shares) / 2
    yield {"figure": "offence en", "n": len(rows), "macro_f1": round(100 * macro, 1),
           "precision": _share(both, named), "recall": _share(both, true)}  # fmt: skip


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line of a labelled file."""
    for line in path.read_text("utf-8").splitlines():
        label, _, text = line.partition("\t")
        yield label, text


def _share(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 2)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for row in chain(language(folder), urgency(folder), insults(folder)):
        sys.stdout.write(json.dumps(row) + "\n")
