"""The two transports as an ASGI application below /sync/: a socket, and an exchange over plain HTTP."""

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import msgspec
from django.db import DatabaseError

from commonweal.store.models import Member, Room
from commonweal.sync import doors
from commonweal.sync.changes import UID
from commonweal.sync.engine import Link
from commonweal.sync.hub import CLOSING, GAP, STORAGE, Hub, LiveRoom, Talk
from commonweal.sync.messages import (
    MAX_CHANGES,
    MAX_FRAME,
    VERSION,
    Ack,
    At,
    FromClient,
    Hello,
    Ping,
    Pong,
    Push,
    Stop,
    decode,
    decode_many,
    encode,
)

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SILENCE = 25.0
"""Seconds without a word after which a socket counts as dead; a living one pings every five."""
BACKLOG = 3_000_000
"""Bytes that may wait for a slow device before it is dropped; it comes back by its cursors."""
RATE, BURST = 60.0, 240.0
"""Messages a second that one conversation may send, and how many at once."""
PATH = re.compile(r"/sync/(r[0-9a-z]{8,23})/(socket|ticket|exchange|self)")
SHEET = re.compile(r"[a-z0-9._-]{1,80}")
DEVICE = re.compile(r"[0-9A-Za-z-]{1,36}")
MALFORMED = Stop("malformed", "The server could not read what this page sent. Reload the page; your words are kept.")
NOBODY = Stop("removed", "You are not in this workshop on this device. Come back with your code and six words.")
OLD = Stop("version", "This page is older than the server. Reload it; your words are kept.")
BUSY = Stop("busy", "Too much arrived at once from this device. It will go on in a moment.")
EARLIER = "The server has gone back to an earlier state. Your unsent words are kept."
OTHER = Stop("member", "Somebody else is signed in on this device now. Their words and yours are kept apart.")


class Sync:
    """The ASGI application for /sync/. It belongs to one event loop."""

    def __init__(self) -> None:
        self._hub: Hub | None = None

    @property
    def hub(self) -> Hub:
        if self._hub is None:
            self._hub = Hub()
        return self._hub

    async def close(self) -> None:
        if self._hub:
            await self._hub.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(scope["path"])
        if found is None:
            await _refuse(scope, send, 404)
            return
        room_id, what = found.groups()
        if (what == "socket") != (scope["type"] == "websocket"):
            await _refuse(scope, send, 404)
            return
        if what == "socket":
            await self._socket(room_id, scope, receive, send)
        else:
            await self._http(room_id, what, scope, receive, send)

    # --- socket --------------------------------------------------------------------------------------------

    async def _socket(self, room_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        headers = _headers(scope)
        ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
        member = doors.redeem(room_id, ticket)
        if member is None or not doors.same_origin(headers.get("origin", ""), headers.get("host", "")):
            await send({"type": "websocket.close", "code": 4403})
            return
        await send({"type": "websocket.accept"})
        outlet = Outlet(send)
        try:
            await self._converse(room_id, member, receive, outlet)
        finally:
            await outlet.finish()

    async def _converse(self, room_id: str, member: int, receive: Receive, outlet: "Outlet") -> None:
        room: LiveRoom | None = None
        talk: Talk | None = None
        allowance = Allowance()
        try:
            while (message := await _next(receive, outlet)) is not None:
                if self.hub.closing or not allowance.take(asyncio.get_running_loop().time()):
                    outlet.end(encode(CLOSING if self.hub.closing else BUSY))
                elif isinstance(message, Hello) and talk is None:
                    if stop := _unwelcome(message, member):
                        outlet.end(encode(stop))
                        continue
                    room = self.hub.room(room_id)
                    talk = Talk(Link(member, message.device), outlet.send, outlet.end)
                    await room.hello(talk, message)
                elif talk is None or room is None or not acceptable(message):
                    outlet.end(encode(MALFORMED))
                elif isinstance(message, Push):
                    outlet.spawn(_push(room, talk, message))
                elif isinstance(message, At):
                    await room.place(talk, message)
                elif isinstance(message, Ping):
                    outlet.send(encode(Pong(_now())))
        except DatabaseError:
            log.exception("room %s: a conversation failed on the database", room_id)
            outlet.end(encode(STORAGE))
        finally:
            if room and talk:
                room.leave(talk)

    # --- HTTP ----------------------------------------------------------------------------------------------

    async def _http(self, room_id: str, what: str, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        role = parse_qs(scope["query_string"].decode("latin-1")).get("as", ["participant"])[0]
        post = scope["method"] == "POST"
        if role not in doors.AS or post == (what == "self"):
            await _answer(send, 400, {"error": "This address is not used like that."})
            return
        if post and not doors.same_origin(headers.get("origin", ""), headers.get("host", "")):
            await _answer(send, 403, {"error": "This request did not come from one of our pages."})
            return
        member = await self.hub.run(lambda: doors.member_at_door(room_id, headers.get("cookie", ""), role))
        if member is None:
            await _answer(send, 403, {"error": NOBODY.reason, "code": "removed"})
        elif what == "ticket":
            await _answer(send, 200, {"ticket": doors.issue(room_id, member.pk)})
        elif what == "self":
            await _answer(send, 200, await self.hub.run(lambda: _self(member)))
        else:
            await self._exchange(room_id, member, receive, send)

    async def _exchange(self, room_id: str, member: Member, receive: Receive, send: Send) -> None:
        """A hello, and perhaps changes and a place: answered with acknowledgements and what the device lacks."""
        body = await _body(receive)
        try:
            messages = decode_many(body) if body is not None else []
        except Exception:
            messages = []
        hello = next((m for m in messages if isinstance(m, Hello)), None)
        if hello is None or not all(acceptable(m) for m in messages):
            await _answer(send, 400, [MALFORMED])
            return
        if stop := _unwelcome(hello, member.pk):
            await _answer(send, 200, [stop])
            return
        epoch = (await self.hub.run(lambda: _self(member)))["epoch"]
        if hello.epoch and hello.epoch != epoch:  # before anything is written into a past that the device does not know
            await _answer(send, 200, [Stop("epoch", EARLIER, epoch)])
            return
        out: list[bytes] = []
        room = self.hub.room(room_id)
        talk = Talk(Link(member.pk, hello.device), out.append, out.append)
        try:
            for message in messages:
                if isinstance(message, Push):
                    await _push(room, talk, message)
            await room.hello(talk, hello)
            for message in messages:
                if isinstance(message, At):
                    await room.place(talk, message)
        except DatabaseError:
            out.append(encode(STORAGE))
        room.leave(talk)
        await _answer(send, 200, [msgspec.Raw(one) for one in out])


async def _push(room: LiveRoom, talk: Talk, push: Push) -> None:
    answer = await room.push(talk.link, push)
    talk.send(encode(Ack(answer.upto, answer.refused)))
    if answer.gap:
        talk.end(encode(GAP))


def _unwelcome(hello: Hello, member: int) -> Stop | None:
    """Why a device is not let in, if it is not."""
    if hello.v != VERSION:
        return OLD
    if not acceptable(hello):
        return MALFORMED
    return OTHER if hello.member and hello.member != f"m{member}" else None


def acceptable(message: FromClient) -> bool:
    """Whether a message that could be decoded names only things that can exist, in sizes that are allowed."""
    if isinstance(message, Hello):
        small = len(message.have) <= 5000 and len(message.epoch) <= 32
        return small and DEVICE.fullmatch(message.device) is not None
    if isinstance(message, At):
        named = not message.sheet or SHEET.fullmatch(message.sheet) is not None
        return named and len(message.entry) <= 36 and len(message.field) <= 40
    if isinstance(message, Push):
        return len(message.changes) <= MAX_CHANGES and all(
            UID.fullmatch(change.id) and SHEET.fullmatch(change.sheet) for change in message.changes
        )
    return True


class Allowance:
    """How much one conversation may say: a bucket that fills at RATE and holds BURST."""

    def __init__(self) -> None:
        self.left, self.at = BURST, 0.0

    def take(self, now: float) -> bool:
        self.left = min(BURST, self.left + (now - self.at) * RATE) - 1 if self.at else BURST - 1
        self.at = now
        return self.left >= 0


class Outlet:
    """What waits to be sent to one device. A device too slow to take it is dropped and never slows the others."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._ready = asyncio.Event()
        self._ending = False
        self.closed = asyncio.Event()
        self._writer = asyncio.create_task(self._write())
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, data: bytes) -> None:
        """Queues a message, or drops the device when too much waits already."""
        if self._ending:
            return
        if self._bytes > BACKLOG:
            self._waiting.clear()
            self.end(b"")
            self._writer.cancel()
            return
        self._waiting.append(data)
        self._bytes += len(data)
        self._ready.set()

    def end(self, data: bytes) -> None:
        """Queues last words; the socket is closed after them."""
        if not self._ending and data:
            self.send(data)
        self._ending = True
        self._ready.set()

    def spawn(self, work: Awaitable[None]) -> None:
        """Runs work that belongs to this conversation."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._spawned)

    def _spawned(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.end(encode(STORAGE))

    async def _write(self) -> None:
        try:
            while True:
                await self._ready.wait()
                self._ready.clear()
                while self._waiting:
                    data = self._waiting.popleft()
                    self._bytes -= len(data)
                    await self._send({"type": "websocket.send", "text": data.decode()})
                if self._ending:
                    return
        finally:
            self.closed.set()

    async def finish(self) -> None:
        """Sends what waits, for a second at most, and closes."""
        self._ending = True
        self._ready.set()
        await asyncio.wait([self._writer], timeout=1.0)
        self._writer.cancel()
        try:
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": 1000}), 1.0)
        except Exception:
            log.debug("a socket was closed already")


async def _next(receive: Receive, outlet: Outlet) -> FromClient | None:
    """The next message of a socket; None when it is over. A frame that cannot be read ends the conversation."""
    got = asyncio.ensure_future(receive())
    closed = asyncio.ensure_future(outlet.closed.wait())
    try:
        await asyncio.wait({got, closed}, timeout=SILENCE, return_when=asyncio.FIRST_COMPLETED)
        if not got.done():
            return None
        event = got.result()
    finally:
        closed.cancel()
        if not got.done():
            got.cancel()
    if event["type"] != "websocket.receive":
        return None
    data = event.get("text") or event.get("bytes") or ""
    if len(data) > MAX_FRAME:
        outlet.end(encode(MALFORMED))
        return None
    try:
        message: FromClient = decode(data)
        return message
    except Exception:
        outlet.end(encode(MALFORMED))
        return None


async def _body(receive: Receive) -> bytes | None:
    """A request's body, or None when it is longer than a frame may be."""
    parts: bytes = b""
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return None
        parts += event.get("body", b"")
        if len(parts) > MAX_FRAME:
            return None
        if not event.get("more_body"):
            return parts


async def _answer(send: Send, status: int, body: object) -> None:
    data = encode(body)
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-length", str(len(data)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4000 + status})
    else:
        await _answer(send, status, {"error": "There is nothing at this address."})


def _headers(scope: Scope) -> dict[str, str]:
    return {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}


def _self(member: Member) -> dict[str, str]:
    epoch = Room.objects.values_list("epoch", flat=True).get(pk=member.room_id)
    return {"member": f"m{member.pk}", "epoch": epoch, "name": member.name, "role": member.role}


def _now() -> int:
    return time.time_ns() // 1_000_000
