"""A notice is told to a person or a room, about one event; an address says what may be shown of it

Revision ID: 0009
Revises: 0008
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0009"
down_revision = "0008"

ROOM = sa.text("user_id IS NULL")


def upgrade() -> None:
    """Make the table of notices anew: nothing ever wrote into the first one."""
    op.drop_table("notices")
    op.add_column("notice_targets", sa.Column("shown", sa.String(), nullable=False, server_default=""))
    op.add_column("notice_targets", sa.Column("next_at", _moment(), nullable=True))
    op.create_table(
        "notices",
        sa.Column("id", data.base.Id, primary_key=True),
        _of("delivery_id", "deliveries", nullable=False),
        _of("target_id", "notice_targets", nullable=False),
        _of("user_id", "users", nullable=True),
        sa.Column("event_id", data.base.Id, nullable=False),
        *_told(),
    )
    op.create_index("uq_notices_person", "notices", ["target_id", "event_id", "user_id"], unique=True)
    op.create_index(
        "uq_notices_room", "notices", ["target_id", "event_id"], unique=True, sqlite_where=ROOM, postgresql_where=ROOM
    )
    op.create_index("ix_notices_due", "notices", ["state", "not_before"])
    op.create_index("ix_notices_delivery_id", "notices", ["delivery_id"])


def downgrade() -> None:
    """Go back to the first table, empty."""
    op.drop_table("notices")
    op.drop_column("notice_targets", "next_at")
    op.drop_column("notice_targets", "shown")
    once = ("delivery_id", "what", "tries", "target_id")
    op.create_table(
        "notices",
        sa.Column("id", data.base.Id, primary_key=True),
        _of("delivery_id", "deliveries", nullable=False),
        _of("target_id", "notice_targets", nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *_told(),
        sa.UniqueConstraint(*once, name="uq_notices_delivery_id_what_tries_target_id"),
    )
    op.create_index("ix_notices_due", "notices", ["state", "not_before"])


def _told() -> tuple[sa.Column, ...]:
    return (
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("not_before", _moment(), nullable=False),
        sa.Column("told_at", _moment(), nullable=True),
        sa.Column("because", data.base.Json, nullable=True),
        sa.Column("created_at", _moment(), nullable=False),
    )


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(column: str, other: str, *, nullable: bool) -> sa.Column:
    name = f"fk_notices_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
