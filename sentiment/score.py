"""Scores lines of JSONL or CSV for the `score` command: text lines in, one dict a text out. Opens no file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sentiment.judgement import Judgement
from sentiment.weigh import weigh
from words import t

Format = Literal["jsonl", "csv"]


def score_lines(lines: Iterable[str], format: Format = "jsonl") -> Iterator[dict[str, Any]]:
    """Yield `{"id", "lang", "label", "probabilities", "compound", "confidence", "urgency", "flags", "tier"}` a text.

    Each input has `id`, `text` and, if it likes, `lang` (a hint); a CSV names them in its first line. Empty lines are
    passed over. Raises ValueError naming the line that cannot be read.
    """
    for id_, text, hint in _csv(lines) if format == "csv" else _jsonl(lines):
        yield scored(id_, weigh(text, hint=hint))


def scored(id_: Any, judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as the `score` command prints it; probabilities to six decimals."""
    return {
        "id": id_,
        "lang": judgement.lang,
        "label": judgement.label,
        "probabilities": {name: round(share, 6) for name, share in judgement.probabilities.items()},
        "compound": judgement.compound,
        "confidence": judgement.confidence,
        "urgency": judgement.urgency,
        "flags": [flag.code for flag in judgement.flags],
        "tier": judgement.tier,
    }


def _jsonl(lines: Iterable[str]) -> Iterator[tuple[Any, str, str | None]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(t("Ligne {number} : ce n’est pas du JSON valide.", number=number)) from error
        yield _checked(row, number)


def _csv(lines: Iterable[str]) -> Iterator[tuple[Any, str, str | None]]:
    reader = csv.DictReader(lines, strict=True)
    try:
        if not {"id", "text"} <= set(reader.fieldnames or ()):
            raise ValueError(t("Ligne {number} : l’en-tête doit nommer « id » et « text ».", number=1))
        for row in reader:
            yield _checked(row, reader.line_num)
    except csv.Error as error:
        raise ValueError(t("Ligne {number} : ce n’est pas du CSV valide.", number=reader.reader.line_num)) from error


def _checked(row: Any, number: int) -> tuple[Any, str, str | None]:
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise ValueError(t("Ligne {number} : il faut « id » et « text » (un texte).", number=number))
    hint = row.get("lang")
    if hint is not None and not isinstance(hint, str):
        raise ValueError(t("Ligne {number} : « lang » doit être un code de langue.", number=number))
    return row["id"], row["text"], hint or None
