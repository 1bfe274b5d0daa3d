"""The search language of X, the part the hub uses: words, phrases, from:, conversation_id:, is:, -, OR, brackets.

It becomes SQL over the table `objects`; anything it does not know is refused, never ignored.
"""

from __future__ import annotations

import re
from typing import Any

TOKEN = re.compile(r'\(|\)|-?"[^"]+"|-?\(|[^\s()]+')
Condition = tuple[str, list[Any]]


class Misunderstood(ValueError):
    """The query holds something the language does not know."""


def condition(query: str) -> Condition:
    """Return `(SQL, values)` for a query; raises Misunderstood."""
    tokens = TOKEN.findall(query)
    if not tokens:
        raise Misunderstood("There were errors processing your request: missing query")
    found, rest = _either(tokens)
    if rest:
        raise Misunderstood(f"There were errors processing your request: unexpected [{rest[0]}]")
    return found


def _either(tokens: list[str]) -> tuple[Condition, list[str]]:
    one, rest = _all_of(tokens)
    sql, values = one
    while rest and rest[0] == "OR":
        (other, more), rest = _all_of(rest[1:])
        sql, values = f"({sql} OR {other})", values + more
    return (sql, values), rest


def _all_of(tokens: list[str]) -> tuple[Condition, list[str]]:
    parts: list[str] = []
    values: list[Any] = []
    while tokens and tokens[0] not in ("OR", ")"):
        (sql, more), tokens = _one(tokens)
        parts.append(sql)
        values += more
    if not parts:
        raise Misunderstood("There were errors processing your request: empty clause")
    return ("(" + " AND ".join(parts) + ")", values), tokens


def _one(tokens: list[str]) -> tuple[Condition, list[str]]:
    token, rest = tokens[0], tokens[1:]
    negated = token.startswith("-")
    token = token.removeprefix("-")
    if token == "(":  # noqa: S105 - a bracket
        (sql, values), rest = _either(rest)
        if not rest or rest[0] != ")":
            raise Misunderstood("There were errors processing your request: missing )")
        rest = rest[1:]
    else:
        sql, values = _atom(token)
    return (f"NOT {sql}" if negated else sql, values), rest


SOMEBODY = "(SELECT remote_id FROM everyone WHERE network = 'x' AND (lower(handle) = ? OR remote_id = ?))"
FIXED = {
    "is:retweet": "(0)",
    "is:quote": "(0)",
    "is:reply": "(parent IS NOT NULL)",
    "has:media": "(media <> '[]')",
    "has:links": "(wire LIKE '%\"expanded_url\"%')",
}


def _atom(token: str) -> Condition:
    name, colon, value = token.partition(":")
    if not colon or token.startswith('"') or name.startswith("http"):
        word = token.strip('"').lower()
        return r"(folded(text) LIKE '%' || ? || '%' ESCAPE '\')", [re.sub(r"([\\%_])", r"\\\1", word)]
    if token in FIXED:
        return FIXED[token], []
    if name in ("conversation_id", "in_reply_to_tweet_id") and value.isdigit():
        return ("(thread = ?)" if name == "conversation_id" else "(parent IS ?)"), [value]
    if name == "lang":
        return "(lang = ?)", [value]
    handle = value.lower().removeprefix("@")
    if name == "from" and handle:
        return f"(author IN {SOMEBODY})", [handle, value]
    if name == "to" and handle:
        above = f"SELECT id FROM objects above WHERE above.network = 'x' AND above.author IN {SOMEBODY}"  # noqa: S608
        return f"(parent IN ({above}))", [handle, value]
    raise Misunderstood(f"There were errors processing your request: Reference to invalid operator '{name}'")
