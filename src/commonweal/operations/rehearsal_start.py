"""How a room stood before it was rehearsed: kept when the rehearsal begins, brought back when it is wiped."""

from typing import Any

from django.db import models
from django.db.models import QuerySet

from commonweal.store.gateway import Writing
from commonweal.store.models import (
    AgendaItem,
    Entry,
    Group,
    Member,
    Message,
    Photo,
    RehearsalStart,
    Response,
    Room,
    RoomActivity,
    Sheet,
    TeamProof,
    WallNote,
    WallWriter,
)

KEPT: dict[type[models.Model], tuple[str, ...]] = {
    Group: ("name", "scenario", "position", "removed"),
    AgendaItem: ("started", "ended"),
    RoomActivity: ("state", "together", "batch"),
    Sheet: ("state", "opened", "reviewed", "colleagues"),
    Entry: ("fields", "revs", "versions", "late", "hidden", "removed"),
    Message: ("answered",),
    Photo: ("caption",),
    WallNote: ("column", "text", "hidden"),
    WallWriter: (),
    Response: ("edit_hash", "proof_hash"),
    TeamProof: (),
}
"""What is brought back of each table. Sequence numbers are not: they go on, and say that something changed. Nor is that
a note of the wall waited: whoever has read it could tell it from those that come."""
OF_ROOM = ("timer", "screen", "presence")


def keep(writing: Writing) -> None:
    """Keeps how the room stands now; the first time holds."""
    tables = {
        model.__name__: {str(row.pop("pk")): row for row in _rows(model, writing.room_id).values("pk", *fields)}
        for model, fields in KEPT.items()
    }
    room = Room.objects.values(*OF_ROOM).get(pk=writing.room_id)
    RehearsalStart.objects.get_or_create(room_id=writing.room_id, defaults={"tables": {**tables, "Room": room}})


def bring_back(writing: Writing) -> None:
    """Takes away what came since, and sets what was there back; the members themselves are left to the caller.

    A group in which somebody real sits by now stays, with its sheets and what they wrote on them.
    """
    start = RehearsalStart.objects.get(room_id=writing.room_id)
    _take_away(writing, start.tables)
    for model, fields in KEPT.items():
        for row in _rows(model, writing.room_id):
            if (kept := start.tables[model.__name__].get(str(row.pk))) is not None:
                _set_back(writing, row, {name: _read(model, name, kept[name]) for name in fields if name in kept})
    states = dict(RoomActivity.objects.filter(room_id=writing.room_id).values_list("key", "state"))
    for sheet in Sheet.objects.filter(room_id=writing.room_id, copy=False):
        if str(sheet.pk) not in start.tables["Sheet"]:  # of somebody who joined meanwhile, or of their group
            _set_back(writing, sheet, {"state": states[sheet.activity], "reviewed": 0})
    Room.objects.filter(pk=writing.room_id).update(**start.tables["Room"])
    start.delete()


def began_with(*, room_id: str, photo: str) -> bool:
    """Whether a room is rehearsed now and had that photo before: what was taken away could not be brought back."""
    start = RehearsalStart.objects.filter(room_id=room_id).first()
    return start is not None and photo in start.tables.get("Photo", {})


def _rows(model: type[models.Model], room_id: str) -> QuerySet[Any]:
    return model._default_manager.filter(room_id=room_id)


def _read(model: type[models.Model], name: str, kept: Any) -> Any:
    """A value as it was before it became JSON: moments were written as text."""
    field = model._meta.get_field(name)
    return field.to_python(kept) if isinstance(field, models.DateTimeField) else kept


def _take_away(writing: Writing, tables: dict[str, Any]) -> None:
    """Rows that came since: entries of pretend people and facilitators, groups in which nobody real sits, and so on."""
    Entry.objects.filter(room_id=writing.room_id, author__pretend=True).delete()
    typed = Entry.objects.filter(room_id=writing.room_id, author__role=Member.Role.FACILITATOR)
    Entry.objects.filter(
        pk__in=[pk for pk in typed.values_list("pk", flat=True) if str(pk) not in tables["Entry"]]
    ).delete()
    for model in (Message, Photo, WallNote, WallWriter, Response, TeamProof):
        keys = tables[model.__name__]
        gone = [row.pk for row in _rows(model, writing.room_id) if str(row.pk) not in keys]
        _rows(model, writing.room_id).filter(pk__in=gone).delete()
    real = Member.objects.filter(room_id=writing.room_id, pretend=False, removed=False, group__isnull=False)
    sat_in = set(real.values_list("group_id", flat=True))
    for group in Group.objects.filter(room_id=writing.room_id):
        if str(group.pk) not in tables["Group"] and group.pk not in sat_in:
            group.delete()


def _set_back(writing: Writing, row: Any, values: dict[str, Any]) -> None:
    """Sets a row back if it differs, with new sequence numbers where it has them."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    has = {field.name for field in row._meta.get_fields()}
    seq = writing.next()
    marks = {name: seq for name in ("seq", "stamp") if name in has}
    type(row)._default_manager.filter(pk=row.pk).update(**values, **marks)
