"""A server of its own for each fault test, and a seed that is printed."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server, database


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with database() as address:
        made = Server(tmp_path_factory.mktemp("migrated"), address)
        made.run("migrate")
        yield made


@pytest.fixture
def server(tmp_path: Path, _migrated: Server) -> Iterator[Server]:
    """A migrated server, not yet started; on PostgreSQL when the suite runs there."""
    shutil.copytree(_migrated.data, tmp_path, dirs_exist_ok=True)
    with database(_migrated.environment["COMMONWEAL_DATABASE"]) as address:
        made = Server(tmp_path, address)
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
