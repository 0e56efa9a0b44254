"""Makes a second workshop beside the demonstration, run by Elin: six people who shared challenges and compare.

Also lets four more people join the demonstration, so that it has enough to be compared. Prints nothing.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")

import django

django.setup()

from datetime import UTC, date, datetime  # noqa: E402

from commonweal.operations import comparing, groups, people, running, workshops  # noqa: E402
from commonweal.operations.writing import put_entry  # noqa: E402
from commonweal.store.gateway import write  # noqa: E402
from commonweal.store.models import Member, Person, Room, Sheet  # noqa: E402

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
CHALLENGES = {"Their money runs out": "resources", "Their targets differ": "policies"}


def _join(room: Room, count: int) -> list[Member]:
    joined = [
        people.join(code=room.code, name=f"Person {n}", organisation="", sector="", now=NOW) for n in range(count)
    ]
    return [one.member for one in joined if one]


def main() -> None:
    _join(Room.objects.get(), 4)
    elin = Person.objects.create_user("elin@example.org", None, name="Elin")
    title, where = "Harbour workshop", {"place": "", "zone": "Europe/London", "date": date(2026, 2, 3)}
    room = workshops.create(by=elin, programme="collaborative-working", title=title, now=NOW, **where).room  # type: ignore[arg-type]
    asked = Member.objects.get(room=room, person=elin)
    group = groups.add_group(by=asked, name="Secret group name", now=NOW)
    members = _join(room, 6)
    running.set_state(by=asked, activity="a2", state="open", now=NOW)
    with write(room.pk) as writing:
        sheet = Sheet.objects.get(room=room, key=f"a2.g{group.pk}")
        for place, (text, conflict) in enumerate(CHALLENGES.items()):
            fields = {"column": "challenges", "text": text, "conflict": conflict, "place": float(place)}
            put_entry(writing, sheet, members[0], "notes", fields)
    running.set_state(by=asked, activity="a2", state="shared", now=NOW)
    comparing.set_compares(by=asked, agree=True, now=NOW)


if __name__ == "__main__":
    main()
