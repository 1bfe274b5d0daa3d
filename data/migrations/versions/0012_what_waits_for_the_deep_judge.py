"""What the fast judge read at the door waits for the deep one, and is found without looking through history

Revision ID: 0012
Revises: 0011
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make room for the moment from which a message waits for the deep judge."""
    op.add_column("messages", sa.Column("deepen_at", data.base.Moment(timezone=True), nullable=True))
    waiting = sa.text("deepen_at IS NOT NULL")
    op.create_index(
        "ix_messages_deepen", "messages", ["deepen_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_messages_deepen", "messages")
    op.drop_column("messages", "deepen_at")
