"""A hundred hard cases as people write them, with the label a person gives them, and those the fast tier fails.

`python -m tests.sentiment.hard_cases` judges them again and writes the marks anew; read the difference before keeping
it. "undetermined" is right where neither side of a mixed opinion wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sentiment.weigh import weigh_many

TABLE = Path(__file__).with_suffix(".tsv")
FAILS = "fails"


@dataclass(frozen=True)
class Case:
    """One text: the kind of difficulty, a person's label, whether the fast tier is known to fail it."""

    kind: str
    label: str
    fails: bool
    text: str


def cases() -> list[Case]:
    """Return the table: kind, label, `fails` or nothing, text."""
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines())
    return [Case(kind, label, mark == FAILS, text) for kind, label, mark, text in rows]


def failing(table: list[Case]) -> Iterator[bool]:
    """Yield for each case whether the fast tier fails it."""
    for case, judged in zip(table, weigh_many([case.text for case in table], tier="fast"), strict=True):
        yield judged.label != case.label


if __name__ == "__main__":
    listed = cases()
    lines = [
        "\t".join((case.kind, case.label, FAILS if fails else "", case.text))
        for case, fails in zip(listed, failing(listed), strict=True)
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
