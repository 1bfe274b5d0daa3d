"""Keeps `docs/model-card.md`: each tier's part stands between two marks and is written from figures, never by hand."""

from __future__ import annotations

from pathlib import Path

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


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown; the first column is text, the others figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
