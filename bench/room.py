"""Makes the room that is measured, in the database of the environment: `python -m bench.room 200 2000` prints JSON."""

import json
import os
import sys
import uuid

TEXT = "@@%016d w%04d n%05d the same length for every note, sixty"


def note_text(stamp: int, writer: int, number: int) -> str:
    """Sixty characters that hold when they were written (microseconds), by whom, and which note it is."""
    return (TEXT % (stamp, writer, number))[:60]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    import django

    django.setup()
    from django.db import transaction

    from commonweal.store.models import Entry, Member, Room, Sheet
    from tests.sync.rooms import make_room

    people, notes = int(sys.argv[1]), int(sys.argv[2])
    with transaction.atomic():
        room: Room = make_room(people, groups=max(2, people // 10))
        members = list(Member.objects.filter(room=room, role="participant").order_by("pk"))
        facilitator = Member.objects.get(room=room, role="facilitator")
        Member.objects.filter(pk=facilitator.pk).update(runs=None)
        sheet = Sheet.objects.get(room=room, key="open.room")
        rows = []
        for number in range(notes):
            seq = number + 2
            fields = {"column": "up", "text": note_text(0, number % people, number), "place": float(number)}
            author, uid = members[number % people], str(uuid.uuid4())
            revs = dict.fromkeys(fields, seq)
            rows.append(
                Entry(room=room, sheet=sheet, uid=uid, step="notes", author=author, fields=fields, revs=revs, seq=seq)
            )
        Entry.objects.bulk_create(rows)
        Room.objects.filter(pk=room.pk).update(seq=notes + 1)
    ids = [member.pk for member in members]
    json.dump({"room": room.pk, "people": ids, "facilitator": facilitator.pk}, sys.stdout)


if __name__ == "__main__":
    main()
