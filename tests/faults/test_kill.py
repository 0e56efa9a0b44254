"""kill -9 while thirty people write, and SIGTERM with three hundred sockets: nothing that was acknowledged is lost."""

import asyncio
import os
import random
import sqlite3

import pytest

from tests.faults.checking import check_o1, until
from tests.faults.device import Device
from tests.serving import Server

pytestmark = pytest.mark.faults
ROUNDS = int(os.environ.get("COMMONWEAL_KILLS", "20"))


async def _write(device: Device, source: random.Random, pause: float) -> None:
    """Writes until the device is told to stop; now and then something that must be refused."""
    while device.writing:
        if source.random() < 0.03:
            device.change({"t": "remove", "id": "00000000-0000-4000-8000-000000000000", "sheet": device.sheet})
        else:
            device.put(f"note {device.count} of m{device.member}")
        try:
            await device.flush()
        except Exception:
            device.socket = None
        await asyncio.sleep(pause * (0.5 + source.random()))


async def _run(server: Server, source: random.Random, rounds: int) -> list[Device]:
    made = server.make_room(30, 3)
    devices = [
        Device(server.address, made["room"], person["id"], f"board.g{person['group']}") for person in made["people"]
    ]
    server.start()
    lives = [asyncio.create_task(device.live()) for device in devices]
    writers = [asyncio.create_task(_write(device, source, 0.05)) for device in devices]
    for _ in range(rounds):
        await asyncio.sleep(0.2 + source.random() * 0.6)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    for device in devices:
        device.writing = False
    await asyncio.gather(*writers)
    await until(lambda: not any(device.outbox for device in devices), 60, "every outbox is empty")
    await _settle(devices)
    for device in devices:
        device.stopping = True
        if device.socket:
            await device.socket.close()
    await asyncio.gather(*lives)
    devices[0].room = made["room"]
    return devices


async def _settle(devices: list[Device]) -> None:
    """Waits until nothing has arrived anywhere for a second."""
    sizes: list[int] = []
    for _ in range(100):
        await asyncio.sleep(1.0)
        now = [len(device.notes()) for device in devices]
        if now == sizes:
            return
        sizes = now


async def test_kill_nine_loses_nothing_acknowledged(server: Server, source: random.Random) -> None:
    devices = await _run(server, source, ROUNDS)
    count = check_o1(server, devices[0].room, devices)
    assert count > 30 * ROUNDS, f"only {count} acknowledged changes: the run wrote too little to mean anything"
    assert any(device.refused for device in devices)
    assert sum(device.welcomes for device in devices) > 10 * ROUNDS


async def test_control_a_server_that_forgets_what_it_acknowledged_is_caught(
    server: Server, source: random.Random
) -> None:
    devices = await _run(server, source, 1)
    if server.environment["COMMONWEAL_DATABASE"]:
        pytest.skip("the control takes rows out of the SQLite file")
    with sqlite3.connect(server.data / "commonweal.sqlite3") as database:
        database.execute("DELETE FROM store_entry WHERE id IN (SELECT id FROM store_entry ORDER BY seq DESC LIMIT 3)")
    with pytest.raises(AssertionError, match="lost"):
        check_o1(server, devices[0].room, devices)


@pytest.mark.alone
async def test_sigterm_with_three_hundred_sockets_ends_in_five_seconds(server: Server, source: random.Random) -> None:
    made = server.make_room(300, 10)
    devices = [Device(server.address, made["room"], p["id"], f"board.g{p['group']}") for p in made["people"]]
    server.start()
    lives = [asyncio.create_task(device.live()) for device in devices]
    await until(lambda: all(device.socket for device in devices), 60, "three hundred sockets are open")
    for device in devices[:100]:
        device.put(f"in flight, m{device.member}")
        await device.flush()
    took = await asyncio.to_thread(server.terminate)
    assert took < 5, f"it took {took:.1f} s"
    await asyncio.to_thread(server.start)
    await until(lambda: not any(device.outbox for device in devices), 60, "every outbox is empty")
    await until(lambda: all(device.socket for device in devices), 60, "all are back")
    await _settle(devices)
    for device in devices:
        device.stopping = True
        if device.socket:
            await device.socket.close()
    await asyncio.gather(*lives)
    assert check_o1(server, made["room"], devices) == 100
