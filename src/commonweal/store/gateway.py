"""The one way to write a room: a process-wide mutex, the room's lock, fresh state, the sequence numbers, the commit.

SQLite hands out its write lock unfairly: without the mutex a batch writer beside eight web threads waits over half a
second at worst, with it some twenty milliseconds. On PostgreSQL the row lock orders writers of all processes.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from django.db import connection, transaction

from commonweal.store.models import Room

_mutex = threading.RLock()
_listeners: list[Callable[[str, int], None]] = []


class Writing:
    """A room being written: hands out sequence numbers; everything commits together when the block ends."""

    def __init__(self, room_id: str, state: str, seq: int, shape_seq: int, epoch: str) -> None:
        self.room_id, self.state, self.seq, self.shape_seq, self.epoch = room_id, state, seq, shape_seq, epoch
        self._began = seq

    @cached_property
    def room(self) -> Room:
        """The room's row, without its programme, as it is under the lock."""
        return Room.objects.defer("programme").get(pk=self.room_id)

    def next(self, *, shape: bool = True) -> int:
        """The next sequence number; `shape` is False for entries alone."""
        self.seq += 1
        if shape:
            self.shape_seq = self.seq
        return self.seq

    @property
    def changed(self) -> bool:
        return self.seq != self._began


def told_after_commit(listener: Callable[[str, int], None]) -> Callable[[], None]:
    """Calls `listener(room id, seq)` after each commit, in the writer's thread; returns a function that stops it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


@contextmanager
def write(room_id: str) -> Iterator[Writing]:
    """Writes to one room. Check access inside the block: the state read there is the state that is written to.

    Raises `Room.DoesNotExist` when there is no such room. No I/O but the database's belongs in the block.
    """
    with _mutex:
        with transaction.atomic():
            writing = _locked(room_id)
            yield writing
            if writing.changed:
                _close(writing)
        if writing.changed:
            for listener in list(_listeners):
                listener(room_id, writing.seq)


@contextmanager
def write_outside() -> Iterator[None]:
    """Writes rows that belong to no room yet (a new room, an account's own rows) under the same mutex."""
    with _mutex, transaction.atomic():
        yield


def _locked(room_id: str) -> Writing:
    """Takes the room's lock (on SQLite the transaction holds the only one) and reads where the room stands."""
    sql = "SELECT id, state, seq, shape_seq, epoch FROM store_room WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql if connection.vendor == "sqlite" else f"{sql} FOR UPDATE", [room_id])
        row = cursor.fetchone()
    if row is None:
        raise Room.DoesNotExist(f"There is no room {room_id}.")
    return Writing(*row)


def _close(writing: Writing) -> None:
    with connection.cursor() as cursor:
        sql = "UPDATE store_room SET seq = %s, shape_seq = %s WHERE id = %s"
        cursor.execute(sql, [writing.seq, writing.shape_seq, writing.room_id])
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_notify('commonweal', %s)", [f"{writing.room_id} {writing.seq}"])
