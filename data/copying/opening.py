"""Open a copy and prove it whole before anybody rests on it: every digest is compared. Writes nothing."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, cast
from zlib import error as ZlibError

from data import store
from data.copying.form import FORMAT, KINDS, MANIFEST, Manifest, NoCopy, Sheet, read_manifest, row_of
from data.copying.pictures import PIECE, is_one
from words import t

UNREADABLE = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    ZlibError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True)
class Copy:
    """An open copy, whole as its own digests say."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    def lines(self, sheet: Sheet) -> Iterator[bytes]:
        """Yield the lines of a table."""
        with self._zip.open(f"tables/{sheet.name}.jsonl") as file, BufferedReader(cast(RawIOBase, file)) as quickly:
            yield from quickly

    def rows(self, sheet: Sheet) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table."""
        return (row_of(sheet, line) for line in self.lines(sheet))

    def picture(self, name: str) -> IO[bytes]:
        """Open a picture."""
        return self._zip.open(f"media/{name}")


def is_copy(path: Path) -> bool:
    """Tell whether a file looks like a copy of ours, whole or not."""
    try:
        with zipfile.ZipFile(path) as found:
            return MANIFEST in found.namelist()
    except (OSError, *UNREADABLE):
        return False


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """Open a copy. Raises NoCopy, with a sentence, for one that is damaged, foreign, or newer than this program."""
    if not path.is_file():
        raise NoCopy(t("{file} n'existe pas.", file=path))
    try:
        found = zipfile.ZipFile(path)
    except UNREADABLE:
        raise _damaged(path) from None
    with found:
        yield _proved(path, found)


def _proved(path: Path, found: zipfile.ZipFile) -> Copy:
    try:
        manifest = read_manifest(found.read(MANIFEST))
        if manifest.format > FORMAT or not store.knows(manifest.revision):
            raise NoCopy(t("Cette copie vient d'une version plus récente de Parvis : installez-la d'abord."))
        copy = Copy(manifest, found)
        whole = all(_is_whole(copy, sheet) for sheet in manifest.sheets) and all(
            is_one(name) and _digest(copy.picture(name)) == digest for name, digest in manifest.pictures.items()
        )
    except UNREADABLE:
        whole = False
    if not whole:
        raise _damaged(path)
    return copy


def _is_whole(copy: Copy, sheet: Sheet) -> bool:
    rows, digest = 0, hashlib.sha256()
    for line in copy.lines(sheet):
        rows += 1
        digest.update(line)
    return rows == sheet.rows and digest.hexdigest() == sheet.sha256 and set(sheet.columns.values()) <= KINDS.keys()


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _damaged(path: Path) -> NoCopy:
    return NoCopy(t("{file} est abîmé ou n'est pas une copie de Parvis : rien n'a été écrit.", file=path))
