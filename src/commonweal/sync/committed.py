"""Reading a room's committed rows for the engine. Plain SQL where a busy room reads many times a second."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection
from django.db.models import QuerySet

from commonweal.access import EntryFacts
from commonweal.store.models import AgendaItem, Group, Member, Message, Room, RoomActivity, Sheet
from commonweal.sync.rules import RoomRules, room_rules
from commonweal.sync.shape import Rows

_decode = msgspec.json.Decoder(dict[str, Any]).decode
ENTRY_COLUMNS = "uid, sheet_id, step, author_id, seq, fields, revs, versions, late, hidden, removed"


class Committed:
    """The engine's reader over the database; each call reads what is committed at that moment."""

    def __init__(self, room_id: str) -> None:
        self.room_id = room_id

    def rules(self) -> RoomRules:
        """The programme that the room keeps."""
        return room_rules(Room.objects.values_list("programme", flat=True).get(pk=self.room_id))

    def head(self) -> tuple[int, int, str]:
        rows = _rows("SELECT seq, shape_seq, epoch FROM store_room WHERE id = %s", [self.room_id])
        found: tuple[int, int, str] = next(iter(rows))
        return found

    def shape(self, since: int) -> Rows:
        def changed(model: type[Any]) -> tuple[dict[str, Any], ...]:
            found: QuerySet[Any, Any] = model.objects.filter(room_id=self.room_id)
            return tuple((found.filter(seq__gt=since) if since else found).values())

        info = Room.objects.filter(pk=self.room_id).defer("programme").values(*INFO).get()
        return Rows(
            info,
            changed(Member),
            changed(Group),
            changed(Sheet),
            changed(AgendaItem),
            changed(RoomActivity),
            changed(Message),
        )

    def changed(self, since: int) -> Iterator[EntryFacts]:
        sql = f"SELECT {ENTRY_COLUMNS} FROM store_entry WHERE room_id = %s AND seq > %s ORDER BY seq"
        return map(_entry, _rows(sql, [self.room_id, since]))

    def entries(self, sheets: Collection[int], since: int) -> Iterator[EntryFacts]:
        marks = ", ".join(["%s"] * len(sheets))
        sql = f"SELECT {ENTRY_COLUMNS} FROM store_entry WHERE sheet_id IN ({marks}) AND seq > %s ORDER BY seq"
        return map(_entry, _rows(sql, [*sheets, since]))

    def by_id(self, uids: Collection[str]) -> dict[str, EntryFacts]:
        """Entries of the room by their ids."""
        if not uids:
            return {}
        marks = ", ".join(["%s"] * len(uids))
        sql = f"SELECT {ENTRY_COLUMNS} FROM store_entry WHERE room_id = %s AND uid IN ({marks})"
        return {(entry := _entry(row)).uid: entry for row in _rows(sql, [self.room_id, *uids])}

    def counts(self, sheets: Collection[int]) -> Mapping[int, Mapping[tuple[str, str], int]]:
        marks = ", ".join(["%s"] * len(sheets))
        sql = (
            f"SELECT sheet_id, step, coalesce(fields ->> 'kind', '') AS kind, count(*) FROM store_entry"
            f" WHERE sheet_id IN ({marks}) AND NOT removed GROUP BY sheet_id, step, kind"
        )
        found: dict[int, dict[tuple[str, str], int]] = {}
        for sheet, step, kind, count in _rows(sql, list(sheets)):
            found.setdefault(sheet, {})[step, kind] = count
        return found


INFO = [field.attname for field in Room._meta.fields if field.attname != "programme"]


def _rows(sql: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _entry(row: tuple[Any, ...]) -> EntryFacts:
    uid, sheet, step, author, seq, fields, revs, versions, late, hidden, removed = row
    kept = {} if versions == "{}" else _decode(versions)
    return EntryFacts(
        uid, sheet, step, author, seq, _decode(fields), _decode(revs), kept, bool(late), hidden, bool(removed)
    )
