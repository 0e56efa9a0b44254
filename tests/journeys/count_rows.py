"""Prints how many rows each table has, and how far the days have got: `python -m tests.journeys.count_rows`."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    django.setup()
    from django.apps import apps
    from django.contrib.sessions.models import Session

    from commonweal.store.models import AgendaItem, Audit, RoomActivity, Sheet

    # Signing in leaves a session, and every act an audit line; they are there to stay.
    counts = {
        one._meta.db_table: one._default_manager.count() for one in apps.get_models() if one not in (Audit, Session)
    }
    states = [sorted(table.objects.values_list("room", "key", "state")) for table in (RoomActivity, Sheet)]
    begun = AgendaItem.objects.filter(started__isnull=False).count()
    json.dump({"rows": counts, "states": states, "slots begun": begun}, sys.stdout)


if __name__ == "__main__":
    main()
