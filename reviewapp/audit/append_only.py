"""Tables that the database itself keeps append-only: it refuses UPDATE and DELETE by trigger.

SQLite drops triggers silently when Django rebuilds a table, so they are installed anew after
every `migrate`, and a system check says when one is missing.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

# Filled by each room's AppConfig.ready(): table names whose rows never change.
APPEND_ONLY_TABLES: list[str] = []

MESSAGE = "rows of {table} are append-only"

SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
# "%" in PL/pgSQL would be taken for a parameter by psycopg, hence USING MESSAGE.
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are append-only',
ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES_TRIGGERS = """
CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def register(*tables: str) -> None:
    """Declare `tables` append-only; called from a room's AppConfig.ready()."""
    APPEND_ONLY_TABLES.extend(table for table in tables if table not in APPEND_ONLY_TABLES)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of every registered table that exists; harmless when they are there."""
    with connection.cursor() as cursor:
        for statement in _creations(connection, _existing_tables(connection)):
            cursor.execute(statement)


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for tests that empty their database, and for nothing else."""
    with connection.cursor() as cursor:
        for table in _existing_tables(connection):
            for name in _trigger_names(connection, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be in the database and are not."""
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    tables = _existing_tables(connection)
    return [n for t in tables for n in _trigger_names(connection, t) if n not in present]


def _existing_tables(connection: BaseDatabaseWrapper) -> list[str]:
    present = set(connection.introspection.table_names())
    return [table for table in APPEND_ONLY_TABLES if table in present]


def _trigger_names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    verbs = ("change", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return [f"{table}_no_{verb}" for verb in verbs]


def _creations(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    if connection.vendor == "postgresql":
        return [POSTGRES_FUNCTION, *(POSTGRES_TRIGGERS.format(table=table) for table in tables)]
    return [
        SQLITE_TRIGGER.format(table=table, verb=verb, message=MESSAGE.format(table=table))
        for table in tables
        for verb in ("update", "delete")
    ]
