"""A copy of the SQLite database, made while the server goes on writing."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> int:
    """Copies the database into a new file that its owner alone may read; returns how many bytes it has.

    The copy is one moment of the database, whole. Its rooms get another epoch, so that devices notice when it is put in
    place of the database: what they know beyond it becomes drafts instead of getting lost. Raises `FileExistsError`
    when there is something at `target` already.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(source, timeout=20)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.executescript("PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON;")
            copy.execute("UPDATE store_room SET epoch = lower(hex(randomblob(16)))")
            copy.commit()
    except sqlite3.Error:
        target.unlink()
        raise
    return target.stat().st_size
