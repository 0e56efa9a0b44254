"""Nothing that is kept or sent links an answer to its writer: rows, their order and ids, times, frames.

Each attack is also run on rows that a careless table would have, numbered as they were written; there it must succeed.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from commonweal.store import gateway
from commonweal.store.models import Audit, Response, Room, RoomActivity, TeamProof, WallWriter
from commonweal.store.without_order import ANONYMOUS
from commonweal.sync.committed import Committed
from commonweal.sync.messages import encode
from commonweal.sync.shape import Shape
from tests.cast import Cast
from tests.rated import Device, devices, share

TEAM = "Quince Lane"
PEOPLE = 24
LUCK = 8
"""Right guesses of 24 that chance gives once in some hundred thousand tries (a shuffled list has one on average)."""


@pytest.fixture
def answered(cast: Cast) -> list[Device]:
    """Two dozen people who answered, in an order that is not the one they joined in."""
    everybody = devices(cast, PEOPLE)
    random.Random(7).shuffle(everybody)
    for number, device in enumerate(everybody):
        device.answer(TEAM, say=str(number % 7 + 1))
    return everybody


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def hits(guess: list[tuple[str, int]], answered: list[Device]) -> int:
    """How many pairs of response and member are right."""
    right = {(device.id, device.member.pk) for device in answered}
    assert len(guess) == len(answered)
    return sum(pair in right for pair in guess)


def test_rows_link_no_better_than_chance(answered: list[Device]) -> None:
    """Laid side by side; or laid beside what somebody saw who watched people press the button, one after another."""
    watched = [device.member.pk for device in answered]
    for order in ("", "ORDER BY id"):
        responses = rows(f"SELECT id FROM store_response {order}")
        writers = rows(f"SELECT member_id FROM store_wallwriter WHERE activity = 'a1b' {order}")
        assert hits(list(zip(responses, writers, strict=True)), answered) <= LUCK
        assert hits(list(zip(responses, watched, strict=True)), answered) <= LUCK


def test_the_control_with_numbered_rows_links_everybody(answered: list[Device]) -> None:
    with connection.cursor() as cursor:
        key = "INTEGER PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "SERIAL PRIMARY KEY"
        for table, column in (("careless_response", "id_of"), ("careless_writer", "member")):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (n {key}, {column} TEXT)")
        for device in answered:
            cursor.execute("INSERT INTO careless_response (id_of) VALUES (%s)", [device.id])
            cursor.execute("INSERT INTO careless_writer (member) VALUES (%s)", [str(device.member.pk)])
    responses = rows("SELECT id_of FROM careless_response ORDER BY n")
    writers = [int(one) for one in rows("SELECT member FROM careless_writer ORDER BY n")]
    assert hits(list(zip(responses, writers, strict=True)), answered) == PEOPLE


def test_the_database_numbers_no_row_of_an_anonymous_table(answered: list[Device]) -> None:
    """SQLite has no row numbers there; on PostgreSQL all rows carry the number of one and the same transaction."""
    if connection.vendor == "sqlite":
        for table in ANONYMOUS:
            with pytest.raises(OperationalError, match="no such column"):
                rows(f"SELECT rowid FROM {table}")
        assert rows("SELECT rowid FROM store_member")
    else:
        for table in ("store_response", "store_wallwriter"):
            assert len(set(rows(f"SELECT xmin::text FROM {table}"))) == 1


def test_tables_of_answers_have_no_column_for_author_or_time() -> None:
    columns = {model: {field.name for field in model._meta.get_fields()} for model in (Response, TeamProof, WallWriter)}
    assert columns[Response] == {
        "id", "room", "activity", "team", "team_key", "answers", "edit_hash", "proof_hash"
    }  # fmt: skip
    assert columns[TeamProof] == {"hash", "room", "activity", "team_key"}
    assert columns[WallWriter] == {"id", "room", "activity", "batch", "member"}


@contextmanager
def told() -> Iterator[list[str]]:
    """What engines are told of commits meanwhile."""
    heard: list[str] = []
    stop = gateway.told_after_commit(lambda room, seq: heard.append(room))
    try:
        yield heard
    finally:
        stop()


def test_answering_moves_no_number_leaves_no_line_and_sends_nothing(cast: Cast) -> None:
    (ben,) = devices(cast, 1)
    before = Room.objects.values().get(pk=cast.room.pk)
    lines = Audit.objects.count()
    with told() as heard:
        ben.answer(say="1")
        ben.answer(say="2")
    assert heard == []
    assert Room.objects.values().get(pk=cast.room.pk) == before
    assert Audit.objects.count() == lines


def _structure(cast: Cast) -> bytes:
    """Everything of the room's structure that any member's channels hold."""
    committed = Committed(cast.room.pk)
    shape = Shape(committed.rules())
    shape.take(committed.shape(0))
    names = {(name, member) for member, viewer in shape.viewers.items() for name in shape.channels(viewer)}
    return encode([shape.items(name, member, 0) for name, member in sorted(names)])


def test_frames_carry_neither_answers_nor_results(cast: Cast, answered: list[Device]) -> None:
    assert b"quince" not in _structure(cast).lower()
    share(cast)
    after = _structure(cast).lower()
    assert b"quince" not in after
    assert b'"agreement"' not in after
    assert RoomActivity.objects.get(room=cast.room, key="a1b").together["teams"][0]["key"] == "quince lane"


def test_after_sharing_a_proof_leads_to_a_team_and_no_further(cast: Cast, answered: list[Device]) -> None:
    share(cast)
    kept = {str(value) for row in Response.objects.values_list() for value in row}
    proofs = set(TeamProof.objects.values_list("hash", flat=True))
    assert len(proofs) == PEOPLE
    assert not kept & proofs
    assert hits(list(zip(rows("SELECT id FROM store_response"), _owners(answered), strict=True)), answered) <= LUCK


def _owners(answered: list[Device]) -> list[int]:
    """Members in the order in which their proofs lie."""
    from commonweal.access import hashed

    owner = {hashed(device.proof): device.member.pk for device in answered}
    return [owner[one] for one in rows("SELECT hash FROM store_teamproof")]
