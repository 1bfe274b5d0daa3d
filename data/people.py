"""Tables of the people who work here: users, their roles by territory, their sessions, and throttled sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base


class User(Base):
    """A person who signs in. `demo` users open only inside the demo."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password: Mapped[str] = mapped_column(default="")  # argon2id hash; empty: cannot sign in with a password
    lang: Mapped[str] = mapped_column(default="fr")
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Role(Base):
    """What a user is in a territory; a role in a region holds in its cities."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("user_id", "territory_id", "role"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    role: Mapped[str]


class SignIn(Base):
    """An open session. The cookie's value is not kept, only its digest."""

    __tablename__ = "sign_ins"

    digest: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInTry(Base):
    """A failed sign-in, counted by `key` (a digest of address and e-mail) so that guessing gets slow."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_key_at", "key", "at"),)

    key: Mapped[str]
    at: Mapped[datetime]
