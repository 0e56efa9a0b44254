"""Inviting people to a workshop, reminding those with something missing, and joining by a link of one's own.

Nothing is sent here: a row says when its mail is due, and `jobs` sends it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commonweal.access import hashed, link_token
from commonweal.core.addresses import people_in
from commonweal.operations import people, prework
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.people import Joined
from commonweal.operations.prework import Done
from commonweal.operations.rights import in_charge, line, note, open_room
from commonweal.store.gateway import write
from commonweal.store.models import Invitation, Member, Room

KIND = "invitation"
MOST = 300
"""People whom one workshop invites."""
AT_ONCE = 100
"""People whom one press invites."""
PAUSE = timedelta(hours=20)
"""Least time between two reminders to one person."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of a pasted list: how many were new, how many had been invited, and what could not be read."""

    new: int
    known: int
    wrong: list[str] = field(default_factory=list)


def invite(*, by: Member, text: str, now: datetime) -> Invited:
    """Invites everybody in a pasted list of addresses; a mail with a link of their own is due to each at once."""
    found, wrong = people_in(text)
    if not found:
        raise Invalid("Write at least one email address, such as amina@example.org.", "people")
    if len(found) > AT_ONCE:
        raise Invalid(f"Invite {AT_ONCE} people at a time; this list has {len(found)}.", "people")
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        known = set(Invitation.objects.filter(room=writing.room).values_list("email", flat=True))
        new = [(name, email) for name, email in found if email not in known]
        if len(known) + len(new) > MOST:
            raise Refused(f"A workshop invites {MOST} people at most. Give the others the join code.")
        for name, email in new:
            _add(writing.room, name, email, due=now)
        note(writing, by, now, "people invited", str(len(new)))
        return Invited(len(new), len(found) - len(new), wrong)


def add_link(*, by: Member, name: str, now: datetime) -> Invitation:
    """A personal link for somebody, to hand over in another way than by mail."""
    name = line(name, "name", 80)
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        if Invitation.objects.filter(room=writing.room).count() >= MOST:
            raise Refused(f"A workshop invites {MOST} people at most. Give the others the join code.")
        note(writing, by, now, "personal link made")
        return _add(writing.room, name, "", due=None)


def _add(room: Room, name: str, email: str, due: datetime | None) -> Invitation:
    id = secrets.token_hex(12)
    token = hashed(link_token(KIND, id))
    return Invitation.objects.create(id=id, room=room, name=name, email=email, token_hash=token, due=due)


def withdraw(*, by: Member, invitation_id: str, now: datetime) -> None:
    """Takes an invitation back: its link opens nothing any more. Somebody who has joined stays in the workshop."""
    with write(by.room_id) as writing:
        in_charge(by)
        if not Invitation.objects.filter(room=writing.room, pk=invitation_id).delete()[0]:
            raise Refused("That invitation is not there any more.")
        note(writing, by, now, "invitation withdrawn")


def send_again(*, by: Member, invitation_id: str, now: datetime) -> None:
    """Sends an invitation once more that did not go out."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        stuck = Invitation.objects.filter(room=writing.room, pk=invitation_id, due=None, sent=None, member=None)
        if not stuck.exclude(email="").update(due=now, taken=None, tries=0):
            raise Refused("That mail has gone out, or is about to.")


def remind(*, by: Member, now: datetime) -> int:
    """Reminds everybody who was invited by mail and has not joined, or has parts of the work before it empty.

    Nobody is reminded twice within a day. Returns how many reminders are due.
    """
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        wanted = [one.pk for one in _remindable(writing.room, now)]
        Invitation.objects.filter(pk__in=wanted).update(due=now, taken=None, tries=0)
        note(writing, by, now, "reminded", str(len(wanted)))
        return len(wanted)


def remindable(room: Room, now: datetime) -> int:
    """How many people a press on remind would reach."""
    return len(_remindable(room, now))


def _remindable(room: Room, now: datetime) -> list[Invitation]:
    sent = Invitation.objects.filter(room=room, sent__isnull=False, due=None, quiet=False).exclude(email="")
    rested = [one for one in sent if max(one.sent or now, one.reminded or one.sent or now) <= now - PAUSE]
    done = prework.progress(room)
    empty = prework.nothing(room)
    return [one for one in rested if needs_reminding(one, done.get(one.member_id or 0, empty))]


def needs_reminding(invitation: Invitation, done: list[Done]) -> bool:
    """Whether somebody has not joined, or has parts of the work before the workshop empty."""
    return invitation.member_id is None or any(one.missing for one in done)


# --- the link -----------------------------------------------------------------------------------------


def by_token(token: str) -> Invitation | None:
    """The invitation that a personal link belongs to, or None."""
    return Invitation.objects.select_related("room", "member").filter(token_hash=hashed(token)).first()


def link(invitation: Invitation) -> str:
    """The path of the personal link."""
    return f"/invited/{link_token(KIND, invitation.pk)}/"


def join(*, token: str, name: str, organisation: str, sector: str, interest: str = "", now: datetime) -> Joined | None:
    """Joins by a personal link, once; None when the link is not valid or has been used."""
    who = people.described(name, organisation, sector)
    found = by_token(token)
    if found is None:
        return None
    with write(found.room_id) as writing:
        invitation = Invitation.objects.filter(pk=found.pk, member=None).first()
        if invitation is None:
            return None
        joined = people.let_in(writing, who, interest, now)
        Invitation.objects.filter(pk=invitation.pk).update(member=joined.member, due=None)
        return joined


def be_quiet(*, token: str, now: datetime) -> bool:
    """Ends the mails to whoever has this link; says whether there was such a link."""
    found = by_token(token)
    if found is None:
        return False
    with write(found.room_id):
        Invitation.objects.filter(pk=found.pk).update(quiet=True, due=None)
    return True
