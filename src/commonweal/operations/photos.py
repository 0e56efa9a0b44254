"""Photos on sheets, such as of a flip chart: who attaches one, who is shown it, who takes it away.

A photo follows its sheet: whoever may write there may attach one while the sheet is open, whoever reads the sheet sees
it, and who sees only what they wrote there themselves sees only their own. Sheets that one person holds and anonymous
ones have none: a photo cannot be sealed, and a handwriting is not anonymous.
"""

import secrets
from datetime import datetime
from typing import Any

from commonweal.access import REASONS, SheetFacts, View, Viewer, facts_of, refusal, viewer_of, views
from commonweal.operations import rehearsal_start
from commonweal.operations.errors import Refused
from commonweal.operations.pictures import picture
from commonweal.operations.rights import fresh, line, note, open_room
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Member, Photo, Room, Sheet

ON_A_SHEET, IN_A_ROOM = 12, 400
"""Photos that a sheet and a workshop take."""
GONE = "This photo is not there any more."


def attach(*, by: Member, sheet: str, data: bytes, now: datetime) -> str:
    """Attaches a photo to a sheet and returns its id. The file is made anew before anything is written."""
    _may_attach(viewer_of(by), _facts(by.room_id, sheet), room_open=by.room.state == Room.State.OPEN)
    made = picture(data)
    with write(by.room_id) as writing:
        member = fresh(by)
        open_room(writing.room)
        row = _sheet(writing.room_id, sheet)
        _may_attach(viewer_of(member), facts_of(row), room_open=True)
        there = Photo.objects.filter(room_id=writing.room_id)
        if there.filter(sheet=row).count() >= ON_A_SHEET:
            raise Refused(f"This sheet has {ON_A_SHEET} photos. Take one away first.")
        if there.count() >= IN_A_ROOM:
            raise Refused("This workshop has as many photos as the server takes. Take some away first.")
        pixels = {"width": made.width, "height": made.height, "data": made.data, "small": made.small}
        id = secrets.token_hex(12)
        Photo.objects.create(id=id, room_id=writing.room_id, sheet=row, by=member, seq=_stir(writing, row), **pixels)
        note(writing, member, now, "photo attached", sheet)
        return id


def caption(*, by: Member, id: str, text: str) -> None:
    """Says what a photo shows, for those who cannot see it; by whoever may attach one there."""
    text = line(text, "text", 200, required=False)
    with write(by.room_id) as writing:
        viewer, photo = _seen(fresh(by), id)
        _may_attach(viewer, facts_of(photo.sheet), room_open=writing.room.state == Room.State.OPEN)
        Photo.objects.filter(pk=photo.pk).update(caption=text, seq=_stir(writing, photo.sheet))


def take_away(*, by: Member, id: str, now: datetime) -> None:
    """Takes a photo away for good: by its holders while the sheet is open, by whoever facilitates there at any time."""
    with write(by.room_id) as writing:
        open_room(writing.room)
        viewer, photo = _seen(fresh(by), id)
        facts = facts_of(photo.sheet)
        if not viewer.in_charge_of(facts.group):
            _may_attach(viewer, facts, room_open=True)
        if rehearsal_start.began_with(room_id=writing.room_id, photo=photo.pk):
            raise Refused("This photo was here before the rehearsal. End the rehearsal, then take it away.")
        Photo.objects.filter(pk=photo.pk).delete()
        _stir(writing, photo.sheet)
        note(writing, by, now, "photo taken away", photo.sheet.key)


def shown(*, by: Member, sheet: str) -> list[dict[str, Any]]:
    """The photos of a sheet that somebody may see, oldest first, without their bytes."""
    row = Sheet.objects.filter(room_id=by.room_id, key=sheet).select_related("member").first()
    if row is None:
        return []
    viewer, facts = viewer_of(by), facts_of(row)
    photos = Photo.objects.filter(sheet=row).select_related("by").defer("data", "small").order_by("seq", "pk")
    open_still = by.room.state == Room.State.OPEN
    writes = facts.state == "open" and refusal(viewer, facts, "put", None, room_open=open_still) is None
    removable = writes or (open_still and viewer.in_charge_of(facts.group))
    return [
        {
            "id": one.pk,
            "caption": one.caption,
            "width": one.width,
            "height": one.height,
            "proxy": one.by.role == Member.Role.FACILITATOR,
            "removable": removable,
        }
        for one in photos
        if _sees(viewer, facts, one)
    ]


def opened(*, by: Member, id: str, small: bool) -> bytes:
    """A photo's bytes, or Refused."""
    _, photo = _seen(by, id, "small" if small else "data")
    return bytes(photo.small if small else photo.data)


def _sees(viewer: Viewer, sheet: SheetFacts, photo: Photo) -> bool:
    found = views(viewer, sheet)
    return bool(found & {View.INSIDE, View.SHARED}) or (View.MINE in found and photo.by_id == viewer.member)


def _seen(by: Member, id: str, bytes_of: str = "") -> tuple[Viewer, Photo]:
    """The photo, when it is in the member's room and they may see it."""
    rows = Photo.objects.filter(pk=id, room_id=by.room_id).select_related("sheet", "sheet__member")
    photo = rows.defer(*({"data", "small"} - {bytes_of})).first()
    viewer = viewer_of(by)
    if photo is None or not _sees(viewer, facts_of(photo.sheet), photo):
        raise Refused(GONE)
    return viewer, photo


def _may_attach(viewer: Viewer, sheet: SheetFacts, *, room_open: bool) -> None:
    if sheet.holder == "person":
        raise Refused("Photos belong on sheets that people fill in together. This one is yours alone.")
    if code := refusal(viewer, sheet, "put", None, room_open=room_open):
        raise Refused(REASONS[code])
    if sheet.state != "open":
        raise Refused("This sheet is not open now, so photos stay as they are.")


def _facts(room_id: str, key: str) -> SheetFacts:
    return facts_of(_sheet(room_id, key))


def _sheet(room_id: str, key: str) -> Sheet:
    found = Sheet.objects.filter(room_id=room_id, key=key).select_related("member").first()
    if found is None:
        raise Refused("That sheet is not part of this workshop.")
    return found


def _stir(writing: Writing, sheet: Sheet) -> int:
    """Says to everybody who sees the sheet that its photos changed."""
    seq = writing.next()
    Sheet.objects.filter(pk=sheet.pk).update(photos=seq, seq=seq)
    return seq
