"""Rows that may already be there: inserted once, whoever else inserts them, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data.models import Base


def insert_once(session: Session, kind: type[Base], /, **values: Any) -> int | None:
    """Insert a row unless a unique key of it is taken; return its id, or None when it was there already."""
    inserted = _insert(session)(kind).values(**values).on_conflict_do_nothing().returning(kind.id)
    return session.scalars(inserted).one_or_none()


def upsert(session: Session, kind: type[Base], key: tuple[str, ...], /, **values: Any) -> int:
    """Insert a row, or bring the one with the same `key` columns up to date; return its id."""
    changed = {name: value for name, value in values.items() if name not in key}
    statement = _insert(session)(kind).values(**values).on_conflict_do_update(index_elements=list(key), set_=changed)
    row_id: int = session.scalars(statement.returning(kind.id)).one()
    return row_id


def _insert(session: Session) -> Any:
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
