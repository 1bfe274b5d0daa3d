"""Requests of people about data on them, suppressions, and who looked at what

Revision ID: 0018
Revises: 0017
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make room for them."""
    moment, number, json = data.base.Moment(timezone=True), data.base.Id, data.base.Json
    op.create_table(
        "person_requests",
        sa.Column("id", number, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("by_id", number, sa.ForeignKey("users.id"), nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("done_at", moment, nullable=False),
        sa.Column("counts", json, nullable=False),
        sa.Column("territories", json, nullable=False),
    )
    op.create_table(
        "suppressions",
        sa.Column("id", number, primary_key=True),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("author_key", sa.String(), nullable=False),
        sa.Column("territory_id", number, sa.ForeignKey("territories.id"), nullable=False),
        sa.Column("request_id", number, sa.ForeignKey("person_requests.id"), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.UniqueConstraint("network", "author_key", "territory_id"),
    )
    op.create_table(
        "accesses",
        sa.Column("id", number, primary_key=True),
        sa.Column("user_id", number, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("territory_id", number, sa.ForeignKey("territories.id"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("what_id", number, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("keep_until", moment, nullable=True),
        sa.UniqueConstraint("user_id", "what", "what_id", "on"),
    )
    op.create_index("ix_accesses_territory_id", "accesses", ["territory_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("accesses", "suppressions", "person_requests"):
        op.drop_table(table)
