"""Which message of the visitor the sender of a reply had seen: what came after it is still to answer

Revision ID: 0005
Revises: 0004
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; replies sent before keep the rule of time."""
    op.add_column("posts", sa.Column("seen_message_id", data.base.Id, nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("posts", "seen_message_id")
