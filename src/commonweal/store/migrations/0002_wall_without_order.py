"""The tables of the wall keep their rows by random id."""

from django.db import migrations

from commonweal.store.without_order import without_rowid


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(without_rowid("store_wallnote", "store_wallwriter"), migrations.RunPython.noop)]
