"""The wall's rule of five: who counts as a writer after notes are taken back, and what hiding leaves to be seen."""

import pytest

from commonweal import access
from commonweal.operations import people, wall
from commonweal.operations.errors import Refused
from commonweal.store.models import Member, WallNote, WallWriter
from tests.cast import NOW, Cast

NOTHING = {"enough": False, "ready": False, "notes": []}


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _key(number: int) -> str:
    return f"{number:064x}"


def _writers(cast: Cast, count: int) -> list[Member]:
    """So many people with one note each, numbered from 0."""
    cast.open("w7")
    found = [cast.ben, cast.carys, cast.dele]
    while len(found) < count:
        joined = people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW)
        assert joined
        found.append(joined.member)
    for number, member in enumerate(found[:count]):
        _add(member, number)
    return found[:count]


def _add(by: Member, number: int) -> None:
    fields = {"column": "worked", "text": f"words {number}", "key": _key(number)}
    wall.add_note(by=by, activity="w7", id=_id(number), now=NOW, **fields)


def _take_back(by: Member, number: int, *others: int) -> None:
    proofs = [(_id(other), _key(other)) for other in others]
    wall.remove_note(by=by, activity="w7", id=_id(number), key=_key(number), others=proofs, now=NOW)


def _seen(cast: Cast) -> set[str]:
    return {one["text"] for one in wall.shown(room=cast.room, activity="w7", viewer=access.viewer_of(cast.ben))}


def test_somebody_who_takes_their_only_note_back_is_no_writer_any_more(cast: Cast) -> None:
    writers = _writers(cast, 5)
    assert wall.pending(by=cast.asha, activity="w7")["ready"] is True
    _take_back(writers[0], 0)
    assert wall.pending(by=cast.asha, activity="w7") == NOTHING
    for act in (
        lambda: wall.show_batch(by=cast.asha, activity="w7", now=NOW),
        lambda: wall.hide_note(by=cast.asha, id=_id(1), reason="Names a person", now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    _add(writers[0], 10)
    assert len(wall.pending(by=cast.asha, activity="w7")["notes"]) == 5


@pytest.mark.parametrize(
    ("proofs", "counts"),
    [((10,), True), ((99, 10), True), ((), False), ((0,), False), ((99,), False)],
    ids=["another note stands", "one of two stands", "no proof", "the note itself", "no such note"],
)
def test_a_writer_counts_as_long_as_another_note_of_theirs_is_proved(
    cast: Cast, proofs: tuple[int, ...], counts: bool
) -> None:
    writers = _writers(cast, 5)
    _add(writers[0], 10)
    _take_back(writers[0], 0, *proofs)
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is counts


def test_a_note_that_has_been_shown_is_no_proof(cast: Cast) -> None:
    writers = _writers(cast, 5)
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    for number, member in enumerate(writers):
        _add(member, 20 + number)
    _take_back(writers[0], 20, 0)
    assert wall.pending(by=cast.asha, activity="w7") == NOTHING


def test_a_note_taken_back_twice_takes_nothing_more(cast: Cast) -> None:
    writers = _writers(cast, 5)
    _take_back(writers[0], 0)
    _add(writers[0], 10)
    _take_back(writers[0], 0)
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is True


def test_nothing_that_is_kept_joins_a_writer_to_a_note(cast: Cast) -> None:
    _writers(cast, 5)
    assert {field.name for field in WallWriter._meta.get_fields()} == {"id", "room", "activity", "batch", "member"}
    assert not {one.pk for one in WallWriter.objects.all()} & {one.pk for one in WallNote.objects.all()}


def test_hiding_before_showing_must_leave_five(cast: Cast) -> None:
    _writers(cast, 5)
    wall.hide_note(by=cast.asha, id=_id(0), reason="Names a person", now=NOW)
    found = wall.pending(by=cast.asha, activity="w7")
    assert (found["enough"], found["ready"]) == (True, False)
    with pytest.raises(Refused):
        wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    wall.hide_note(by=cast.asha, id=_id(0), reason="", now=NOW)
    assert wall.show_batch(by=cast.asha, activity="w7", now=NOW) == 1


def test_hiding_after_showing_holds_the_batch_back_until_five_are_left_again(cast: Cast) -> None:
    _writers(cast, 6)
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    wall.hide_note(by=cast.asha, id=_id(0), reason="Names a person", now=NOW)
    assert _seen(cast) == {f"words {number}" for number in range(1, 6)}
    wall.hide_note(by=cast.asha, id=_id(1), reason="Names a person", now=NOW)
    assert _seen(cast) == set()
    mine = wall.shown(room=cast.room, activity="w7", viewer=access.viewer_of(cast.asha))
    assert [one["held"] for one in mine] == [True] * 6
    wall.hide_note(by=cast.asha, id=_id(1), reason="", now=NOW)
    assert _seen(cast) == {f"words {number}" for number in range(1, 6)}
