"""The networks' bad days as rules of the sandbox: which fault meets which requests, how often, spell by spell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.plan import Wish

Where = Mapping[str, str]
X, GRAPH = "api.twitter.com", "graph.facebook.com"
POSTS_ON_X: Where = {"host": X, "method": "POST", "path": "/2/tweets"}
WRITES: Sequence[Where] = (POSTS_ON_X, {"host": GRAPH, "method": "POST"})
READS: Sequence[Where] = ({"method": "GET"},)
BEFORE: Sequence[Where] = (  # what is done before the visible request: pictures, token pairs
    {"host": X, "method": "POST", "path": "/2/media/*"},
    {"host": X, "method": "POST", "path": "/2/oauth2/token"},
)
CERTAIN = 0.15  # in a short round each rule must strike, so it tries harder


@dataclass(frozen=True)
class Kind:
    """A fault and the share of all writes it strikes."""

    fault: str
    share: float
    seconds: float | None = None


OFTEN = (
    Kind("commit_then_drop", 0.008), Kind("commit_then_cut", 0.004), Kind("commit_then_5xx", 0.008),
    Kind("commit_then_garbage", 0.004), Kind("commit_then_oops", 0.003), Kind("commit_then_html", 0.003),
    Kind("error_5xx_before", 0.008), Kind("html_502_before", 0.004), Kind("drop_before", 0.008),
    Kind("rate_limited", 0.002, 8), Kind("token_expired", 0.002), Kind("duplicate_403", 0.0006),
    Kind("not_summoned", 0.0006), Kind("read_lag", 0.02, 20),
)  # fmt: skip
# longer than a worker waits for an answer
SLOW = (Kind("slow_then_commit", 0.003, 17), Kind("commit_then_slow", 0.003, 17))
SLOWEST = 18.0  # seconds until whatever a network was asked for in bad weather is done
# a quarter of an hour of silence for the account they strike: once in a round, towards its end
COSTLY = (Kind("rate_limited_bare", 0), Kind("out_of_credit", 0))
ON_READS = (
    Kind("error_5xx_before", 0.01), Kind("html_502_before", 0.005), Kind("drop_before", 0.01),
    Kind("commit_then_cut", 0.005), Kind("commit_then_garbage", 0.005), Kind("rate_limited", 0.001, 8),
)  # fmt: skip
ON_THE_WAY = (
    Kind("commit_then_drop", 0.001), Kind("commit_then_5xx", 0.001), Kind("drop_before", 0.001),
    Kind("commit_then_garbage", 0.001),
)  # fmt: skip
FAULTS = frozenset(kind.fault for kind in (*OFTEN, *SLOW, *COSTLY))  # each strikes in a round of any size


def spells(wish: Wish) -> int:
    """Return how often the weather changes."""
    return 2 if wish.short else 8


def rules(wish: Wish, spell: int, struck: Mapping[str, int]) -> list[Mapping[str, Any]]:
    """Return the rules of one spell of bad weather. A short round goes on with what has not struck yet."""
    writes, last = wish.deliveries / spells(wish), spell == spells(wish) - 1
    table = (
        (COSTLY if last else (), (POSTS_ON_X,)),
        (SLOW, (WRITES[spell % 2],) if wish.short else WRITES),  # they hold an account up, so a short round has few
        (OFTEN, WRITES),
        (ON_READS, READS),
        (ON_THE_WAY, BEFORE),
    )
    again = frozenset(struck) if wish.short else frozenset()
    return [
        _rule(kind, where, writes, wish.short)
        for kinds, wheres in table
        for kind in kinds
        for where in wheres
        if kind.fault not in again
    ]


def _rule(kind: Kind, where: Where, writes: float, short: bool) -> Mapping[str, Any]:
    """Return a rule with as many strikes as its share asks for, twice as likely as needed to use them all up."""
    times = max(1, round(kind.share * writes / 2))
    probability = max(2 * kind.share, CERTAIN if short or times == 1 else 0.0)
    said = {"fault": kind.fault, "times": times, "probability": probability, **where}
    return said if kind.seconds is None else {**said, "seconds": kind.seconds}
