"""Trains the fast tier's linear model on a folder of labelled texts and writes its artefact. Training sides only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sentiment.fast.linear import COMMON, PATH
from sentiment.learning.deep_texts import LANGUAGES, Labelled, bare, reviews, tweets
from sentiment.learning.linear_fit import Group, Weights, fit
from sentiment.learning.linear_rows import TRAITS_AT, Counted, Floats, counted, matrix, rarity

DESK = Path(__file__).parent / "desk.tsv"  # sentences of ours: practical questions, and what is not said straight
DECAY, STEPS, SHARED = 4.0, 30, 0.7  # chosen on the validation sides
REVIEWS_WEIGH, REVIEWS_APART = 0.3, 1.0  # a review teaches less than a tweet, and what is its own is left out
Soft = Mapping[str, tuple[float, float, float]]  # a text → a teacher's chances


def taught(folder: Path, soft: Soft | None = None, path: Path = PATH) -> Path:
    """Learn from `folder` and write the artefact; return its path.

    With `soft`, a teacher's chances replace the labels of the texts it names.
    """
    judging = {bare(item.text) for item in tweets(folder, "val")}
    mentions = [item for item in tweets(folder, "train") if bare(item.text) not in judging]
    sentences = [item for item in reviews(folder, "train") if bare(item.text) not in judging]
    sources = [([*mentions, *_desk()], 1.0, ()), (sentences, REVIEWS_WEIGH, ((len(LANGUAGES) + 1, REVIEWS_APART),))]
    texts = {id(item): counted(item.text, item.lang) for items, _, _ in sources for item in items}
    rare = (rarity([text.words for text in texts.values()]), rarity([text.pieces for text in texts.values()]))
    groups = [
        _group([item for item in items if item.lang == lang], texts, rare, weight, number, apart, soft or {})
        for items, weight, apart in sources
        for number, lang in enumerate(LANGUAGES)
        if any(item.lang == lang for item in items)
    ]
    traits = len(next(iter(texts.values())).traits)
    weights = fit(groups, len(LANGUAGES) + 2, len(LANGUAGES), traits, decay=DECAY, steps=STEPS)
    write(path, weights, rare)
    return path


def _desk() -> list[Labelled]:
    rows = (line.split("\t") for line in DESK.read_text("utf-8").splitlines())
    return [Labelled(text, lang, ("neg", "neu", "pos").index(label)) for lang, label, text in rows]


def _group(
    items: Sequence[Labelled],
    texts: Mapping[int, Counted],
    rare: tuple[Floats, Floats],
    weight: float,
    number: int,
    apart: tuple[tuple[int, float], ...],
    soft: Soft,
) -> Group:
    rows = matrix([texts[id(item)] for item in items], *rare)
    truth = np.eye(3, dtype=np.float32)[[item.label for item in items]]
    for place, item in enumerate(items):
        if item.text in soft:
            truth[place] = soft[item.text]
    return Group(rows, truth, weight, ((0, SHARED), (number + 1, 1.0), *apart), number)


def write(path: Path, weights: Weights, rare: tuple[Floats, Floats]) -> None:
    """Write the artefact: what is shared and what is each language's own, as small integers, finer near 0."""
    kept: dict[str, NDArray[Any]] = {"langs": np.array([COMMON, *LANGUAGES])}
    kept |= {"words_rarity": rare[0].astype(np.float16), "pieces_rarity": rare[1].astype(np.float16)}
    shared = SHARED * weights.parts[0]
    for number, lang in enumerate((COMMON, *LANGUAGES)):
        own = shared if lang == COMMON else weights.parts[number]
        whole = shared if lang == COMMON else shared + own
        kept[f"traits_{lang}"] = whole[:, TRAITS_AT:].T.astype(np.float32)
        pulls = weights.lexical.mean(axis=0) if lang == COMMON else weights.lexical[number - 1]
        kept[f"lexical_{lang}"] = pulls.astype(np.float32)
        for kind, block in (("words", own[:, : TRAITS_AT // 2]), ("pieces", own[:, TRAITS_AT // 2 : TRAITS_AT])):
            scale = float(np.abs(block).max()) or 1.0
            kept[f"{kind}_{lang}"] = np.round(127 * np.sign(block) * np.sqrt(np.abs(block) / scale)).astype(np.int8).T
            kept[f"{kind}_{lang}_scale"] = np.array(scale, np.float32)
    digest = sha256(b"".join(np.ascontiguousarray(kept[name]).tobytes() for name in sorted(kept)))
    kept["version"] = np.array(digest.hexdigest()[:8])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **kept)
