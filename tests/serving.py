"""A real server process for tests, on a data folder of its own, and rooms made in its database."""

import json
import multiprocessing
import os
import runpy
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.postgres_server import new_database

FORKS = multiprocessing.get_context("forkserver")
"""Where the processes come from: a fork has the libraries already, whose import would take most of a short run."""
FORKS.set_forkserver_preload(
    [
        "PIL.Image",
        "allauth",
        "django.contrib.staticfiles.handlers",
        "django.core.handlers.asgi",
        "django.core.mail",
        "django.core.management.commands.migrate",
        "django.db.backends.sqlite3.base",
        "django.db.models",
        "django.forms",
        "django.template.backends.django",
        "markdown_it",
        "msgspec",
        "phonenumbers",
        "psycopg",
        "pydantic",
        "tests.serving",
        "uvicorn.main",
        "uvicorn.protocols.http.httptools_impl",
        "uvicorn.protocols.websockets.websockets_sansio_impl",
    ]
)


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _become(module: str, arguments: Sequence[str], environment: Mapping[str, str], output: str) -> None:
    """What `python -m module` would do with these arguments, environment and output."""
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(written, stream)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def database(template: str = "") -> AbstractContextManager[str]:
    """The address of a new database, when the suite runs on PostgreSQL; on SQLite it lies in the data folder: empty.

    With `template`, another such address that nobody is connected to, it begins as a copy of that one.
    """
    if not os.environ.get("COMMONWEAL_TEST_DATABASE", "").startswith("postgres"):
        return nullcontext("")
    return new_database(os.environ["COMMONWEAL_DATABASE"], template)


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
        self.process: BaseProcess | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def _begin(self, module: str, arguments: Sequence[str], output: Path) -> BaseProcess:
        begun = FORKS.Process(
            target=_become, args=(module, arguments, self.environment, str(output)), name=module, daemon=True
        )
        begun.start()
        return begun

    def _done(self, module: str, arguments: Sequence[str], status: int) -> str:
        """Runs a module to its end in this server's environment, expects that status, and returns what it printed."""
        with tempfile.NamedTemporaryFile() as output:
            process = self._begin(module, arguments, Path(output.name))
            process.join()
            printed = Path(output.name).read_text()
        assert process.exitcode == status, printed
        return printed

    def run(self, *arguments: str, status: int = 0) -> str:
        """Runs `commonweal …`, expects that status, and returns what it printed."""
        return self._done(self.module, arguments, status)

    def make_room(self, participants: int, groups: int = 2) -> dict[str, Any]:
        """Makes a room by `tests.faults.make_room`; gives its id and its participants' ids and groups."""
        made: dict[str, Any] = json.loads(self._done("tests.faults.make_room", [str(participants), str(groups)], 0))
        return made

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        self.process = self._begin(self.module, ["serve", "--port", str(self.port)], self.log)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.address + "/sync/nothing", timeout=1)
            except urllib.error.HTTPError:
                return
            except OSError:
                assert self.process.is_alive(), self.log.read_text()
                time.sleep(0.05)
        raise AssertionError("the server did not start:\n" + self.log.read_text())

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        assert self.process
        self.process.kill()
        self.process.join(10)

    def terminate(self, seconds: float = 10) -> float:
        """Asks the process to end; returns how many seconds it took, which must be no more than these."""
        assert self.process
        began = time.monotonic()
        self.process.terminate()
        self.process.join(seconds)
        assert not self.process.is_alive(), f"the server still runs after {seconds} seconds"
        return time.monotonic() - began

    def stop(self) -> None:
        """Ends the process if it still runs."""
        if self.process and self.process.is_alive():
            self.kill()
