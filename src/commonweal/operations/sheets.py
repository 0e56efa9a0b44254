"""The sheets that activities need: one for the room, one a group, one a person; and a person's own."""

from typing import Any

from commonweal.operations.errors import Refused
from commonweal.store.gateway import Writing
from commonweal.store.models import Group, Member, Room, RoomActivity, Sheet


def activities_of(room: Room) -> dict[str, dict[str, Any]]:
    """The room's activities as its programme has them."""
    programme = Room.objects.values_list("programme", flat=True).get(pk=room.pk)
    found: dict[str, dict[str, Any]] = programme["activities"]
    return found


def own_sheet(member: Member, key: str) -> Sheet:
    """The sheet of that key whose person the member is; colleagues who were let in to it are refused, as others are."""
    sheet = Sheet.objects.filter(room_id=member.room_id, key=key, member=member, copy=False).first()
    if sheet is None:
        raise Refused("This is not a sheet of yours.")
    return sheet


def make_sheets(writing: Writing, holder: str, *, member: Member | None = None, group: Group | None = None) -> None:
    """Makes the sheets of one holder (room, or a group, or a person) for every activity that such holders fill in."""
    room = writing.room
    states = dict(RoomActivity.objects.filter(room=room).values_list("key", "state"))
    name = f"m{member.pk}" if member else f"g{group.pk}" if group else "room"
    wanted = [
        key for key, one in activities_of(room).items() if one["holder"] == holder and one["privacy"] != "anonymous"
    ]
    for key in wanted:
        seq = writing.next()
        state = states.get(key, Sheet.State.WAITING)
        Sheet.objects.create(
            room=room,
            key=f"{key}.{name}",
            activity=key,
            member=member,
            group=group,
            state=state,
            opened=state != Sheet.State.WAITING,
            seq=seq,
            stamp=seq,
        )
