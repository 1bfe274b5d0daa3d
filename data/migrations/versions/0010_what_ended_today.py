"""How the tries of the last day ended is counted from an index, however long the history

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Index the moment a try ended."""
    op.create_index("ix_outcomes_ended_at", "outcomes", ["ended_at", "result"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_outcomes_ended_at", "outcomes")
