"""The `fields=` language of Graph: `id,message,from{id,name},comments.limit(3).summary(true){id}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from connectors.sandbox import graph_errors

TOKEN = re.compile(r"[{},]|\.\w+\([^)]*\)|[\w]+|\s+")


@dataclass(frozen=True)
class Field:
    """One field asked for, its modifiers (`limit`, `summary`, …) and the fields below it."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    below: tuple[Field, ...] = ()


def parse(text: str) -> tuple[Field, ...]:
    """Return the fields of `text`; refuse what does not read as fields (code 2500 at Meta)."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text:
        raise _unreadable(text)
    tokens = [token for token in tokens if not token.isspace()]
    fields, rest = _list(tokens, text)
    if rest:
        raise _unreadable(text)
    return fields


def _list(tokens: list[str], text: str) -> tuple[tuple[Field, ...], list[str]]:
    found: list[Field] = []
    while tokens and tokens[0] != "}":
        if tokens[0] == ",":
            tokens = tokens[1:]
            continue
        one, tokens = _field(tokens, text)
        found.append(one)
    return tuple(found), tokens


def _field(tokens: list[str], text: str) -> tuple[Field, list[str]]:
    name, tokens = tokens[0], tokens[1:]
    if not name.isidentifier():
        raise _unreadable(text)
    modifiers = {}
    while tokens and tokens[0].startswith("."):
        key, _, value = tokens[0][1:-1].partition("(")
        modifiers[key] = value
        tokens = tokens[1:]
    below: tuple[Field, ...] = ()
    if tokens and tokens[0] == "{":
        below, tokens = _list(tokens[1:], text)
        if not tokens:
            raise _unreadable(text)
        tokens = tokens[1:]
    return Field(name, modifiers, below), tokens


def _unreadable(text: str) -> Exception:
    return graph_errors.refused(2500, f"Syntax error in field expression: {text[:60]}")


def names(*fields: str) -> tuple[Field, ...]:
    """Return plain fields by name."""
    return tuple(Field(name) for name in fields)
