"""Live rooms of this process: collects what devices push into ticks, commits it, and sends on what was committed."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError, connection

from commonweal.store.gateway import told_after_commit
from commonweal.sync import notices
from commonweal.sync.committed import Committed
from commonweal.sync.engine import Delivery, Engine, Link
from commonweal.sync.messages import At, Hello, Push, Stop, encode
from commonweal.sync.ready import framed
from commonweal.sync.rules import RoomRules
from commonweal.sync.writer import Answer, Submission, commit, outbox

log = logging.getLogger(__name__)
T = TypeVar("T")
MURMUR = 1.0
"""Seconds between frames of counts and presence, and between looks for rooms that nobody is in."""
LINGER = 15.0
"""Seconds after its last exchange that a device counts as gone; one that is there asks every two."""
IDLE = 60.0
"""Seconds that a room without anybody in it stays in memory."""
STORAGE = Stop("storage", "The server cannot store anything just now. What you write is safe on this device.")
CLOSING = Stop("closing", "The server is restarting. What you write is safe on this device.")
GONE = Stop("removed", "You are no longer in this workshop. What you wrote stays with your group.")
GAP = Stop("gap", "Some of your changes have not arrived. They will be sent again.")


def tick_seconds(links: int) -> float:
    """How long a busy room collects changes: 25 ms up to 80 people, 40 ms at 200, 100 ms from 800 on."""
    if links <= 200:
        return 0.025 + 0.015 * max(0, links - 80) / 120
    return 0.040 + 0.060 * min(1.0, (links - 200) / 600)


@dataclass(eq=False, slots=True)
class Talk:
    """A link with the way to its device: `send` sends a message, `end` sends last words and hangs up.

    `send_framed` sends a message that is a WebSocket frame already; None where the transport frames for itself.
    """

    link: Link
    send: Callable[[bytes], None]
    end: Callable[[bytes], None]
    send_framed: Callable[[bytes], None] | None = None


Answered = Callable[[Answer | Exception], None]
"""Told what became of a push: committed and answered, or not stored at all."""


class LiveRoom:
    """One room as this process serves it. The engine is worked on by one thread at a time, under `lock`."""

    def __init__(self, room_id: str, pool: ThreadPoolExecutor) -> None:
        self.room_id = room_id
        self.pool = pool
        self.reader = Committed(room_id)
        self.rules: RoomRules | None = None
        self.engine: Engine | None = None
        self.lock = asyncio.Lock()
        self.talks: dict[Link, Talk] = {}
        self.queue: list[tuple[Submission, Answered]] = []
        self.places: dict[Link, At] = {}
        """Where people said they are since the last murmur."""
        self.lingering: dict[tuple[int, str], tuple[asyncio.TimerHandle, Talk]] = {}
        """Devices that talk by exchanges, until they have not been heard of for a while."""
        self.committer = 0
        """The thread in which this room's own tick is committing; 0 when it is not."""
        self.ticker: asyncio.Task[None] | None = None
        self.woken: asyncio.Task[None] | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.used = time.monotonic()

    # --- the conversation ----------------------------------------------------------------------------------

    async def hello(self, talk: Talk, hello: Hello) -> bool:
        """Lets a device in, or ends the conversation with the reason; says whether it is in."""
        self.used = time.monotonic()
        async with self.lock:
            self.talks[talk.link] = talk
            data, deliveries = await self._run(lambda: self._welcome(talk.link, hello))
            self._deliver(deliveries)
            if isinstance(data, Stop):
                del self.talks[talk.link]
                talk.end(encode(data))
                return False
            talk.send(data)
        return True

    def leave(self, talk: Talk) -> None:
        """Forgets a conversation."""
        self.used = time.monotonic()
        self.talks.pop(talk.link, None)
        self._later(self._with_engine(lambda engine: engine.leave(talk.link)))

    def linger(self, talk: Talk) -> None:
        """Forgets a conversation by exchanges only when no other follows: until then its person counts as here."""
        device = (talk.link.member, talk.link.device)
        self.talks.pop(talk.link, None)
        if device in self.lingering:
            timer, before = self.lingering[device]
            timer.cancel()
            self.leave(before)
        timer = asyncio.get_running_loop().call_later(LINGER, self._lingered, device, talk)
        self.lingering[device] = timer, talk

    def _lingered(self, device: tuple[int, str], talk: Talk) -> None:
        del self.lingering[device]
        self.leave(talk)

    def place(self, talk: Talk, at: At) -> None:
        """Notes where a person is; others hear with the next murmur."""
        self.places[talk.link] = at

    async def _with_engine(self, work: Callable[[Engine], None]) -> None:
        async with self.lock:
            if self.engine:
                work(self.engine)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def submit(self, link: Link, push: Push, answered: Answered) -> None:
        """Commits changes with the next tick: at once in a quiet room."""
        self.used = time.monotonic()
        self.queue.append((Submission(link.member, link.device, push.changes), answered))
        if self.ticker is None:
            self.ticker = asyncio.create_task(self._tick())

    async def push(self, link: Link, push: Push) -> Answer:
        """The same, waiting for the answer. Raises `DatabaseError` when storage fails."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def answered(answer: Answer | Exception) -> None:
            if future.done():
                return
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)

        self.submit(link, push, answered)
        return await future

    async def _tick(self) -> None:
        try:
            while self.queue:
                batch, self.queue = self.queue, []
                await self._commit(batch)
                await asyncio.sleep(tick_seconds(len(self.talks)))
        finally:
            self.ticker = None

    async def _commit(self, batch: list[tuple[Submission, Answered]]) -> None:
        """Commits, then acknowledges, then sends on."""
        try:
            async with self.lock:
                answers, deliveries = await self._run(lambda: self._commit_and_advance([s for s, _ in batch]))
                for (_, answered), answer in zip(batch, answers, strict=True):
                    answered(answer)
                self._deliver(deliveries)
        except Exception as error:
            log.exception("room %s: a batch was not stored", self.room_id)
            for _, answered in batch:
                answered(error)
            self.stop(STORAGE)

    def stop(self, stop: Stop) -> None:
        """Ends every conversation with the same words; devices come back by themselves."""
        data = encode(stop)
        for talk in list(self.talks.values()):
            talk.end(data)
        self.talks.clear()
        self.engine = None

    def wake(self, seq: int) -> None:
        """Somebody committed up to `seq`: sends it on, unless this room's own tick has done so."""
        if self.engine and seq > self.engine.seq and self.woken is None:
            self.woken = asyncio.create_task(self._advance())

    async def _advance(self) -> None:
        try:
            async with self.lock:
                self.woken = None
                if self.engine:
                    self._deliver(await self._run(self._advance_now))
        except DatabaseError:
            log.exception("room %s: could not read what was committed", self.room_id)
            self.stop(STORAGE)

    async def murmur(self) -> None:
        """Sends counts and presence that changed."""
        engine = self.engine
        if engine is None or not (engine.counted or engine.stirred or self.places):
            return
        async with self.lock:
            places, self.places = self.places, {}
            for link in places.keys() & engine.links:
                at = places[link]
                engine.place(link, (at.sheet, at.entry, at.field))
            self._deliver(await self._run(lambda: engine.murmur(self.reader)))

    def _deliver(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            frame = framed(delivery.data)
            for link in delivery.links:
                talk = self.talks.get(link)
                if talk is None:
                    continue
                if delivery.ends:
                    talk.end(delivery.data)
                elif talk.send_framed:
                    talk.send_framed(frame)
                else:
                    talk.send(delivery.data)

    # --- in the pool's threads -----------------------------------------------------------------------------

    async def _run(self, work: Callable[[], T]) -> T:
        """Runs work in the pool. One who is cancelled meanwhile waits for its end: `lock` must be held until then."""
        running = asyncio.get_running_loop().run_in_executor(self.pool, with_database, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            raise

    def _engine(self) -> Engine:
        if self.rules is None:
            self.rules = self.reader.rules()
        if self.engine is None:
            self.engine = Engine(self.rules)
        return self.engine

    def _advance_now(self) -> list[Delivery]:
        return self._engine().advance(self.reader)

    def _commit_and_advance(self, submissions: list[Submission]) -> tuple[list[Answer], list[Delivery]]:
        if self.rules is None:
            self.rules = self.reader.rules()
        engine = self.engine
        self.committer = threading.get_ident()
        try:
            answers = commit(self.room_id, self.rules, submissions, engine.known() if engine else None)
        finally:
            self.committer = 0
        return answers, engine.advance(self.reader) if engine else []

    def _welcome(self, link: Link, hello: Hello) -> tuple[bytes | Stop, list[Delivery]]:
        engine = self._engine()
        deliveries = engine.advance(self.reader)
        viewer = engine.shape.viewers.get(link.member)
        if viewer is None or not viewer.active:
            return GONE, deliveries
        if hello.epoch and hello.epoch != engine.epoch:
            words = "The server has gone back to an earlier state. Your unsent words are kept."
            return Stop("epoch", words, engine.epoch), deliveries
        acked, refused = outbox(link.member, link.device)
        now = time.time_ns() // 1_000_000
        return engine.welcome(link, hello, self.reader, now=now, acked=acked, refused=refused), deliveries


def with_database(work: Callable[[], T]) -> T:
    """Runs work that reads or writes the database.

    A connection that failed is not used again. On PostgreSQL every connection goes back to the pool after the work; on
    SQLite a thread keeps its own.
    """
    try:
        return work()
    except DatabaseError:
        connection.close()
        raise
    finally:
        if connection.vendor == "postgresql":
            connection.close()


class Hub:
    """All live rooms of this process."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(4, thread_name_prefix="room")
        self.rooms: dict[str, LiveRoom] = {}
        self.loop = asyncio.get_running_loop()
        self.closing = False
        self._stop_listening = told_after_commit(self._told)
        self._tasks = [asyncio.create_task(self._murmur()), *notices.start(self)]

    def room(self, room_id: str) -> LiveRoom:
        """The live room of that id, brought to life if nobody was in it."""
        if room_id not in self.rooms:
            self.rooms[room_id] = LiveRoom(room_id, self.pool)
        return self.rooms[room_id]

    async def run(self, work: Callable[[], T]) -> T:
        """Does work that needs the database in one of the pool's threads."""
        return await self.loop.run_in_executor(self.pool, with_database, work)

    def committed(self, room_id: str, seq: int) -> None:
        """A room was committed up to `seq`, here or in another process. Called in the loop's thread."""
        if room := self.rooms.get(room_id):
            room.wake(seq)

    async def close(self) -> None:
        """Finishes what is being committed, says goodbye, and stops."""
        self.closing = True
        self._stop_listening()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        tickers = [room.ticker for room in self.rooms.values() if room.ticker]
        if tickers:
            await asyncio.wait(tickers, timeout=3)
        for room in self.rooms.values():
            room.stop(CLOSING)
        self.pool.shutdown(wait=False)

    def _told(self, room_id: str, seq: int) -> None:
        room = self.rooms.get(room_id)
        if room and room.committer != threading.get_ident():  # a room's own tick sends on by itself
            self.loop.call_soon_threadsafe(self.committed, room_id, seq)

    async def _murmur(self) -> None:
        while True:
            await asyncio.sleep(MURMUR)
            for room in list(self.rooms.values()):
                try:
                    await room.murmur()
                except DatabaseError:
                    log.exception("room %s: counts could not be read", room.room_id)
            self._forget_idle()

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for room_id, room in list(self.rooms.items()):
            busy = room.talks or room.lingering or room.ticker or room.lock.locked()
            if not busy and now - room.used > IDLE:
                del self.rooms[room_id]
