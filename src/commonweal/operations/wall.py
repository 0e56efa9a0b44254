"""Anonymous notes: kept without author, time or order, shown in shuffled batches from five writers on.

Nothing here moves the room's sequence number when a note is written, and no audit line tells of it: from neither could
anybody learn who wrote when.
"""

import hmac
import re
import secrets
import uuid
from datetime import datetime
from typing import Any

from commonweal.access import Viewer, hashed
from commonweal.core.suppression import batch_allowed
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.store.gateway import write
from commonweal.store.models import Member, Room, RoomActivity, WallNote, WallWriter

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = re.compile(r"[0-9a-f]{64}")
MOST = 2000
"""Notes that one wall takes."""


def add_note(*, by: Member, activity: str, id: str, column: str, text: str, key: str, now: datetime) -> None:
    """Adds a note. The id and the key are made by the device; the same note again is no error."""
    text = line(text, "text", 600)
    with write(by.room_id) as writing:
        member = fresh(by)
        row = _open_wall(writing.room, activity, member)
        if not UID.fullmatch(id) or not KEY.fullmatch(key) or column not in _columns(writing.room, activity):
            raise Invalid("Reload the page; your words are kept.", "column")
        kept = WallNote.objects.filter(pk=id).first()
        if kept:
            _mine(kept, writing.room, activity, key)
            return
        if WallNote.objects.filter(room=writing.room, activity=activity).count() >= MOST:
            raise Refused("The wall is full.")
        fields = {"column": column, "text": text, "edit_hash": hashed(key)}
        WallNote.objects.create(id=id, room=writing.room, activity=activity, **fields)
        WallWriter.objects.get_or_create(
            room=writing.room, activity=activity, batch=row.batch, member=member, defaults={"id": str(uuid.uuid4())}
        )


def change_note(*, by: Member, activity: str, id: str, text: str, key: str, now: datetime) -> None:
    """Changes a note that has not been shown yet, by the key that its writer's device keeps."""
    text = line(text, "text", 600)
    with write(by.room_id) as writing:
        _open_wall(writing.room, activity, fresh(by))
        kept = _mine(_unshown(id), writing.room, activity, key)
        WallNote.objects.filter(pk=kept.pk).update(text=text)


def remove_note(*, by: Member, activity: str, id: str, key: str, now: datetime) -> None:
    """Takes back a note that has not been shown yet. One that is gone already is no error."""
    with write(by.room_id) as writing:
        _open_wall(writing.room, activity, fresh(by))
        if kept := WallNote.objects.filter(pk=id).first():
            WallNote.objects.filter(pk=_mine(_unshown(kept.pk), writing.room, activity, key).pk).delete()


def _unshown(id: str) -> WallNote:
    kept = WallNote.objects.filter(pk=id).first()
    if kept is None or kept.batch:
        raise Refused("This note has been shown already, so it stays as it is.")
    return kept


def _mine(kept: WallNote, room: Room, activity: str, key: str) -> WallNote:
    right = kept.room_id == room.pk and kept.activity == activity and hmac.compare_digest(kept.edit_hash, hashed(key))
    if not right:
        raise Refused("This note was written on another device.")
    return kept


def _open_wall(room: Room, activity: str, member: Member) -> RoomActivity:
    """The wall, when a participant may write on it now."""
    open_room(room)
    row = RoomActivity.objects.filter(room=room, key=activity).first()
    if row is None or activities_of(room)[activity]["privacy"] != "anonymous":
        raise Refused("That wall is not part of this workshop.")
    if member.role != Member.Role.PARTICIPANT:
        raise Refused("Only participants write on the wall.")
    if row.state != "open":
        raise Refused("The wall is not open now. Your words are kept on this device.")
    return row


def _columns(room: Room, activity: str) -> set[str]:
    return {column["key"] for step in activities_of(room)[activity]["steps"] for column in step["columns"]}


def pending(*, by: Member, activity: str) -> dict[str, Any]:
    """The notes about to be shown, shuffled, when five people have written; else only that it is not enough yet."""
    with write(by.room_id) as writing:
        in_charge(by)
        row = _wall(writing.room, activity)
        if not _enough(writing.room, row):
            return {"enough": False, "notes": []}
        notes = list(WallNote.objects.filter(room=writing.room, activity=activity, batch=0))
    secrets.SystemRandom().shuffle(notes)
    found = [{"id": one.pk, "column": one.column, "text": one.text, "hidden": one.hidden} for one in notes]
    return {"enough": True, "notes": found}


def show_batch(*, by: Member, activity: str, now: datetime) -> int:
    """Shows all notes written since the last batch, shuffled; returns the batch's number. They are frozen then."""
    with write(by.room_id) as writing:
        in_charge(by)
        row = _wall(writing.room, activity)
        if not _enough(writing.room, row):
            raise Refused("Fewer than five people have written since the last batch. Wait for more.")
        notes = list(WallNote.objects.filter(room=writing.room, activity=activity, batch=0))
        secrets.SystemRandom().shuffle(notes)
        batch = row.batch + 1
        WallNote.objects.filter(pk__in=[one.pk for one in notes]).delete()
        for place, one in enumerate(notes):
            one.batch, one.place, one.edit_hash = batch, place, ""
        WallNote.objects.bulk_create(notes)
        RoomActivity.objects.filter(pk=row.pk).update(batch=batch, forgotten=0, seq=writing.next())
        note(writing, by, now, "wall batch shown", f"{activity} {batch}")
        return batch


def hide_note(*, by: Member, id: str, reason: str, now: datetime) -> None:
    """Hides a note from everybody but facilitators, before or after it is shown; an empty reason shows it again."""
    reason = line(reason, "reason", 200, required=False)
    with write(by.room_id) as writing:
        in_charge(by)
        kept = WallNote.objects.filter(pk=id, room=writing.room).first()
        if kept is None:
            raise Refused("That note is not there any more.")
        row = _wall(writing.room, kept.activity)
        if kept.batch == 0 and not _enough(writing.room, row):
            raise Refused("Fewer than five people have written since the last batch. Wait for more.")
        WallNote.objects.filter(pk=kept.pk).update(hidden=reason)
        if kept.batch:
            RoomActivity.objects.filter(pk=row.pk).update(seq=writing.next())
        note(writing, by, now, "wall note hidden" if reason else "wall note shown again")


def shown(*, room: Room, activity: str, viewer: Viewer) -> list[dict[str, Any]]:
    """The notes that have been shown, batch by batch; hidden ones only to facilitators."""
    if not viewer.active:
        return []
    notes = WallNote.objects.filter(room=room, activity=activity, batch__gt=0).order_by("batch", "place")
    sees_hidden = viewer.in_charge_of(None)
    return [
        {"id": one.pk, "column": one.column, "text": one.text, "batch": one.batch}
        | ({"hidden": one.hidden} if sees_hidden else {})
        for one in notes
        if sees_hidden or not one.hidden
    ]


def _wall(room: Room, activity: str) -> RoomActivity:
    row = RoomActivity.objects.filter(room=room, key=activity).first()
    if row is None or activities_of(room)[activity]["privacy"] != "anonymous":
        raise Refused("That wall is not part of this workshop.")
    return row


def _enough(room: Room, row: RoomActivity) -> bool:
    return batch_allowed(
        max(row.forgotten, WallWriter.objects.filter(room=room, activity=row.key, batch=row.batch).count())
    )
