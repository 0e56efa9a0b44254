"""Anonymous notes: kept without author, time or order, collected for review in batches of five writers or more.

Nothing here moves the room's sequence number when a note is written, and no audit line tells of it: from neither could
anybody learn who wrote when.

A note waits, is collected, and is shown. While it waits its writer can change it or take it back, and nobody else is
told of it: not its words, not that it is there, not how many wait. A facilitator collects what waits when five people
have notes in it, all at once. From then on it stays as it is, so that what a facilitator can read changes only by
whole batches, never by what one person in the room was seen to do.

The rule of five counts people whose notes stand in a batch now. A writer's row says only that they have something in
it; nothing kept may join the two, so the row can neither name their notes nor count them. Taking a note back therefore
takes the row away too, unless the device proves by another note's key that something of theirs still stands. A proof
that is not sent makes the count too low: the wall then waits for one person more, and never shows fewer than it says.

Hiding follows from the same ignorance: each hidden note may have been the only one of its writer. A batch in which W
people have notes and H notes are hidden is sure to show W - H people, and it is that which must not fall below five.
"""

import hmac
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from commonweal.access import Viewer, hashed
from commonweal.core.suppression import batch_allowed
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writers import collected, mix, people, wrote
from commonweal.store.gateway import write
from commonweal.store.models import Member, Room, RoomActivity, WallNote, WallWriter

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = re.compile(r"[0-9a-f]{64}")
MOST = 2000
"""Notes that one wall takes."""
PROOFS = 20
"""Notes that are looked at for whether a writer still has something standing."""
FEW = "Fewer than five people have notes waiting. Wait for more."
FEW_LEFT = "With what is hidden, fewer than five people’s notes may be left. Show a note again."
COLLECTED = "The facilitator has this note now, so it stays as it is."
GONE = "That note is not there any more."


def add_note(*, by: Member, activity: str, id: str, column: str, text: str, key: str, now: datetime) -> None:
    """Adds a note. The id and the key are made by the device; the same note again is no error."""
    text = line(text, "text", 600)
    with write(by.room_id) as writing:
        member = fresh(by)
        row = _open_wall(writing.room, activity, member)
        if not KEY.fullmatch(key):
            raise Invalid("Reload the page; your words are kept.", "column")
        kept = WallNote.objects.filter(pk=id).first()
        if kept:
            if not kept.batch:
                _mine(kept, writing.room, activity, key)
            return
        place(writing.room, row, [(id, column, text, key)])
        wrote(writing.room, activity, collected(row), member)


def place(room: Room, row: RoomActivity, notes: Iterable[tuple[str, str, str, str]]) -> None:
    """Puts new notes (id, column, text, key) on a wall that is open; the texts have been checked."""
    columns, here = _columns(room, row.key), WallNote.objects.filter(room=room, activity=row.key).count()
    for id, column, text, key in notes:
        if not UID.fullmatch(id) or column not in columns:
            raise Invalid("Reload the page; your words are kept.", "column")
        here += 1
        if here > MOST:
            raise Refused("The wall is full.")
        fields = {"column": column, "text": text, "edit_hash": hashed(key)}
        WallNote.objects.create(id=id, room=room, activity=row.key, **fields)
    mix(WallNote.objects.filter(room=room, activity=row.key, batch=0))


def change_note(*, by: Member, activity: str, id: str, text: str, key: str, now: datetime) -> None:
    """Changes a note that waits, by the key that its writer's device keeps."""
    text = line(text, "text", 600)
    with write(by.room_id) as writing:
        _open_wall(writing.room, activity, fresh(by))
        kept = _mine(_waiting(id), writing.room, activity, key)
        WallNote.objects.filter(pk=kept.pk).update(text=text)


def remove_note(
    *, by: Member, activity: str, id: str, key: str, others: Sequence[tuple[str, str]] = (), now: datetime
) -> None:
    """Takes back a note that waits. One that is gone already is no error.

    `others` are ids and keys of further notes of the same writer; when none of them stands, they count as a writer of
    the batch no more.
    """
    with write(by.room_id) as writing:
        member = fresh(by)
        row = _open_wall(writing.room, activity, member)
        if not WallNote.objects.filter(pk=id).exists():
            return
        kept = _mine(_waiting(id), writing.room, activity, key)
        WallNote.objects.filter(pk=kept.pk).delete()
        if not any(_stands(writing.room, activity, *other) for other in others[:PROOFS]):
            written = WallWriter.objects.filter(room=writing.room, activity=activity, batch=collected(row))
            written.filter(member=member).delete()


def _stands(room: Room, activity: str, id: str, key: str) -> bool:
    """Whether a note with this id and key waits."""
    kept = WallNote.objects.filter(pk=id, room=room, activity=activity, batch=0).first()
    return kept is not None and hmac.compare_digest(kept.edit_hash, hashed(key))


def _waiting(id: str) -> WallNote:
    kept = WallNote.objects.filter(pk=id).first()
    if kept is None or kept.batch:
        raise Refused(COLLECTED)
    return kept


def _mine(kept: WallNote, room: Room, activity: str, key: str) -> WallNote:
    right = kept.room_id == room.pk and kept.activity == activity and hmac.compare_digest(kept.edit_hash, hashed(key))
    if not right:
        raise Refused("This note was written on another device.")
    return kept


def _open_wall(room: Room, activity: str, member: Member) -> RoomActivity:
    """The wall, when a participant may write on it now."""
    row = open_wall(room, activity)
    if member.role != Member.Role.PARTICIPANT:
        raise Refused("Only participants write on the wall.")
    return row


def open_wall(room: Room, activity: str) -> RoomActivity:
    """The wall, when notes are taken now."""
    open_room(room)
    row = _wall(room, activity)
    if row.state != "open":
        raise Refused("The wall is not open now. Your words are kept on this device.")
    return row


def _columns(room: Room, activity: str) -> set[str]:
    return {column["key"] for step in activities_of(room)[activity]["steps"] for column in step["columns"]}


# --- reviewing and showing ----------------------------------------------------------------------------


def pending(*, by: Member, activity: str) -> dict[str, Any]:
    """The notes that have been collected and not been shown, in the order of their random ids.

    `enough` says whether five people's notes wait to be collected, and is all that is told of those; `ready` whether
    any collected batch may be shown. A note is `held` when its batch would not be seen, with what is hidden in it.
    """
    with write(by.room_id) as writing:
        in_charge(by)
        row = _wall(writing.room, activity)
        enough = batch_allowed(people(row, collected(row)))
        notes = list(_notes(row).filter(batch__gt=row.batch).order_by("id"))
        held = _held(row, notes)
    found = [
        {"id": one.pk, "column": one.column, "text": one.text, "hidden": one.hidden, "held": one.batch in held}
        for one in notes
    ]
    return {"enough": enough, "ready": any(not one["held"] for one in found), "notes": found}


def collect(*, by: Member, activity: str, now: datetime) -> None:
    """Takes all notes that wait for review, as one batch, when five people have notes among them."""
    with write(by.room_id) as writing:
        in_charge(by)
        if not collect_within(_wall(writing.room, activity)):
            raise Refused(FEW)
        note(writing, by, now, "wall notes collected", activity)


def collect_within(row: RoomActivity) -> bool:
    """Collects what waits on a wall that is being written, shuffled and without keys; or says that it is too few."""
    batch = collected(row) + 1
    notes = list(_notes(row).filter(batch=0).order_by("id"))
    if not notes or not batch_allowed(people(row, batch - 1)):
        return False
    secrets.SystemRandom().shuffle(notes)
    _notes(row).filter(batch=0).delete()
    for place, one in enumerate(notes):
        one.batch, one.place, one.edit_hash = batch, place, ""
    WallNote.objects.bulk_create(notes)
    return True


def show_batch(*, by: Member, activity: str, now: datetime) -> int:
    """Shows all notes that have been collected; returns how many batches have been shown. One that is held stays so."""
    with write(by.room_id) as writing:
        in_charge(by)
        row = _wall(writing.room, activity)
        notes = list(_notes(row).filter(batch__gt=row.batch))
        if not notes:
            raise Refused("No notes have been collected for review.")
        if {one.batch for one in notes} == _held(row, notes):
            raise Refused(FEW_LEFT)
        batch = collected(row)
        RoomActivity.objects.filter(pk=row.pk).update(batch=batch, seq=writing.next())
        note(writing, by, now, "wall batch shown", f"{activity} {batch}")
        return batch


def hide_note(*, by: Member, id: str, reason: str, now: datetime) -> None:
    """Hides a note from everybody but facilitators, before or after it is shown; an empty reason shows it again.

    It can always be done, to a note that has been collected; of one that waits nothing is told. A batch that might
    then show fewer than five people is not seen as long as that holds.
    """
    reason = line(reason, "reason", 200, required=False)
    with write(by.room_id) as writing:
        in_charge(by)
        kept = WallNote.objects.filter(pk=id, room=writing.room, batch__gt=0).first()
        if kept is None:
            raise Refused(GONE)
        row = _wall(writing.room, kept.activity)
        WallNote.objects.filter(pk=kept.pk).update(hidden=reason)
        if kept.batch <= row.batch:
            RoomActivity.objects.filter(pk=row.pk).update(seq=writing.next())
        note(writing, by, now, "wall note hidden" if reason else "wall note shown again")


def shown(*, room: Room, activity: str, viewer: Viewer, hidden: bool = False) -> list[dict[str, Any]]:
    """The notes that have been shown, batch by batch. Facilitators who ask for it get `hidden` and `held` ones too.

    A batch is held back from everybody while what is hidden in it may leave fewer than five people. What a facilitator
    does not ask for is not given: their browser may be the one on the big screen.
    """
    row = RoomActivity.objects.filter(room=room, key=activity).first()
    if row is None or not viewer.active:
        return []
    if not (hidden and viewer.in_charge_of(None)):
        return [_told(one) for one in seen(row)]
    notes = _shown(row)
    held = _held(row, notes)
    return [_told(one) | {"hidden": one.hidden, "held": one.batch in held} for one in notes]


def seen(row: RoomActivity) -> list[WallNote]:
    """The notes that everybody in the room may see."""
    notes = _shown(row)
    held = _held(row, notes)
    return [one for one in notes if not (one.hidden or one.batch in held)]


def _told(one: WallNote) -> dict[str, Any]:
    return {"id": one.pk, "column": one.column, "text": one.text, "batch": one.batch}


def _shown(row: RoomActivity) -> list[WallNote]:
    return list(_notes(row).filter(batch__range=(1, row.batch)).order_by("batch", "place"))


def _notes(row: RoomActivity) -> QuerySet[WallNote]:
    return WallNote.objects.filter(room=row.room_id, activity=row.key)


def _held(row: RoomActivity, notes: Iterable[WallNote]) -> set[int]:
    """Those of the notes' batches that are not sure to show five people without what is hidden in them."""
    hidden = Counter(one.batch for one in notes if one.hidden)
    batches = {one.batch for one in notes}
    return {batch for batch in batches if not batch_allowed(people(row, batch - 1) - hidden[batch])}


def _wall(room: Room, activity: str) -> RoomActivity:
    row = RoomActivity.objects.filter(room=room, key=activity).first()
    settings = activities_of(room).get(activity, {})
    if row is None or settings.get("privacy") != "anonymous" or settings["steps"][0]["block"] != "notes":
        raise Refused("That wall is not part of this workshop.")
    return row
