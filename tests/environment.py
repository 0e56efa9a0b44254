"""What must be in the environment before Django reads its settings; a pytest plugin, named in pyproject.toml.

Tests never touch a person's own data: they get a folder of their own, and SQLite in it.
With COMMONWEAL_TEST_DATABASE=postgres they get a throw-away PostgreSQL server instead; with
COMMONWEAL_TEST_DATABASE=postgresql://… the server that is named.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack

from tests.postgres_server import postgres_server

_ours = ExitStack()
atexit.register(_ours.close)


def _prepare() -> None:
    folder = tempfile.mkdtemp(prefix="cw-tests-")
    _ours.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["COMMONWEAL_DATA"] = folder
    os.environ.pop("COMMONWEAL_DATABASE", None)
    wanted = os.environ.get("COMMONWEAL_TEST_DATABASE", "")
    if wanted == "postgres":
        os.environ["COMMONWEAL_DATABASE"] = _ours.enter_context(postgres_server())
    elif wanted.startswith("postgresql://"):
        os.environ["COMMONWEAL_DATABASE"] = wanted
    elif wanted not in ("", "sqlite"):
        raise SystemExit(f"COMMONWEAL_TEST_DATABASE is {wanted!r}; it can be sqlite, postgres or postgresql://…")


# The workers of pytest-xdist inherit what their parent prepared.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _prepare()


def pytest_unconfigure() -> None:
    _ours.close()
