"""A person's word on a judgement is kept and outlives every judging again; the mood along a thread

Revision ID: 0011
Revises: 0010
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0011"
down_revision = "0010"

NEW = (
    ("conversations", "mood", sa.String()),
    ("conversations", "mood_because", data.base.Json),
    ("messages", "lang_hint", sa.String()),
    ("messages", "overruled", data.base.Json),
)


def upgrade() -> None:
    """Make room for corrections, samples and the place of a rescoring."""
    for table, name, kind in NEW:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "corrections",
        *_id(),
        _of("corrections", "message_id", "messages", nullable=False),
        _of("corrections", "territory_id", "territories", nullable=False),
        _of("corrections", "by_id", "users"),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("before", data.base.Json, nullable=False),
        sa.Column("after", data.base.Json, nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
    )
    op.create_index("ix_corrections_message_id", "corrections", ["message_id"])
    op.create_index("ix_corrections_territory_id", "corrections", ["territory_id"])
    op.create_table(
        "samples",
        *_id(),
        _of("samples", "territory_id", "territories", nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        _of("samples", "message_id", "messages", nullable=False),
        _of("samples", "drawn_by_id", "users"),
        sa.Column("drawn_at", _moment(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        _of("samples", "labelled_by_id", "users"),
        sa.Column("labelled_at", _moment(), nullable=True),
        sa.UniqueConstraint(
            "territory_id", "quarter", "message_id", name="uq_samples_territory_id_quarter_message_id"
        ),
    )
    op.create_index("ix_samples_message_id", "samples", ["message_id"])
    op.create_index("ix_samples_next", "samples", ["territory_id", "quarter", "labelled_at", "id"])
    op.create_table(
        "rescorings",
        *_id(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("until_id", data.base.Id, nullable=False),
        sa.Column("from_id", data.base.Id, nullable=False),
        sa.Column("after_id", data.base.Id, nullable=False),
        sa.Column("counts", data.base.Json, nullable=False),
        sa.Column("started_at", _moment(), nullable=False),
        sa.Column("ended_at", _moment(), nullable=True),
    )
    op.create_index("ix_rescorings_key", "rescorings", ["key"])


def downgrade() -> None:
    """Take it away again."""
    for table in ("rescorings", "samples", "corrections"):
        op.drop_table(table)
    for table, name, _kind in reversed(NEW):
        op.drop_column(table, name)


def _id() -> tuple[sa.Column]:
    return (sa.Column("id", data.base.Id, primary_key=True),)


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(table: str, column: str, other: str, *, nullable: bool = True) -> sa.Column:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
