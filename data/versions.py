"""Every version of each policy file that was in force, and which one of each was last. Reads none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data import store
from data.models import PolicyVersion
from data.rows import insert_once

Texts = Mapping[str, tuple[str, str]]  # file → version, text


@dataclass(frozen=True)
class Version:
    """One kept version of a file."""

    file: str
    version: str
    text: str
    first_seen_at: datetime
    in_force_at: datetime
    retired_at: datetime | None


def last_valid() -> dict[str, str]:
    """Return the text of each file as it was last in force; not of one that a person took out of force."""
    with store.reading() as session:
        return {one.file: one.text for one in _last(session).values()}


def take_effect(session: Session, texts: Texts, at: datetime) -> int:
    """Keep these versions as those in force from now on; return how many were not already."""
    last = _last(session)
    new = {file: told for file, told in texts.items() if file not in last or last[file].version != told[0]}
    keep(session, new, at)
    for file, (version, _) in new.items():  # a version may come back
        this = PolicyVersion.file == file, PolicyVersion.version == version
        session.execute(update(PolicyVersion).where(*this).values(in_force_at=at, retired_at=None))
    return len(new)


def keep(session: Session, texts: Texts, at: datetime) -> None:
    """Keep versions that somebody went by, unless they are kept already. Which is the last one is not touched."""
    named = select(PolicyVersion.file, PolicyVersion.version).where(PolicyVersion.file.in_(texts))
    there = {(file, version) for file, version in session.execute(named)}
    for file, (version, text) in texts.items():
        if (file, version) not in there:
            seen = {"first_seen_at": at, "in_force_at": at}
            insert_once(session, PolicyVersion, file=file, version=version, text=text, **seen)


def retire(session: Session, file: str, at: datetime) -> bool:
    """Take a file out of force for good, unless it is written anew; False when there is none of that name in force."""
    kept = PolicyVersion.file == file, PolicyVersion.retired_at.is_(None)
    done = update(PolicyVersion).where(*kept).values(retired_at=at).returning(PolicyVersion.id)
    return bool(session.execute(done).all())


def versions(file: str) -> list[Version]:
    """Return the versions of a file, the one in force last first."""
    with store.reading() as session:
        rows = session.scalars(select(PolicyVersion).where(PolicyVersion.file == file).order_by(*_LATEST))
        return [
            Version(one.file, one.version, one.text, one.first_seen_at, one.in_force_at, one.retired_at) for one in rows
        ]


_LATEST = (PolicyVersion.in_force_at.desc(), PolicyVersion.id.desc())


def _last(session: Session) -> dict[str, PolicyVersion]:
    rows = session.scalars(select(PolicyVersion).where(PolicyVersion.retired_at.is_(None)).order_by(*_LATEST))
    last: dict[str, PolicyVersion] = {}
    for one in rows:
        last.setdefault(one.file, one)
    return last
