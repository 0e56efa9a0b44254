"""Hearing of commits by other processes: PostgreSQL's NOTIFY, and a look every two seconds for when it is not heard."""

import asyncio
import logging
from typing import TYPE_CHECKING

import psycopg
from django.db import connection

from commonweal.store.models import Room

if TYPE_CHECKING:
    from commonweal.sync.hub import Hub

log = logging.getLogger(__name__)
LOOK = 2.0
"""Seconds between looks at the live rooms' sequence numbers."""


def start(hub: "Hub") -> list[asyncio.Task[None]]:
    """Starts listening where several processes may serve; on SQLite this process is the only one."""
    if connection.vendor != "postgresql":
        return []
    return [asyncio.create_task(_listen(hub)), asyncio.create_task(_look(hub))]


async def _listen(hub: "Hub") -> None:
    """Wakes a room whenever any process has committed to it."""
    settings = {k: v for k, v in connection.get_connection_params().items() if k in WANTED and v}
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**settings, autocommit=True) as listener:
                await listener.execute("LISTEN commonweal")
                async for notice in listener.notifies():
                    room_id, _, seq = notice.payload.partition(" ")
                    hub.committed(room_id, int(seq))
        except psycopg.Error:
            log.warning("PostgreSQL's notices cannot be heard; looking every two seconds meanwhile")
            await asyncio.sleep(1.0)


async def _look(hub: "Hub") -> None:
    """Looks for commits that no notice told of."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(LOOK)
        try:
            for room_id, seq in await loop.run_in_executor(hub.pool, _seqs, list(hub.rooms)):
                hub.committed(room_id, seq)
        except Exception:
            log.exception("the rooms' sequence numbers could not be read")


def _seqs(rooms: list[str]) -> list[tuple[str, int]]:
    try:
        return list(Room.objects.filter(pk__in=rooms).values_list("id", "seq"))
    except Exception:
        connection.close()
        raise


WANTED = ("dbname", "host", "port", "user", "password")
