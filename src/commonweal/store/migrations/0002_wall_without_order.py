"""The tables of anonymous notes keep their rows by random id: SQLite's hidden row numbers would tell the order of writing."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("store_wallnote", "store_wallwriter")


def without_rowid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the tables again, ordered by their key alone. They are empty here, or copied."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            made = cursor.fetchone()[0]
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql NOT NULL", [table]
            )
            indexes = [row[0] for row in cursor.fetchall()]
            cursor.execute(made.replace(f'"{table}"', f'"{table}_new"', 1) + " WITHOUT ROWID")
            cursor.execute(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
            for index in indexes:
                cursor.execute(index)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(without_rowid, migrations.RunPython.noop)]
