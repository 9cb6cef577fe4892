"""Triggers: the database itself refuses to change or empty a table that may only grow.

``forbid(connection, table)`` makes them, ``allow(connection, table)`` takes them away, on SQLite and on PostgreSQL.
A migration runs ``append_only(table)``.
"""

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SENTENCE = "this table can be added to, not changed"


def append_only(table: str) -> RunPython:
    """The step of a migration that closes a table to everything but new rows."""

    def close(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        forbid(editor.connection, table)

    def reopen(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        allow(editor.connection, table)

    return RunPython(close, reopen)


def forbid(connection: BaseDatabaseWrapper, table: str) -> None:
    """Close a table to UPDATE, DELETE and (where there is one) TRUNCATE."""
    _run(connection, _POSTGRES_FORBID if connection.vendor == "postgresql" else _SQLITE_FORBID, table)


def allow(connection: BaseDatabaseWrapper, table: str) -> None:
    """Open it again."""
    _run(connection, _POSTGRES_ALLOW if connection.vendor == "postgresql" else _SQLITE_ALLOW, table)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...], table: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=table, sentence=SENTENCE))


_SQLITE_FORBID = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {{table}}_no_{word} BEFORE {word} ON {{table}} "
    "BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    for word in ("update", "delete")
)
_SQLITE_ALLOW = tuple(f"DROP TRIGGER IF EXISTS {{table}}_no_{word}" for word in ("update", "delete"))
_POSTGRES_FORBID = (
    """CREATE OR REPLACE FUNCTION unfence_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{sentence}'; END $$""",
    """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION unfence_append_only()""",
)
_POSTGRES_ALLOW = ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",)
