"""Scores lines of JSONL or CSV for the `score` command: text lines in, one dict a text out. Opens no file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Literal

from sentiment.judgement import Judgement
from sentiment.weigh import BATCH, weigh_many
from words import t

Format = Literal["jsonl", "csv"]
Row = tuple[Any, str, str | None]  # id, text, hint


def score_lines(lines: Iterable[str], format: Format = "jsonl", tier: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "lang", "label", "probabilities", "compound", "confidence", "urgency", "flags", "tier"}` a text.

    Each input has `id`, `text` and, if it likes, `lang` (a hint); a CSV names them in its first line. Empty lines are
    passed over. Judged 64 at a time by `tier`, the best present without it. Raises ValueError naming the line that
    cannot be read, after the judgements of those before it, and LookupError for a tier that is not present.
    """
    rows = _csv(lines) if format == "csv" else _jsonl(lines)
    while batch := _some(rows):
        given, failure = batch
        judged = weigh_many([text for _, text, _ in given], hints=[hint for _, _, hint in given], tier=tier)
        yield from (scored(id_, judgement) for (id_, _, _), judgement in zip(given, judged, strict=True))
        if failure:
            raise failure


def _some(rows: Iterator[Row]) -> tuple[list[Row], ValueError | None] | None:
    """Return the next rows and what ended them early; nothing when there are no more."""
    given: list[Row] = []
    try:
        for row in islice(rows, BATCH):
            given.append(row)
    except ValueError as failure:
        return given, failure
    return (given, None) if given else None


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


def _jsonl(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(t("Ligne {number} : ce n’est pas du JSON valide.", number=number)) from error
        yield _checked(row, number)


def _csv(lines: Iterable[str]) -> Iterator[Row]:
    reader = csv.DictReader(lines, strict=True)
    try:
        if not {"id", "text"} <= set(reader.fieldnames or ()):
            raise ValueError(t("Ligne {number} : l’en-tête doit nommer « id » et « text ».", number=1))
        for row in reader:
            yield _checked(row, reader.line_num)
    except csv.Error as error:
        raise ValueError(t("Ligne {number} : ce n’est pas du CSV valide.", number=reader.reader.line_num)) from error


def _checked(row: Any, number: int) -> Row:
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise ValueError(t("Ligne {number} : il faut « id » et « text » (un texte).", number=number))
    hint = row.get("lang")
    if hint is not None and not isinstance(hint, str):
        raise ValueError(t("Ligne {number} : « lang » doit être un code de langue.", number=number))
    return row["id"], row["text"], hint or None
