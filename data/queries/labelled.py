"""What people labelled, with its text: for the operator, who measures and teaches the judge with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, union_all

from data import store
from data.models import Correction, Message, Sample


@dataclass(frozen=True)
class Row:
    """A text and the label a person gave it; `source` is "correction" or "sample"."""

    label: str
    text: str
    lang: str | None
    at: datetime
    source: str
    message_id: int


def rows(territories: tuple[int, ...] = ()) -> Iterator[Row]:
    """Yield each labelled message once, the last word said of it, oldest first; those taken back are left out."""
    with store.reading() as session:
        label = Correction.after["label"].as_string()
        corrected = select(
            Correction.message_id, label.label("label"), Correction.at, literal("correction").label("of")
        )
        drawn = select(Sample.message_id, Sample.label, Sample.labelled_at, literal("sample"))
        said = union_all(corrected.where(label.is_not(None)), drawn.where(Sample.label.is_not(None)))
        last = {row.message_id: row for row in sorted(session.execute(said), key=lambda row: row.at)}
        for row in last.values():
            message = session.get_one(Message, row.message_id)
            if message.withdrawn_at is None and (not territories or message.territory_id in territories):
                yield Row(row.label, message.text, message.lang, row.at, row.of, message.id)
