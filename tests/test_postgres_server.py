"""The throw-away PostgreSQL server answers, takes writes, and is gone afterwards."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.postgres_server import postgres_server


def test_the_server_answers_and_leaves_nothing_behind() -> None:
    with postgres_server() as address:
        socket = Path(urlsplit(address).query.removeprefix("host="))
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE note (words text)")
            connection.execute("INSERT INTO note VALUES (%s)", ["Croeso"])
            row = connection.execute("SELECT words FROM note").fetchone()
        assert row == ("Croeso",)
        assert socket.is_dir()
    assert not socket.exists()
