"""Entries that no device writes: recorded feedback, the pretend people of a rehearsal, who plays what in a meeting."""

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


def change_entry(writing: Writing, entry: Entry, fields: Mapping[str, Any]) -> None:
    """Sets some fields of an entry; nothing happens where they are so already."""
    changed = {name: value for name, value in fields.items() if entry.fields.get(name) != value}
    if not changed:
        return
    entry.seq = writing.next(shape=False)
    entry.fields = {**entry.fields, **changed}
    entry.revs = {**entry.revs, **dict.fromkeys(changed, entry.seq)}
    Entry.objects.filter(pk=entry.pk).update(fields=entry.fields, revs=entry.revs, seq=entry.seq)
