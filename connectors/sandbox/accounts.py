"""Who exists in the sandbox: the hub's accounts with their keys, and the people who speak to them."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping

from connectors.sandbox.store import Row, Store, dumps, now_ms
from connectors.sandbox.switches import Switches

X_SCOPES = (
    "tweet.read tweet.write users.read offline.access media.write tweet.moderate.write like.write dm.read dm.write"
)


def create_account(
    store: Store,
    network: str,
    remote_id: str,
    handle: str,
    name: str,
    place: str = "",
    *,
    credentials: Mapping[str, str] | None = None,
    needs_proof: bool = False,
) -> dict[str, str]:
    """Create an account of the hub, or bring an existing one up to date; return its credentials.

    Asked twice it answers the same credentials. `credentials` given are taken as they are, blanks are filled.
    X gets both kinds of keys; `needs_proof` makes Graph demand `appsecret_proof` (Facebook only).
    """
    with store.transaction():
        known = by_id(store, network, remote_id)
        keys = dict(json.loads(known["credentials"])) if known else {}
        keys = {**_fresh_keys(network, remote_id), **keys, **(credentials or {})}
        app_id = keys["app_id"] if network == "facebook" else keys["consumer_key"]
        store.run(
            "INSERT INTO accounts VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (network, remote_id) DO UPDATE SET handle="
            "excluded.handle, name=excluded.name, place=excluded.place, app_id=excluded.app_id, "
            "credentials=excluded.credentials, needs_proof=excluded.needs_proof",
            *(network, remote_id, handle, name, place, app_id, dumps(keys), int(needs_proof)),
            known["created_at"] if known else now_ms(),
        )
        _register_keys(store, network, remote_id, app_id, keys)
    return keys


def _fresh_keys(network: str, remote_id: str) -> dict[str, str]:
    if network == "facebook":
        app = ("1570000000000001", _steady("facebook-app"))
        return {"access_token": "EAAP" + secrets.token_urlsafe(60), "app_id": app[0], "app_secret": app[1]}
    return {
        "consumer_key": "sandboxConsumerKey",
        "consumer_secret": _steady("x-consumer"),
        "access_token": f"{remote_id}-{secrets.token_urlsafe(24)}",
        "access_token_secret": secrets.token_urlsafe(32),
        "client_id": "sandboxClientId",
        "client_secret": _steady("x-client"),
        "bearer_token": secrets.token_urlsafe(48),
        "refresh_token": secrets.token_urlsafe(48),
    }


def _steady(name: str) -> str:
    """Make an app's secret: the same for all accounts of one app, known to nobody outside this machine's demo."""
    return hashlib.sha256(f"parvis sandbox {name}".encode()).hexdigest()[:32]


def _register_keys(store: Store, network: str, remote_id: str, app_id: str, keys: Mapping[str, str]) -> None:
    if network == "facebook":
        remember_app(store, network, app_id, keys["app_secret"])
        remember_token(store, network, "page", remote_id, app_id, keys["access_token"])
        return
    remember_app(store, network, app_id, keys["consumer_secret"])
    remember_app(store, network, keys["client_id"], keys["client_secret"])
    remember_token(
        store, network, "oauth1", remote_id, app_id, keys["access_token"], secret=keys["access_token_secret"]
    )
    until = now_ms() + Switches(store)["token_seconds"] * 1000
    scope = X_SCOPES
    remember_token(
        store, network, "oauth2", remote_id, keys["client_id"], keys["bearer_token"], scope=scope, until=until
    )
    remember_token(store, network, "refresh", remote_id, keys["client_id"], keys["refresh_token"], scope=scope)
    remember_token(store, network, "app", "", app_id, f"AAAA{app_id}{keys['consumer_secret']}")


def remember_app(store: Store, network: str, app_id: str, secret: str) -> None:
    """Know an application by its id and secret."""
    store.run("INSERT OR REPLACE INTO apps VALUES (?,?,?)", network, app_id, secret)


def remember_token(
    store: Store, network: str, kind: str, account: str, app_id: str, token: str, *, secret: str = "",
    scope: str = "", until: int | None = None,
) -> None:  # fmt: skip
    """Accept `token` from now on; one already known keeps its expiry."""
    store.run(
        "INSERT OR IGNORE INTO tokens VALUES (?,?,?,?,?,?,?,?)",
        *(token, network, kind, account, app_id, secret, scope, until),
    )


def by_id(store: Store, network: str, remote_id: str) -> Row | None:
    """Return the hub account with this id."""
    return store.row("SELECT * FROM accounts WHERE network=? AND remote_id=?", network, remote_id)


def by_handle(store: Store, network: str, handle: str) -> Row | None:
    """Return the hub account with this handle, whatever its capitals."""
    return store.row("SELECT * FROM accounts WHERE network=? AND lower(handle)=lower(?)", network, handle)


def addressed_as(store: Store, network: str, to: str) -> Row | None:
    """Return the hub account meant by `to`: a handle (with or without @), an id, or a place's slug."""
    to = to.strip().removeprefix("@")
    found = by_handle(store, network, to) or by_id(store, network, to)
    return found or store.row(
        "SELECT * FROM accounts WHERE network=? AND place=? AND place<>'' ORDER BY rowid", network, to.lower()
    )


def everyone(store: Store) -> list[Row]:
    """Return every account of the hub."""
    return store.rows("SELECT * FROM accounts ORDER BY network, place, handle")


def person(store: Store, network: str, name: str, handle: str = "") -> str:
    """Return the id of the visitor called `name`, met now or before. The id is the same in every run."""
    handle = handle or handle_of(name)
    known = store.row("SELECT remote_id FROM people WHERE network=? AND lower(handle)=lower(?)", network, handle)
    if known:
        return str(known["remote_id"])
    number = int.from_bytes(hashlib.sha256(f"{network}/{handle.lower()}".encode()).digest()[:6], "big")
    remote_id = str(10**15 + number)
    store.run("INSERT INTO people VALUES (?,?,?,?,?)", network, remote_id, handle, name or handle, now_ms())
    return remote_id


def handle_of(name: str) -> str:
    """Make a handle of a person's name: letters, digits and underscores, at most 15."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    letters = re.sub(r"[^A-Za-z0-9_]", "", plain)
    tail = hashlib.sha256(name.encode()).hexdigest()[:4]
    return (letters[:15] if letters == name and len(name) <= 15 else letters[:11] + tail) or "visiteur"


def who(store: Store, network: str, remote_id: str) -> dict[str, str]:
    """Return `{"id","handle","name","created_at"}` of anybody: an account of the hub or a visitor."""
    for table in ("accounts", "people"):
        found = store.row(f"SELECT * FROM {table} WHERE network=? AND remote_id=?", network, remote_id)  # noqa: S608
        if found:
            return {"id": remote_id, "handle": found["handle"], "name": found["name"], "since": found["created_at"]}
    return {"id": remote_id, "handle": "", "name": "", "since": "0"}
