"""What a promised delay is made of, what becomes of it, and who is there while somebody is away

Revision ID: 0014
Revises: 0013
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0014"
down_revision = "0013"

NEW = (
    ("promise", sa.String(), {}),
    ("by_clock", sa.Boolean(), {"nullable": False, "server_default": sa.false()}),
    ("paused_at", data.base.Moment(timezone=True), {}),
    ("paused_for", sa.Integer(), {"nullable": False, "server_default": "0"}),
    ("late_because", data.base.Json, {}),
    ("reply_open_for", sa.Integer(), {}),
    ("reply_outcome", sa.String(), {}),
)
FOLLOWS = sa.text("follows_id IS NOT NULL")
RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make room for clocks that pause, conversations that go on in another, rosters and absences."""
    for name, kind, more in NEW:
        op.add_column("conversations", sa.Column(name, kind, **more))
    before = sa.ForeignKey("conversations.id", name="fk_conversations_follows_id_conversations")
    op.add_column("conversations", sa.Column("follows_id", data.base.Id, before), inline_references=True)
    op.create_index(
        "uq_conversations_follows", "conversations", ["follows_id"], unique=True, sqlite_where=FOLLOWS,
        postgresql_where=FOLLOWS,
    )
    op.add_column("notes", sa.Column("promise", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "duties",
        *_id(),
        _of("duties", "territory_id", "territories", nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        _of("duties", "primary_id", "users", nullable=False),
        _of("duties", "deputy_id", "users"),
        sa.Column("window", sa.String(), nullable=True),
        _of("duties", "by_id", "users"),
        sa.Column("at", _moment(), nullable=False),
        sa.UniqueConstraint("territory_id", "week", name="uq_duties_territory_id_week"),
    )
    op.create_table(
        "absences",
        *_id(),
        _of("absences", "user_id", "users", nullable=False),
        _of("absences", "deputy_id", "users", nullable=False),
        sa.Column("from_at", _moment(), nullable=False),
        sa.Column("until_at", _moment(), nullable=False),
        _of("absences", "by_id", "users"),
        sa.Column("ended_at", _moment(), nullable=True),
    )
    op.create_index("ix_absences_user_id", "absences", ["user_id"])
    op.create_index("ix_absences_deputy_id", "absences", ["deputy_id"])
    op.create_index(
        "uq_absences_running", "absences", ["user_id"], unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
    )
    op.create_table(
        "watches",
        *_id(),
        _of("watches", "absence_id", "absences", nullable=False),
        _of("watches", "conversation_id", "conversations", nullable=False),
        _of("watches", "territory_id", "territories", nullable=False),
        sa.UniqueConstraint("absence_id", "conversation_id", name="uq_watches_absence_id_conversation_id"),
    )
    op.create_index("ix_watches_conversation_id", "watches", ["conversation_id"])


def downgrade() -> None:
    """Take it away again."""
    for table in ("watches", "absences", "duties"):
        op.drop_table(table)
    op.drop_column("notes", "promise")
    op.drop_index("uq_conversations_follows", "conversations")
    op.drop_column("conversations", "follows_id")
    for name, _kind, _more in reversed(NEW):
        op.drop_column("conversations", name)


def _id() -> tuple[sa.Column]:
    return (sa.Column("id", data.base.Id, primary_key=True),)


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(table: str, column: str, other: str, *, nullable: bool = True) -> sa.Column:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
