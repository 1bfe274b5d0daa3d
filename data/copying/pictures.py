"""The pictures that rows show: which files they are, read from and written to the media folder. Draws nothing."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from data.copying.form import PICTURE
from settings import settings

PIECE = 2**20


def named(media: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the files that kept pictures name: what is shown, and the original a member handed in."""
    for one in media:
        yield one["file"]
        if original := one.get("original"):
            yield f"private/{original}"


def is_one(name: str) -> bool:
    """Tell whether this may be a picture's file: nothing else is read or written."""
    return PICTURE.fullmatch(name) is not None


def copy(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy in pieces and return the SHA-256 of what went over."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def keep_names(folder: Path) -> None:
    """See to it that a power cut does not undo the names given in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write(name: str, source: IO[bytes]) -> str:
    """Write a picture whole or not at all, for the owner's eyes only; return its SHA-256."""
    path = settings().media / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            digest = copy(source, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        keep_names(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest
