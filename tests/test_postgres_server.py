"""The throw-away PostgreSQL server answers, takes writes, and is gone afterwards."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.postgres_server import new_database, postgres_server


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


def test_a_database_begins_as_a_copy_of_another_and_is_dropped() -> None:
    with postgres_server() as server:
        with new_database(server) as first:
            with psycopg.connect(first) as connection:
                connection.execute("CREATE TABLE note (words text)")
                connection.execute("INSERT INTO note VALUES (%s)", ["Croeso"])
            with new_database(server, first) as second, psycopg.connect(second) as connection:
                assert connection.execute("SELECT words FROM note").fetchone() == ("Croeso",)
                connection.execute("DELETE FROM note")
            with psycopg.connect(first) as connection:
                assert connection.execute("SELECT words FROM note").fetchone() == ("Croeso",)
        with psycopg.connect(server) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'd%'").fetchall()
        assert rows == []
