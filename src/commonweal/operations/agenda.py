"""Changing the plan of the day, and going through it."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from commonweal.core import agenda as arithmetic
from commonweal.core.agenda import Slot
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import in_charge, line, open_room
from commonweal.operations.sheets import activities_of
from commonweal.store.gateway import Writing, write
from commonweal.store.models import AgendaItem, Member, Room

LONGEST_LINK = 500
KINDS = ("arrival", "talk", "activity", "break", "close")


def plan(room: Room) -> list[Slot]:
    """The day's slots in their order, as the arithmetic takes them."""
    return [_slot(item) for item in items(room)]


def items(room: Room) -> list[AgendaItem]:
    """The rows of the day in their order."""
    return list(AgendaItem.objects.filter(room=room, removed=False).order_by("position", "pk"))


def _slot(item: AgendaItem) -> Slot:
    activities = tuple((one["key"], one["minutes"], one["core"]) for one in item.activities)
    return Slot(item.key, item.title, item.minutes, item.kind, item.core, item.part, item.fixed, activities)


def lateness(*, room: Room, now: datetime) -> tuple[str, list[arithmetic.Cut]]:
    """How late the day runs, in words, and what could be cut; nothing to say before the day has begun."""
    rows = items(room)
    running = next((row for row in rows if row.started and not row.ended), None)
    if running is None or running.started is None:
        return "", []
    zone = ZoneInfo(room.zone)
    began, at = (_minutes_of_day(moment.astimezone(zone)) for moment in (running.started, now))
    slots = [_slot(row) for row in rows]
    delay = arithmetic.delay(room.start, slots, running.key, began, at)
    behind = 0 if delay.absorbed_by else delay.minutes
    return delay.words, arithmetic.cuts(slots, running.key, behind)


def _minutes_of_day(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def add_item(
    *,
    by: Member,
    title: str,
    minutes: int,
    kind: str,
    after: str | None,
    now: datetime,
    core: bool = True,
    activity: str = "",
) -> AgendaItem:
    """Adds a slot behind another (None: first), with one of the workshop's activities in it if one is named."""
    title, minutes = line(title, "title", 120), _minutes(minutes, kind)
    if kind not in KINDS:
        raise Invalid("Choose what kind of slot this is.", "kind")
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        key = f"own-{secrets.token_hex(4)}"
        item = AgendaItem(
            room=writing.room, key=key, title=title, minutes=minutes, kind=kind, core=core, position=0, seq=0
        )
        order = [row.key for row in rows]
        at = 0 if after is None else order.index(_known(after, order)) + 1
        _order(writing, [*rows[:at], item, *rows[at:]])
        if activity:
            _place(writing, activity, key)
            item.refresh_from_db()
        return item


def place_activity(*, by: Member, activity: str, slot: str | None, now: datetime) -> None:
    """Puts an activity in a slot, out of the one that it was in; None leaves it in no slot. It keeps its minutes."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        if slot is not None:
            _known(slot, [row.key for row in rows])
        _place(writing, activity, slot)


def _place(writing: Writing, activity: str, slot: str | None) -> None:
    known = activities_of(writing.room)
    if activity not in known:
        raise Invalid("Choose an activity of this workshop.", "activity")
    found = {"key": activity, "minutes": known[activity]["minutes"], "core": True}
    rows = items(writing.room)
    for row in rows:
        found = next((one for one in row.activities if one["key"] == activity), found)
    for row in rows:
        rest = [one for one in row.activities if one["key"] != activity]
        wanted = [*rest, found] if row.key == slot else rest
        if wanted != row.activities:
            AgendaItem.objects.filter(pk=row.pk).update(activities=wanted, seq=writing.next())


def move_item(*, by: Member, key: str, to: int, now: datetime) -> None:
    """Moves a slot to another place of the day, counting from 0."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        _known(key, [row.key for row in rows])
        order = [slot.key for slot in arithmetic.move([_slot(row) for row in rows], key, to)]
        by_key = {row.key: row for row in rows}
        _order(writing, [by_key[one] for one in order])


def resize_item(*, by: Member, key: str, minutes: int, now: datetime) -> None:
    """Makes a slot longer or shorter."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        _known(key, [row.key for row in rows])
        kind = next(row.kind for row in rows if row.key == key)
        found = _minutes(minutes, kind)
        AgendaItem.objects.filter(room=writing.room, key=key).update(minutes=found, seq=writing.next())


def rename_item(*, by: Member, key: str, title: str, now: datetime) -> None:
    """Calls a slot something else."""
    _change(by, key, title=line(title, "title", 120))


def set_fixed(*, by: Member, key: str, fixed: int | None, now: datetime) -> None:
    """Fixes the time at which a slot begins, in minutes after midnight, or (None) lets it float."""
    if fixed is not None and not 0 <= fixed < 24 * 60:
        raise Invalid("Write a time of day such as 12.30.", "fixed")
    _change(by, key, fixed=fixed)


def set_link(*, by: Member, key: str, link: str, now: datetime) -> None:
    """Gives a slot the address of a call that people join from elsewhere; empty takes it away."""
    _change(by, key, link=_link(link))


def remove_item(*, by: Member, key: str, now: datetime) -> None:
    """Takes a slot out of the day. Its activities stay in the workshop, and it can be put back."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        _known(key, [row.key for row in rows])
        AgendaItem.objects.filter(room=writing.room, key=key).update(removed=True, seq=writing.next())


def taken_out(room: Room) -> list[AgendaItem]:
    """The slots that were taken out of the day, the last first."""
    return list(AgendaItem.objects.filter(room=room, removed=True).order_by("-seq"))


def put_back(*, by: Member, key: str, now: datetime) -> None:
    """Puts a slot that was taken out back where it stood, with those of its activities that are in no slot now."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        row = next((one for one in taken_out(writing.room) if one.key == key), None)
        if row is None:
            raise Refused("That slot is in the plan already, or not known.")
        elsewhere = {one["key"] for other in rows for one in other.activities}
        row.activities = [one for one in row.activities if one["key"] not in elsewhere]
        row.removed, row.seq = False, 0
        at = sum(1 for other in rows if other.position < row.position)
        _order(writing, [*rows[:at], row, *rows[at:]])


def start_item(*, by: Member, key: str, now: datetime) -> None:
    """Begins a slot; the one that is running ends, and the timer that was set in it."""
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        _known(key, [row.key for row in rows])
        running = AgendaItem.objects.filter(room=writing.room, started__isnull=False, ended__isnull=True)
        for row in running.exclude(key=key):
            AgendaItem.objects.filter(pk=row.pk).update(ended=now, seq=writing.next())
        Room.objects.filter(pk=writing.room_id).update(timer={}, info_seq=writing.next())
        row = next(row for row in rows if row.key == key)
        AgendaItem.objects.filter(pk=row.pk).update(started=row.started or now, ended=None, seq=writing.next())


def finish_item(*, by: Member, key: str, now: datetime) -> None:
    """Ends a slot."""
    _change(by, key, ended=now)


def _change(by: Member, key: str, **fields: object) -> None:
    with write(by.room_id) as writing:
        rows = _begin(writing, by)
        _known(key, [row.key for row in rows])
        AgendaItem.objects.filter(room=writing.room, key=key).update(seq=writing.next(), **fields)


def _begin(writing: Writing, by: Member) -> list[AgendaItem]:
    in_charge(by)
    open_room(writing.room)
    return items(writing.room)


def _known(key: str, order: list[str]) -> str:
    if key not in order:
        raise Refused("That slot is not in the plan any more.")
    return key


def _order(writing: Writing, rows: list[AgendaItem]) -> None:
    """Numbers the rows; only those whose place changed are written."""
    for position, row in enumerate(rows):
        if row.seq == 0 or row.position != position:
            row.position, row.seq = position, writing.next()
            row.save()


def _link(text: str) -> str:
    """An https address without anybody's name or password in it."""
    found = text.strip()
    try:
        parts = urlsplit(found)
        whole = parts.scheme == "https" and parts.hostname and parts.username is None and found.isprintable()
    except ValueError:
        whole = False
    if found and (not whole or " " in found):
        raise Invalid("Write the whole address of the call, beginning with https://.", "link")
    if len(found) > LONGEST_LINK:
        raise Invalid(f"Use an address of {LONGEST_LINK} characters or fewer.", "link")
    return found


def _minutes(minutes: int, kind: str) -> int:
    """Minutes that a slot of this kind may have; only the close of the day may be a moment."""
    least = 0 if kind == "close" else 1
    if not least <= minutes <= 600:
        raise Invalid(f"Give the slot between {least} and 600 minutes. To leave it out, take it out.", "minutes")
    return minutes
