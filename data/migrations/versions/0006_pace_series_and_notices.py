"""Rate windows and token renewal, posts that come back, native handles, and notices about what did not leave

Revision ID: 0006
Revises: 0005
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0006"
down_revision = "0005"

MOMENTS = ("write_after", "read_after", "renew_at", "renewing_until")


def upgrade() -> None:
    """Add tables and columns; accounts and posts made before have no windows, no series."""
    _rate_windows()
    _recurrences()
    _notice_targets()
    _notices()
    for name in MOMENTS:
        op.add_column("channels", sa.Column(name, _moment(), nullable=True))
    op.add_column("channels", sa.Column("app", sa.String(), nullable=True))
    op.create_index("ix_channels_app", "channels", ["app"])
    op.add_column("deliveries", sa.Column("handle", sa.String(), nullable=True))
    op.add_column("posts", sa.Column("local_date", sa.Date(), nullable=True))
    series = sa.ForeignKey("recurrences.id", name="fk_posts_recurrence_id_recurrences")
    op.add_column("posts", sa.Column("recurrence_id", data.base.Id, series, nullable=True), inline_references=True)
    op.create_index("uq_posts_series", "posts", ["recurrence_id", "local_date"], unique=True)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("uq_posts_series", "posts")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_posts_recurrence_id_recurrences", "posts", type_="foreignkey")
    op.drop_column("posts", "recurrence_id")
    op.drop_column("posts", "local_date")
    op.drop_column("deliveries", "handle")
    op.drop_index("ix_channels_app", "channels")
    for name in ("app", *MOMENTS):
        op.drop_column("channels", name)
    for table in ("notices", "notice_targets", "recurrences", "rate_windows"):
        op.drop_table(table)


def _rate_windows() -> None:
    op.create_table(
        "rate_windows",
        sa.Column("id", data.base.Id, primary_key=True),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("resets_at", _moment(), nullable=True),
        sa.Column("seen_at", _moment(), nullable=False),
        sa.UniqueConstraint("network", "owner", "name", name="uq_rate_windows_network_owner_name"),
    )


def _recurrences() -> None:
    op.create_table(
        "recurrences",
        sa.Column("id", data.base.Id, primary_key=True),
        _of("recurrences", "territory_id", "territories", nullable=False),
        _of("recurrences", "author_id", "users", nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", data.base.Json, nullable=False),
        sa.Column("local_time", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("stopped_at", _moment(), nullable=True),
        _of("recurrences", "stopped_by_id", "users", nullable=True),
    )
    op.create_index("ix_recurrences_territory_id", "recurrences", ["territory_id"])


def _notice_targets() -> None:
    op.create_table(
        "notice_targets",
        sa.Column("id", data.base.Id, primary_key=True),
        _of("notice_targets", "territory_id", "territories", nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        _of("notice_targets", "by_id", "users", nullable=True),
        sa.Column("created_at", _moment(), nullable=False),
    )
    op.create_index("ix_notice_targets_territory_id", "notice_targets", ["territory_id"])


def _notices() -> None:
    once = ("delivery_id", "what", "tries", "target_id")
    op.create_table(
        "notices",
        sa.Column("id", data.base.Id, primary_key=True),
        _of("notices", "delivery_id", "deliveries", nullable=False),
        _of("notices", "target_id", "notice_targets", nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("not_before", _moment(), nullable=False),
        sa.Column("told_at", _moment(), nullable=True),
        sa.Column("because", data.base.Json, nullable=True),
        sa.Column("created_at", _moment(), nullable=False),
        sa.UniqueConstraint(*once, name="uq_notices_delivery_id_what_tries_target_id"),
    )
    op.create_index("ix_notices_due", "notices", ["state", "not_before"])


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(table: str, column: str, other: str, *, nullable: bool) -> sa.Column:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
