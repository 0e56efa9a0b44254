"""`commonweal backup`: a whole copy while somebody writes, never over a file, and words where it does not apply."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commonweal.store.backup import copy_database
from tests.serving import Server


def _database(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path)
    made.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE store_room (id TEXT, epoch TEXT, title TEXT);"
        "INSERT INTO store_room VALUES ('a', 'first', 'One'), ('b', 'first', 'Two');"
    )
    return made


def test_a_backup_is_whole_while_somebody_writes_and_its_rooms_have_another_epoch(tmp_path: Path) -> None:
    source, target = tmp_path / "live.sqlite3", tmp_path / "copy.sqlite3"
    with closing(_database(source)) as live:
        live.execute("INSERT INTO store_room VALUES ('c', 'first', 'not committed')")
        assert copy_database(source, target) == target.stat().st_size
        live.commit()
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite3"]
    assert target.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(target)) as copy:
        rows = copy.execute("SELECT id, title FROM store_room ORDER BY id").fetchall()
        epochs = {epoch for (epoch,) in copy.execute("SELECT epoch FROM store_room")}
    assert rows == [("a", "One"), ("b", "Two")]
    assert len(epochs) == 2
    assert all(len(epoch) == 32 for epoch in epochs)
    with closing(sqlite3.connect(source)) as live:
        assert {epoch for (epoch,) in live.execute("SELECT epoch FROM store_room")} == {"first"}


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    source, target = tmp_path / "live.sqlite3", tmp_path / "copy.sqlite3"
    _database(source).close()
    target.write_text("something of mine")
    with pytest.raises(FileExistsError):
        copy_database(source, target)
    assert target.read_text() == "something of mine"


def test_what_is_no_database_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "notes.txt", tmp_path / "copy.sqlite3"
    source.write_text("no database at all" * 100)
    with pytest.raises(sqlite3.Error):
        copy_database(source, target)
    assert not target.exists()


def test_the_command_says_on_postgresql_what_does_it(tmp_path: Path) -> None:
    said = Server(tmp_path, "postgresql:///somewhere?host=/nowhere").run("backup", str(tmp_path / "c"), status=1)
    assert "pg_dump" in said
    assert not (tmp_path / "c").exists()
