"""Incidents: where and how grave, who was called when, what of the playbook is done; a freeze may be an incident's

Revision ID: 0015
Revises: 0014
"""

from alembic import op
import sqlalchemy as sa

import data.base

revision = "0015"
down_revision = "0014"

NOBODY = sa.text("user_id IS NULL")


def upgrade() -> None:
    """Make the tables, and room in freezes, deliveries and notices to name an incident."""
    _incidents()
    _around()
    _add("freezes", "incident_id", "incidents")
    op.add_column("freezes", sa.Column("tag", sa.String(), nullable=True))
    _add("deliveries", "held_by_id", "freezes")
    with op.batch_alter_table("notices") as notices:
        notices.alter_column("delivery_id", existing_type=data.base.Id, nullable=True)
        notices.add_column(_of("notices", "incident_id", "incidents"))
    op.create_index("ix_notices_incident_id", "notices", ["incident_id"])


def downgrade() -> None:
    """Take it away again, with what was told of incidents."""
    op.execute("DELETE FROM notices WHERE delivery_id IS NULL")
    op.drop_index("ix_notices_incident_id", "notices")
    with op.batch_alter_table("notices") as notices:
        notices.drop_constraint("fk_notices_incident_id_incidents", type_="foreignkey")
        notices.drop_column("incident_id")
        notices.alter_column("delivery_id", existing_type=data.base.Id, nullable=False)
    _drop("deliveries", "held_by_id", "freezes")
    op.drop_column("freezes", "tag")
    _drop("freezes", "incident_id", "incidents")
    for table in ("incident_notes", "incident_ticks", "incident_calls", "incident_places", "incidents"):
        op.drop_table(table)


def _incidents() -> None:
    op.create_table(
        "incidents",
        _id(),
        _of("incidents", "territory_id", "territories", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=False),
        sa.Column("alarm_at", _moment(), nullable=False),
        sa.Column("next_call_at", _moment(), nullable=True),
        _of("incidents", "opened_by_id", "users"),
        sa.Column("opened_at", _moment(), nullable=False),
        _of("incidents", "acknowledged_by_id", "users"),
        sa.Column("acknowledged_at", _moment(), nullable=True),
        _of("incidents", "closed_by_id", "users"),
        sa.Column("closed_at", _moment(), nullable=True),
        sa.Column("keep_until", _moment(), nullable=True),
    )
    op.create_index("ix_incidents_territory_id", "incidents", ["territory_id"])
    op.create_index("ix_incidents_state", "incidents", ["state"])
    op.create_table(
        "incident_places",
        _id(),
        _of("incident_places", "incident_id", "incidents", nullable=False),
        _of("incident_places", "territory_id", "territories", nullable=False),
        sa.UniqueConstraint("incident_id", "territory_id", name="uq_incident_places_incident_id_territory_id"),
    )
    op.create_index("ix_incident_places_territory_id", "incident_places", ["territory_id"])


def _around() -> None:
    op.create_table(
        "incident_calls",
        _id(),
        _of("incident_calls", "incident_id", "incidents", nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        _of("incident_calls", "user_id", "users"),
        sa.Column("at", _moment(), nullable=False),
    )
    step = ["incident_id", "alarm", "step"]
    op.create_index("uq_incident_calls_person", "incident_calls", [*step, "user_id"], unique=True)
    op.create_index(
        "uq_incident_calls_step", "incident_calls", step, unique=True, sqlite_where=NOBODY, postgresql_where=NOBODY
    )
    op.create_table(
        "incident_ticks",
        _id(),
        _of("incident_ticks", "incident_id", "incidents", nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        _of("incident_ticks", "by_id", "users"),
        sa.Column("at", _moment(), nullable=False),
        sa.UniqueConstraint("incident_id", "item", name="uq_incident_ticks_incident_id_item"),
    )
    op.create_table(
        "incident_notes",
        _id(),
        _of("incident_notes", "incident_id", "incidents", nullable=False),
        _of("incident_notes", "by_id", "users", nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("keep_until", _moment(), nullable=True),
    )
    op.create_index("ix_incident_notes_incident_id", "incident_notes", ["incident_id"])


def _add(table: str, column: str, other: str) -> None:
    op.add_column(table, _of(table, column, other), inline_references=True)


def _drop(table: str, column: str, other: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(f"fk_{table}_{column}_{other}", table, type_="foreignkey")
    op.drop_column(table, column)


def _id() -> sa.Column:
    return sa.Column("id", data.base.Id, primary_key=True)


def _moment() -> data.base.Moment:
    return data.base.Moment(timezone=True)


def _of(table: str, column: str, other: str, *, nullable: bool = True) -> sa.Column:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, data.base.Id, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
