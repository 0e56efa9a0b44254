"""O1, the common check of fault tests: acknowledged changes are there exactly once, everywhere; nothing else is."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.faults.device import Device
from tests.serving import Server


async def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Waits for a condition, and fails with words when it does not come true in time."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


def stored(server: Server, room: str) -> dict[str, dict[str, Any]]:
    """Every entry of a room as the database has it: id to sheet, text, removed. Two rows of one id would fail."""
    command = [sys.executable, "-m", "tests.faults.read_room", room]
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)
    found = {row["uid"]: row for row in rows}
    assert len(found) == len(rows), "an entry is stored twice"
    return found


def check_o1(server: Server, room: str, devices: list[Device]) -> int:
    """The common check; returns how many acknowledged changes it looked at."""
    rows = stored(server, room)
    acked = set().union(*(device.acked for device in devices))
    refused = set().union(*(device.refused.keys() for device in devices))
    sent = set().union(*(set(device.sent.values()) for device in devices))
    assert not acked - rows.keys(), f"{len(acked - rows.keys())} acknowledged changes are lost"
    assert not refused & rows.keys(), "a refused change is stored"
    assert rows.keys() <= sent, "something is stored that nobody sent"
    for device in devices:
        fresh = {uid: row["text"] for uid, row in rows.items() if row["sheet"] == device.sheet and not row["removed"]}
        assert device.notes() == fresh, f"device of m{device.member} shows other than a fresh read"
    return len(acked)
