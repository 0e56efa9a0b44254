"""Hand-round: who makes a tablet, what it takes and for whom, and how it ends."""

import uuid
from typing import Any

import pytest

from commonweal.operations import people, running, tablet, wall
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Member, MemberKey, Response, WallNote, WallWriter
from tests.cast import NOW, Cast
from tests.rated import Device, results_of, share


def _tablet(cast: Cast, activity: str) -> Member:
    cast.open(activity)
    assert tablet.begin(by=cast.asha, activity=activity, now=NOW)
    return Member.objects.get(room=cast.room, role="tablet", removed=False)


def _note(text: str) -> tuple[str, str, str]:
    return str(uuid.uuid4()), "worked", text


def _take(by: Member, person: Member | None, **answers: str) -> None:
    fields = {"team": "Ours", "say": "3", **answers}
    person_id = person.pk if person else None
    tablet.take_answers(by=by, person=person_id, id=str(uuid.uuid4()), fields=fields, now=NOW)


def _names(by: Member) -> list[str]:
    return [one["name"] for one in tablet.shown(by=by)["people"]]


def test_only_the_rooms_facilitator_makes_a_tablet_and_only_for_what_has_no_names(cast: Cast) -> None:
    for stranger in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            tablet.begin(by=stranger, activity="w7", now=NOW)
    for activity in ("a2", "w8", "nothing"):
        with pytest.raises(Refused, match="without names"):
            tablet.begin(by=cast.asha, activity=activity, now=NOW)


def test_a_tablet_names_everybody_and_never_tells_who_has_written(cast: Cast) -> None:
    by = _tablet(cast, "w7")
    assert _names(by) == ["Ben", "Carys", "Dele"]
    tablet.take_notes(by=by, person=cast.carys.pk, notes=[_note("one"), _note("two")], now=NOW)
    wall.add_note(
        by=cast.dele, activity="w7", id=str(uuid.uuid4()), column="worked", text="three", key="ab" * 32, now=NOW
    )
    tablet.take_notes(by=by, person=None, notes=[_note("four")], now=NOW)
    assert _names(by) == ["Ben", "Carys", "Dele"]
    assert WallNote.objects.count() == 4
    assert WallWriter.objects.count() == 3


def test_notes_from_a_tablet_look_like_any_other_and_nobody_holds_their_keys(cast: Cast) -> None:
    by = _tablet(cast, "w7")
    tablet.take_notes(by=by, person=cast.ben.pk, notes=[_note("one"), _note("two")], now=NOW)
    hashes = list(WallNote.objects.values_list("edit_hash", flat=True))
    assert len(set(hashes)) == 2
    assert all(len(one) == 64 for one in hashes)


def test_the_same_turn_twice_is_kept_once(cast: Cast) -> None:
    by = _tablet(cast, "w7")
    notes = [_note("one"), _note("two")]
    for _ in range(2):
        tablet.take_notes(by=by, person=None, notes=notes, now=NOW)
    assert (WallNote.objects.count(), WallWriter.objects.count()) == (2, 1)


@pytest.mark.parametrize("notes", [[], [("1", "worked", "x")], [(str(uuid.uuid4()), "elsewhere", "x")]])
def test_notes_of_another_shape_are_refused(cast: Cast, notes: list[tuple[str, str, str]]) -> None:
    by = _tablet(cast, "w7")
    with pytest.raises(Invalid):
        tablet.take_notes(by=by, person=None, notes=notes, now=NOW)
    assert not WallWriter.objects.exists()


def test_answers_are_taken_in_turn_and_once_a_person(cast: Cast) -> None:
    by = _tablet(cast, "a1b")
    for person in (cast.ben, cast.carys, None, None):
        _take(by, person)
    Device(cast.dele).answer("Ours", say="3")
    for person, words in ((cast.ben, "answered already"), (cast.dele, "answered already"), (cast.elin, "not in")):
        with pytest.raises(Refused, match=words):
            _take(by, person)
    with pytest.raises(Refused, match="answered this already"):
        Device(cast.carys).answer("Ours", say="1")
    assert _names(by) == ["Ben", "Carys", "Dele"]
    assert set(map(len, Response.objects.values_list("edit_hash", flat=True))) == {64}
    (found,) = results_of(share(cast), "say")
    assert found["answers"] == 5


@pytest.mark.parametrize("activity", ["w7", "a1b"])
def test_a_tablet_takes_nothing_that_is_not_open_or_not_its_own(cast: Cast, activity: str) -> None:
    by = _tablet(cast, activity)
    other: Any = (lambda: _take(by, None)) if activity == "w7" else (lambda: _notes(by))
    own: Any = (lambda: _notes(by)) if activity == "w7" else (lambda: _take(by, None))
    with pytest.raises(Refused):
        other()
    running.set_state(by=cast.asha, activity=activity, state="closed", now=NOW)
    assert tablet.shown(by=by)["open"] is False
    with pytest.raises(Refused):
        own()


def _notes(by: Member) -> None:
    tablet.take_notes(by=by, person=None, notes=[_note("one")], now=NOW)


def test_nobody_else_is_a_tablet(cast: Cast) -> None:
    _tablet(cast, "w7")
    for stranger in (cast.ben, cast.asha):
        with pytest.raises(Refused, match="no tablet"):
            tablet.shown(by=stranger)
        with pytest.raises(Refused, match="no tablet"):
            _notes(stranger)


def test_a_facilitator_ends_it_and_nothing_is_taken_any_more(cast: Cast) -> None:
    by = _tablet(cast, "w7")
    for stranger in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            tablet.end(by=stranger, now=NOW)
    people.rename(by=cast.ben, name="Ben", organisation="", sector="", now=NOW)
    tablet.end(by=cast.asha, now=NOW)
    assert not MemberKey.objects.filter(member=by).exists()
    with pytest.raises(Refused):
        tablet.shown(by=by)
