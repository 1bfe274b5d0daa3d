"""An index for conversations without a deadline: the inbox shows them after the others of their class

Revision ID: 0003
Revises: 0002
"""

from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_conversations_undated",
        "conversations",
        ["territory_id", "state", "rank", "id"],
        sqlite_where=sa.text("due_at IS NULL"),
        postgresql_where=sa.text("due_at IS NULL"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_conversations_undated", "conversations")
