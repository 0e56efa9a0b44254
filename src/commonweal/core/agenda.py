"""Arithmetic of a timed agenda: when each slot begins, what clashes, how late the day runs, what to cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

LONG = 120
"""Minutes that people can be kept at work without a break."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of the day. `fixed`: minutes after midnight at which it must begin; `activities`: key, minutes, core."""

    key: str
    title: str
    minutes: int
    kind: str
    core: bool = True
    part: str = ""
    fixed: int | None = None
    activities: tuple[tuple[str, int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Timed:
    """A slot with its planned begin and end, in minutes after midnight."""

    slot: Slot
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that does not fit, in words that say by how much."""

    kind: str
    slot: Slot
    minutes: int
    words: str


@dataclass(frozen=True, slots=True)
class Delay:
    """How many minutes the day is behind (negative: ahead), and the slot that makes up for it."""

    minutes: int
    absorbed_by: Slot | None
    words: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Something to leave out or shorten."""

    key: str
    title: str
    minutes: int
    words: str


def clock(minutes: int) -> str:
    """A time of day as it is written: 11.59."""
    return f"{minutes // 60 % 24:02d}.{minutes % 60:02d}"


def spoken(minutes: int) -> str:
    """A number of minutes in words: 1 minute, 20 minutes."""
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def times(start: int, slots: Sequence[Slot]) -> list[Timed]:
    """When each slot begins and ends. A fixed slot begins at its time when the day is early enough for that."""
    found, now = [], start
    for slot in slots:
        begin = max(now, slot.fixed) if slot.fixed is not None else now
        now = begin + slot.minutes
        found.append(Timed(slot, begin, now))
    return found


def clashes(start: int, slots: Sequence[Slot], end: int) -> list[Clash]:
    """What does not fit, in the order of the day."""
    found: list[Clash] = []
    now, worked = start, 0
    for timed in times(start, slots):
        slot = timed.slot
        found += _fixed(slot, now) + _inside(slot)
        worked = 0 if slot.kind == "break" else worked + slot.minutes
        if slot.kind != "break" and worked > LONG >= worked - slot.minutes:
            words = f"By the end of {slot.title} people have worked {spoken(worked)} without a break."
            found.append(Clash("no break", slot, worked - LONG, words))
        now = timed.end
    if slots and now > end:
        words = f"The day ends at {clock(now)}, {spoken(now - end)} after {clock(end)}."
        found.append(Clash("overrun", slots[-1], now - end, words))
    return found


def _fixed(slot: Slot, now: int) -> list[Clash]:
    if slot.fixed is None or slot.fixed == now:
        return []
    apart = abs(now - slot.fixed)
    if now > slot.fixed:
        words = f"{slot.title} is fixed at {clock(slot.fixed)} but is reached at {clock(now)}, {spoken(apart)} late."
        return [Clash("late", slot, apart, words)]
    return [Clash("gap", slot, apart, f"There are {spoken(apart)} with nothing planned before {slot.title}.")]


def _inside(slot: Slot) -> list[Clash]:
    if slot.minutes <= 0 and slot.kind != "close":
        return [Clash("empty", slot, 0, f"{slot.title} has no time. Give it some minutes or take it out.")]
    needed = sum(minutes for _, minutes, core in slot.activities if core)
    if needed > slot.minutes:
        words = f"The activities of {slot.title} need {spoken(needed)}; it has {spoken(slot.minutes)}."
        return [Clash("full", slot, needed - slot.minutes, words)]
    return []


def add(slots: Sequence[Slot], slot: Slot, after: str | None) -> list[Slot]:
    """The slots with one more, behind `after` (None: first)."""
    at = 0 if after is None else _place(slots, after) + 1
    return [*slots[:at], slot, *slots[at:]]


def remove(slots: Sequence[Slot], key: str) -> list[Slot]:
    """The slots without one."""
    at = _place(slots, key)
    return [*slots[:at], *slots[at + 1 :]]


def move(slots: Sequence[Slot], key: str, to: int) -> list[Slot]:
    """The slots with one of them moved to place `to`, counting from 0."""
    rest = remove(slots, key)
    at = max(0, min(to, len(rest)))
    return [*rest[:at], slots[_place(slots, key)], *rest[at:]]


def resize(slots: Sequence[Slot], key: str, minutes: int) -> list[Slot]:
    """The slots with one of them longer or shorter."""
    return [replace(slot, minutes=minutes) if slot.key == key else slot for slot in slots]


def _place(slots: Sequence[Slot], key: str) -> int:
    for number, slot in enumerate(slots):
        if slot.key == key:
            return number
    raise KeyError(key)


def delay(start: int, slots: Sequence[Slot], running: str, began: int, now: int) -> Delay:
    """How late the day is while slot `running`, which began at `began`, is on; what later slot makes up for it."""
    planned = {timed.slot.key: timed for timed in times(start, slots)}[running]
    late = max(began - planned.start, now - planned.end)
    if late <= 0:
        words = "On time." if late > -2 else f"{spoken(-late)} ahead."
        return Delay(late, None, words[0].upper() + words[1:])
    for slot in slots[_place(slots, running) + 1 :]:
        if _spare(slot) >= late:
            return Delay(late, slot, f"{spoken(late)} behind. {slot.title} absorbs it.")
    return Delay(late, None, f"{spoken(late)} behind. Nothing later absorbs it.")


def _spare(slot: Slot) -> int:
    """Minutes that a break can lose and still be one: lunch keeps half an hour, others ten minutes."""
    if slot.kind != "break":
        return 0
    return max(0, slot.minutes - (30 if slot.minutes >= 30 else 10))


def cuts(slots: Sequence[Slot], running: str | None, behind: int) -> list[Cut]:
    """What to cut to be on time again: optional activities, the last first, then a quarter of the longest slots."""
    if behind <= 0:
        return []
    later = list(slots[_place(slots, running) + 1 :]) if running else list(slots)
    offers = [
        Cut(key, slot.title, minutes, f"Leave out {key.upper()} in {slot.title}: saves {spoken(minutes)}.")
        for slot in reversed(later)
        for key, minutes, core in slot.activities
        if not core
    ]
    offers += [
        Cut(slot.key, slot.title, slot.minutes, f"Leave out {slot.title}: saves {spoken(slot.minutes)}.")
        for slot in reversed(later)
        if not slot.core and slot.kind not in ("break", "close")
    ]
    longest = sorted((s for s in later if s.core and s.kind in ("activity", "talk")), key=lambda s: -s.minutes)
    offers += [
        Cut(s.key, s.title, s.minutes // 4, f"Shorten {s.title} by {spoken(s.minutes // 4)}.")
        for s in longest
        if s.minutes // 4 > 0
    ]
    return _enough(offers, behind)


def _enough(offers: Sequence[Cut], behind: int) -> list[Cut]:
    found: list[Cut] = []
    for offer in offers:
        if sum(cut.minutes for cut in found) >= behind:
            break
        found.append(offer)
    return found
