"""Hand-round mode: one tablet takes several people's wall notes, or answers to a rating, in turn.

A tablet is a member that is a machine. It takes one anonymous activity, sees nothing of the room but the names of those
who are in it, and keeps no key: what is handed in on it gets keys that are thrown away at once, so that
nobody can change it, and nothing tells it from what came from people's own devices.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from commonweal.operations import rating, wall
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.people import new_key
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writers import collected, has_written, wrote
from commonweal.store.gateway import write
from commonweal.store.models import Member, MemberKey, Response, Room, RoomActivity, WallNote

MOST_NOTES = 40
"""Notes that one person hands in at once."""


def begin(*, by: Member, activity: str, now: datetime) -> str:
    """A token that makes a browser a tablet for one anonymous activity."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        if activities_of(writing.room).get(activity, {}).get("privacy") != "anonymous":
            raise Refused("Only a wall or a rating without names can be handed round.")
        seq = writing.next()
        named = {"name": "Tablet", "role": Member.Role.TABLET, "takes": activity}
        member = Member.objects.create(room=writing.room, joined=now, seq=seq, stamp=seq, **named)
        note(writing, by, now, "hand-round begun", activity)
        return new_key(member, now)


def end(*, by: Member, member_id: int | None = None, now: datetime) -> None:
    """Ends hand-round on one tablet, or on all of the workshop: what they hold opens nothing any more."""
    with write(by.room_id) as writing:
        in_charge(by)
        tablets = Member.objects.filter(room=writing.room, role=Member.Role.TABLET, removed=False)
        for tablet in tablets.filter(pk=member_id) if member_id is not None else tablets:
            MemberKey.objects.filter(member=tablet).delete()
            seq = writing.next()
            Member.objects.filter(pk=tablet.pk).update(removed=True, seq=seq, stamp=seq)
        note(writing, by, now, "hand-round ended")


def shown(*, by: Member) -> dict[str, Any]:
    """What a tablet shows: its activity, whether it is open, and everybody's name, whether they have written or not."""
    tablet = _tablet(by)
    row = RoomActivity.objects.get(room=tablet.room, key=tablet.takes)
    settings = activities_of(tablet.room)[tablet.takes]
    public = {key: settings[key] for key in ("key", "title", "purpose", "steps")}
    people = _participants(tablet.room).order_by("name", "pk")
    names = [{"id": one.pk, "name": one.name, "organisation": one.organisation} for one in people]
    return {"title": tablet.room.title, "activity": public, "open": _is_open(tablet.room, row), "people": names}


def take_notes(*, by: Member, person: int | None, notes: Iterable[tuple[str, str, str]], now: datetime) -> None:
    """Puts the notes (id, column, text) that one person wrote on the wall. The same notes again are no error."""
    found = [(id, column, line(text, "text", 600)) for id, column, text in notes]
    if not 0 < len(found) <= MOST_NOTES:
        raise Invalid(f"Write at least one note, and {MOST_NOTES} at most.", "text")
    with write(by.room_id) as writing:
        tablet = _tablet(by)
        row = wall.open_wall(writing.room, tablet.takes)
        member = _somebody(writing.room, person)
        if WallNote.objects.filter(pk__in=[id for id, _, _ in found]).exists():
            return
        wall.place(writing.room, row, [(*one, secrets.token_hex(32)) for one in found])
        wrote(writing.room, row.key, collected(row), member)


def take_answers(*, by: Member, person: int | None, id: str, fields: Mapping[str, object], now: datetime) -> None:
    """Keeps the answers that one person gave. The same answers again are no error."""
    with write(by.room_id) as writing:
        tablet = _tablet(by)
        row, step = rating.open_rating(writing.room, tablet.takes)
        member = _somebody(writing.room, person)
        answers = rating.checked(step, fields)
        if not rating.UID.fullmatch(id):
            raise Invalid(rating.AGAIN)
        if Response.objects.filter(pk=id).exists():
            return
        if member and has_written(writing.room, row.key, row.batch, member):
            raise Refused("This person has answered already, on a device of their own. Those answers count.")
        rating.keep(writing.room, row, member, id, answers, secrets.token_hex(32), secrets.token_hex(32))


def _tablet(by: Member) -> Member:
    tablet = fresh(by)
    if tablet.role != Member.Role.TABLET:
        raise Refused("This browser is no tablet of this workshop.")
    return tablet


def _participants(room: Room) -> Any:
    return Member.objects.filter(room=room, role=Member.Role.PARTICIPANT, removed=False)


def _somebody(room: Room, person: int | None) -> Member | None:
    """The participant who was picked; None stands for somebody else."""
    if person is None:
        return None
    member: Member | None = _participants(room).filter(pk=person).first()
    if member is None:
        raise Refused("That person is not in this workshop any more. Choose “Somebody else”.")
    return member


def _is_open(room: Room, row: RoomActivity) -> bool:
    return room.state == Room.State.OPEN and row.state == "open"
