"""What is done to visitors' words, under which clause, and its sealed evidence

Revision ID: 0019
Revises: 0018
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make room for it."""
    moment, number, json = data.base.Moment(timezone=True), data.base.Id, data.base.Json

    def to(name: str, table: str) -> sa.Column:
        return sa.Column(name, number, sa.ForeignKey(f"{table}.id"), nullable=False)

    op.create_table(
        "moderations",
        sa.Column("id", number, primary_key=True),
        to("territory_id", "territories"),
        to("channel_id", "channels"),
        to("conversation_id", "conversations"),
        to("message_id", "messages"),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("message_class", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("because", json, nullable=True),
        to("by_id", "users"),
        sa.Column("at", moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_until", moment, nullable=True),
        sa.Column("keep_until", moment, nullable=True),
    )
    asked = sa.text("state = 'asked'")
    op.create_index("ix_moderations_due", "moderations", ["not_before"], sqlite_where=asked, postgresql_where=asked)
    op.create_index("ix_moderations_conversation_id", "moderations", ["conversation_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("moderations")
