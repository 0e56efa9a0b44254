"""What people do on a wall is told to nobody: what can be obtained is the same before and after, and whoever wrote.

Everything that can be obtained is compared, byte by byte: frames, pages, answers, headers.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commonweal.operations import wall
from commonweal.store.models import WallNote
from tests.cast import Cast
from tests.onlookers import OURS, Obtained
from tests.watched import WALL, Room, seeded

REVIEW = ("asha", "w/{room}/pending/{wall}")


def _differs(before: Obtained, after: Obtained) -> set[tuple[str, str]]:
    return {asked for asked in before if before[asked] != after[asked]}


def _acts(room: Room) -> Iterable[tuple[str, bool, Callable[[], Any]]]:
    """Acts of one person each: whose they are, whether that person then has a note that waits, and the act."""
    a, b, c, d, e, f = room.writers[:6]
    for by in (a, b, c):
        yield by.name, True, lambda by=by: room.write(by)  # type: ignore[misc]
    yield d.name, True, lambda: room.write(d, tablet=True)
    yield b.name, True, lambda: room.change(b, "other words")
    yield c.name, False, lambda: room.take_back(c)
    yield e.name, True, lambda: room.write(e)
    yield c.name, True, lambda: room.write(c)
    yield f.name, True, lambda: room.write(f)
    yield e.name, False, lambda: room.take_back(e)


@pytest.mark.mission("W7")
def test_what_one_person_does_on_the_wall_changes_nothing_that_anybody_can_obtain(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But that five people have notes waiting. Not even the tablet's list of names, which holds everybody."""
    room = Room(cast, seeded(monkeypatch, 11), count=6)
    before = room.seen.poll()
    waiting: set[str] = set()
    for name, stands, act in _acts(room):
        act()
        after = room.seen.poll()
        had = len(waiting)
        waiting = waiting | {name} if stands else waiting - {name}
        assert _differs(before, after) <= {REVIEW}
        assert room.review(after) == {"enough": len(waiting) >= 5, "ready": False, "notes": []}
        assert (REVIEW in _differs(before, after)) is ((had >= 5) is not (len(waiting) >= 5))
        before = after
    for note in WallNote.objects.all():
        assert not any(note.text.encode() in body or note.pk.encode() in body for _, _, body in before.values())


def test_once_collected_no_act_of_a_writer_shows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(cast, seeded(monkeypatch, 12), count=6)
    for by in room.writers[:5]:
        room.write(by)
    assert room.facilitator("collect_notes", activity=WALL) == {"ok": True}
    before = room.seen.poll()
    assert {one["text"] for one in room.review(before)["notes"]} == set(room.owner)
    for by in room.writers[:5]:
        note = dict(by.note)
        for answer in (room.change(by, "other words"), room.take_back(by)):
            assert (answer.status_code, "The facilitator has this note now" in answer.json()["error"]) == (403, True)
        assert room.post(by, {**note, "action": "add"}).json() == {"ok": True}, "a device that missed the answer"
        assert _differs(before, room.seen.poll()) == set()
    room.write(room.writers[5])
    assert _differs(before, room.seen.poll()) == set()


def test_of_a_note_that_waits_a_facilitator_learns_no_more_than_of_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(cast, seeded(monkeypatch, 13), count=6)
    for by in room.writers:
        room.write(by)
    before = room.seen.poll()
    asked = [room.writers[0].note["id"], room.new_id()]
    assert len({json.dumps(room.facilitator("hide_note", id=id, reason="Names a person")) for id in asked}) == 1
    stranger = Client()
    stranger.cookies[f"cw-{cast.room.pk}"] = cast.tokens["carys"]
    address = f"/w/{cast.room.pk}/wall/{WALL}"
    for action in ("change", "remove"):
        body = json.dumps({"id": asked[0], "key": "ab" * 32, "text": "x", "action": action})
        answer = stranger.post(address, body, content_type="application/json", headers=OURS)
        assert answer.status_code == 403
    assert _differs(before, room.seen.poll()) == set()


# --- two worlds, in which the same people act at the same time and only the notes are swapped ---------


def _world(room: Room, source: random.Random, whose: list[int], ids: list[str]) -> list[Obtained]:
    """Everything obtained while the people write one after another, and afterwards; note n is written by whose[n]."""
    source.seed(99)
    room.seen.connect()
    obtained = [room.seen.poll()]
    for place, by in enumerate(room.writers):
        number = whose.index(place)
        room.ids = iter([ids[number]])
        room.write(by, f"words {number}", tablet=place % 3 == 0)
        if place in (5, 9):
            room.facilitator("collect_notes", activity=WALL)
            obtained.append(room.seen.poll(everything=False))
            room.facilitator("show_batch", activity=WALL)
        obtained.append(room.seen.poll(everything=False))
    return [*obtained, room.seen.poll()]


def _both(room: Room, source: random.Random, ids: Callable[[list[int]], list[str]]) -> tuple[Any, Any]:
    """What is obtained in two worlds: in the second each batch's notes are written by others of its writers."""
    straight = list(range(len(room.writers)))
    swapped = [*source.sample(straight[:6], 6), *straight[6:]]
    assert swapped != straight
    found = []
    for whose in (straight, swapped):
        with transaction.atomic():
            found.append(_world(room, source, whose, ids(whose)))
            transaction.set_rollback(True)
    return found[0], found[1]


def test_swapping_who_wrote_what_changes_not_a_byte(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    source = seeded(monkeypatch, 14)
    room = Room(cast, source, count=11)
    ids = [room.new_id() for _ in room.writers]
    one, other = _both(room, source, lambda whose: ids)
    assert one == other
    assert b"words 5" in b"".join(body for _, _, body in one[-1].values())


def _in_the_order_of_writing(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], list[str]]:
    counted = itertools.count()
    return lambda whose: [f"00000000-0000-4000-8000-{next(counted) * 100 + place:012d}" for place in whose]


def _as_they_come(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], list[str]]:
    real = wall.pending
    texts = WallNote.objects.filter(batch=0).values_list("text", flat=True)
    monkeypatch.setattr(wall, "pending", lambda **asked: {**real(**asked), "notes": [{"text": t} for t in texts.all()]})
    return lambda whose: [f"{number * 7 % 11:08x}-0000-4000-8000-000000000000" for number in range(len(whose))]


@pytest.mark.parametrize("leak", [_in_the_order_of_writing, _as_they_come])
def test_the_two_worlds_differ_where_a_wall_leaks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], Callable[[list[int]], list[str]]]
) -> None:
    source = seeded(monkeypatch, 14)
    room = Room(cast, source, count=11)
    one, other = _both(room, source, leak(monkeypatch))
    assert one != other
