"""Words of people inside labels that read Markdown: a visitor's signs must stay signs."""

from __future__ import annotations

SIGNS = frozenset(r"\`*_{}[]()<>#+-.!|~$:^=@")


def plain(text: str) -> str:
    """Return `text` on one line, every Markdown sign escaped."""
    return "".join(f"\\{sign}" if sign in SIGNS else sign for sign in " ".join(text.split()))


def shortened(text: str, most: int = 140) -> str:
    """Return the beginning of `text`, `most` characters at most."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
