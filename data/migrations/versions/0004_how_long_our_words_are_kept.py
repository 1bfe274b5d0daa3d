"""Until when posts, their texts, notes and members may be kept

Revision ID: 0004
Revises: 0003
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0004"
down_revision = "0003"

TABLES = ("posts", "variants", "notes", "members")


def upgrade() -> None:
    """Add the columns; rows made before say nothing."""
    for table in TABLES:
        op.add_column(table, sa.Column("keep_until", data.base.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    for table in reversed(TABLES):
        op.drop_column(table, "keep_until")
