"""What a series says on each of its dates, what was decided for odd hours, and that it is made once

Revision ID: 0007
Revises: 0006
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0007"
down_revision = "0006"

ALIVE = sa.text("stopped_at IS NULL")


def upgrade() -> None:
    """Add what is said to the table of series, which nothing has written to yet."""
    for column in _columns():
        op.add_column("recurrences", column)
    op.create_index(
        "uq_recurrences_alive", "recurrences", ["key"], unique=True, sqlite_where=ALIVE, postgresql_where=ALIVE
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("uq_recurrences_alive", "recurrences")
    for column in _columns():
        op.drop_column("recurrences", column.name)


def _columns() -> list[sa.Column]:
    return [
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("odd_hours", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False, server_default=""),
        sa.Column("beneficiary", sa.String(), nullable=False, server_default="visitor"),
        sa.Column("tags", data.base.Json, nullable=False, server_default="[]"),
        sa.Column("words", data.base.Json, nullable=False, server_default="[]"),
        sa.Column("key", sa.String(), nullable=False, server_default=""),
        sa.Column("keep_until", data.base.Moment(timezone=True), nullable=True),
    ]
