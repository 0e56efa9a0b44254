"""A server by a clock that is set from outside: sessions end, timers run and mails go out by it; waiting does not."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clocked import Clock
from tests.serving import Server

MORNING = datetime(2026, 6, 11, 8, 30, tzinfo=UTC)


class Day:
    """The demonstration on one summer's day, a facilitator's and a participant's browser."""

    def __init__(self, folder: Path) -> None:
        self.server, self.clock = Server(folder, module="tests.clocked"), Clock(folder)
        self.clock.set(MORNING)
        self.server.environment["COMMONWEAL_DEMO_TOKEN"] = "clocked"
        printed = self.server.run("demo", "--no-serve", "--port", str(self.server.port))
        self.server.start()
        links = re.findall(r"https?://\S+", printed)
        self.asha, self.ben = self._browser(), self._browser()
        self.room = re.findall(r"/w/(r\w+)/", str(self.asha.get(links[0]).url))[0]
        self.ben.get(links[1])
        mark = {"csrfmiddlewaretoken": self.ben.cookies["csrftoken"]}
        assert self.ben.post(links[1], data={"name": "Ben Cole", **mark}).status_code == 200

    def _browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.server.address, follow_redirects=True, timeout=30)

    def do(self, browser: httpx.Client, command: str, **body: Any) -> dict[str, Any]:
        headers = {"X-Commonweal": "1", "Origin": self.server.address}
        answer = browser.post(f"/w/{self.room}/do/{command}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def late(self) -> str:
        return str(self.asha.get(f"/w/{self.room}/late", headers={"X-Commonweal": "1"}).json()["words"])

    def to(self, **later: float) -> None:
        self.clock.set(MORNING + timedelta(**later), self.server)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    try:
        yield made
    finally:
        made.server.stop()


def test_the_day_runs_late_and_a_session_ends_by_the_clock(day: Day) -> None:
    day.do(day.asha, "start_item", key="arrive")
    assert day.late() == "On time."
    day.to(minutes=34)
    assert day.late() == "4 minutes behind. Lunch absorbs it."
    day.to(minutes=20)
    assert day.late() == "On time.", "it goes back, too"
    day.to(days=13)
    assert day.asha.get("/plan/").url.path == "/plan/"
    day.to(days=15)
    assert day.asha.get("/plan/").url.path == "/account/login/"


def test_a_mail_goes_out_when_the_clock_says_that_it_is_due(day: Day) -> None:
    day.do(day.ben, "check_in", email="ben@example.org")
    day.to(weeks=6, minutes=-31)  # a minute before nine in London
    day.server.kill()
    day.server.start()  # looks at once, and by the same clock
    assert list(day.server.data.glob("mail/*")) == []
    day.to(weeks=6, minutes=-29)
    until = time.monotonic() + 30
    while not (mail := "".join(path.read_text() for path in day.server.data.glob("mail/*"))):  # a file begins empty
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.05)
    assert re.findall(r"(?m)^To: .*|^Date: .*2026", mail) == [
        "To: ben@example.org",
        "Date: Thu, 23 Jul 2026",
    ]


def test_only_the_time_of_day_is_moved(tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    clock.set(MORNING)
    say = (
        "import sys, time; from pathlib import Path; from tests.clocked import Clock\n"
        "before = time.monotonic(); Clock(Path(sys.argv[1])).rule(); after = time.monotonic()\n"
        "print(time.strftime('%Y-%m-%d', time.gmtime()), 0 <= after - before < 60)"
    )
    done = subprocess.run([sys.executable, "-c", say, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "2026-06-11 True\n"
