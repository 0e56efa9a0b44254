"""A demonstration workshop with what groups of earlier workshops wrote, as the source document records it."""

from datetime import datetime

from commonweal.content.load import library
from commonweal.content.schema import Recorded, RecordedGroup
from commonweal.operations.groups import add_within
from commonweal.operations.running import open_within
from commonweal.operations.sheets import activities_of
from commonweal.operations.writing import put_entry
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Group, Member, Room, Sheet

AUTHOR = "Earlier workshops (recorded)"


def load_recorded(*, room: Room, now: datetime) -> int:
    """Puts the recorded feedback on sheets of groups named as the source names them; returns how many entries.

    Where the source has one table for all groups, it is no group's that people could join. The author is a stand-in
    that no device can be. An item whose place the source does not give is listed, not placed.
    """
    count = 0
    with write(room.pk) as writing:
        seq = writing.next()
        author = Member.objects.create(
            room=writing.room, name=AUTHOR, role=Member.Role.OBSERVER, joined=now, seq=seq, stamp=seq
        )
        activities = activities_of(writing.room)
        found = [
            one for key, activity in activities.items() if activity["holder"] == "group" for one in recordings(key)
        ]
        for recorded in sorted(found, key=lambda one: -len(one.groups)):
            open_within(writing, recorded.activity)
            count += sum(_group(writing, recorded, group, author) for group in recorded.groups)
    return count


def recordings(activity: str) -> list[Recorded]:
    """What earlier workshops brought back from an activity."""
    return library().recorded(activity)


def _group(writing: Writing, recorded: Recorded, group: RecordedGroup, author: Member) -> int:
    """One group's sheet: entries first, then placements, which name their item."""
    kind = Group.Kind.GROUP if len(recorded.groups) > 1 else Group.Kind.RECORDED
    row = Group.objects.filter(room=writing.room, kind=kind, removed=False, name=group.name[:60]).first()
    row = row or add_within(writing, group.name[:60], kind)
    sheet = Sheet.objects.get(room=writing.room, activity=recorded.activity, group=row)
    steps = activities_of(writing.room)[recorded.activity]["steps"]
    tables = {step["key"] for step in steps if step["block"] == "table"}
    items: dict[str, str] = {}
    for place, entry in enumerate(group.entries):
        fields = dict(entry.fields)
        item = fields.pop("item_name", None)
        if item is None and "cell" not in fields:
            more = {"place": float(place + 1)} | ({"source": "recorded"} if entry.step in tables else {})
            made = put_entry(writing, sheet, author, entry.step, fields | more)
            items[str(fields.get("organisation", ""))] = made.uid
        elif item in items:
            put_entry(writing, sheet, author, entry.step, {"item": items[str(item)], "cell": fields["cell"]})
    return len(group.entries)
