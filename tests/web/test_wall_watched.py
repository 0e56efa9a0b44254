"""From everything that can be obtained while people write, nobody can tell whose a wall note is better than by chance.

The adversary is the lead facilitator: sees each person act, polls everything after each act, collects as soon as it is
let, remembers, and pairs notes with people by every order that it finds. In the controls the same adversary is let at
a wall that leaks, and must find out.
"""

import itertools
import json
import math
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from commonweal.operations import wall
from commonweal.store.models import WallNote
from tests.cast import Cast
from tests.onlookers import OF_THE_WALL, Obtained
from tests.watched import WALL, Room, Writer, seeded

SEGMENTS = 12
"""Times that people write and are collected, in a run."""
WRITERS = 5
"""A note has so many possible writers or more, if the product holds its promise."""
RISK = 1e-6
"""How often chance alone would let an order find out as much as it must not."""
ORDERS: dict[str, Callable[[dict[str, int], str, bytes], Any]] = {
    "review": lambda review, id, raw: review[id],
    "id": lambda review, id, raw: id,
    "bytes": lambda review, id, raw: raw.rfind(id.encode()),
}
"""Orders in which notes come; that in which they are shown on the wall is looked at when they are."""


def too_many(notes: int) -> int:
    """The fewest right pairs of so many that show more than luck: chance gives them with a probability below RISK.

    A random pairing of m notes with their m writers has a number of right pairs whose factorial moments are 1 up to
    the m-th and 0 above. So for z > 1 its generating function is at most exp(z - 1), as of a Poisson number of mean 1,
    and 1 is at most m / WRITERS. For all pairings together, with a mean of n = notes / WRITERS at most, Chernoff's
    bound is P(X >= x) <= exp(x - n) (n / x)^x for x > n.
    """
    mean = notes / WRITERS
    found = math.ceil(mean) + 1
    while found - mean + found * math.log(mean / found) > math.log(RISK):
        found += 1
    return found


class Adversary:
    """Remembers who acted and which notes came; each order's guesses are counted when a segment is over."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.known: set[str] = set()
        self.acted: list[str] = []
        self.segments: list[int] = []
        self.hidden: list[tuple[list[str], list[str]]] = []
        self.right: Counter[str] = Counter()

    def sees(self, by: Writer) -> None:
        """Somebody acts: who stands is who has a note, in the order in which they last acted."""
        self.acted = [name for name in self.acted if name != by.name] + [by.name] * bool(by.note)

    def looks(self, found: Obtained) -> None:
        """Looks through everything for notes that were not there before, and pairs them with those who acted."""
        raw = b"".join(body for _, _, body in found.values())
        places = {one["id"]: place for place, one in enumerate(self.room.review(found)["notes"])}
        words = {one["id"]: one["text"] for one in _all_notes(found)}
        came = [id for id in words if id not in self.known]
        self.known.update(came)
        if came:
            self.segments.append(len(came))
            for name, key in ORDERS.items():
                self._pairs(name, sorted(came, key=lambda id: key(places, id, raw)), self.acted, words)
            self.hidden.append((came, self.acted))
            self.acted = []
        shown = [one["id"] for one in json.loads(found["asha", "w/{room}/wall/{wall}?as=facilitator"][2])["notes"]]
        for segment in [one for one in self.hidden if set(one[0]) <= set(shown)]:
            self._pairs("wall", sorted(segment[0], key=shown.index), segment[1], words)
            self.hidden.remove(segment)

    def _pairs(self, order: str, ids: list[str], acted: list[str], words: dict[str, str]) -> None:
        """Counts the right pairs of notes in an order, and in the same backwards, with people as they acted."""
        for name, ordered in ((order, ids), (f"{order}, backwards", ids[::-1])):
            pairs = zip(ordered, acted[-len(ids) :], strict=False)
            self.right[name] += sum(self.room.owner[words[id]] == by for id, by in pairs)


def _all_notes(found: Obtained) -> Iterable[dict[str, Any]]:
    """Notes in any answer of the review or the wall, to anybody."""
    for (_, what), (status, _, body) in found.items():
        if status == 200 and what in OF_THE_WALL:
            yield from json.loads(body)["notes"]


def _acts(room: Room, writers: list[Writer]) -> Iterable[Writer]:
    """People write one note each, by device or tablet; some change theirs, or take it back and write another."""
    for by in writers:
        tablet = room.source.random() < 0.3
        room.write(by, tablet=tablet)
        yield by
        if not tablet and room.source.random() < 0.3:
            room.change(by, f"words {room.source.getrandbits(48):012x}")
            yield by
        if not tablet and room.source.random() < 0.2:
            room.take_back(by)
            yield by
            room.write(by)
            yield by


def _watch(room: Room, segments: int, patience: tuple[int, ...] = (5, 5, 7, 9)) -> Adversary:
    """Segment after segment: people act in turn; the adversary polls, and collects and shows when it has patience."""
    adversary = Adversary(room)
    adversary.looks(room.seen.poll(everything=False))
    for number in range(segments):
        writers = room.source.sample(room.writers, len(room.writers))
        enough = room.source.choice(patience)
        for by in _acts(room, writers[:enough]):
            adversary.sees(by)
            adversary.looks(room.seen.poll(everything=False))
            if len(adversary.acted) >= enough and room.facilitator("collect_notes", activity=WALL)["ok"]:
                adversary.looks(room.seen.poll(everything=False))
        if number % 2:
            room.facilitator("show_batch", activity=WALL)
            adversary.looks(room.seen.poll(everything=False))
    return adversary


@pytest.mark.mission("W7")
def test_no_order_in_anything_obtained_pairs_notes_with_people(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    adversary = _watch(Room(cast, seeded(monkeypatch, 20261125)), SEGMENTS)
    assert len(adversary.segments) >= SEGMENTS
    assert min(adversary.segments) >= WRITERS, "whatever came to be seen came from five people or more"
    assert adversary.right["wall"], "the order of showing was looked at"
    assert max(adversary.right.values()) < too_many(sum(adversary.segments)), adversary.right


def test_the_bound_is_above_luck_and_below_knowing() -> None:
    source, people = random.Random(3), list(range(WRITERS))
    runs = [
        sum(a == b for _ in range(SEGMENTS) for a, b in zip(people, source.sample(people, WRITERS), strict=True))
        for _ in range(2000)
    ]
    assert abs(sum(runs) / len(runs) - SEGMENTS) < 1
    assert max(runs) < too_many(SEGMENTS * WRITERS) < SEGMENTS * WRITERS * 2 / 3


# --- controls: the same adversary finds out where there is something to be found ----------------------


def _live(monkeypatch: pytest.MonkeyPatch) -> None:
    """The review shows notes as they come once five people have written, as it once did."""
    real = wall.pending

    def pending(**asked: Any) -> dict[str, Any]:
        found = real(**asked)
        waiting = WallNote.objects.filter(batch=0) if found["enough"] else []
        more = [{"id": one.pk, "column": one.column, "text": one.text, "hidden": "", "held": False} for one in waiting]
        return {**found, "notes": [*found["notes"], *more]}

    monkeypatch.setattr(wall, "pending", pending)


def _any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes of one person are enough to be collected."""
    monkeypatch.setattr(wall, "batch_allowed", lambda people: people > 0)


class Unshuffled(random.Random):
    """Chance that leaves lists as they are."""

    def shuffle(self, x: Any) -> None:
        pass


@pytest.mark.parametrize("leak", [_live, _any_number])
def test_the_adversary_finds_out_from_a_review_that_grows_by_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    room = Room(cast, seeded(monkeypatch, 7), count=12)
    leak(monkeypatch)
    adversary = _watch(room, *((24, (1,)) if leak is _any_number else (6, (12,))))
    assert min(adversary.segments) < WRITERS
    assert max(adversary.right.values()) >= too_many(sum(adversary.segments))


@pytest.mark.parametrize("where", ["review", "wall"])
def test_the_adversary_finds_out_from_an_order_of_writing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    source = seeded(monkeypatch, 7)
    monkeypatch.setattr(secrets, "SystemRandom", lambda: Unshuffled(1))
    counted = (f"00000000-0000-4000-8000-{number:012d}" for number in itertools.count())
    adversary = _watch(Room(cast, source, ids=counted), 4, (9,))
    assert adversary.right[where] >= too_many(sum(adversary.segments))
