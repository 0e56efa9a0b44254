"""The one way to write a room: a process-wide mutex, the room's lock, fresh state, the sequence numbers, the commit.

SQLite hands out its write lock unfairly: without the mutex a batch writer beside eight web threads waits over half a
second at worst, with it some twenty milliseconds. On PostgreSQL the row lock orders writers of all processes.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from commonweal.store.models import Room

_mutex = threading.RLock()
_listeners: list[Callable[[str, int], None]] = []


class Writing:
    """A room being written: hands out sequence numbers; everything commits together when the block ends."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._began = room.seq

    def next(self, *, shape: bool = True) -> int:
        """The next sequence number; `shape` is False for entries alone."""
        self.room.seq += 1
        if shape:
            self.room.shape_seq = self.room.seq
        return self.room.seq

    @property
    def changed(self) -> bool:
        return self.room.seq != self._began


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
            writing = Writing(Room.objects.select_for_update().defer("programme").get(pk=room_id))
            yield writing
            if writing.changed:
                _close(writing.room)
        if writing.changed:
            for listener in list(_listeners):
                listener(room_id, writing.room.seq)


@contextmanager
def write_outside() -> Iterator[None]:
    """Writes rows that belong to no room yet (a new room, an account's own rows) under the same mutex."""
    with _mutex, transaction.atomic():
        yield


def _close(room: Room) -> None:
    Room.objects.filter(pk=room.pk).update(seq=room.seq, shape_seq=room.shape_seq)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('commonweal', %s)", [f"{room.pk} {room.seq}"])
