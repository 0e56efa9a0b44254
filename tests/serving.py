"""A real server process for tests, on a data folder of its own, and rooms made in its database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`commonweal serve` on loopback. It only ever signals the process that it started itself."""

    def __init__(self, data: Path, database: str = "", module: str = "commonweal.cli") -> None:
        self.data, self.port, self.module = data, free_port(), module
        self.environment = {
            **os.environ,
            "COMMONWEAL_DATA": str(data),
            "COMMONWEAL_ADDRESS": self.address,
            "COMMONWEAL_DATABASE": database,
            "COMMONWEAL_MAIL_FOLDER": str(data / "mail"),
            "PYTHONPATH": os.pathsep.join(["src", "."]),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def run(self, *arguments: str, status: int = 0) -> str:
        """Runs `commonweal …` in this server's environment, expects that status, and returns what it printed."""
        command = [sys.executable, "-m", self.module, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def make_room(self, participants: int, groups: int = 2) -> dict[str, Any]:
        """Makes a room by `tests.faults.make_room`; gives its id and its participants' ids and groups."""
        command = [sys.executable, "-m", "tests.faults.make_room", str(participants), str(groups)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        made: dict[str, Any] = json.loads(done.stdout)
        return made

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.address + "/sync/nothing", timeout=1)
            except urllib.error.HTTPError:
                return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise AssertionError("the server did not start:\n" + self.log.read_text())

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def terminate(self, seconds: float = 10) -> float:
        """Asks the process to end; returns how many seconds it took."""
        assert self.process
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(seconds)
        return time.monotonic() - began

    def stop(self) -> None:
        """Ends the process if it still runs."""
        if self.process and self.process.poll() is None:
            self.kill()
