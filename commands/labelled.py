"""Read texts that people labelled: TSV (label, tab, text), JSONL or CSV. A line that cannot be read is named."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commands.failing import Failed
from commands.reading import reading
from sentiment.evaluate import Labelled, class_of
from words import t


def labelled(file: Path, lang: str | None = None) -> Iterator[Labelled]:
    """Yield the labelled texts of `file`; `lang` where a line names none. Raises Failed naming the line."""
    found = False
    with reading(file) as text:
        first = next(text, "")
        for number, label, words, spoken in _rows(file, first, itertools.chain([first], text)):
            known = class_of(label)
            if known is None or not isinstance(words, str):
                raise Failed(_unreadable(number))
            found = True
            yield Labelled(known, words, spoken or lang)
    if not found:
        raise Failed(t("{file} ne contient aucun texte étiqueté.", file=file.name))


def _rows(file: Path, first: str, lines: Iterator[str]) -> Iterator[tuple[int, Any, Any, str | None]]:
    if first.lstrip().startswith("{"):
        return _jsonl(lines)
    if file.suffix.lower() == ".csv" or ("\t" not in first and "," in first):
        return _csv(lines)
    return _tsv(lines)


def _tsv(lines: Iterator[str]) -> Iterator[tuple[int, Any, Any, str | None]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            label, tab, words = line.rstrip("\r\n").partition("\t")
            yield number, label, words if tab else None, None


def _jsonl(lines: Iterator[str]) -> Iterator[tuple[int, Any, Any, str | None]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise Failed(_unreadable(number)) from None
        row = row if isinstance(row, dict) else {}
        yield number, row.get("label"), row.get("text"), row.get("lang")


def _csv(lines: Iterator[str]) -> Iterator[tuple[int, Any, Any, str | None]]:
    reader = csv.DictReader(lines, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row.get("label"), row.get("text"), row.get("lang")
    except csv.Error:
        raise Failed(_unreadable(reader.reader.line_num)) from None


def _unreadable(number: int) -> str:
    return t(
        "Ligne {number} : il faut une étiquette (negative, neutral ou positive) et un texte ; TSV « étiquette, "
        "tabulation, texte », ou « label » et « text » en JSONL ou CSV.",
        number=number,
    )
