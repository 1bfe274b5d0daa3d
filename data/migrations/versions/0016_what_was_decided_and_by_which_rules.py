"""What the policies said of each act, what was set aside, and every version of the files they said it by

Revision ID: 0016
Revises: 0015
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0016"
down_revision = "0015"

USED = sa.text("set_aside > 0")


def upgrade() -> None:
    """Make the log of decisions and the shelf of file versions; a text may carry what was set aside for it."""
    op.create_table(
        "decisions",
        sa.Column("id", data.base.Id, primary_key=True),
        sa.Column("at", _moment(), nullable=False),
        _of("actor_id", "users", nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        _of("territory_id", "territories", nullable=False),
        _of("channel_id", "channels", nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("rules", data.base.Json, nullable=False),
        sa.Column("files", data.base.Json, nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("overrides", data.base.Json, nullable=False),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("keep_until", _moment(), nullable=True),
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject", "subject_id"])
    op.create_index(
        "ix_decisions_overridden", "decisions", ["territory_id", "at"], sqlite_where=USED, postgresql_where=USED
    )
    op.create_table(
        "policy_versions",
        sa.Column("id", data.base.Id, primary_key=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_seen_at", _moment(), nullable=False),
        sa.Column("in_force_at", _moment(), nullable=False),
        sa.Column("retired_at", _moment(), nullable=True),
        sa.UniqueConstraint("file", "version", name="uq_policy_versions_file_version"),
    )
    op.add_column("variants", sa.Column("overrides", data.base.Json, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("variants", "overrides")
    op.drop_table("policy_versions")
    op.drop_table("decisions")


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(column: str, other: str, *, nullable: bool) -> sa.Column:
    name = f"fk_decisions_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
