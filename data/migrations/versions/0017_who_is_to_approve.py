"""Each step of an approval with its deadline and default, and the links by which outsiders answer

Revision ID: 0017
Revises: 0016
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make room for steps and links; a post in review that has none is asked as before."""
    moment, number = data.base.Moment(timezone=True), data.base.Id
    op.create_table(
        "approvals",
        sa.Column("id", number, primary_key=True),
        sa.Column("post_id", number, sa.ForeignKey("posts.id"), nullable=False),
        sa.Column("territory_id", number, sa.ForeignKey("territories.id"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_default", sa.String(), nullable=False),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_by_id", number, sa.ForeignKey("users.id"), nullable=True),
        sa.Column("outsider", sa.String(), nullable=True),
        sa.Column("because", data.base.Json, nullable=True),
        sa.Column("keep_until", moment, nullable=True),
    )
    opened = sa.text("state = 'open'")
    op.create_index("ix_approvals_post", "approvals", ["post_id", "step"])
    op.create_index("ix_approvals_due", "approvals", ["due_at"], sqlite_where=opened, postgresql_where=opened)
    op.create_index("ix_approvals_answered", "approvals", ["territory_id", "answered_at"])
    op.create_table(
        "approval_links",
        sa.Column("id", number, primary_key=True),
        sa.Column("approval_id", number, sa.ForeignKey("approvals.id"), nullable=False),
        sa.Column("territory_id", number, sa.ForeignKey("territories.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("link_digest", sa.String(), nullable=False),
        sa.Column("made_by_id", number, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("keep_until", moment, nullable=True),
        sa.UniqueConstraint("link_digest"),
    )
    op.create_index("ix_approval_links_approval_id", "approval_links", ["approval_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("approval_links")
    op.drop_table("approvals")
