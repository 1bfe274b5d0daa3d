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
    trouble: Mapped[dict[str, Any] | None]  # the last failed synchronisation, a kept sentence
    created_at: Mapped[datetime]
