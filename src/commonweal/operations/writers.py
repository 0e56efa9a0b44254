"""What anonymous sheets share: who has written, kept so that nothing tells which note or answer is whose; no order."""

import secrets
import uuid
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from commonweal.store.models import Member, Room, RoomActivity, WallNote, WallWriter


def collected(row: RoomActivity) -> int:
    """Batches of an anonymous sheet's notes that have been collected; what is written now is for the one after."""
    last = WallNote.objects.filter(room=row.room_id, activity=row.key).aggregate(last=Max("batch"))["last"]
    return max(row.batch, last or 0)


def people(row: RoomActivity, batch: int) -> int:
    """People who wrote for that batch. Pretend ones count only where nobody real did: their words are no secret."""
    writers = WallWriter.objects.filter(room=row.room_id, activity=row.key, batch=batch)
    pretend = writers.filter(member__pretend=True).count()
    return writers.count() - pretend or pretend


def has_written(room: Room, activity: str, batch: int, member: Member) -> bool:
    """Whether the member has written for that batch."""
    return WallWriter.objects.filter(room=room, activity=activity, batch=batch, member=member).exists()


def wrote(room: Room, activity: str, batch: int, member: Member | None) -> None:
    """Keeps that a member wrote, or (None) somebody who is no member."""
    if member and has_written(room, activity, batch, member):
        return
    row = {"room": room, "activity": activity, "batch": batch}
    WallWriter.objects.create(id=str(uuid.uuid4()), member=member, **row)
    mix(WallWriter.objects.filter(**row))


def mix(rows: QuerySet[Any]) -> None:
    """Makes rows anew in a random order, after one of them was written.

    PostgreSQL keeps a row where it was added, with the number of the transaction that added it: both would tell the
    order of writing, and the number which note or answer goes with which writer. On SQLite these tables are kept in
    the order of their random keys, and there is nothing to do.
    """
    if connection.vendor == "sqlite":
        return
    found = list(rows)
    secrets.SystemRandom().shuffle(found)
    rows.delete()
    rows.model._default_manager.bulk_create(found)
