"""A message knows the first it copies, a conversation that it only repeats; of a rescoring, one at most is open

Revision ID: 0013
Revises: 0012
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0013"
down_revision = "0012"

OPEN, COPIES = sa.text("ended_at IS NULL"), sa.text("copy_of_id IS NOT NULL")


def upgrade() -> None:
    """Add the columns; what was stored before copies nothing. Of rescorings open twice, the one that went on stays."""
    first = sa.ForeignKey("messages.id", name="fk_messages_copy_of_id_messages", ondelete="SET NULL")
    op.add_column("messages", sa.Column("copy_of_id", data.base.Id, first, nullable=True), inline_references=True)
    op.create_index(
        "ix_messages_copies", "messages", ["copy_of_id"], sqlite_where=COPIES, postgresql_where=COPIES
    )
    op.add_column("conversations", sa.Column("repeats", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE rescorings SET ended_at = started_at WHERE ended_at IS NULL "
        "AND id NOT IN (SELECT max(id) FROM rescorings WHERE ended_at IS NULL GROUP BY key)"
    )
    op.create_index(
        "uq_rescorings_open", "rescorings", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("uq_rescorings_open", "rescorings")
    op.drop_column("conversations", "repeats")
    op.drop_index("ix_messages_copies", "messages")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_messages_copy_of_id_messages", "messages", type_="foreignkey")
    op.drop_column("messages", "copy_of_id")
