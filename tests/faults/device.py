"""A device that speaks the protocol over a real socket, with an outbox; it comes back until it is told to stop."""

import asyncio
import json
import random
import urllib.error
import urllib.request
import uuid
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection
from websockets.typing import Origin


class Device:
    """One member's device. `acked` and `refused` are ids that the server dealt with, `outbox` the rest."""

    def __init__(self, address: str, room: str, member: int, sheet: str, role: str = "participant") -> None:
        self.address, self.room, self.member, self.sheet, self.role = address, room, member, sheet, role
        self.device = str(uuid.uuid4())
        self.count = 0
        self.outbox: list[dict[str, Any]] = []
        self.sent: dict[int, str] = {}
        self.acked: set[str] = set()
        self.refused: dict[str, str] = {}
        self.channels: dict[str, dict[str, Any]] = {}
        self.epoch = ""
        self.stopping = False
        self.writing = True
        self.welcomes = 0
        self.welcomed = False
        self.flying = 0
        self.socket: ClientConnection | None = None

    # --- writing --------------------------------------------------------------

    def put(self, text: str) -> str:
        """Writes a note into the outbox, and sends it if there is a socket."""
        uid = str(uuid.uuid4())
        self.change({"t": "put", "id": uid, "sheet": self.sheet, "step": "notes", "fields": _note(text)})
        return uid

    def change(self, change: dict[str, Any]) -> None:
        """Numbers a change and keeps it until it is dealt with."""
        self.count += 1
        self.outbox.append({**change, "n": self.count})
        self.sent[self.count] = change["id"]

    async def flush(self) -> None:
        """Sends the first of what the outbox holds, unless an answer is still to come."""
        waiting = self.outbox[:200]
        if self.socket and self.welcomed and waiting and waiting[0]["n"] > self.flying:
            self.flying = waiting[-1]["n"]
            await self.socket.send(json.dumps({"t": "push", "changes": waiting}))

    # --- the conversation --------------------------------------------------------

    async def ticket(self) -> str:
        """A ticket for a socket, got as the page gets it."""
        headers = {"Cookie": f"cw-{self.room}=token-{self.member}; cws-{self.room}=token-{self.member}"}
        headers |= {"Origin": self.address}
        url = f"{self.address}/sync/{self.room}/ticket?as={self.role}"
        request = urllib.request.Request(url, method="POST", headers=headers)
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=5).read())
        ticket: str = json.loads(answer)["ticket"]
        return ticket

    async def open(self) -> ClientConnection:
        """Opens a socket and says hello."""
        url = f"{self.address.replace('http', 'ws', 1)}/sync/{self.room}/socket?ticket={await self.ticket()}"
        socket = await websockets.connect(url, origin=Origin(self.address), max_size=None, ping_interval=None)
        have = {name: [held["stamp"], held["seq"]] for name, held in self.channels.items()}
        hello = {"t": "hello", "v": 1, "epoch": self.epoch, "member": f"m{self.member}", "device": self.device}
        await socket.send(json.dumps({**hello, "have": have}))
        return socket

    async def live(self) -> None:
        """Connects, listens and comes back until `stopping`."""
        while not self.stopping:
            try:
                self.welcomed, self.flying = False, 0
                self.socket = await self.open()
                async for data in self.socket:
                    await self.hear(json.loads(data))
            except (OSError, urllib.error.URLError, websockets.WebSocketException, TimeoutError):
                pass
            finally:
                self.socket = None
            await asyncio.sleep(0.05 + random.random() * 0.1)

    async def hear(self, message: dict[str, Any]) -> None:
        """Takes one message in."""
        kind = message["t"]
        if kind == "welcome":
            self._welcome(message)
            self.welcomed = True
            await self.flush()
        elif kind == "ack":
            self._dealt(message["upto"], message.get("refused", []))
            await self.flush()
        elif kind == "frame":
            self._take({"stamp": 0, **message})
        elif kind == "channels":
            for name in message.get("drop", []):
                self.channels.pop(name, None)
            for channel in message.get("add", []):
                self._take(channel)

    def _welcome(self, message: dict[str, Any]) -> None:
        self.welcomes += 1
        self.epoch = message["epoch"]
        self._dealt(message["acked"], message.get("refused", []))
        present = {channel["ch"] for channel in message["channels"]}
        self.channels = {name: held for name, held in self.channels.items() if name in present}
        for channel in message["channels"]:
            self._take(channel)

    def _dealt(self, upto: int, refused: list[dict[str, Any]]) -> None:
        numbers = {refusal["n"]: refusal["reason"] for refusal in refused}
        for change in [change for change in self.outbox if change["n"] <= upto]:
            self.outbox.remove(change)
            if change["n"] in numbers:
                self.refused[change["id"]] = numbers[change["n"]]
            else:
                self.acked.add(change["id"])

    def _take(self, channel: dict[str, Any]) -> None:
        name = channel["ch"]
        if channel.get("whole") or name not in self.channels:
            if channel.get("t") == "frame":
                return
            self.channels[name] = {"items": {}}
        held = self.channels[name]
        held["stamp"], held["seq"] = channel["stamp"] or held["stamp"], channel["seq"]
        for item in channel.get("items", []):
            if item.get("gone"):
                held["items"].pop(item["id"], None)
            else:
                held["items"][item["id"]] = item

    def notes(self) -> dict[str, str]:
        """What this device shows of its sheet: entry id to text."""
        found: dict[str, str] = {}
        for view in ("inside", "shared", "mine"):
            for uid, item in self.channels.get(f"{self.sheet}/{view}", {}).get("items", {}).items():
                found[uid] = item["fields"].get("text", "")
        return found


def _note(text: str) -> dict[str, Any]:
    return {"column": "up", "text": text, "place": 1.0}
