"""Makes a room in the database of the environment and prints it as JSON: `python -m tests.faults.make_room 4 2`."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    django.setup()
    from commonweal.store.models import Member, Room
    from tests.sync.rooms import make_room

    made: Room = make_room(int(sys.argv[1]), int(sys.argv[2]))
    members = Member.objects.filter(room=made).order_by("pk")
    people = [{"id": m.pk, "group": m.group_id} for m in members if m.role == "participant"]
    others = {m.role: m.pk for m in members if m.role != "participant"}
    json.dump({"room": made.pk, "people": people, **others}, sys.stdout)


if __name__ == "__main__":
    main()
