"""Rows that may already be there: inserted once, whoever else inserts them. Conditions that questions ask every second.

The same on both databases.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, literal_column, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data.base import Moment
from data.models import Base

AT = bindparam("at", type_=Moment)  # the present moment of a question that is built once


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


def upsert_newer(session: Session, kind: type[Base], key: tuple[str, ...], since: str, /, **values: Any) -> None:
    """Insert a row, or bring the one with the same `key` up to date, unless it was so by a later moment `since`."""
    changed = {name: value for name, value in values.items() if name not in key}
    inserted = _insert(session)(kind).values(**values)
    older = getattr(kind, since) <= inserted.excluded[since]
    session.execute(inserted.on_conflict_do_update(index_elements=list(key), set_=changed, where=older))


def later(column: Any, moment: datetime) -> ColumnElement[datetime]:
    """Return the later of a column's moment, where there is one, and `moment`."""
    return case((or_(column.is_(None), column < moment), moment), else_=column)


def stands(kind: Any, state: str) -> ColumnElement[bool]:
    """Return the condition that a row stands in `state`, a word of our own.

    It is written into the statement: SQLite plans a statement anew each time it is asked when a value bound to it
    decides whether a partial index serves, and PostgreSQL cannot see that one does.
    """
    standing: ColumnElement[bool] = kind.state == literal_column(f"'{state}'")
    return standing


def past(moment: Any) -> ColumnElement[bool]:
    """Return the condition that a moment, where there is one, has come."""
    return or_(moment.is_(None), moment <= AT)


def _insert(session: Session) -> Any:
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
