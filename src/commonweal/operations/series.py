"""A series of workshops for the same people: one phrase opens all of them, and each is planned from what came before.

The series has the id of its first workshop, and phrases are mixed with it: so the words that people were given in that
workshop go on to be good, and a workshop can come into the series only while nobody in it has words of their own.
"""

from dataclasses import dataclass
from datetime import date, datetime

from commonweal import access
from commonweal.operations import people
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.people import Joined
from commonweal.operations.rights import in_charge, line, note
from commonweal.operations.wall import seen
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Cohort, Member, Person, Room, RoomActivity

ASKED = ("green", "blue")
"""Tones of the wall's columns that say what people want to learn next, and what to improve."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What people asked for in one column of an earlier workshop's wall."""

    room: Room
    label: str
    tone: str
    notes: tuple[str, ...]


def begin(*, by: Member, name: str, now: datetime) -> Cohort:
    """Begins a series with the facilitator's workshop as its first."""
    name = line(name, "name", 120)
    with write(by.room_id) as writing:
        in_charge(by)
        if writing.room.cohort_id:
            raise Refused("This workshop is in a series already.")
        cohort, _ = Cohort.objects.update_or_create(pk=writing.room.pk, defaults={"name": name, "created": now})
        _set(writing, cohort)
        note(writing, by, now, "series begun", cohort.pk)
        return cohort


def enter(*, by: Member, cohort_id: str, now: datetime) -> None:
    """Makes the facilitator's workshop one of a series that they run a workshop of."""
    person = Person.objects.filter(memberships=by).first()
    with write(by.room_id) as writing:
        in_charge(by)
        cohort = Cohort.objects.filter(pk=cohort_id).first()
        if cohort is None or person is None or cohort not in open_to(person):
            raise Invalid("Choose a series that you run a workshop of.", "cohort")
        if writing.room.cohort_id:
            raise Refused("This workshop is in a series already.")
        _without_words(writing.room)
        _set(writing, cohort)
        note(writing, by, now, "came into a series", cohort.pk)


def leave(*, by: Member, now: datetime) -> None:
    """Takes a workshop out of its series, while nobody in it has words that are good for the series."""
    with write(by.room_id) as writing:
        in_charge(by)
        room = writing.room
        if room.cohort_id is None:
            raise Refused("This workshop is in no series.")
        others = Room.objects.filter(cohort_id=room.cohort_id).exclude(pk=room.pk)
        if room.cohort_id == room.pk and others.exists():
            raise Refused("This is the first workshop of the series. Take the others out before it.")
        if room.cohort_id != room.pk:
            _without_words(room)
        _set(writing, None)
        note(writing, by, now, "left a series", room.cohort_id)


def open_to(person: Person) -> list[Cohort]:
    """The series of which a person facilitates a workshop."""
    mine = {"rooms__members__person": person, "rooms__members__role": Member.Role.FACILITATOR}
    return list(Cohort.objects.filter(**mine, rooms__members__removed=False).distinct().order_by("-created"))


def _without_words(room: Room) -> None:
    if Member.objects.filter(room=room, role=Member.Role.PARTICIPANT).exclude(verifier="").exists():
        raise Refused(
            "People have been given their six words here already, and those are good for this workshop alone."
        )


def _set(writing: Writing, cohort: Cohort | None) -> None:
    Room.objects.filter(pk=writing.room.pk).update(cohort=cohort, info_seq=writing.next())


# --- one person in several workshops ----------------------------------------------------------------


def rooms_of(room: Room) -> list[Room]:
    """The workshops of the room's series in their order; the room alone when it is in none."""
    if not room.cohort_id:
        return [room]
    return list(Room.objects.defer("programme").filter(cohort_id=room.cohort_id).order_by("date", "created"))


def come_back(*, room: Room, verifier: str, joining: bool, now: datetime) -> list[Joined]:
    """Lets a device in wherever the phrase is known: all workshops of the series, in their order.

    `joining`: somebody who is known in another workshop of the series, and not in this one, joins it while it is open.
    """
    found = [one for each in rooms_of(room) if (one := people.come_back(room=each, verifier=verifier, now=now))]
    if joining and found and all(one.member.room_id != room.pk for one in found):
        found.append(join_again(member=found[-1].member, room=room, now=now))
    return found


def join_again(*, member: Member, room: Room, now: datetime) -> Joined:
    """Joins another workshop of a member's series as the same person, without typing anything again."""
    with write(room.pk) as writing:
        known = Member.objects.filter(pk=member.pk, removed=False, role=Member.Role.PARTICIPANT).first()
        if known is None or not writing.room.cohort_id or known.room.cohort_id != writing.room.cohort_id:
            raise Refused("You are not known in this series on this device. Join with the code.")
        if known.verifier and (
            here := Member.objects.filter(room=writing.room, verifier=known.verifier, removed=False).first()
        ):
            return Joined(here, people.new_key(here, now))
        people.room_for_more(writing)
        made = people.add_participant(
            writing,
            name=known.name,
            organisation=known.organisation,
            sector=known.sector,
            verifier=known.verifier,
            now=now,
        )
        note(writing, made, now, "joined from the series")
        return Joined(made, people.new_key(made, now))


def let_in(*, member: Member, other: Member, now: datetime) -> Joined:
    """A key for the same person in another workshop of the series, for the device that a member asks from."""
    if other.pk not in {one.pk for one in access.same_person(member)}:
        raise Refused("That is somebody else.")
    with write(other.room_id):
        return Joined(other, people.new_key(other, now))


# --- what people asked for --------------------------------------------------------------------------


def asked_for(*, room: Room, person: Person) -> list[Asked]:
    """What the workshop before this one was asked for: shown notes of its wall that say what to learn or improve next.

    The one before is the one that this was copied from, or the last of the series before it in which notes were shown,
    as far as the person facilitates it.
    """
    for before in _before(room):
        if access.facilitator(before.pk, person) and (found := _asked(before)):
            return found
    return []


def _before(room: Room) -> list[Room]:
    earlier = Room.objects.filter(cohort_id=room.cohort_id) if room.cohort_id else Room.objects.none()
    found = list(earlier.filter(date__lte=room.date, created__lt=room.created).order_by("-date", "-created"))
    source = Room.objects.filter(pk=room.copied_from_id).first()
    return [*found, source] if source and source not in found else found


def _asked(room: Room) -> list[Asked]:
    walls = {row.key: seen(row) for row in RoomActivity.objects.filter(room=room, batch__gt=0)}
    found = []
    for key, activity in room.programme["activities"].items():
        if key not in walls or activity["privacy"] != "anonymous":
            continue
        for column in activity["steps"][0]["columns"]:
            words = tuple(one.text for one in walls[key] if one.column == column["key"])
            if column["tone"] in ASKED and words:
                found.append(Asked(room, column["label"], column["tone"], words))
    return found


def nearest(found: list[Joined], today: date) -> Joined:
    """The workshop to go to: one that is open, today or next; else the last there was."""

    def distance(one: Joined) -> tuple[bool, bool, int]:
        room = one.member.room
        days = (room.date - today).days
        return room.state != Room.State.OPEN, days < 0, abs(days)

    return min(found, key=distance)
