"""Tables of places and accounts: territories (a region and its cities) and the channels they speak through."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base


class Territory(Base):
    """A region or a city that owns accounts and policies; `colour` is a sign beside its name, never the only one."""

    __tablename__ = "territories"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="city")  # region | city
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    zone: Mapped[str] = mapped_column(default="Europe/Paris")
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["fr", "de", "en"])
    colour: Mapped[str] = mapped_column(default="#1f5f8b")


class Channel(Base):
    """One account on one network. `credentials` are sealed; `cursor` is how far mentions were read, saved with them."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("network", "remote_id"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    network: Mapped[str]
    remote_id: Mapped[str]
    handle: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="active")  # active | paused | disconnected
    because: Mapped[dict[str, Any] | None]  # why it is paused or disconnected: a kept sentence
    credentials: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    review_on: Mapped[date | None]
    cursor: Mapped[str | None]
    synced_at: Mapped[datetime | None]
    collect_at: Mapped[datetime | None]  # not before this moment: set by a worker that took the account, or by trouble
    quiet_until: Mapped[datetime | None]  # the network asked for silence until then
    write_after: Mapped[datetime | None]  # its writing window is used up until then; reading goes on
    read_after: Mapped[datetime | None]  # its reading window is used up until then; writing goes on
    app: Mapped[str | None] = mapped_column(index=True)  # digest of the application it speaks through: shared windows
    renew_at: Mapped[datetime | None]  # when its token pair is to be renewed, ahead of its end; None: it lasts
    renewing_until: Mapped[datetime | None]  # a worker renews the pair until then: nobody speaks with the old one
    trouble: Mapped[dict[str, Any] | None]  # the last failed synchronisation, a kept sentence
    created_at: Mapped[datetime]


class RateWindow(Base):
    """What a network's own headers said last: how much is left of a window, and when it begins anew.

    `owner` is "channel:<id>", or "app:<digest>" for a window that all accounts of an application share.
    `verb` is what it counts: write, read, or all. Written by the scheduler, read by doctor and metrics; the gates are
    `channels.write_after`, `read_after` and `quiet_until`.
    """

    __tablename__ = "rate_windows"
    __table_args__ = (UniqueConstraint("network", "owner", "name"),)

    network: Mapped[str]
    owner: Mapped[str]
    name: Mapped[str]  # as the network calls it: an endpoint, "24hour", "pages"
    verb: Mapped[str]
    most: Mapped[int]
    left: Mapped[int]
    resets_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
