"""Keeps what the networks' headers said of their limits, and closes an account for as long as one is used up.

All workers share it through the database: a claim reads moments on the account and no second table. Asks no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

import clock
from connectors import keys
from connectors.contract import Connector
from connectors.windows import Window
from data import sealed, store
from data.away import is_away
from data.models import Channel, RateWindow
from data.rows import later, past, stands, upsert_newer
from scheduler.accounts import SILENCE_FOR, Line

log = structlog.get_logger(__name__)
_SPOKEN_FOR = stands(Channel, "active"), past(Channel.quiet_until), past(Channel.renewing_until)
MAY_READ = *_SPOKEN_FOR, past(Channel.read_after)
MAY_WRITE = *_SPOKEN_FOR, past(Channel.write_after)
GATES = {"write": ("write_after",), "read": ("read_after",), "all": ("write_after", "read_after")}
SCARCE = 5  # a fifth of a window is left: mentions wait, so that posts and looks do not have to
SLOWER = 5
BELIEVED_FOR = timedelta(hours=1)  # a use in per cent whose end was not told: Graph counts over an hour


def heard(line: Line, connector: Connector) -> bool:
    """Keep what this piece of work heard of limits; tell whether the account may be read on.

    Never fails: what became of the work is worth more than its pace.
    """
    told: list[Window] = []
    try:
        told = sorted(connector.windows(), key=lambda one: (one.whole_app, one.name))
        app = line.app or _recognised(line)
        if told:
            with store.writing() as session:
                _keep(session, line, app, told)
    except Exception as error:  # by design, see above; its text may hold a token
        if not is_away(error):  # which is told once, whatever else fails for it
            log.error("limits not kept", channel=line.channel_id, error=type(error).__name__)
    return all(one.left or one.verb == "write" for one in told)


def slowed(session: Session, line: Line, usual: timedelta, at: datetime) -> timedelta:
    """Return how long to wait before an account is read again: longer while little is left of a window for reading."""
    owners = _owner(line, None, whole_app=False), _owner(line, line.app, whole_app=True)
    scarce = RateWindow.verb != "write", RateWindow.left * SCARCE <= RateWindow.most
    running = or_(RateWindow.resets_at > at, RateWindow.resets_at.is_(None) & (RateWindow.seen_at > at - BELIEVED_FOR))
    here = RateWindow.network == line.network, RateWindow.owner.in_(owners)
    found = session.scalars(select(RateWindow.id).where(*here, *scarce, running).limit(1)).first()
    return usual if found is None else usual * SLOWER


def _keep(session: Session, line: Line, app: str | None, told: Sequence[Window]) -> None:
    """Write the windows, then close the gates: in one order, so that no two workers wait for each other."""
    for one in told:
        upsert_newer(
            session, RateWindow, ("network", "owner", "name"), "seen_at",
            network=line.network, owner=_owner(line, app, whole_app=one.whole_app), name=one.name,
            verb=one.verb, most=one.most, left=one.left, resets_at=one.resets_at, seen_at=one.seen_at,
        )  # fmt: skip
    for one in told:
        until = one.resets_at or one.seen_at + SILENCE_FOR
        if not one.left and until > clock.now():
            sharing = Channel.app == app if one.whole_app and app else Channel.id == line.channel_id
            _close(session, sharing & (Channel.network == line.network), one.verb, until)


def _close(session: Session, sharing: ColumnElement[bool], verb: str, until: datetime) -> None:
    ids = session.scalars(select(Channel.id).where(sharing).order_by(Channel.id).with_for_update()).all()
    values = {gate: later(getattr(Channel, gate), until) for gate in GATES[verb]}
    session.execute(update(Channel).where(Channel.id.in_(ids)).values(values))
    log.info("limit used up", channels=len(ids), verb=verb, until=until.isoformat())


def _owner(line: Line, app: str | None, *, whole_app: bool) -> str:
    return f"app:{app}" if whole_app and app else f"channel:{line.channel_id}"


def _recognised(line: Line) -> str | None:
    """Write down which application an account speaks through, the first time it is spoken for."""
    app = keys.application(line.network, sealed.unseal(line.credentials))
    if app:
        with store.writing() as session:
            same = Channel.id == line.channel_id, Channel.credentials == line.credentials, Channel.app.is_(None)
            session.execute(update(Channel).where(*same).values(app=app))
    return app
