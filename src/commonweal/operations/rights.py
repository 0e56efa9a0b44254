"""Checks that operations share: who is in charge, read anew inside the write, and the audit lines they leave."""

from datetime import datetime

from commonweal.access import Viewer, viewer_of
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.gateway import Writing
from commonweal.store.models import Audit, Member, Room


def fresh(by: Member) -> Member:
    """The member as stored now; one who was removed may do nothing."""
    member = Member.objects.filter(pk=by.pk, removed=False).first()
    if member is None:
        raise Refused("You are no longer in this workshop.")
    return member


def in_charge(by: Member, group: int | None = None) -> Viewer:
    """The facilitator's facts, or Refused when `by` does not run that group (None: the whole room)."""
    viewer = viewer_of(fresh(by))
    if not viewer.in_charge_of(group):
        raise Refused("Only the facilitator who runs this can do that.")
    return viewer


def open_room(room: Room) -> None:
    """Refuses when the workshop is closed."""
    if room.state != Room.State.OPEN:
        raise Refused("This workshop is closed. Open it again to change anything.")


def line(text: str, field: str, longest: int, *, required: bool = True) -> str:
    """One line of text as entered, trimmed; Invalid when it is empty or too long."""
    found = " ".join(text.replace("\0", "").split())
    if required and not found:
        raise Invalid("Write something here.", field)
    if len(found) > longest:
        raise Invalid(f"Use {longest} characters or fewer; this has {len(found)}.", field)
    return found


def note(writing: Writing, by: Member | None, now: datetime, act: str, detail: str = "") -> None:
    """Leaves an audit line: who did what, never what people wrote."""
    Audit.objects.create(room=writing.room, member=by, at=now, act=act, detail=detail[:300])
