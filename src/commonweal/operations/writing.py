"""Putting entries on sheets for others than a device: recorded feedback, and the pretend people of a rehearsal."""

import uuid
from collections.abc import Mapping
from typing import Any

from commonweal.store.gateway import Writing
from commonweal.store.models import Entry, Member, Sheet


def put_entry(writing: Writing, sheet: Sheet, author: Member, step: str, fields: Mapping[str, Any]) -> Entry:
    """Writes one entry as its author; the fields have been checked, or come from checked content."""
    seq = writing.next(shape=False)
    return Entry.objects.create(
        room=writing.room,
        sheet=sheet,
        uid=str(uuid.uuid4()),
        step=step,
        author=author,
        fields=dict(fields),
        revs=dict.fromkeys(fields, seq),
        seq=seq,
    )
