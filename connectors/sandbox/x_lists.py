"""Reading lists on X: mentions, an account's tweets, recent search. Newest first, paged, bounded as X bounds them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from connectors.sandbox import accounts, x_errors, x_includes, x_query, x_tweets
from connectors.sandbox.objects import SNOWFLAKE_EPOCH
from connectors.sandbox.store import Row, ms, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

BOUNDS = ("since_id", "until_id", "start_time", "end_time", "max_results")
MENTIONS_REACH, TWEETS_REACH, SEVEN_DAYS = 800, 3200, 7 * 86_400_000


def mentions(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """GET /2/users/:id/mentions: the 800 newest can be reached."""
    chosen = x_tweets.check(asked, (*BOUNDS, "pagination_token"))
    if accounts.by_id(asked.store, "x", ids[0]) is None:
        return _nobody(ids[0])
    source = (
        "(SELECT o.* FROM addressed a JOIN objects o ON o.seq = a.seq WHERE a.network='x' AND a.person=? "  # noqa: S608
        f"ORDER BY a.visible_at DESC, a.seq DESC LIMIT {MENTIONS_REACH})"
    )
    return _page(asked, chosen, source, [ids[0]], "1", [], least=5, usual=10)


def own_tweets(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """GET /2/users/:id/tweets: the 3,200 newest can be reached."""
    chosen = x_tweets.check(asked, (*BOUNDS, "pagination_token", "exclude"))
    if not accounts.who(asked.store, "x", ids[0])["handle"]:
        return _nobody(ids[0])
    left_out = set(asked.query.get("exclude", "").split(",")) - {""}
    for one in left_out - {"replies", "retweets"}:
        raise x_errors.invalid("exclude", one, f"The `exclude` query parameter value [{one}] is not one of "
                               "[replies,retweets]")  # fmt: skip
    source = f"(SELECT * FROM objects WHERE network='x' AND author=? ORDER BY visible_at DESC LIMIT {TWEETS_REACH})"  # noqa: S608
    where = "parent IS NULL" if "replies" in left_out else "1"
    return _page(asked, chosen, source, [ids[0]], where, [], least=5, usual=10)


def search(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """GET /2/tweets/search/recent: seven days, and not an hour more."""
    chosen = x_tweets.check(asked, (*BOUNDS, "query", "next_token", "pagination_token", "sort_order"))
    query = asked.query.get("query", "")
    if not 1 <= len(query) <= 512:
        raise x_errors.invalid("query", query, f"The `query` query parameter [{query[:40]}] must be 1 to 512 long")
    if asked.query.get("sort_order", "recency") not in ("recency", "relevancy"):
        raise x_errors.invalid("sort_order", asked.query["sort_order"], "The `sort_order` query parameter value is "
                               "not one of [recency,relevancy]")  # fmt: skip
    try:
        where, values = x_query.condition(query)
    except x_query.Misunderstood as problem:
        raise x_errors.invalid("query", query, str(problem)) from None
    oldest = now_ms() - SEVEN_DAYS
    since = asked.query.get("since_id", "")
    if since.isdigit() and (int(since) >> 22) + SNOWFLAKE_EPOCH < oldest:
        message = (
            f"'since_id' must be a tweet id created after {x_tweets.shown_time(oldest)[:16]}Z. "
            "Please use a 'since_id' that is larger than "
        )
        raise x_errors.invalid("since_id", since, message + str((oldest - SNOWFLAKE_EPOCH) << 22))
    source = "(SELECT * FROM objects WHERE network='x' AND visible_at>=?)"
    return _page(asked, chosen, source, [oldest], where, values, least=10, usual=10, from_=oldest)


def _page(
    asked: Asked, chosen: dict[str, frozenset[str]], source: str, source_values: list[Any], where: str,
    values: Sequence[Any], *, least: int, usual: int, from_: int = 0,
) -> Answer:  # fmt: skip
    size = _size(asked, least, usual)
    bounds, limits = _bounds(asked, from_)
    token = asked.query.get("pagination_token") or asked.query.get("next_token")
    if token:
        bounds.append("number < ?")
        limits.append(_opened(token))
    rows = asked.store.rows(
        f"SELECT *, CAST(id AS INTEGER) AS number FROM {source} WHERE ({where}) AND removed_at IS NULL "  # noqa: S608
        f"AND listed_at<=? AND {' AND '.join(bounds)} ORDER BY number DESC LIMIT ?",
        *source_values, *values, now_ms(), *limits, size + 1,
    )  # fmt: skip
    page, more = rows[:size], len(rows) > size
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta = {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"], "result_count": len(page)}
    if more:
        meta["next_token"] = _sealed(page[-1]["number"])
    return Answer(200, {**x_includes.envelope(asked.store, page, chosen), "meta": meta})


def _size(asked: Asked, least: int, usual: int) -> int:
    given = asked.query.get("max_results", str(usual))
    if not given.isdigit() or not least <= int(given) <= 100:
        message = f"The `max_results` query parameter value [{given}] is not between {least} and 100"
        raise x_errors.invalid("max_results", given, message)
    return int(given)


def _bounds(asked: Asked, from_: int) -> tuple[list[str], list[int]]:
    found: list[tuple[str, int]] = [("1 OR number > ?", 0)]
    for name, sql in (("since_id", "number > ?"), ("until_id", "number < ?")):
        if name in asked.query:
            found.append((sql, _number(name, asked.query[name])))
    for name, sql in (("start_time", "visible_at >= ?"), ("end_time", "visible_at < ?")):
        if name in asked.query:
            found.append((sql, _time(name, asked.query[name], from_)))
    return [f"({sql})" for sql, _ in found], [value for _, value in found]


def _number(name: str, value: str) -> int:
    if not value.isdigit() or len(value) > 19:
        raise x_errors.invalid(name, value, f"The `{name}` query parameter value [{value}] is not valid")
    return min(int(value), 2**63 - 1)


def _time(name: str, value: str, from_: int) -> int:
    try:
        found = ms(datetime.fromisoformat(value))
    except ValueError:
        raise x_errors.invalid(name, value, f"The `{name}` query parameter value [{value}] is not valid") from None
    if found < from_:
        message = f"Invalid '{name}':'{value}'. '{name}' must be on or after {x_tweets.shown_time(from_)[:16]}Z"
        raise x_errors.invalid(name, value, message)
    return found


def _sealed(number: int) -> str:
    return base64.b32encode(str(number).encode()).decode().rstrip("=").lower()


def _opened(token: str) -> int:
    try:
        return int(base64.b32decode(token.upper() + "=" * (-len(token) % 8)))
    except ValueError:
        message = f"The `pagination_token` query parameter value [{token}] is not valid"
        raise x_errors.invalid("pagination_token", token, message) from None


def _nobody(remote_id: str) -> Answer:
    return Answer(200, {"errors": [x_errors.not_found(remote_id, resource="user")]})


def rows_by_id(asked: Asked, ids: Sequence[str]) -> list[Row | None]:
    """Return the listed tweets with these ids, None for each that cannot be seen."""
    return [
        asked.store.row(
            "SELECT * FROM objects WHERE network='x' AND id=? AND removed_at IS NULL AND visible_at<=?", one, now_ms()
        )
        for one in ids
    ]
