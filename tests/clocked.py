"""A time of day for tests and pictures: `python -m tests.clocked serve` is `commonweal serve` by a clock set elsewhere.

Only the time of day is moved, never `time.monotonic`: what waits, times out and counts rates goes on as ever.
"""

import os
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from tests.serving import Server

LOOK = 0.02
"""Seconds between a process's looks at the clock."""


def real() -> datetime:
    """What time it is by the machine, also in a process that is under a clock."""
    hatch = time_machine.escape_hatch
    return hatch.datetime.datetime.now(UTC) if hatch.is_travelling() else datetime.now(UTC)


class Clock:
    """The time of day of a server's processes: a file in its data folder says how far it is from the machine's."""

    def __init__(self, data: Path) -> None:
        self.file, self.taken = data / "clock", data / "clock-taken"

    def set(self, moment: datetime, server: Server | None = None) -> None:
        """Makes it `moment`; it runs on from there. Given a running server, waits until that has taken it in."""
        before = self.file.with_suffix(".new")
        before.write_text(str((moment - real()).total_seconds()))
        before.replace(self.file)
        if server is not None:
            self._wait(server)

    def now(self) -> datetime:
        """What time it is by this clock."""
        return real() + timedelta(seconds=float(self.file.read_text()))

    def _wait(self, server: Server) -> None:
        asked, until = self.file.read_text(), time.monotonic() + 30
        while not self.taken.exists() or self.taken.read_text() != asked:
            assert server.process, "a clock is waited for only while its server runs"
            assert server.process.is_alive(), server.log.read_text()
            assert time.monotonic() < until, "the server did not take in the time"
            time.sleep(LOOK)

    def rule(self) -> None:
        """Puts this process under the clock, for as long as it runs."""
        known = self.file.read_text()
        traveller = time_machine.travel(self.now(), tick=True).start()
        self.taken.write_text(known)

        def follow(known: str) -> None:
            while True:
                time.sleep(LOOK)
                if (asked := self.file.read_text()) != known:
                    traveller.move_to(self.now(), tick=True)
                    self.taken.write_text(asked)
                    known = asked

        threading.Thread(target=follow, args=(known,), name="clock", daemon=True).start()


def main(arguments: Sequence[str]) -> int:
    """`commonweal` with these arguments, by the clock in its data folder."""
    from commonweal import cli

    Clock(Path(os.environ["COMMONWEAL_DATA"])).rule()
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
