"""Making a workshop from a programme or from another workshop, changing its details, closing and archiving it."""

import base64
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import apps

from commonweal.access import hashed
from commonweal.content.load import library
from commonweal.core.codes import new_code
from commonweal.operations.errors import Invalid
from commonweal.operations.rights import in_charge, line, note
from commonweal.operations.sheets import make_sheets
from commonweal.operations.wall import collect_within
from commonweal.operations.writers import collected
from commonweal.store.gateway import Writing, write, write_outside
from commonweal.store.models import AgendaItem, Group, Member, Person, Response, Room, RoomActivity, WallWriter

LOG_DAYS = 84
"""Days after a workshop for which what comes after it can be written, unless its facilitator says otherwise."""


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
    times = {key: minutes(resolved["programme"][key]) for key in ("start", "end")}
    fields = {"title": title, "date": date, "place": place, "zone": zone, "rehearsal": rehearsal, **times}
    slots = [_slot(slot) for slot in resolved["programme"]["agenda"]]
    return _made(by=by, resolved=resolved, fields=fields, slots=slots, now=now)


def copy(*, by: Member, title: str, date: date, now: datetime) -> Created:
    """A new workshop with the programme, the plan and the groups' names of another, and with nobody's words in it."""
    title = line(title, "title", 120)
    in_charge(by)
    source = Room.objects.get(pk=by.room_id)
    fields = {key: getattr(source, key) for key in ("place", "zone", "start", "end")}
    fields |= {"title": title, "date": date, "copied_from": source}
    names = ("key", "title", "minutes", "kind", "part", "core", "fixed", "note", "activities")
    kept = AgendaItem.objects.filter(room=source, removed=False).order_by("position", "pk")
    slots = [{name: getattr(item, name) for name in names} for item in kept]
    groups = [(group.name, group.scenario) for group in Group.there.groups(source)]
    person = Person.objects.get(memberships=by)
    return _made(by=person, resolved=source.programme, fields=fields, slots=slots, groups=groups, now=now)


def _made(
    *,
    by: Person,
    resolved: dict[str, Any],
    fields: dict[str, Any],
    slots: list[dict[str, Any]],
    groups: list[tuple[str, str]] | None = None,
    now: datetime,
) -> Created:
    token = secrets.token_urlsafe(32)
    with write_outside():
        room = Room.objects.create(
            id="r" + base64.b32encode(secrets.token_bytes(10)).decode().lower(),
            programme=resolved,
            code=_unused_code(),
            helper_hash=hashed(token),
            epoch=secrets.token_hex(16),
            log_until=fields["date"] + timedelta(days=LOG_DAYS),
            created=now,
            **fields,
        )
    with write(room.pk) as writing:
        _furnish(writing, resolved, by, slots, now)
        for position, (name, scenario) in enumerate(groups or ()):
            group = Group.objects.create(
                room=writing.room, name=name, scenario=scenario, position=position, seq=writing.next()
            )
            make_sheets(writing, "group", group=group)
    return Created(Room.objects.get(pk=room.pk), token)


def _furnish(
    writing: Writing, resolved: dict[str, Any], by: Person, slots: list[dict[str, Any]], now: datetime
) -> None:
    """The rows that a new workshop begins with."""
    room = writing.room
    room.info_seq = room.screen_seq = seq = writing.next()
    Room.objects.filter(pk=room.pk).update(info_seq=seq, screen_seq=seq, screen={"mode": "code"})
    for position, slot in enumerate(slots):
        AgendaItem.objects.create(room=room, position=position, seq=seq, **slot)
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
    *,
    by: Member,
    title: str,
    date: date,
    place: str,
    zone: str,
    start: int,
    end: int,
    log_until: date | None = None,
    now: datetime,
) -> None:
    """Changes what the workshop is called, when and where it is, and how long what comes after it can be written."""
    title, place, zone = line(title, "title", 120), line(place, "place", 200, required=False), _zone(zone)
    if not 0 <= start < end <= 24 * 60:
        raise Invalid("The day must end after it begins.", "end")
    if log_until and not date <= log_until <= date + timedelta(days=366):
        raise Invalid("Choose a day within the year after the workshop.", "log_until")
    fields = {"title": title, "date": date, "place": place, "zone": zone, "start": start, "end": end}
    with write(by.room_id) as writing:
        in_charge(by)
        _set_info(writing, log_until=log_until, **fields)


def close(*, by: Member, now: datetime) -> None:
    """Ends the workshop for writing, but for the log. Who wrote anonymous things is forgotten for good."""
    with write(by.room_id) as writing:
        in_charge(by)
        _forget_names(writing.room)
        _set_info(writing, state=Room.State.CLOSED)
        note(writing, by, now, "workshop closed")


def archive(*, by: Member, now: datetime) -> None:
    """Closes the workshop altogether, its log too, and takes it out of the list. It stays to be read."""
    with write(by.room_id) as writing:
        in_charge(by)
        _forget_names(writing.room)
        _set_info(writing, state=Room.State.ARCHIVED)
        note(writing, by, now, "workshop archived")


def _forget_names(room: Room) -> None:
    """Forgets the keys to all that was written without a name, and who wrote for it.

    Notes that wait are collected where they are enough. How many their writers were is kept, for what is collected.
    """
    for model in apps.get_app_config("store").get_models():
        if {"room", "edit_hash"} <= {field.name for field in model._meta.get_fields()}:
            model._default_manager.filter(room=room).update(edit_hash="")
    Response.objects.filter(room=room).update(proof_hash="")
    for row in RoomActivity.objects.filter(room=room):
        collect_within(row)
        WallWriter.objects.filter(room=room, activity=row.key, batch=collected(row)).delete()
    WallWriter.objects.filter(room=room).update(member=None)


def reopen(*, by: Member, now: datetime) -> None:
    """Opens a closed or archived workshop again."""
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
