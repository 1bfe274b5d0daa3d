"""Which program this is: its version, and the commit of the checkout it runs from."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from settings import ROOT


@lru_cache
def version() -> str:
    """Return the version of this program."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@lru_cache
def revision() -> str:
    """Return the short commit this process was started from; "unknown" outside a checkout."""
    try:
        return _commit(ROOT / ".git")[:12]
    except (OSError, LookupError):
        return "unknown"


def _commit(git: Path) -> str:
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref: "):
        return head
    name = head.removeprefix("ref: ")
    if (git / name).exists():
        return (git / name).read_text().strip()
    packed = (line.split() for line in (git / "packed-refs").read_text().splitlines())
    return {words[1]: words[0] for words in packed if len(words) == 2}[name]
