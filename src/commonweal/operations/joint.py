"""Writing a person's private sheet jointly: the link that lets colleagues in, coming in by it, and going again.

The sheet stays one person's. Whoever leaves it, or is taken off it, is shut out at once; what they wrote stays on it.
"""

import secrets
from datetime import datetime

from commonweal.access import hashed, link_token
from commonweal.operations.errors import Refused
from commonweal.operations.rights import fresh, note, open_room
from commonweal.operations.sheets import activities_of, own_sheet
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Member, Room, Sheet, SheetLink

KIND = "sheet"
MOST = 8
"""Colleagues whom one person lets in to a sheet."""
GONE = "This link is not valid any more. Ask your colleague for a new one."


def link(*, by: Member, sheet_key: str) -> str:
    """The path of the link to one's own sheet, or empty where there is none."""
    found = SheetLink.objects.filter(sheet=own_sheet(fresh(by), sheet_key)).first()
    return _path(found) if found else ""


def make_link(*, by: Member, sheet_key: str, now: datetime) -> str:
    """A new link to one's own sheet; one that there was opens nothing any more."""
    with write(by.room_id) as writing:
        member = fresh(by)
        open_room(writing.room)
        sheet = own_sheet(member, sheet_key)
        if not activities_of(writing.room)[sheet.activity].get("joint"):
            raise Refused("This sheet is written by one person alone.")
        if other := _joined(writing.room, sheet.activity, member):
            raise Refused(f"You write with {other.member} now. Go back to your own first.")
        SheetLink.objects.filter(sheet=sheet).delete()
        id = secrets.token_hex(12)
        made = SheetLink.objects.create(id=id, sheet=sheet, token_hash=hashed(link_token(KIND, id)))
        note(writing, member, now, "joint link made", sheet.activity)
        return _path(made)


def withdraw_link(*, by: Member, sheet_key: str, now: datetime) -> None:
    """Takes the link back. Colleagues who have come in by it stay."""
    with write(by.room_id) as writing:
        member = fresh(by)
        sheet = own_sheet(member, sheet_key)
        if SheetLink.objects.filter(sheet=sheet).delete()[0]:
            note(writing, member, now, "joint link withdrawn", sheet.activity)


def by_token(token: str) -> Sheet | None:
    """The sheet that a link lets in to, while its person is in the workshop; or None."""
    found = Sheet.objects.select_related("member", "room").filter(link__token_hash=hashed(token)).first()
    return found if found and found.member and not found.member.removed else None


def come_in(*, by: Member, token: str, now: datetime) -> Sheet:
    """Lets a participant of the same workshop in to the sheet of a link. Their own sheet is kept as it is."""
    with write(by.room_id) as writing:
        member = fresh(by)
        open_room(writing.room)
        sheet = by_token(token)
        if sheet is None or sheet.member is None or sheet.room_id != by.room_id:
            raise Refused(GONE)
        if member.pk == sheet.member_id or member.pk in sheet.colleagues:
            return sheet
        if member.role != Member.Role.PARTICIPANT or member.pretend != sheet.member.pretend:
            raise Refused("Only participants write together.")
        if other := _joined(writing.room, sheet.activity, member):
            raise Refused(f"You write with {other.member} now. Go back to your own first, then open this link again.")
        own = Sheet.objects.filter(room=writing.room, activity=sheet.activity, member=member, copy=False).first()
        if own and own.colleagues:
            raise Refused(
                "Colleagues write with you on yours. End that first, or ask this colleague to join you there."
            )
        if len(sheet.colleagues) >= MOST:
            raise Refused(f"{MOST + 1} people write this together already. More would be too many.")
        _set(writing, sheet, [*sheet.colleagues, member.pk])
        note(writing, member, now, "joined a sheet", sheet.key)
        return sheet


def leave(*, by: Member, sheet_key: str, now: datetime) -> None:
    """Goes back to one's own sheet. What one wrote on the other stays there, out of sight."""
    with write(by.room_id) as writing:
        member = fresh(by)
        sheet = Sheet.objects.filter(room=writing.room, key=sheet_key, copy=False).first()
        if sheet is None or member.pk not in sheet.colleagues:
            raise Refused("You do not write on this sheet.")
        _take_off(writing, sheet, member)
        note(writing, member, now, "left a sheet", sheet.key)


def end(*, by: Member, sheet_key: str, member_id: int, now: datetime) -> None:
    """Takes a colleague off one's own sheet, and the link back that would let them in again."""
    with write(by.room_id) as writing:
        member = fresh(by)
        sheet = own_sheet(member, sheet_key)
        colleague = Member.objects.filter(room=writing.room, pk=member_id).first()
        if colleague is None or colleague.pk not in sheet.colleagues:
            raise Refused("That person does not write on this sheet any more.")
        _take_off(writing, sheet, colleague)
        SheetLink.objects.filter(sheet=sheet).delete()
        note(writing, member, now, "colleague taken off a sheet", f"m{colleague.pk}")


def leave_all(writing: Writing, member: Member) -> None:
    """Takes somebody who leaves the workshop off every sheet that a colleague let them in to."""
    for sheet in _with_colleagues(writing.room):
        if member.pk in sheet.colleagues:
            _take_off(writing, sheet, member)


def _with_colleagues(room: Room) -> list[Sheet]:
    return list(Sheet.objects.filter(room=room, copy=False).exclude(colleagues=[]).select_related("member"))


def _joined(room: Room, activity: str, member: Member) -> Sheet | None:
    """The sheet of somebody else that a member writes on in an activity."""
    return next(
        (one for one in _with_colleagues(room) if one.activity == activity and member.pk in one.colleagues), None
    )


def _take_off(writing: Writing, sheet: Sheet, member: Member) -> None:
    """The member's stamp moves, so that their devices lose the sheet."""
    _set(writing, sheet, [one for one in sheet.colleagues if one != member.pk])
    seq = writing.next()
    Member.objects.filter(pk=member.pk).update(seq=seq, stamp=seq)


def _set(writing: Writing, sheet: Sheet, colleagues: list[int]) -> None:
    seq = writing.next()
    Sheet.objects.filter(pk=sheet.pk).update(colleagues=colleagues, seq=seq, stamp=seq)


def _path(link: SheetLink) -> str:
    return f"/together-with/{link_token(KIND, link.pk)}/"
