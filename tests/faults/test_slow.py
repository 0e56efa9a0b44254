"""Devices that stop reading, and half-open sockets: dropped, never in others' way, and back by their cursors."""

import asyncio
import socket as sockets
import statistics
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.faults.checking import until
from tests.faults.device import Device
from tests.serving import Server

pytestmark = pytest.mark.faults


def _memory(process: int) -> float:
    """Resident megabytes of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


async def _delays(writer: Device, reader: Device, seconds: float, pause: float) -> list[float]:
    """Seconds from a write on one device to its arrival on another."""
    found, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        uid = writer.put("x" * 500)
        await writer.flush()
        await until(partial(_has, reader, uid), 10, "the note arrived")
        found.append(time.monotonic() - began)
        await asyncio.sleep(pause)
    return found


def _has(reader: Device, uid: str) -> bool:
    return uid in reader.notes()


def _p95(delays: list[float]) -> float:
    return statistics.quantiles(delays, n=20)[18]


async def _stall(device: Device) -> Any:
    """Opens a socket that is never read: a small buffer, and no task that reads."""
    socket = await device.open()
    raw = socket.transport.get_extra_info("socket")
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    socket.transport.pause_reading()
    return socket


@pytest.mark.alone
async def test_stalled_devices_do_not_slow_the_others(server: Server) -> None:
    """10 of 100 stop reading while others write; the others' p95 stays under twice, memory under +50 MB."""
    made = server.make_room(100, 1)
    server.start()
    pid = server.process and server.process.pid
    assert pid
    devices = [Device(server.address, made["room"], p["id"], f"board.g{p['group']}") for p in made["people"]]
    awake, asleep = devices[:90], devices[90:]
    lives = [asyncio.create_task(device.live()) for device in awake]
    await until(lambda: all(device.socket for device in awake), 60, "ninety are connected")
    before = await _delays(awake[0], awake[1], 5, 0.05)
    base = _memory(pid)
    stalled = [await _stall(device) for device in asleep]
    during = await _delays(awake[0], awake[1], 20, 0.02)
    grown = _memory(pid) - base
    assert _p95(during) < max(2 * _p95(before), 0.1), f"p95 {_p95(before):.3f} s before, {_p95(during):.3f} s during"
    assert grown < 50, f"memory rose by {grown:.0f} MB"
    for socket in stalled:
        socket.transport.abort()
    lives += [asyncio.create_task(device.live()) for device in asleep]
    await until(lambda: all(d.notes() == awake[0].notes() for d in asleep), 30, "the stalled ones converge")
    await _end(devices, lives)


async def test_a_half_open_socket_is_freed_within_thirty_seconds(server: Server) -> None:
    made = server.make_room(2, 1)
    server.start()
    device = Device(server.address, made["room"], made["people"][0]["id"], "")
    socket = await device.open()
    began = time.monotonic()
    await socket.recv()
    await asyncio.wait_for(socket.wait_closed(), 30)
    assert time.monotonic() - began > 20, "it was cut before a living device would have pinged"


async def _end(devices: list[Device], lives: list[asyncio.Task[None]]) -> None:
    for device in devices:
        device.stopping = True
        if device.socket:
            await device.socket.close()
    await asyncio.gather(*lives)
