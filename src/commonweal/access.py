"""Who may see and do what: the only way to a row. The rules are pure functions of facts; the rest reads the facts.

A *view* is a way of seeing a sheet; a channel is a sheet in one view. `views` says which views of a sheet a viewer has,
`refusal` whether a change may be made, `visible` what of an entry a view shows.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import salted_hmac

from commonweal.store.models import Member, MemberKey, Person, Room, Sheet


class View(StrEnum):
    """Ways of seeing a sheet."""

    INSIDE = "inside"
    """Everything, hidden entries marked; authors only where the activity names them."""
    MINE = "mine"
    """One's own entries alone."""
    SHARED = "shared"
    """What others see after sharing: no names, nothing hidden."""
    SCREEN = "screen"
    """The big screen's: what is shared, reviewed and not hidden; no names."""
    COUNTS = "counts"
    """How much is there, without a word of it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member as far as access is concerned. `runs` is None for a facilitator who runs every group."""

    member: int
    role: str
    group: int | None = None
    past: frozenset[int] = frozenset()
    runs: frozenset[int] | None = None
    active: bool = True
    stamp: int = 0
    pair: int | None = None
    past_pairs: frozenset[int] = frozenset()

    def in_charge_of(self, group: int | None) -> bool:
        """Whether this is a facilitator who runs that group (or, for None, the whole room)."""
        if self.role != "facilitator" or not self.active:
            return False
        return self.runs is None or (group is not None and group in self.runs)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet with what its activity says of privacy. `group` is the holder, or the group of a person who holds it.

    `segment` says when its activity is done: before, during or after the workshop; `colleagues` are the members whom
    the person that holds a private sheet has let in.
    """

    id: int
    key: str
    activity: str
    holder: str
    member: int | None
    group: int | None
    copy: bool
    state: str
    opened: bool
    privacy: str
    named: bool
    stamp: int = 0
    reviewed: int = 0
    segment: str = "during"
    colleagues: frozenset[int] = frozenset()


@dataclass(slots=True)
class EntryFacts:
    """An entry as stored."""

    uid: str
    sheet: int
    step: str
    author: int
    seq: int
    fields: dict[str, Any] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)
    versions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    late: bool = False
    hidden: str = ""
    removed: bool = False


def holds(viewer: Viewer, sheet: SheetFacts) -> bool:
    """Whether the viewer is a participant who is the sheet's holder or one of them."""
    if not viewer.active or viewer.role != "participant":
        return False
    if sheet.holder == "person":
        return sheet.member == viewer.member or (sheet.privacy == "private" and viewer.member in sheet.colleagues)
    if sheet.holder == "group":
        return sheet.group is not None and sheet.group == viewer.group
    if sheet.holder == "pair":
        return sheet.group is not None and sheet.group == viewer.pair
    return True


def was_of_pair(viewer: Viewer, sheet: SheetFacts) -> bool:
    """Whether the viewer is of a pair that has ended: what it wrote stays with those who wrote it, to be read."""
    return (
        viewer.active and viewer.role == "participant" and sheet.holder == "pair" and sheet.group in viewer.past_pairs
    )


def types_for(viewer: Viewer, sheet: SheetFacts) -> bool:
    """Whether the viewer is a facilitator who may type in what those who hold the sheet together wrote on paper.

    Before the sheet is shared they see of it only what they typed themselves.
    """
    together = sheet.holder in ("group", "room") and sheet.privacy in ("open", "until-shared") and not sheet.copy
    return together and viewer.in_charge_of(sheet.group)


def views(viewer: Viewer, sheet: SheetFacts) -> frozenset[View]:
    """The views of a sheet that a viewer has; empty when the sheet is none of their business."""
    if not viewer.active or viewer.role == "tablet":
        return frozenset()
    if sheet.copy:
        return _views_of_copy(viewer, sheet)
    if viewer.role == "screen":
        return _views_of_screen(sheet)
    if sheet.privacy in ("private", "sealed", "anonymous"):
        reads = holds(viewer, sheet) or was_of_pair(viewer, sheet)
        return frozenset({View.INSIDE}) if sheet.privacy != "anonymous" and reads else frozenset()
    shared = sheet.state == "shared"
    if viewer.role == "facilitator":
        return _views_of_facilitator(viewer, sheet, shared)
    if holds(viewer, sheet) or was_of_pair(viewer, sheet):
        return _views_of_holder(sheet, shared)
    return frozenset({View.SHARED}) if shared or sheet.privacy == "open" else frozenset()


def _views_of_copy(viewer: Viewer, sheet: SheetFacts) -> frozenset[View]:
    """A copy is for its sharer, the sharer's group and the facilitators, as long as it is shared."""
    if sheet.state != "shared":
        return frozenset()
    in_group = viewer.group is not None and viewer.group == sheet.group
    insider = viewer.role == "participant" and (viewer.member == sheet.member or in_group)
    return frozenset({View.SHARED}) if insider or viewer.in_charge_of(sheet.group) else frozenset()


def _views_of_screen(sheet: SheetFacts) -> frozenset[View]:
    if sheet.privacy not in ("open", "until-shared"):
        return frozenset()
    return frozenset({View.COUNTS, View.SCREEN}) if sheet.state == "shared" else frozenset({View.COUNTS})


def _views_of_facilitator(viewer: Viewer, sheet: SheetFacts, shared: bool) -> frozenset[View]:
    in_charge = viewer.in_charge_of(sheet.group)
    if not (shared or sheet.privacy == "open"):
        found = {View.COUNTS} if in_charge else set()
    elif in_charge and sheet.named:
        return frozenset({View.INSIDE, View.COUNTS})
    else:
        found = {View.INSIDE if in_charge else View.SHARED, View.COUNTS}
    return frozenset(found | {View.MINE} if types_for(viewer, sheet) else found)


def _views_of_holder(sheet: SheetFacts, shared: bool) -> frozenset[View]:
    alone_first = sheet.holder == "room" and sheet.privacy == "until-shared" and not shared
    if alone_first:
        return frozenset({View.MINE, View.COUNTS})
    return frozenset({View.INSIDE}) if sheet.named else frozenset({View.INSIDE, View.MINE})


def sees_result(viewer: Viewer, *, proven: bool) -> bool:
    """Whether a viewer may see the shared result of one team: facilitators, and whose device proves that it answered
    for that team."""
    return viewer.active and (viewer.role == "facilitator" or (viewer.role == "participant" and proven))


REASONS: Mapping[str, str] = {
    "closed-room": "This workshop is closed, so nothing more can be added. Your words are kept here as a draft.",
    "removed": "You are no longer in this workshop. Your words are kept on this device as a draft.",
    "role": "Only those whose sheet this is, and who facilitates them, write on it. Your words are kept here.",
    "own": "Everybody answers this for themselves, so it cannot be typed in for them.",
    "not-yours": "This sheet belongs to others, so your change was not added. Your words are kept here as a draft.",
    "waiting": "This activity has not been opened yet. Your words are kept here as a draft.",
    "late": "This sheet was closed before your change arrived. Your words are kept here as a draft.",
    "unseen": "This entry is not one that you can change.",
}
"""Words for each code of refusal, as its writer reads them."""


def log_open(state: str, until: date | None, today: date) -> bool:
    """Whether what comes after a workshop can be written although the workshop is closed: its log, up to a day."""
    return state == Room.State.CLOSED and until is not None and today <= until


def refusal(
    viewer: Viewer, sheet: SheetFacts, verb: str, author: int | None, *, room_open: bool, after_open: bool = False
) -> str | None:
    """Why a change may not be made, as a key of REASONS, or None when it may. `verb` is put, patch or remove.

    A facilitator who types in for a group changes only what they typed. A put by somebody who was entitled while the
    sheet was open is accepted until the room closes; patches and removals that come late are not. `after_open`: the
    room is closed, and what comes after the workshop can still be written.
    """
    if not room_open and not (after_open and sheet.segment == "after"):
        return "closed-room"
    if not viewer.active:
        return "removed"
    types = types_for(viewer, sheet)
    if viewer.role != "participant" and not types:
        return "role"
    if sheet.copy or sheet.privacy == "anonymous":
        return "not-yours"
    if not (holds(viewer, sheet) or types):
        return None if verb == "put" and was_entitled(viewer, sheet) else "not-yours"
    if sheet.state == "waiting":
        return "waiting"
    if sheet.state != "open" and verb != "put":
        return "late"
    own_alone = types or View.INSIDE not in views(viewer, sheet)
    if verb != "put" and own_alone and author != viewer.member:
        return "unseen"
    return None


def was_entitled(viewer: Viewer, sheet: SheetFacts) -> bool:
    """Whether a member who has been moved was in the group or pair that holds the sheet, and it has been open."""
    past = {"group": viewer.past, "pair": viewer.past_pairs}.get(sheet.holder, frozenset())
    return sheet.opened and sheet.group in past


def is_late(viewer: Viewer, sheet: SheetFacts) -> bool:
    """Whether a put that is accepted now came after its time."""
    return sheet.state != "open" or not (holds(viewer, sheet) or types_for(viewer, sheet))


def shows(view: View, sheet: SheetFacts, entry: EntryFacts, member: int | None = None) -> bool:
    """Whether an entry stands in a view of its sheet; `member` says whose, for MINE."""
    if entry.removed or view == View.COUNTS:
        return False
    if view == View.MINE:
        return entry.author == member
    if view == View.SHARED:
        return not entry.hidden
    if view == View.SCREEN:
        return not entry.hidden and entry.seq <= sheet.reviewed
    return True


def names(view: View, sheet: SheetFacts) -> bool:
    """Whether a view tells who wrote."""
    return view == View.MINE or (view == View.INSIDE and sheet.named)


# --- reading the facts ------------------------------------------------------------------------------------


def viewer_of(member: Member) -> Viewer:
    """The member's facts."""
    return Viewer(
        member=member.pk,
        role=member.role,
        group=member.group_id,
        past=frozenset(member.past_groups),
        runs=None if member.runs is None else frozenset(member.runs),
        active=not member.removed,
        stamp=member.stamp,
        pair=member.pair_id,
        past_pairs=frozenset(member.past_pairs),
    )


def hashed(token: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal. Only for secrets of 70 random bits or more."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_token(kind: str, id: str) -> str:
    """The secret of a link that goes out by mail, worked out anew from the server's key; only its hash is stored."""
    return salted_hmac(f"commonweal.{kind}", id, algorithm="sha256").hexdigest()


def member_by_token(room_id: str, token: str, *roles: str) -> Member | None:
    """The member whom a device's token lets into a room in one of these roles, or None."""
    if not token:
        return None
    key = (
        MemberKey.objects.select_related("member")
        .filter(hash=hashed(token), member__room_id=room_id, member__removed=False, member__role__in=roles)
        .first()
    )
    return key.member if key else None


def facilitator(room_id: str, person: Person | AnonymousUser | None) -> Member | None:
    """The person's membership as a facilitator of a room, or None."""
    if not isinstance(person, Person) or not person.is_active:
        return None
    return Member.objects.filter(room_id=room_id, person=person, role=Member.Role.FACILITATOR, removed=False).first()


def rooms_of(person: Person, *, archived: bool = False) -> list[Room]:
    """The rooms that a person facilitates, newest first; without the programmes that they hold."""
    mine = Room.objects.filter(members__person=person, members__role=Member.Role.FACILITATOR, members__removed=False)
    kept = mine.filter(state=Room.State.ARCHIVED) if archived else mine.exclude(state=Room.State.ARCHIVED)
    return list(kept.defer("programme").select_related("cohort").order_by("-date", "-created"))


def same_person(member: Member) -> list[Member]:
    """The member in every workshop of the series: those whose phrase proves the same. In date order; at least one."""
    room = member.room
    if not member.verifier or not room.cohort_id:
        return [member]
    known = Member.objects.filter(room__cohort_id=room.cohort_id, verifier=member.verifier, removed=False)
    found = known.filter(role=Member.Role.PARTICIPANT).defer("room__programme").select_related("room")
    return list(found.order_by("room__date", "pk"))


def sheet_held(member: Member, key: str) -> Sheet | None:
    """The sheet of that key, when the member is its holder, or one of them, and may see all of it now; else None."""
    sheet = Sheet.objects.filter(room_id=member.room_id, key=key).select_related("member").first()
    if sheet is None:
        return None
    facts, viewer = facts_of(sheet), viewer_of(member)
    return sheet if holds(viewer, facts) and View.INSIDE in views(viewer, facts) else None


def facts_of(sheet: Sheet) -> SheetFacts:
    """A stored sheet's facts, with what the programme of its room says of its activity."""
    activity = Room.objects.values_list("programme", flat=True).get(pk=sheet.room_id)["activities"][sheet.activity]
    return SheetFacts(
        id=sheet.pk,
        key=sheet.key,
        activity=sheet.activity,
        holder=activity["holder"],
        member=sheet.member_id,
        group=sheet.member.group_id if sheet.member else sheet.group_id,
        copy=sheet.copy,
        state=sheet.state,
        opened=sheet.opened,
        privacy=activity["privacy"],
        named=activity["named"] and not sheet.copy,
        stamp=sheet.stamp,
        reviewed=sheet.reviewed,
        colleagues=frozenset(sheet.colleagues),
    )
