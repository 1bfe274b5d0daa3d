"""Alembic's way in: the connection is handed over by `data.store.migrate`."""

from alembic import context

from data.models import Base
from data.store import engine

connection = context.config.attributes.get("connection") or engine().connect()
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
