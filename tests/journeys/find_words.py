"""Says where the database holds words, and by whom: `python -m tests.journeys.find_words`, given a list as JSON."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    django.setup()
    from commonweal.store.models import Entry, WallNote

    found: dict[str, list[list[str]]] = {words: [] for words in json.load(sys.stdin)}
    held = [
        (json.dumps(entry.fields, ensure_ascii=False), entry.sheet.activity, entry.author.name)
        for entry in Entry.objects.filter(removed=False).select_related("sheet", "author")
    ]
    held += [(note.text, note.activity, "") for note in WallNote.objects.all()]
    for text, activity, name in held:
        for words, places in found.items():
            if words in text:
                places.append([activity, name])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
