"""Read what is handed to a command, as a file or on standard input; what cannot be read is told in one sentence."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from commands.failing import Failed
from words import t


@contextmanager
def reading(file: Path | None) -> Iterator[TextIO]:
    """Open `file` (standard input when None) as UTF-8, line ends untouched, with or without a byte order mark."""
    name = str(file or t("L'entrée standard"))
    with io.TextIOWrapper(_opened(file, name), "utf-8-sig", newline="") as text:
        try:
            yield text
        except UnicodeDecodeError:
            raise Failed(t("{file} n'est pas écrit en UTF-8.", file=name)) from None


def _opened(file: Path | None, name: str) -> BinaryIO:
    try:
        return file.open("rb") if file else sys.stdin.buffer
    except FileNotFoundError:
        raise Failed(t("{file} n'existe pas.", file=name)) from None
    except OSError:
        raise Failed(t("{file} ne se lit pas.", file=name)) from None
