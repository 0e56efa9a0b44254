"""A server of its own for each fault test, and a seed that is printed."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import postgres_server
from tests.serving import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A migrated server, not yet started; on PostgreSQL when the suite runs there."""
    if os.environ.get("COMMONWEAL_TEST_DATABASE", "").startswith("postgres"):
        with postgres_server() as address:
            yield from _served(tmp_path, address)
    else:
        yield from _served(tmp_path, "")


def _served(folder: Path, database: str) -> Iterator[Server]:
    made = Server(folder, database)
    made.run("migrate")
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def source() -> random.Random:
    """A random source whose seed is printed; COMMONWEAL_SEED repeats a run."""
    seed = int(os.environ.get("COMMONWEAL_SEED", random.SystemRandom().randrange(2**32)))
    print(f"COMMONWEAL_SEED={seed}")
    return random.Random(seed)
