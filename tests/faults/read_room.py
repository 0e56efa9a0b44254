"""Prints every entry of a room as JSON: `python -m tests.faults.read_room <room>`."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    django.setup()
    from commonweal.store.models import Entry

    rows = Entry.objects.filter(room_id=sys.argv[1]).select_related("sheet")
    found = [{"uid": e.uid, "sheet": e.sheet.key, "text": e.fields.get("text"), "removed": e.removed} for e in rows]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
