"""What is asked every second is answered from an index, however much is stored

Revision ID: 0008
Revises: 0007
"""

from alembic import op
import sqlalchemy as sa

revision = "0008"
down_revision = "0007"

TIMERS = (
    ("ix_deliveries_unconfirmed", "deliveries", "look_at", "unconfirmed"),
    ("ix_conversations_snoozed", "conversations", "snoozed_until", "snoozed"),
    ("ix_conversations_assigned", "conversations", "returns_at", "assigned"),
)


def upgrade() -> None:
    """Index the moments of what waits, and an account's queue in order of due time."""
    op.drop_index("ix_deliveries_channel", "deliveries")
    op.create_index("ix_deliveries_channel", "deliveries", ["channel_id", "state", "due_at", "id"])
    for name, table, column, state in TIMERS:
        where = sa.text(f"state = '{state}'")
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Go back to the indexes before."""
    for name, table, _column, _state in TIMERS:
        op.drop_index(name, table)
    op.drop_index("ix_deliveries_channel", "deliveries")
    op.create_index("ix_deliveries_channel", "deliveries", ["channel_id", "state"])
