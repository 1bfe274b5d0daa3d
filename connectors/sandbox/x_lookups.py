"""Reading single things on X: tweets by id, users by id or name, oneself."""

from __future__ import annotations

from typing import Any

from connectors.sandbox import accounts, x_errors, x_includes, x_lists, x_tweets
from connectors.sandbox.wire import Answer, Asked, Speaker


def tweet(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """GET /2/tweets/:id: one that is gone is an error inside HTTP 200."""
    chosen = x_tweets.check(asked, ())
    row = x_lists.rows_by_id(asked, ids)[0]
    if row is None:
        return Answer(200, {"errors": [x_errors.not_found(ids[0])]})
    found = x_includes.envelope(asked.store, [row], chosen)
    return Answer(200, {**found, "data": found["data"][0]})


def tweets(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """GET /2/tweets?ids=: up to 100; those that are gone are listed in `errors`."""
    chosen = x_tweets.check(asked, ("ids",))
    ids = _several(asked, "ids")
    rows = x_lists.rows_by_id(asked, ids)
    body = x_includes.envelope(asked.store, [row for row in rows if row], chosen)
    gone = [x_errors.not_found(one, parameter="ids") for one, row in zip(ids, rows, strict=True) if row is None]
    return Answer(200, {**body, "errors": gone} if gone else body)


def me(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """GET /2/users/me."""
    chosen = x_tweets.check(asked, ())
    return Answer(200, {"data": x_includes.show_user(asked.store, who.id, chosen["user.fields"])})


def user(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """GET /2/users/:id."""
    chosen = x_tweets.check(asked, ())
    return _one(asked, ids[0], chosen, "id", ids[0])


def user_by_name(asked: Asked, who: Speaker, names: tuple[str, ...]) -> Answer:
    """GET /2/users/by/username/:username."""
    chosen = x_tweets.check(asked, ())
    row = accounts.by_handle(asked.store, "x", names[0]) or asked.store.row(
        "SELECT * FROM people WHERE network='x' AND lower(handle)=lower(?)", names[0]
    )
    return _one(asked, row["remote_id"] if row else "", chosen, "username", names[0])


def users(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """GET /2/users?ids=."""
    chosen = x_tweets.check(asked, ("ids",))
    found, gone = [], []
    for one in _several(asked, "ids"):
        if accounts.who(asked.store, "x", one)["handle"]:
            found.append(x_includes.show_user(asked.store, one, chosen["user.fields"]))
        else:
            gone.append(x_errors.not_found(one, parameter="ids", resource="user"))
    body: dict[str, Any] = {"data": found, "errors": gone}
    return Answer(200, {name: value for name, value in body.items() if value})


def _one(asked: Asked, remote_id: str, chosen: dict[str, frozenset[str]], parameter: str, value: str) -> Answer:
    if not remote_id or not accounts.who(asked.store, "x", remote_id)["handle"]:
        return Answer(200, {"errors": [x_errors.not_found(value, parameter=parameter, resource="user")]})
    return Answer(200, {"data": x_includes.show_user(asked.store, remote_id, chosen["user.fields"])})


def _several(asked: Asked, name: str) -> list[str]:
    found = [one for one in asked.query.get(name, "").split(",") if one]
    if not 1 <= len(found) <= 100:
        message = f"The number of values in the `{name}` query parameter list [{len(found)}] is not between 1 and 100"
        raise x_errors.invalid(name, asked.query.get(name, ""), message)
    return found
