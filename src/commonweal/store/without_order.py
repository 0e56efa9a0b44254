"""Tables of anonymous things keep rows by random id: SQLite's hidden row numbers would tell the order of writing."""

from collections.abc import Callable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ANONYMOUS = ("store_wallnote", "store_wallwriter", "store_response", "store_teamproof")


def without_rowid(*tables: str) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    """A migration's step that makes tables again, ordered by their key alone, with what is in them.

    It is needed anew after every change of such a table: on SQLite Django makes the table again, with row numbers.
    """

    def step(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for table in tables:
                _made_again(schema_editor, table)

    return step


def _made_again(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        made = cursor.fetchone()[0]
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql NOT NULL", [table])
        indexes = [row[0] for row in cursor.fetchall()]
        cursor.execute(made.replace(f'"{table}"', f'"{table}_new"', 1) + " WITHOUT ROWID")
        cursor.execute(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
        for index in indexes:
            cursor.execute(index)
