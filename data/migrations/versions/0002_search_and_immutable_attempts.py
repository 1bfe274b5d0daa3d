"""Full-text search over messages, and attempts that cannot be changed

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    "CREATE VIRTUAL TABLE messages_search USING fts5(text, content='messages', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')",
    "CREATE TRIGGER messages_search_insert AFTER INSERT ON messages BEGIN "
    "INSERT INTO messages_search(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER messages_search_delete AFTER DELETE ON messages BEGIN "
    "INSERT INTO messages_search(messages_search, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER messages_search_update AFTER UPDATE OF text ON messages BEGIN "
    "INSERT INTO messages_search(messages_search, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO messages_search(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER attempts_immutable BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'attempts never change'); END",
    "CREATE TRIGGER outcomes_immutable BEFORE UPDATE ON outcomes BEGIN SELECT RAISE(ABORT, 'outcomes never change'); END",
)

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    # unaccent() is only STABLE because its dictionary could change; ours is named, so an index may rest on it
    "CREATE FUNCTION parvis_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT "
    "AS $$ SELECT public.unaccent('public.unaccent', words) $$",
    "CREATE INDEX ix_messages_search ON messages USING gin (to_tsvector('simple', parvis_plain(text)))",
    "CREATE FUNCTION parvis_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'attempts and outcomes never change'; END $$",
    "CREATE TRIGGER attempts_immutable BEFORE UPDATE ON attempts FOR EACH ROW EXECUTE FUNCTION parvis_never_changes()",
    "CREATE TRIGGER outcomes_immutable BEFORE UPDATE ON outcomes FOR EACH ROW EXECUTE FUNCTION parvis_never_changes()",
)

SQLITE_BACK = (
    "DROP TRIGGER outcomes_immutable",
    "DROP TRIGGER attempts_immutable",
    "DROP TRIGGER messages_search_update",
    "DROP TRIGGER messages_search_delete",
    "DROP TRIGGER messages_search_insert",
    "DROP TABLE messages_search",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER outcomes_immutable ON outcomes",
    "DROP TRIGGER attempts_immutable ON attempts",
    "DROP FUNCTION parvis_never_changes",
    "DROP INDEX ix_messages_search",
    "DROP FUNCTION parvis_plain",
)


def upgrade() -> None:
    """Add what the models cannot say."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take it away again."""
    for statement in SQLITE_BACK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_BACK:
        op.execute(statement)
