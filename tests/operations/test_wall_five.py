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


def _collect(cast: Cast) -> list[str]:
    """Collects what waits, and returns the ids of what a facilitator can review then."""
    wall.collect(by=cast.asha, activity="w7", now=NOW)
    return [one["id"] for one in wall.pending(by=cast.asha, activity="w7")["notes"]]


def _enough(cast: Cast) -> bool:
    return bool(wall.pending(by=cast.asha, activity="w7")["enough"])


def test_somebody_who_takes_their_only_note_back_is_no_writer_any_more(cast: Cast) -> None:
    writers = _writers(cast, 5)
    assert _enough(cast)
    _take_back(writers[0], 0)
    assert wall.pending(by=cast.asha, activity="w7") == NOTHING
    for act in (wall.collect, wall.show_batch):
        with pytest.raises(Refused):
            act(by=cast.asha, activity="w7", now=NOW)
    _add(writers[0], 10)
    assert len(_collect(cast)) == 5


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
    assert _enough(cast) is counts


def test_a_note_that_has_been_collected_is_no_proof(cast: Cast) -> None:
    writers = _writers(cast, 5)
    _collect(cast)
    for number, member in enumerate(writers):
        _add(member, 20 + number)
    _take_back(writers[0], 20, 0)
    assert not _enough(cast)


def test_a_note_taken_back_twice_takes_nothing_more(cast: Cast) -> None:
    writers = _writers(cast, 5)
    _take_back(writers[0], 0)
    _add(writers[0], 10)
    _take_back(writers[0], 0)
    assert _enough(cast)


def test_nothing_that_is_kept_joins_a_writer_to_a_note(cast: Cast) -> None:
    _writers(cast, 5)
    assert {field.name for field in WallWriter._meta.get_fields()} == {"id", "room", "activity", "batch", "member"}
    assert not {one.pk for one in WallWriter.objects.all()} & {one.pk for one in WallNote.objects.all()}


# --- reviewing ----------------------------------------------------------------------------------------


def test_what_can_be_reviewed_grows_by_five_people_at_a_time_and_in_no_other_way(cast: Cast) -> None:
    """The sixth to the ninth writer are seen by nobody, whatever they do; a tenth brings all five of them."""
    writers = _writers(cast, 10)
    for number in range(5, 10):
        _take_back(writers[number], number)
    _collect(cast)
    first = wall.pending(by=cast.asha, activity="w7")
    assert {one["id"] for one in first["notes"]} == {_id(number) for number in range(5)}
    for number in range(5, 9):
        _add(writers[number], 10 + number)
        assert wall.pending(by=cast.asha, activity="w7") == first
        with pytest.raises(Refused, match="Fewer than five"):
            wall.collect(by=cast.asha, activity="w7", now=NOW)
    _take_back(writers[5], 15)
    _add(writers[5], 25)
    assert wall.pending(by=cast.asha, activity="w7") == first
    _add(writers[9], 19)
    assert wall.pending(by=cast.asha, activity="w7") == {**first, "enough": True}
    assert set(_collect(cast)) == {_id(number) for number in (*range(5), 16, 17, 18, 19, 25)}


def test_people_count_again_for_the_next_batch(cast: Cast) -> None:
    writers = _writers(cast, 5)
    _collect(cast)
    for number, member in enumerate(writers):
        assert not _enough(cast)
        _add(member, 10 + number)
    assert len(_collect(cast)) == 10


def test_a_collected_note_stays_as_it_is_and_its_writer_is_told(cast: Cast) -> None:
    writers = _writers(cast, 5)
    before = _collect(cast)
    with pytest.raises(Refused, match="The facilitator has this note now"):
        wall.change_note(by=writers[0], activity="w7", id=_id(0), text="other", key=_key(0), now=NOW)
    with pytest.raises(Refused, match="The facilitator has this note now"):
        _take_back(writers[0], 0)
    _add(writers[0], 0)  # the device had not heard the answer to its note
    found = wall.pending(by=cast.asha, activity="w7")
    assert ([one["id"] for one in found["notes"]], found["enough"]) == (before, False)


def test_a_note_that_waits_cannot_be_told_from_one_that_is_not_there(cast: Cast) -> None:
    _writers(cast, 5)
    said = set()
    for number in (0, 99):
        with pytest.raises(Refused) as refused:
            wall.hide_note(by=cast.asha, id=_id(number), reason="Names a person", now=NOW)
        said.add(refused.value.words)
    assert len(said) == 1


def test_the_order_of_a_review_is_that_of_random_ids_and_of_a_wall_a_random_one(cast: Cast) -> None:
    _writers(cast, 30)
    assert _collect(cast) == sorted(_id(number) for number in range(30))
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    shown = wall.shown(room=cast.room, activity="w7", viewer=access.viewer_of(cast.ben))
    places = [one["id"] for one in shown]
    assert places not in (sorted(places), sorted(places, reverse=True))


def test_pretend_people_count_only_where_nobody_real_has_written(cast: Cast) -> None:
    writers = _writers(cast, 5)
    Member.objects.filter(pk__in=[one.pk for one in writers[1:]]).update(pretend=True)
    assert not _enough(cast)
    Member.objects.filter(pk=writers[0].pk).update(pretend=True)
    assert _enough(cast)


# --- hiding -------------------------------------------------------------------------------------------


def test_hiding_before_showing_must_leave_five(cast: Cast) -> None:
    _writers(cast, 5)
    _collect(cast)
    wall.hide_note(by=cast.asha, id=_id(0), reason="Names a person", now=NOW)
    found = wall.pending(by=cast.asha, activity="w7")
    assert (found["ready"], {one["held"] for one in found["notes"]}) == (False, {True})
    with pytest.raises(Refused):
        wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    wall.hide_note(by=cast.asha, id=_id(0), reason="", now=NOW)
    assert wall.show_batch(by=cast.asha, activity="w7", now=NOW) == 1


def test_each_collected_batch_must_leave_five_of_its_own(cast: Cast) -> None:
    writers = _writers(cast, 5)
    _collect(cast)
    for number, member in enumerate(writers):
        _add(member, 10 + number)
    _collect(cast)
    wall.hide_note(by=cast.asha, id=_id(0), reason="Names a person", now=NOW)
    assert wall.show_batch(by=cast.asha, activity="w7", now=NOW) == 2
    assert _seen(cast) == {f"words {number}" for number in range(10, 15)}
    wall.hide_note(by=cast.asha, id=_id(0), reason="", now=NOW)
    assert len(_seen(cast)) == 10


def test_hiding_after_showing_holds_the_batch_back_until_five_are_left_again(cast: Cast) -> None:
    _writers(cast, 6)
    _collect(cast)
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    wall.hide_note(by=cast.asha, id=_id(0), reason="Names a person", now=NOW)
    assert _seen(cast) == {f"words {number}" for number in range(1, 6)}
    wall.hide_note(by=cast.asha, id=_id(1), reason="Names a person", now=NOW)
    assert _seen(cast) == set()
    asked = {name: access.viewer_of(getattr(cast, name)) for name in ("asha", "ben")}
    mine = wall.shown(room=cast.room, activity="w7", viewer=asked["asha"], hidden=True)
    assert [one["held"] for one in mine] == [True] * 6
    for viewer, hidden in ((asked["asha"], False), (asked["ben"], True)):
        assert wall.shown(room=cast.room, activity="w7", viewer=viewer, hidden=hidden) == []
    wall.hide_note(by=cast.asha, id=_id(1), reason="", now=NOW)
    assert _seen(cast) == {f"words {number}" for number in range(1, 6)}
