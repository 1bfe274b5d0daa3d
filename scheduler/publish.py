"""Sends what is due, each delivery once: claim (committed), one visible request, outcome (committed).

Never sends on a guess: what is not surely absent from the network is looked for by `reconcile` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import structlog

import clock
from connectors.contract import Media, Outgoing, Receipt
from connectors.failures import Failure, Rejected
from connectors.fence import Leave, stop_unless_open, writing_with
from data.away import insist
from scheduler.accounts import connect
from scheduler.claiming import Claim, claim, due_channels
from scheduler.last_look import suspended
from scheduler.pacing import heard
from scheduler.preparing import prepared
from scheduler.settling import settle
from settings import settings
from words import s

log = structlog.get_logger(__name__)
SIDE_BY_SIDE = 4


def publish(worker: str, limit: int = 1000) -> dict[str, int]:
    """Send what is due now, at most `limit` of each account, accounts side by side; count what became of them."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        passes = pool.map(lambda channel_id: drain(channel_id, worker, limit), due_channels(clock.now()))
    return dict(sum(passes, Counter[str]()))


def drain(channel_id: int, worker: str, limit: int = 1000, stop: Event | None = None) -> Counter[str]:
    """Send what is due on one account, one after the other, until nothing is left, `limit`, or `stop`."""
    done: Counter[str] = Counter()
    while done.total() < limit and not (stop and stop.is_set()):
        claimed = claim(channel_id, worker)
        if claimed is None:
            break
        done[claimed if isinstance(claimed, str) else send(claimed)] += 1
    return done


def send(claimed: Claim) -> str:
    """Send what was claimed and settle what came of it; return the state it is in now."""
    result = _try(claimed)
    at = clock.now()
    # what became of a visible request is not lost because the database was away for a moment
    state = insist(lambda: settle(claimed, result, at), within=(claimed.lease_until - at).total_seconds())
    log.info(
        "delivery", delivery=claimed.delivery_id, attempt=claimed.number, result=type(result).__name__, state=state
    )
    return state


def _try(claimed: Claim) -> Receipt | Exception:
    """Make the one visible request; every failure comes back as a value, the unnamed ones too."""
    try:
        connector = connect(claimed.line)
        media = media_of(claimed.media)
        outgoing = Outgoing(claimed.text, claimed.key, media, claimed.reply_to, handle=claimed.handle)
        try:
            with writing_with(_leave(claimed)):
                outgoing = prepared(connector, claimed, outgoing)
                stop_unless_open()  # here too: not every connector's bytes leave through the wire's adapter
                return connector.publish(outgoing)
        finally:
            heard(claimed.line, connector)  # before the account may be claimed again
    except Failure as failure:
        return failure
    except Exception as error:  # by design: any other exception is an unknown outcome; its text may hold a token
        log.error("unnamed failure", delivery=claimed.delivery_id, error=type(error).__name__)
        return error


def _leave(claimed: Claim) -> Leave:
    def still() -> bool:
        return not suspended(claimed.delivery_id, claimed.line.channel_id)

    return Leave(claimed.begins_by, claimed.tick, still)


def media_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Media, ...]:
    """Read the pictures of a delivery. Raises `Rejected` when one is gone: nothing has left."""
    folder = settings().media
    try:
        return tuple(Media((folder / m["file"]).read_bytes(), m["mime"], m.get("alt", ""), m["file"]) for m in kept)
    except OSError:
        raise Rejected(s("Une image de ce message n'est plus sur le disque : ajoutez-la de nouveau.")) from None
