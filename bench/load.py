"""The load: people with sockets in one room, on one core; reads a job as JSON and prints what it measured.

It runs in an environment of its own (`bench/requirements.txt`) and beside the server that it measures, never in it.
"""

import asyncio
import gc
import json
import random
import sys
import time
from array import array
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.proc import core_seconds, cpu_seconds, peak_memory
from bench.speakers import BLANK, STAMP, Commonweal, Hocuspocus, Person

SAMPLED = 10
"""People whose receipts are timed one by one; everybody's are counted."""
DRAIN = 15.0
"""Seconds that the last notes may take to reach everybody."""
PING = 5.0


def now() -> int:
    return time.monotonic_ns() // 1000


class Client(WSListener):  # type: ignore[misc]
    """One person's socket."""

    def __init__(self, load: "Load", person: Person) -> None:
        self.load, self.person = load, person
        self.sampled = False
        self.transport: WSTransport | None = None
        self.greeted = asyncio.get_running_loop().create_future()
        self.held = 0
        self.sent = 0
        self.acked = 0
        self.sent_at: dict[int, int] = {}
        self.complete_at = 0
        self.joined_at = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
        data = frame.get_payload_as_bytes()
        found = data.count(b"@@")
        if found:
            self.held += found
            self.load.delivered += found
            if self.sampled:
                self.time(data)
            if self.load.whole and self.held >= self.load.whole and not self.complete_at:
                self.complete_at = now()
        else:
            acked = self.load.speaker.acknowledged(data, self.acked)
            if acked != self.acked:
                self.take_ack(acked)
        if not self.greeted.done() and self.load.speaker.is_greeted(data):
            self.greeted.set_result(None)

    def take_ack(self, acked: int) -> None:
        at = now()
        for number in range(self.acked + 1, acked + 1):
            stamp = self.sent_at.pop(number, 0)
            if self.load.begin <= stamp < self.load.end:
                self.load.ack_times.append(at - stamp)
        self.load.acked += acked - self.acked
        self.acked = acked

    def time(self, data: bytes) -> None:
        """Notes how long each note by another took from its writing."""
        at, place, begin, end = now(), data.find(b"@@"), self.load.begin, self.load.end
        while place >= 0:
            stamp = int(data[place + 2 : place + 18])
            if begin <= stamp < end and int(data[place + 20 : place + 24]) != self.person.number:
                self.load.times.append(at - stamp)
            place = data.find(b"@@", place + 24)

    def say(self, data: bytes) -> None:
        assert self.transport
        self.transport.send(WSMsgType.TEXT if self.load.speaker.text else WSMsgType.BINARY, data)

    def write(self) -> None:
        """Sends the next note, with the time in it."""
        assert self.person.notes
        stamp = now()
        self.say(self.person.notes[self.sent].replace(BLANK, STAMP % stamp, 1))
        self.sent += 1
        self.sent_at[self.sent] = stamp
        self.load.sent += 1

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.load.lost += not self.load.closing


class Load:
    """A room full of people, and what was counted."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job, self.pid = job, job["pid"]
        self.delivered = self.sent = self.acked = self.lost = 0
        self.begin = self.end = 0
        self.whole = 0
        self.times, self.ack_times = array("q"), array("q")
        self.closing = False
        ours = job["system"] != "hocuspocus"
        self.speaker: Any = (
            Commonweal(job["address"], job["room"], job["sheet"]) if ours else Hocuspocus(job["address"])
        )
        self.ours = ours
        members = job["room"]["people"] if ours else [0] * job["people"]
        writers = job["writers"]
        self.clients = [
            Client(self, Person(number, members[number], writes=number < writers)) for number in range(job["people"])
        ]
        self.random = random.Random(job["seed"])
        for client in self.random.sample(self.clients, min(SAMPLED, len(self.clients))):
            client.sampled = True

    # --- coming in ------------------------------------------------------------------------------------------

    async def ticket(self, client: Client) -> str:
        """A ticket, got as the page gets it."""
        if not self.ours:
            return ""
        room, member = self.job["room"]["room"], client.person.member
        head = f"POST /sync/{room}/ticket HTTP/1.1\r\nCookie: cw-{room}=token-{member}\r\nContent-Length: 0\r\n"
        ticket: str = json.loads(await self.http(head, b""))["ticket"]
        return ticket

    async def http(self, head: str, body: bytes) -> bytes:
        host = self.job["address"].partition("//")[2]
        name, port = host.split(":")
        reader, writer = await asyncio.open_connection(name, int(port))
        more = f"Host: {host}\r\nOrigin: {self.job['address']}\r\nConnection: close\r\n\r\n"
        writer.write((head + more).encode() + body)
        answer = await reader.read()
        writer.close()
        return answer.partition(b"\r\n\r\n")[2]

    async def join(self, client: Client, ticket: str) -> None:
        client.joined_at = now()
        client.transport, _ = await ws_connect(
            lambda: client, self.speaker.url(ticket), extra_headers={"Origin": self.job["address"]}
        )
        for greeting in self.speaker.greetings(client.person):
            client.say(greeting)
        await asyncio.wait_for(asyncio.shield(client.greeted), 30)

    async def everybody_in(self) -> None:
        gate = asyncio.Semaphore(20)

        async def one(client: Client) -> None:
            async with gate:
                await self.join(client, await self.ticket(client))

        await asyncio.gather(*[one(client) for client in self.clients])

    # --- writing --------------------------------------------------------------------------------------------

    async def written(self, seconds: float) -> dict[str, Any]:
        """Everybody who writes writes once a second; measured after the warm-up."""
        warm, loop = self.job["warm_up"], asyncio.get_running_loop()
        for client in self.clients:
            if client.person.writes:
                client.person.notes = self.speaker.notes(client.person, int(seconds + warm) + 2)
        await self.everybody_in()
        gc.collect()
        gc.freeze()
        gc.disable()
        start = loop.time() + 0.2
        tasks = [self.one_writes(c, start, start + warm + seconds) for c in self.clients if c.person.writes]
        tasks += [self.one_pings(c, start, start + warm + seconds) for c in self.clients if self.speaker.ping]
        running = asyncio.gather(*tasks)
        await asyncio.sleep(start + warm - loop.time())
        before, began = self.counters(), now()
        self.begin, self.end = began, began + int(seconds * 1e6)
        await asyncio.sleep(start + warm + seconds - loop.time())
        after = self.counters()
        await running
        return self.rates(before, after)

    async def one_writes(self, client: Client, start: float, end: float) -> None:
        loop = asyncio.get_running_loop()
        at = start + self.random.random()
        while at < end:
            await asyncio.sleep(at - loop.time())
            client.write()
            at += 1.0

    async def one_pings(self, client: Client, start: float, end: float) -> None:
        loop = asyncio.get_running_loop()
        at = start + self.random.random() * PING
        while at < end:
            await asyncio.sleep(at - loop.time())
            client.say(self.speaker.ping)
            at += PING

    def counters(self) -> dict[str, float]:
        programs, interrupts = core_seconds(0)
        return {
            "at": time.monotonic(),
            "delivered": self.delivered,
            "sent": self.sent,
            "acked": self.acked,
            "cpu": cpu_seconds(self.pid),
            "programs": programs,
            "interrupts": interrupts,
            "load": time.process_time(),
        }

    def rates(self, before: dict[str, float], after: dict[str, float]) -> dict[str, Any]:
        gone = {name: after[name] - before[name] for name in after}
        seconds = gone["at"]
        return {
            "seconds": seconds,
            "delivered_per_second": gone["delivered"] / seconds,
            "acked_per_second": gone["acked"] / seconds,
            "cpu_seconds": gone["cpu"],
            "cpu_percent": 100 * gone["cpu"] / seconds,
            "interrupts_percent": 100 * gone["interrupts"] / seconds,
            "other_percent": 100 * max(0.0, gone["programs"] - gone["cpu"]) / seconds,
            "load_percent": 100 * gone["load"] / seconds,
        }

    async def settled(self, expected: int) -> bool:
        """Waits until everybody holds `expected` notes and every change is acknowledged."""
        until = time.monotonic() + DRAIN
        while time.monotonic() < until:
            if self.acked >= self.sent and all(client.held >= expected for client in self.clients):
                return True
            await asyncio.sleep(0.05)
        return False

    # --- the jobs -------------------------------------------------------------------------------------------

    async def write(self) -> dict[str, Any]:
        """So many people, so many of them writing; everybody receives everything."""
        found = await self.written(self.job["seconds"])
        found["complete"] = await self.settled(self.sent) and all(c.held == self.sent for c in self.clients)
        return found | self.percentiles()

    def percentiles(self) -> dict[str, Any]:
        return {
            "p50": percentile(self.times, 50),
            "p95": percentile(self.times, 95),
            "p99": percentile(self.times, 99),
            "ack_p50": percentile(self.ack_times, 50),
            "ack_p99": percentile(self.ack_times, 99),
            "sent": self.sent,
            "acked": self.acked,
            "lost": self.lost,
        }

    async def reveal(self) -> dict[str, Any]:
        """Everybody writes on a sheet that nobody else sees; then it is shared, and everybody is to hold all of it."""
        found = await self.written(self.job["seconds"])
        until = time.monotonic() + DRAIN
        while self.acked < self.sent and time.monotonic() < until:
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        found |= self.percentiles()
        found["leaked"] = sum(client.held > client.sent for client in self.clients)
        # After sharing each client is sent the whole sheet, its own notes included, beside the echoes it has.
        for client in self.clients:
            client.held = 0
        self.whole = self.sent
        cpu, began = cpu_seconds(self.pid), now()
        body = json.dumps({"member": self.job["room"]["facilitator"]}).encode()
        await self.http(f"POST /bench/share HTTP/1.1\r\nContent-Length: {len(body)}\r\n", body)
        found["complete"] = await self.all_whole()
        found["share_cpu_seconds"] = cpu_seconds(self.pid) - cpu
        took = array("q", [client.complete_at - began for client in self.clients if client.complete_at])
        return found | {"share_p50": percentile(took, 50), "share_last": percentile(took, 100)}

    async def all_whole(self) -> bool:
        until = time.monotonic() + DRAIN
        while time.monotonic() < until:
            if all(client.complete_at for client in self.clients):
                return True
            await asyncio.sleep(0.02)
        return False

    async def storm(self) -> dict[str, Any]:
        """People join within three seconds a room that holds many notes already."""
        self.whole, loop = self.job["notes"], asyncio.get_running_loop()
        seeder = None if self.ours else await self.seed()
        ahead = self.job["tickets"] == "ahead"
        tickets = [await self.ticket(client) if ahead else "" for client in self.clients]
        await asyncio.sleep(1.0)
        before, start = self.counters(), loop.time()

        async def one(client: Client) -> None:
            await asyncio.sleep(start + self.random.random() * self.job["seconds"] - loop.time())
            began = now()
            await self.join(client, tickets[client.person.number] if ahead else await self.ticket(client))
            client.joined_at = began

        await asyncio.gather(*[one(client) for client in self.clients])
        complete = await self.all_whole()
        await asyncio.sleep(max(0.0, start + self.job["seconds"] + 1.0 - loop.time()))
        found = self.rates(before, self.counters())
        took = array("q", [client.complete_at - client.joined_at for client in self.clients if client.complete_at])
        if seeder:
            seeder.transport.disconnect()
        joined = {"join_p50": percentile(took, 50), "join_p95": percentile(took, 95), "join_p99": percentile(took, 99)}
        return found | joined | {"complete": complete, "lost": self.lost}

    async def seed(self) -> Client:
        """Fills Hocuspocus's document; the client stays, so that the document stays in memory."""
        client = Client(self, Person(9999))
        await self.join(client, "")
        client.say(self.speaker.many(self.job["notes"], self.job["people"]))
        await asyncio.sleep(2.0)
        return client

    async def run(self) -> dict[str, Any]:
        found: dict[str, Any] = await getattr(self, self.job["kind"])()
        self.closing = True
        found["peak_memory"] = peak_memory(self.pid)
        return found


def percentile(values: "array[int]", rank: float) -> float | None:
    """The value at a rank, microseconds turned into milliseconds."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * rank / 100))] / 1000


async def run(job: dict[str, Any]) -> dict[str, Any]:
    return await Load(job).run()


if __name__ == "__main__":
    json.dump(uvloop.run(run(json.load(sys.stdin))), sys.stdout)
