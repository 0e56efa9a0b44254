"""Joining, coming back, helping to facilitate, and leaving."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from commonweal.access import hashed
from commonweal.core.codes import normalise
from commonweal.core.grouping import Person as Placed
from commonweal.core.grouping import place_late
from commonweal.operations import joint, pairs
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.groups import OWN, interests
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import make_sheets
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Group, Member, MemberKey, Person, Room

MOST = 1000
"""Participants that one workshop takes."""
VERIFIER = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Joined:
    """A member and the token that lets this device in as them; only the token's hash is kept."""

    member: Member
    token: str


def room_of_code(code: str, *, closed: bool = False) -> Room | None:
    """The open workshop that a typed code belongs to, or None; `closed` takes closed and archived ones too."""
    states = Room.State.values if closed else [Room.State.OPEN]
    found = normalise(code)
    return Room.objects.defer("programme").filter(code=found, state__in=states).first() if found else None


def join(*, code: str, name: str, organisation: str, sector: str, interest: str = "", now: datetime) -> Joined | None:
    """Joins a workshop as a participant; None when there is no open workshop with that code."""
    who = described(name, organisation, sector)
    room = room_of_code(code)
    if room is None:
        return None
    with write(room.pk) as writing:
        return let_in(writing, who, interest, now)


class Described(TypedDict):
    """What somebody says of themselves."""

    name: str
    organisation: str
    sector: str


def described(name: str, organisation: str, sector: str) -> Described:
    """What somebody says of themselves on joining, each on one line; raises `Invalid` with the field that is wrong."""
    return {
        "name": line(name, "name", 80),
        "organisation": line(organisation, "organisation", 120, required=False),
        "sector": line(sector, "sector", 40, required=False),
    }


def let_in(writing: Writing, who: Described, interest: str, now: datetime) -> Joined:
    """A new participant with a key, while the workshop is open and has room; `who` is from `described`."""
    room_for_more(writing)
    if interest not in interests(writing.room):
        raise Invalid("Choose one of the scenarios, or your own experience.", "interest")
    member = add_participant(writing, **who, interest=interest, now=now)
    return Joined(member, new_key(member, now))


def room_for_more(writing: Writing) -> None:
    """Refuses when the workshop is closed or full."""
    open_room(writing.room)
    if Member.objects.filter(room=writing.room, role=Member.Role.PARTICIPANT, removed=False).count() >= MOST:
        raise Refused("This workshop is full. Ask the facilitator.")


def add_participant(
    writing: Writing,
    *,
    name: str,
    organisation: str,
    sector: str,
    interest: str = "",
    verifier: str = "",
    now: datetime,
    pretend: bool = False,
) -> Member:
    """A new participant with their sheets, in the group that has most room for them, and in a pair if there are any.

    `verifier` is the hash that the same person has in another workshop of the series.
    """
    group = _group_for(writing.room, Placed(0, organisation, sector, interest))
    seq = writing.next()
    member = Member.objects.create(
        room=writing.room,
        name=name,
        organisation=organisation,
        sector=sector,
        interest=interest,
        verifier=verifier,
        role=Member.Role.PARTICIPANT,
        group=group,
        pretend=pretend,
        joined=now,
        seq=seq,
        stamp=seq,
    )
    make_sheets(writing, "person", member=member)
    pairs.place_late(writing, member)
    return member


def new_key(member: Member, now: datetime) -> str:
    """A token that lets a device in as the member."""
    token = secrets.token_urlsafe(32)
    MemberKey.objects.create(member=member, hash=hashed(token), created=now)
    return token


def _group_for(room: Room, person: Placed) -> Group | None:
    groups = list(Group.there.groups(room))
    if not groups:
        return None
    members = Member.objects.filter(room=room, removed=False, role=Member.Role.PARTICIPANT)
    seated = [[Placed(m.pk, m.organisation, m.sector) for m in members if m.group_id == g.pk] for g in groups]
    return groups[place_late(person, seated, [group.scenario or OWN for group in groups])]


def set_verifier(*, member: Member, verifier: str, mix: str = "", now: datetime) -> None:
    """Keeps the hash of what a member's phrase proves. It is set once; the same again is no error.

    `mix` is what the page mixed the phrase with: another page's proof would open nothing.
    """
    if not VERIFIER.fullmatch(verifier):
        raise Invalid("The six words could not be read. Reload the page.", "verifier")
    with write(member.room_id) as writing:
        kept = fresh(member)
        if mix and mix != writing.room.mix:
            raise Invalid("Reload the page to make your words.", "verifier")
        if kept.verifier and kept.verifier != hashed(verifier):
            raise Refused("Your six words are set already. The first ones are the ones that bring you back.")
        Member.objects.filter(pk=kept.pk).update(verifier=hashed(verifier))


def proves(*, member: Member, verifier: str) -> bool:
    """Whether a verifier is the one that the member's six words give; nothing is set."""
    kept = fresh(member).verifier
    if not kept:
        raise Refused("You have no six words yet. Make them first, then open your sealed pages with them.")
    return secrets.compare_digest(kept, hashed(verifier))


def come_back(*, room: Room, verifier: str, now: datetime) -> Joined | None:
    """Lets a device in as the member whose phrase gave this verifier; None when there is none."""
    if not VERIFIER.fullmatch(verifier):
        return None
    with write(room.pk) as writing:
        member = Member.objects.filter(room=room, verifier=hashed(verifier), removed=False).first()
        if member is None:
            return None
        note(writing, member, now, "came back with the phrase")
        return Joined(member, new_key(member, now))


def room_of_helper_link(token: str) -> Room | None:
    """The workshop that a co-facilitators' link belongs to, or None."""
    return Room.objects.defer("programme").filter(helper_hash=hashed(token)).first()


def join_as_helper(*, token: str, person: Person, groups: list[int], now: datetime) -> Member:
    """Makes a person a co-facilitator who runs the named groups; none named means all."""
    room = room_of_helper_link(token)
    if room is None:
        raise Refused("This link is not valid any more. Ask the facilitator for a new one.")
    with write(room.pk) as writing:
        known = set(Group.there.groups(room).values_list("pk", flat=True))
        if not set(groups) <= known:
            raise Invalid("Choose from the groups that are there.", "groups")
        member = Member.objects.filter(room=room, person=person).first()
        if member and not member.removed:
            return member
        seq = writing.next()
        values = {"role": Member.Role.FACILITATOR, "runs": groups or None, "removed": False, "seq": seq, "stamp": seq}
        named = {"name": str(person), "joined": now}
        member, _ = Member.objects.update_or_create(room=room, person=person, defaults={**values, **named})
        note(writing, member, now, "co-facilitator joined")
        return member


def open_screen(*, by: Member, now: datetime) -> str:
    """A token for the big screen's link; it shows only what is shared and reviewed."""
    with write(by.room_id) as writing:
        in_charge(by)
        screen = Member.objects.get(room=writing.room, role=Member.Role.SCREEN)
        note(writing, by, now, "big screen opened")
        return new_key(screen, now)


def remove_member(*, by: Member, member_id: int, now: datetime) -> None:
    """Takes a member out of the workshop: their devices are shut out at once; what they wrote with others stays."""
    with write(by.room_id) as writing:
        in_charge(by)
        member = Member.objects.filter(room=writing.room, pk=member_id, removed=False).first()
        if member is None or member.pk == by.pk or member.role == Member.Role.SCREEN:
            raise Refused("That person cannot be taken out.")
        MemberKey.objects.filter(member=member).delete()
        pairs.leave(writing, member)
        joint.leave_all(writing, member)
        seq = writing.next()
        Member.objects.filter(pk=member.pk).update(removed=True, seq=seq, stamp=seq)
        note(writing, by, now, "member taken out", f"m{member.pk}")


def restore_member(*, by: Member, member_id: int, now: datetime) -> None:
    """Lets somebody back in who was taken out: their six words open the workshop again."""
    with write(by.room_id) as writing:
        in_charge(by)
        member = Member.objects.filter(room=writing.room, pk=member_id, removed=True).first()
        if member is None or member.role != Member.Role.PARTICIPANT:
            raise Refused("That person is not among those who were taken out.")
        seq = writing.next()
        Member.objects.filter(pk=member.pk).update(removed=False, seq=seq, stamp=seq)
        note(writing, by, now, "member let back in", f"m{member.pk}")


def rename(*, by: Member, name: str, organisation: str, sector: str, now: datetime) -> None:
    """Changes how a member is called."""
    fields = {
        "name": line(name, "name", 80),
        "organisation": line(organisation, "organisation", 120, required=False),
        "sector": line(sector, "sector", 40, required=False),
    }
    with write(by.room_id) as writing:
        member = fresh(by)
        Member.objects.filter(pk=member.pk).update(seq=writing.next(), **fields)
