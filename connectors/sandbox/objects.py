"""Everything ever said in the sandbox, by anybody, on any network: written once, never deleted, only marked removed.

The ledger is read from the very rows the networks' lists are read from: there is no second truth to drift.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox import accounts
from connectors.sandbox.store import Row, Store, dumps, moment, now_ms

SNOWFLAKE_EPOCH = 1_288_834_974_657
PAGE_EPOCH = 1_577_836_800_000


@dataclass(frozen=True)
class New:
    """An object to write. `visible_at` is a past, present or (scheduled) future time in ms; None: never public.

    `listed_for` is how many ms later it appears in the network's lists; `addressed` are the ids of people it speaks to.
    """

    network: str
    id: str
    kind: str
    account: str
    author: str
    text: str
    visible_at: int | None
    parent: str | None = None
    thread: str = ""
    wire: dict[str, Any] = field(default_factory=dict)
    media: Sequence[dict[str, str]] = ()
    link: str = ""
    lang: str = "und"
    likes: int = 0
    by_hub: bool = False
    listed_for: int = 0
    addressed: frozenset[str] = frozenset()


def add(store: Store, new: New) -> str:
    """Write `new` and whom it addresses, in one transaction; return its id."""
    listed_at = None if new.visible_at is None else new.visible_at + new.listed_for
    with store.transaction():
        seq = store.run(
            "INSERT INTO objects (network,id,kind,account,author,parent,thread,text,wire,media,link,lang,likes,by_hub,"
            "visible_at,listed_at,created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            *(new.network, new.id, new.kind, new.account, new.author, new.parent, new.thread or new.id, new.text),
            *(dumps(new.wire), dumps(new.media), new.link, new.lang, new.likes, int(new.by_hub)),
            *(new.visible_at, listed_at, now_ms()),
        )
        for person in new.addressed:
            store.run("INSERT OR IGNORE INTO addressed VALUES (?,?,?,?)", new.network, person, new.visible_at, seq)
    return new.id


def get(store: Store, network: str, remote_id: str) -> Row | None:
    """Return the object as it can be seen now, or None when it never was, is not yet, or is no more."""
    return store.row(
        "SELECT * FROM objects WHERE network=? AND id=? AND removed_at IS NULL AND visible_at<=?",
        network, remote_id, now_ms(),
    )  # fmt: skip


def remove(store: Store, row: Row) -> None:
    """Take an object, and on Facebook all that hangs below it, out of sight."""
    with store.transaction():
        store.run("UPDATE objects SET removed_at=? WHERE seq=? AND removed_at IS NULL", now_ms(), row["seq"])
        if row["network"] == "facebook":
            for below in store.rows("SELECT * FROM objects WHERE network=? AND parent=?", row["network"], row["id"]):
                remove(store, below)


def fresh_number(store: Store, network: str, at: int) -> int:
    """Return a number not used yet that sorts by `at` (ms): a snowflake for X, a 16-digit number for Graph."""
    first, room = (
        ((at - SNOWFLAKE_EPOCH) << 22, 1 << 22)
        if network == "x"
        else (
            10**14 + (at - PAGE_EPOCH) * 10_000,
            10_000,
        )
    )
    last = store.row(
        "SELECT max(number) AS last FROM numbers WHERE network=? AND number>=? AND number<?",
        network, first, first + room,
    )  # fmt: skip
    number = first if last is None or last["last"] is None else int(last["last"]) + 1
    store.run("INSERT INTO numbers VALUES (?,?)", network, number)
    return number


def ledger(store: Store, network: str | None = None) -> list[dict[str, Any]]:
    """Return every object that is or was publicly visible, in the order it was written."""
    handles = {(a["network"], a["remote_id"]): a["handle"] for a in accounts.everyone(store)}
    rows = store.rows(
        "SELECT * FROM objects WHERE visible_at<=? AND (? IS NULL OR network=?) "
        "AND (removed_at IS NULL OR removed_at>=visible_at) ORDER BY seq",
        now_ms(), network, network,
    )  # fmt: skip
    return [_entry(row, handles.get((row["network"], row["account"]), row["account"])) for row in rows]


def _entry(row: Row, handle: str) -> dict[str, Any]:
    removed = row["removed_at"]
    return {
        "network": row["network"],
        "account": handle,
        "account_id": row["account"],
        "id": row["id"],
        "parent": row["parent"],
        "text": row["text"],
        "media": json.loads(row["media"]),
        "visible_at": moment(row["visible_at"]).isoformat(),
        "removed_at": moment(removed).isoformat() if removed else None,
        "by_hub": bool(row["by_hub"]),
        "author": row["author"],
        "hidden": bool(row["hidden"]),
    }
