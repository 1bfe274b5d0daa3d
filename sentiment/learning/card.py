"""Keeps `docs/model-card.md`: each tier's part stands between two marks and is written from figures, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from settings import ROOT

CARD = ROOT / "docs" / "model-card.md"
_TITLE = (
    "# Model card: sentiment\n\nWritten by `python parvis.py sentiment train`; what stands between two marks is "
    "replaced there.\n"
)


def put(path: Path, part: str, text: str) -> None:
    """Put `text` (Markdown) into the part of the card called `part`; another part stays as it is."""
    start, stop = f"<!-- {part} begins -->", f"<!-- {part} ends -->"
    card = path.read_text(encoding="utf-8") if path.exists() else _TITLE
    block = f"{start}\n\n{text.strip()}\n\n{stop}"
    if start in card and stop in card:
        before, _, rest = card.partition(start)
        card = before + block + rest.partition(stop)[2]
    else:
        card = f"{card.rstrip()}\n\n{block}\n"
    path.write_text(card, encoding="utf-8")


_NONE = "–"  # nothing was judged


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown; the first column is text, the others figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def doubts(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what `undetermined` gives, a row a language, from what calibrates a tier."""
    head = ["language", "n", "accuracy", "undetermined", "accuracy of the rest", "gain", "95 %"]
    body = [
        [
            lang,
            f"{row['n']:,}",
            *map(points, (row["accuracy"], row["undetermined"], row["accuracy_of_the_rest"])),
            *_gain(row),
        ]
        for lang, row in rows.items()
    ]
    return table(head, body)


def _gain(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["accuracy_of_the_rest"] is None:
        return _NONE, _NONE
    gain = 100 * (row["accuracy_of_the_rest"] - row["accuracy"])
    return f"{gain:+.1f}", f"{100 * row['gain_low']:+.1f} to {100 * row['gain_high']:+.1f}"


def points(share: float | None) -> str:
    """Return a share of 0..1 as points of a hundred, with one decimal."""
    return _NONE if share is None else f"{100 * share:.1f}"
