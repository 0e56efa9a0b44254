"""Who was moved to another group stays known by name to those who have what they wrote, and to nobody else by it."""

import pytest

from commonweal.operations import groups, people
from commonweal.sync.committed import Committed
from commonweal.sync.engine import Engine
from commonweal.sync.messages import Item
from tests.cast import NOW, Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _of_group(cast: Cast, group: int, member: int) -> list[Item]:
    """Items about a member in a group's channel."""
    reader = Committed(cast.room.pk)
    engine = Engine(reader.rules())
    engine.advance(reader)
    return [item for item in engine.shape.items(f"group:g{group}", cast.carys.pk, 0) if item.id == f"m{member}"]


def test_a_group_keeps_the_name_of_somebody_who_was_moved_and_nothing_else_of_them(cast: Cast) -> None:
    groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=cast.two.pk, now=NOW)
    (left,) = _of_group(cast, cast.one.pk, cast.ben.pk)
    assert (left.kind, left.fields) == ("left", {"name": "Ben"})
    (here,) = _of_group(cast, cast.two.pk, cast.ben.pk)
    assert here.kind == "person"
    assert _of_group(cast, cast.one.pk, cast.dele.pk) == [], "who was never there"
    people.remove_member(by=cast.asha, member_id=cast.ben.pk, now=NOW)
    assert _of_group(cast, cast.one.pk, cast.ben.pk) == []
