"""Tables of what people may ask of data on them: requests with their receipt, suppressions, and who looked at what.

Nothing here names the person: a suppression is the keyed hash by which that author would be known again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Id


class PersonRequest(Base):
    """One request that was carried out, and its receipt. `counts` are what was erased, by kind; never words."""

    __tablename__ = "person_requests"

    kind: Mapped[str]  # erasure | objection
    network: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    received_at: Mapped[datetime]
    done_at: Mapped[datetime]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    territories: Mapped[list[str]] = mapped_column(default=list)  # slugs it was carried out in


class Suppression(Base):
    """An author who is not to be collected again in a territory."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("network", "author_key", "territory_id"),)

    network: Mapped[str]
    author_key: Mapped[str]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("person_requests.id"))
    at: Mapped[datetime]


class Access(Base):
    """Somebody of ours looked at a visitor's words, once a day and thing. `what` is the table, "export" …"""

    __tablename__ = "accesses"
    __table_args__ = (UniqueConstraint("user_id", "what", "what_id", "on"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    what: Mapped[str]
    what_id: Mapped[int] = mapped_column(Id)
    on: Mapped[date]
    at: Mapped[datetime]
    keep_until: Mapped[datetime | None]
