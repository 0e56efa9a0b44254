"""Making a workshop from a programme, changing its details, closing it."""

import base64
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commonweal.access import hashed
from commonweal.content.load import library
from commonweal.core.codes import new_code
from commonweal.operations.errors import Invalid
from commonweal.operations.rights import in_charge, line, note
from commonweal.operations.sheets import make_sheets
from commonweal.store.gateway import Writing, write, write_outside
from commonweal.store.models import AgendaItem, Member, Person, Response, Room, RoomActivity, WallNote


@dataclass(frozen=True, slots=True)
class Created:
    """A new workshop, and the token of its co-facilitators' link, which is kept nowhere."""

    room: Room
    helper_token: str


def create(
    *, by: Person, programme: str, title: str, date: date, place: str, zone: str, now: datetime, rehearsal: bool = False
) -> Created:
    """Makes a workshop from a programme, with its agenda, its activities and the room's sheets.

    The programme is copied whole: a later change of its files does not reach into the workshop.
    """
    title, place, zone = line(title, "title", 120), line(place, "place", 200, required=False), _zone(zone)
    resolved = library().resolve(programme)
    token = secrets.token_urlsafe(32)
    with write_outside():
        room = Room.objects.create(
            id="r" + base64.b32encode(secrets.token_bytes(10)).decode().lower(),
            title=title,
            date=date,
            place=place,
            zone=zone,
            start=minutes(resolved["programme"]["start"]),
            end=minutes(resolved["programme"]["end"]),
            rehearsal=rehearsal,
            programme=resolved,
            code=_unused_code(),
            helper_hash=hashed(token),
            epoch=secrets.token_hex(16),
            created=now,
        )
    with write(room.pk) as writing:
        _furnish(writing, resolved, by, now)
    return Created(Room.objects.get(pk=room.pk), token)


def _furnish(writing: Writing, resolved: dict[str, Any], by: Person, now: datetime) -> None:
    """The rows that a new workshop begins with."""
    room = writing.room
    room.info_seq = room.screen_seq = seq = writing.next()
    Room.objects.filter(pk=room.pk).update(info_seq=seq, screen_seq=seq, screen={"mode": "code"})
    for position, slot in enumerate(resolved["programme"]["agenda"]):
        AgendaItem.objects.create(room=room, position=position, seq=seq, **_slot(slot))
    for position, (key, activity) in enumerate(resolved["activities"].items()):
        state = "open" if activity["opens"] == "start" else "waiting"
        RoomActivity.objects.create(room=room, key=key, position=position, state=state, seq=seq)
    lead = {"name": str(by), "role": Member.Role.FACILITATOR, "person": by}
    for fields in (lead, {"name": "Big screen", "role": Member.Role.SCREEN}):
        Member.objects.create(room=room, joined=now, seq=seq, stamp=seq, **fields)
    make_sheets(writing, "room")
    note(writing, None, now, "workshop made", resolved["programme"]["key"])


def _slot(slot: dict[str, Any]) -> dict[str, Any]:
    fixed = slot.get("fixed")
    return {
        "key": slot["key"],
        "title": slot["title"],
        "minutes": slot["minutes"],
        "kind": slot["kind"],
        "part": slot.get("part") or "",
        "fixed": minutes(fixed) if fixed else None,
        "note": (slot.get("note") or "")[:300],
        "activities": slot.get("activities") or [],
    }


def minutes(clock: str) -> int:
    """Minutes after midnight of a time such as 09.30."""
    hour, _, minute = clock.partition(".")
    return int(hour) * 60 + int(minute)


def change_details(
    *, by: Member, title: str, date: date, place: str, zone: str, start: int, end: int, now: datetime
) -> None:
    """Changes what the workshop is called, when and where it is."""
    title, place, zone = line(title, "title", 120), line(place, "place", 200, required=False), _zone(zone)
    if not 0 <= start < end <= 24 * 60:
        raise Invalid("The day must end after it begins.", "end")
    with write(by.room_id) as writing:
        in_charge(by)
        _set_info(writing, title=title, date=date, place=place, zone=zone, start=start, end=end)


def close(*, by: Member, now: datetime) -> None:
    """Ends the workshop for writing. The keys to anonymous notes and answers are forgotten for good."""
    with write(by.room_id) as writing:
        in_charge(by)
        WallNote.objects.filter(room=writing.room).update(edit_hash="")
        Response.objects.filter(room=writing.room).update(edit_hash="", proof_hash="")
        _set_info(writing, state=Room.State.CLOSED)
        note(writing, by, now, "workshop closed")


def reopen(*, by: Member, now: datetime) -> None:
    """Opens a closed workshop again."""
    with write(by.room_id) as writing:
        in_charge(by)
        _set_info(writing, state=Room.State.OPEN)
        note(writing, by, now, "workshop opened again")


def renew_helper_link(*, by: Member, now: datetime) -> str:
    """A new token for the co-facilitators' link; the old link opens nothing any more."""
    token = secrets.token_urlsafe(32)
    with write(by.room_id) as writing:
        in_charge(by)
        Room.objects.filter(pk=writing.room.pk).update(helper_hash=hashed(token))
        note(writing, by, now, "co-facilitators' link renewed")
    return token


def new_join_code(*, by: Member, now: datetime) -> str:
    """A new join code; the old one lets nobody in any more."""
    with write(by.room_id) as writing:
        in_charge(by)
        code = _unused_code()
        seq = writing.next()
        Room.objects.filter(pk=writing.room.pk).update(code=code, screen_seq=seq)
        note(writing, by, now, "join code renewed")
    return code


def _set_info(writing: Writing, **fields: object) -> None:
    Room.objects.filter(pk=writing.room.pk).update(info_seq=writing.next(), **fields)


def _zone(name: str) -> str:
    try:
        return str(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid("Choose a time zone from the list, such as Europe/London.", "zone") from None


def _unused_code() -> str:
    while Room.objects.filter(code=(code := new_code(secrets.choice))).exists():
        pass
    return code
