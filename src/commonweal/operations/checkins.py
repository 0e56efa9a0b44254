"""Mails that ask how a plan is going, six and twelve weeks after a workshop, to those who left an address for it.

An address is kept apart from the workshop's people and from what they wrote: no row says who left it, no audit line and
no sequence number tells when. It goes when the last mail has gone, or when its owner says stop.
"""

import secrets
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonweal.access import hashed, link_token
from commonweal.core.addresses import address
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh
from commonweal.store.gateway import write
from commonweal.store.models import CheckIn, Member, Room

KIND = "check-in"
WEEKS = (6, 12)
MOST = 2000
"""Mails that wait for one workshop."""
AT = time(9, 0)


def ask(*, by: Member, email: str, now: datetime) -> int:
    """Leaves an address for the check-ins that are still to come; the same again is no error. Returns how many come."""
    found = address(email)
    if found is None:
        raise Invalid("Write an email address, such as amina@example.org.", "email")
    with write(by.room_id) as writing:
        member = fresh(by)
        room = writing.room
        if member.role != Member.Role.PARTICIPANT or room.state == Room.State.ARCHIVED:
            raise Refused("Check-ins are for participants, until the workshop is archived.")
        coming = {weeks: due for weeks in WEEKS if (due := due_at(room, weeks)) > now}
        if not coming:
            raise Refused("Twelve weeks have gone by since this workshop, so there is no check-in to come.")
        if CheckIn.objects.filter(room=room).count() + len(coming) > MOST:
            raise Refused("No more addresses are taken for this workshop.")
        for weeks, due in coming.items():
            id = secrets.token_hex(12)
            CheckIn.objects.get_or_create(
                room=room,
                email=found,
                weeks=weeks,
                defaults={"id": id, "due": due, "stop_hash": hashed(link_token(KIND, id))},
            )
        return len(coming)


def due_at(room: Room, weeks: int) -> datetime:
    """When a check-in is due: at nine in the morning where the workshop was."""
    day = room.date + timedelta(weeks=weeks)
    return datetime.combine(day, AT, ZoneInfo(room.zone)).astimezone(UTC)


def stop_link(check_in: CheckIn) -> str:
    """The path of the link that stops the mails."""
    return f"/stop/{link_token(KIND, check_in.pk)}/"


def by_token(token: str) -> CheckIn | None:
    """The check-in that a stop link belongs to, or None."""
    return CheckIn.objects.select_related("room").filter(stop_hash=hashed(token)).first()


def stop(*, token: str, now: datetime) -> bool:
    """Deletes the address of whoever has this link, for this workshop; says whether there was one."""
    found = by_token(token)
    if found is None:
        return False
    with write(found.room_id):
        CheckIn.objects.filter(room_id=found.room_id, email=found.email).delete()
    return True
