"""Who has written for an anonymous sheet: kept so that nothing tells which note or answer is whose."""

import secrets
import uuid

from commonweal.store.models import Member, Room, WallWriter


def has_written(room: Room, activity: str, batch: int, member: Member) -> bool:
    """Whether the member has written for that batch."""
    return WallWriter.objects.filter(room=room, activity=activity, batch=batch, member=member).exists()


def wrote(room: Room, activity: str, batch: int, member: Member | None) -> None:
    """Keeps that a member wrote, or (None) somebody who is no member.

    All rows of the batch are made anew, shuffled: a row that was added alone would carry the number of the transaction
    that added the note beside it, and stand in the order of writing.
    """
    if member and has_written(room, activity, batch, member):
        return
    here = WallWriter.objects.filter(room=room, activity=activity, batch=batch)
    members = [*here.values_list("member_id", flat=True), member.pk if member else None]
    secrets.SystemRandom().shuffle(members)
    here.delete()
    WallWriter.objects.bulk_create(
        WallWriter(id=str(uuid.uuid4()), room=room, activity=activity, batch=batch, member_id=one) for one in members
    )
