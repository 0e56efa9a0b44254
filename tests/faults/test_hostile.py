"""A hostile writer, role by sheet by verb, over the socket and over HTTP; and frames that are no messages."""

import asyncio
import json
import random
import time
import urllib.request
import uuid
from functools import partial
from typing import Any

import pytest
import websockets

from tests.faults.checking import stored, until
from tests.faults.device import Device
from tests.serving import Server

pytestmark = pytest.mark.faults
SHEETS = ("board", "alone", "open", "log")


def _sheet_of(activity: str, person: dict[str, int]) -> str:
    holder = {"board": f"g{person['group']}", "log": f"m{person['id']}"}.get(activity, "room")
    return f"{activity}.{holder}"


def _changes(uid: str, sheet: str, n: int) -> list[dict[str, Any]]:
    """A put of a new entry, a patch and a removal of somebody's."""
    fields = {"column": "up", "text": "hostile", "place": 1.0}
    edits = {"text": {"base": 10**9, "value": "hostile"}}
    return [
        {"t": "put", "n": n, "id": str(uuid.uuid4()), "sheet": sheet, "step": "notes", "fields": fields},
        {"t": "patch", "n": n + 1, "id": uid, "sheet": sheet, "edits": edits},
        {"t": "remove", "n": n + 2, "id": uid, "sheet": sheet},
    ]


def _connected(device: Device) -> bool:
    return device.socket is not None


def _dealt(device: Device) -> bool:
    return not device.outbox


async def _seed(server: Server, made: dict[str, Any]) -> tuple[dict[str, str], list[Device]]:
    """One entry on each sheet of the first participant, written by them; they stay connected to watch."""
    ben = made["people"][0]
    entries, devices = {}, []
    for activity in SHEETS:
        device = Device(server.address, made["room"], ben["id"], _sheet_of(activity, ben))
        devices.append(device)
        asyncio.get_running_loop().create_task(device.live())
        await until(partial(_connected, device), 10, "connected")
        entries[device.sheet] = device.put("the name of a neighbour")
        await device.flush()
        await until(partial(_dealt, device), 10, "stored")
    return entries, devices


def _exchange(server: Server, device: Device, changes: list[dict[str, Any]], epoch: str = "") -> list[dict[str, Any]]:
    """One exchange over HTTP."""
    headers = {"Cookie": f"cw-{device.room}=token-{device.member}; cws-{device.room}=token-{device.member}"}
    headers |= {"Origin": server.address, "Content-Type": "application/json"}
    hello = {"t": "hello", "v": 1, "epoch": epoch, "member": "", "device": device.device}
    body = json.dumps([hello, {"t": "push", "changes": changes}]).encode()
    url = f"{server.address}/sync/{device.room}/exchange?as={device.role}"
    answer = urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10)
    heard: list[dict[str, Any]] = json.loads(answer.read())
    return heard


async def _attack(server: Server, device: Device, entries: dict[str, str], over: str) -> tuple[set[str], str]:
    """Tries every verb on every sheet; returns the ids that were accepted and all the words heard."""
    n, tried, refused, heard = 1, set(), set(), []
    for sheet, uid in entries.items():
        changes = _changes(uid, sheet, n)
        n += len(changes)
        tried |= {(change["n"], change["id"]) for change in changes}
        if over == "http":
            messages = await asyncio.to_thread(_exchange, server, device, changes)
        else:
            socket = await device.open()
            messages = [json.loads(await asyncio.wait_for(socket.recv(), 10))]
            await socket.send(json.dumps({"t": "push", "changes": changes}))
            while messages[-1]["t"] != "ack":
                messages.append(json.loads(await asyncio.wait_for(socket.recv(), 10)))
            await socket.close()
        heard += messages
        for message in messages:
            refused |= {(r["n"], r["id"]) for r in message.get("refused", [])}
    return {uid for _, uid in tried - refused}, json.dumps(heard)


@pytest.mark.parametrize("over", ["socket", "http"])
async def test_a_hostile_writer_changes_nothing_and_learns_nothing(server: Server, over: str) -> None:
    made = server.make_room(4, 2)
    server.start()
    entries, watchers = await _seed(server, made)
    before = stored(server, made["room"])
    dele = made["people"][1]
    private = {sheet: uid for sheet, uid in entries.items() if sheet.startswith(("board", "log"))}
    screen = Device(server.address, made["room"], made["screen"], "", "screen")
    accepted, heard = await _attack(server, screen, entries, over)
    assert accepted == set(), "the big screen wrote"
    assert "neighbour" not in heard
    other = Device(server.address, made["room"], dele["id"], "")
    accepted, heard = await _attack(server, other, private, over)
    assert accepted == set(), "somebody wrote on a sheet of others"
    assert "neighbour" not in heard.replace(_open_words(heard), "")
    after = stored(server, made["room"])
    assert after == before
    for device in watchers:
        device.stopping = True
        assert all(text != "hostile" for text in device.notes().values())


async def test_what_is_said_before_the_greeting_is_not_stored(server: Server) -> None:
    made = server.make_room(4, 2)
    server.start()
    ben = made["people"][0]
    device = Device(server.address, made["room"], ben["id"], _sheet_of("board", ben))
    socket = await device.open()
    await socket.send(json.dumps({"t": "push", "changes": _changes(str(uuid.uuid4()), device.sheet, 1)[:1]}))
    heard = [json.loads(data) async for data in socket]
    assert heard[-1]["code"] == "malformed"
    assert stored(server, made["room"]) == {}


def _open_words(heard: str) -> str:
    """What the open sheet shows to everybody, which is no leak."""
    for message in json.loads(heard):
        for channel in message.get("channels", []):
            if channel["ch"].startswith("open."):
                return json.dumps(channel)
    return "nothing"


async def test_control_the_writer_of_a_sheet_is_let_in(server: Server) -> None:
    made = server.make_room(4, 2)
    server.start()
    entries, watchers = await _seed(server, made)
    carys = Device(server.address, made["room"], made["people"][2]["id"], "")
    own = {sheet: uid for sheet, uid in entries.items() if sheet.startswith("board")}
    accepted, heard = await _attack(server, carys, own, "http")
    assert len(accepted) == 2
    assert "neighbour" in heard
    for device in watchers:
        device.stopping = True


@pytest.mark.parametrize(("cookie", "origin"), [("", True), ("cw-{room}=token-0", True), ("right", False)])
def test_no_ticket_without_a_key_or_from_another_page(server: Server, cookie: str, origin: bool) -> None:
    made = server.make_room(1, 1)
    server.start()
    token = f"cw-{made['room']}=token-{made['people'][0]['id']}"
    headers = {"Cookie": token if cookie == "right" else cookie.format(room=made["room"])}
    headers["Origin"] = server.address if origin else "http://elsewhere.example"
    request = urllib.request.Request(f"{server.address}/sync/{made['room']}/ticket", method="POST", headers=headers)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)
    assert caught.value.code == 403


async def test_an_exchange_of_an_earlier_epoch_writes_nothing(server: Server) -> None:
    made = server.make_room(1, 1)
    server.start()
    ben = made["people"][0]
    device = Device(server.address, made["room"], ben["id"], "")
    changes = _changes(str(uuid.uuid4()), _sheet_of("board", ben), 1)[:1]
    heard = await asyncio.to_thread(_exchange, server, device, changes, "an earlier epoch")
    assert [message["code"] for message in heard] == ["epoch"]
    assert stored(server, made["room"]) == {}


async def test_a_ticket_opens_one_socket_once(server: Server) -> None:
    made = server.make_room(1, 1)
    server.start()
    device = Device(server.address, made["room"], made["people"][0]["id"], "")
    ticket = await device.ticket()
    url = f"{server.address.replace('http', 'ws', 1)}/sync/{made['room']}/socket?ticket={ticket}"
    socket = await websockets.connect(url, origin=server.address)  # type: ignore[arg-type]
    await socket.close()
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(url, origin=server.address)  # type: ignore[arg-type]
    fresh = url.rpartition("=")[0] + "=" + await device.ticket()
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(fresh, origin="http://elsewhere.example")  # type: ignore[arg-type]


def _malformed(source: random.Random) -> str | bytes:
    """A frame that is no message: random, broken, too deep, of the wrong types, or almost right."""
    deep = "[" * 100_000
    right = {"t": "push", "changes": [{"t": "put", "n": 1, "id": "x", "sheet": "y", "step": "z", "fields": {}}]}
    frames: list[str | bytes] = [
        "",
        "null",
        "{",
        deep,
        '{"t":"push","changes":' + deep,
        '{"t":"hello","v":1,"epoch":"","member":"m1","device":"\\u0000"}',
        '{"t":"push","changes":[{"t":"put","n":1e999,"id":1,"sheet":[],"step":{},"fields":0}]}',
        '{"t":"at","sheet":"' + "x" * 5000 + '"}',
        '{"t":"__proto__"}',
        '{"t":"push","changes":[{"t":"put","n":1,"id":"\\ud800","sheet":"a","step":"b","fields":{"a":NaN}}]}',
        json.dumps(right),
        json.dumps({**right, "more": 1}),
        "x" * 250_000,
        source.randbytes(source.randrange(1, 400)),
        bytes(source.randrange(32, 127) for _ in range(source.randrange(1, 200))).decode(),
    ]
    return source.choice(frames)


async def test_malformed_frames_leave_other_rooms_alone(server: Server, source: random.Random) -> None:
    """For COMMONWEAL_FUZZ_SECONDS (10; nightly 1800) frames that are no messages; another room's writer stays quick."""
    import os

    seconds = float(os.environ.get("COMMONWEAL_FUZZ_SECONDS", "10"))
    made, calm = server.make_room(2, 1), server.make_room(2, 1)
    server.start()
    writer = Device(server.address, calm["room"], calm["people"][0]["id"], _sheet_of("board", calm["people"][0]))
    life = asyncio.create_task(writer.live())
    await until(lambda: writer.socket is not None, 10, "connected")
    attacker = Device(server.address, made["room"], made["people"][0]["id"], "")
    frames, slowest, end = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        socket = await attacker.open()
        try:
            await socket.send(_malformed(source))
            frames += 1
            async with asyncio.timeout(5):
                while True:
                    await socket.recv()
        except websockets.ConnectionClosed:
            pass
        began = time.monotonic()
        writer.put(f"calm {frames}")
        await writer.flush()
        await until(lambda: not writer.outbox, 5, "the calm room's change is stored")
        slowest = max(slowest, time.monotonic() - began)
    writer.stopping = True
    assert writer.socket
    await writer.socket.close()
    await life
    assert frames > 5 * seconds
    assert writer.welcomes == 1, "the calm room's conversation was cut"
    assert slowest < 1.0, f"the calm room waited {slowest:.2f} s"
    assert "Traceback" not in server.log.read_text()
