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
from commonweal.sync.ready import EXTENSION, ReadyProtocol, framed
from commonweal.sync.writer import Answer

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
        outlet = Outlet(send, scope.get("extensions", {}).get(EXTENSION))
        conversation = Conversation(self.hub, room_id, member, outlet)
        try:
            await outlet.listen(receive, conversation.take)
        except asyncio.CancelledError:
            if not outlet.ending:
                raise
        finally:
            conversation.leave()
            await outlet.finish()

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
                    answer = await room.push(talk.link, message)
                    talk.send(encode(Ack(answer.upto, answer.refused)))
                    if answer.gap:
                        talk.end(encode(GAP))
            if await room.hello(talk, hello):
                for message in messages:
                    if isinstance(message, At):
                        room.place(talk, message)
        except DatabaseError:
            out.append(encode(STORAGE))
        room.linger(talk)
        await _answer(send, 200, [msgspec.Raw(one) for one in out])


class Conversation:
    """What one socket says, message by message. Nothing but a hello is taken before the device is greeted."""

    def __init__(self, hub: Hub, room_id: str, member: int, outlet: "Outlet") -> None:
        self.hub, self.room_id, self.member, self.outlet = hub, room_id, member, outlet
        self.allowance = Allowance()
        self.room: LiveRoom | None = None
        self.talk: Talk | None = None
        self.greeted = self.gone = False

    def take(self, data: bytes | str) -> None:
        """Takes one message as it came; never waits."""
        message = _read(data)
        if self.outlet.ending:
            return
        if self.hub.closing or not self.allowance.take(self.outlet.heard()):
            self.outlet.end(encode(CLOSING if self.hub.closing else BUSY))
        elif isinstance(message, Hello) and self.talk is None:
            self.outlet.spawn(self._hello(message))
        elif message is None or not self.greeted or not acceptable(message):
            self.outlet.end(encode(MALFORMED))
        elif isinstance(message, Ping):
            self.outlet.send(encode(Pong(_now())))
        elif self.room and self.talk and isinstance(message, Push):
            self.room.submit(self.talk.link, message, self._answered)
        elif self.room and self.talk and isinstance(message, At):
            self.room.place(self.talk, message)

    async def _hello(self, hello: Hello) -> None:
        if self.gone:
            return
        if stop := _unwelcome(hello, self.member):
            self.outlet.end(encode(stop))
            return
        self.room = self.hub.room(self.room_id)
        outlet = self.outlet
        self.talk = Talk(Link(self.member, hello.device), outlet.send, outlet.end, outlet.framed_way)
        self.greeted = await self.room.hello(self.talk, hello)

    def _answered(self, answer: Answer | Exception) -> None:
        if isinstance(answer, Exception):
            self.outlet.end(encode(STORAGE))
            return
        self.outlet.send(encode(Ack(answer.upto, answer.refused)))
        if answer.gap:
            self.outlet.end(encode(GAP))

    def leave(self) -> None:
        """The socket is gone."""
        self.gone = True
        if self.room and self.talk:
            self.room.leave(self.talk)


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
    """What is sent to one device, and the end of its conversation.

    A device that does not take what it is sent, or says nothing for `SILENCE`, is dropped; it never slows the others.
    Made in the conversation's own task, which is cancelled when there is nothing more to say. Where the server offers
    it (`wire`), messages go straight to the transport; elsewhere through ASGI's ordinary send.
    """

    def __init__(self, send: Send, wire: ReadyProtocol | None) -> None:
        self._send, self._wire = send, wire
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._conversation = asyncio.current_task()
        self._tasks: set[asyncio.Task[None]] = set()
        self.ending = False
        self.framed_way = self._send_framed if wire else None
        self._heard = self._loop.time()
        self._watch = self._loop.call_later(SILENCE, self._listen)

    async def listen(self, receive: Receive, take: Callable[[bytes | str], None]) -> None:
        """Hands every message to `take` until the device is gone."""
        if self._wire:
            self._wire.listener = take
        while (event := await receive())["type"] == "websocket.receive":
            take(event.get("bytes") or event.get("text") or "")

    def heard(self) -> float:
        """Notes that the device said something; gives the loop's time."""
        self._heard = self._loop.time()
        return self._heard

    def _listen(self) -> None:
        quiet = self._loop.time() - self._heard
        if quiet >= SILENCE:
            self._hang_up()
        else:
            self._watch = self._loop.call_later(SILENCE - quiet, self._listen)

    def send(self, data: bytes) -> None:
        """Sends a message, or drops the device when too much waits for it already."""
        if self._wire:
            self._send_framed(framed(data))
        elif not self.ending and self._bytes > BACKLOG:
            self._waiting.clear()
            if self._writer:
                self._writer.cancel()
            self._hang_up()
        elif not self.ending:
            self._waiting.append(data)
            self._bytes += len(data)
            self._writer = self._writer or self._loop.create_task(self._write())

    def _send_framed(self, frame: bytes) -> None:
        if self._wire and not self.ending and not self._wire.write_ready(frame, BACKLOG):
            self._wire.abort()
            self._hang_up()

    def end(self, data: bytes) -> None:
        """Sends last words and hangs up after them."""
        self.send(data)
        self._hang_up()

    def _hang_up(self) -> None:
        if not self.ending:
            self.ending = True
            if self._conversation:
                self._conversation.cancel()

    def spawn(self, work: Awaitable[None]) -> None:
        """Runs work that belongs to this conversation."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._spawned)

    def _spawned(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a conversation failed", exc_info=error)
            self.end(encode(STORAGE))

    async def _write(self) -> None:
        try:
            while self._waiting:
                data = self._waiting.popleft()
                self._bytes -= len(data)
                await self._send({"type": "websocket.send", "text": data.decode()})
        finally:
            self._writer = None

    async def finish(self) -> None:
        """Lets what waits go out, for a second at most, and closes."""
        self.ending = True
        self._watch.cancel()
        if self._writer:
            await asyncio.wait([self._writer], timeout=1.0)
        if self._writer:
            self._writer.cancel()
        try:
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": 1000}), 1.0)
        except Exception:
            log.debug("a socket was closed already")
            if self._wire:
                self._wire.abort()


def _read(data: bytes | str) -> FromClient | None:
    """The message in a frame; None when it cannot be read."""
    if len(data) > MAX_FRAME:
        return None
    try:
        message: FromClient = decode(data)
        return message
    except Exception:
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
