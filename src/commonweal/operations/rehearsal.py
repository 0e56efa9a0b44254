"""A rehearsal: pretend people who join, take their places and write something, and one press that wipes them."""

import random
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from commonweal.access import hashed
from commonweal.core.teams import compared
from commonweal.operations import rating, rehearsal_start
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.groups import add_within
from commonweal.operations.people import add_participant, new_key
from commonweal.operations.rights import in_charge, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writers import collected
from commonweal.operations.writing import put_entry
from commonweal.store.gateway import Writing, write
from commonweal.store.models import (
    Entry,
    Group,
    Member,
    RehearsalStart,
    Room,
    RoomActivity,
    Sheet,
    WallNote,
    WallWriter,
)

NAMES = (
    "Amina Yusuf", "Rhys Morgan", "Priya Nair", "Tom Okafor", "Mei Chen", "Gwen Parry", "Lewis Grant", "Sunita Rao",
    "Ife Bello", "Nia Lloyd", "Owen Price", "Kate Doyle", "Sam Reid", "Fatima Khan", "Dan Adeyemi", "Jo Whitfield",
    "Lena Novak", "Ravi Shah", "Asha Patel", "Ben Cole", "Ceri Hughes", "Marta Kowalska", "Idris Rahman", "Ruth Gray",
)  # fmt: skip
PLACES = (
    ("Westmere Council", "Local government"),
    ("Lowhill NHS Trust", "NHS"),
    ("Harbour Voices", "Voluntary and community"),
    ("Westmere Police", "Police and justice"),
    ("Lowhill Academy", "Education"),
    ("Quayside Homes", "Housing"),
)
WORDS = (
    "We know different parts of the same street",
    "Budgets end in March, needs do not",
    "One referral form instead of three",
    "Nobody owns the waiting list",
    "Residents came when we asked early",
    "Each of us reports to a different board",
    "Shared training made the phone calls easier",
    "Data sharing takes longer than the project",
)
TEAM = "Harbour Streets Partnership"
MOST = 60
A_GROUP = 5
"""People that sit together where the workshop has no groups yet."""


def fill(*, by: Member, people: int = 12, now: datetime) -> int:
    """Fills a workshop with pretend people who sit in groups and write on every sheet that is open to them.

    Groups are made where there are none. What is opened later is written on then (`write_on`). Only a workshop that no
    real participant has joined can be rehearsed. Returns how many people were made.
    """
    if not 1 <= people <= MOST:
        raise Invalid(f"Rehearse with 1 to {MOST} people.", "people")
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        here = Member.objects.filter(room=writing.room, role=Member.Role.PARTICIPANT, removed=False)
        if here.filter(pretend=False).exists():
            raise Refused("Somebody has joined this workshop already. Rehearse in a workshop of its own.")
        rehearsal_start.keep(writing)
        Room.objects.filter(pk=writing.room.pk).update(rehearsal=True, info_seq=writing.next())
        if not Group.there.groups(writing.room).exists():
            for number in range(-(-people // A_GROUP)):
                add_within(writing, f"Group {number + 1}")
        first = here.count()
        for number in range(first, first + people):
            organisation, sector = PLACES[number % len(PLACES)]
            name = NAMES[number % len(NAMES)]
            add_participant(writing, name=name, organisation=organisation, sector=sector, now=now, pretend=True)
        for row in RoomActivity.objects.filter(room=writing.room):
            write_on(writing, row.key)
        note(writing, by, now, "rehearsal filled", str(people))
    return people


def write_on(writing: Writing, activity: str) -> None:
    """Lets the pretend people write on the sheets of an activity that are open, those who have not done so yet."""
    people = list(Member.objects.filter(room_id=writing.room_id, pretend=True, removed=False).order_by("pk"))
    if not people:
        return
    settings = activities_of(writing.room)[activity]
    if settings["privacy"] == "anonymous":
        _write_unnamed(writing, settings, people)
    if settings["privacy"] in ("anonymous", "sealed"):
        return
    done = set(Entry.objects.filter(room_id=writing.room_id, sheet__activity=activity).values_list("author", flat=True))
    for sheet in Sheet.objects.filter(room_id=writing.room_id, activity=activity, state=Sheet.State.OPEN, copy=False):
        for member in people:
            if member.pk not in done and _holds(member, sheet):
                _write_something(writing, sheet, member, settings["steps"])


def _holds(member: Member, sheet: Sheet) -> bool:
    if sheet.member_id or sheet.group_id:
        holders = (member.group_id, member.pair_id)
        return sheet.member_id == member.pk or (sheet.group_id is not None and sheet.group_id in holders)
    return True


def _write_something(writing: Writing, sheet: Sheet, member: Member, steps: Iterable[dict[str, Any]]) -> None:
    """One entry for each step of notes, prompts or rows, and a place for what the member listed."""
    source = random.Random(f"{member.name} {sheet.activity}")  # noqa: S311 - pretend words
    listed: dict[str, str] = {}
    for step in steps:
        if step["block"] == "matrix" and (item := listed.get(step["items_from"])):
            fields = {"item": item, "cell": source.choice(step["cells"])["key"]}
        else:
            fields = _fields(step, source)
        if fields:
            listed[step["key"]] = put_entry(writing, sheet, member, step["key"], fields).uid


def _write_unnamed(writing: Writing, settings: dict[str, Any], people: list[Member]) -> None:
    """A note of each pretend person on the wall, or their answers to a rating, kept as anybody's are."""
    row = RoomActivity.objects.get(room_id=writing.room_id, key=settings["key"])
    if row.state == "open" and rating.is_rating(settings):
        for member in people:
            _answer(writing.room, row, settings["steps"][0], member)
    elif row.state == "open":
        _write_on_wall(writing, row, settings, people)


def _write_on_wall(writing: Writing, row: RoomActivity, settings: dict[str, Any], people: list[Member]) -> None:
    wall = {"room_id": writing.room_id, "activity": row.key}
    columns = [column["key"] for step in settings["steps"] for column in step["columns"]]
    for member in people:
        writer = {"batch": collected(row), "member": member}
        _, new = WallWriter.objects.get_or_create(**wall, **writer, defaults={"id": str(uuid.uuid4())})
        if new:
            words = {"column": secrets.choice(columns), "text": secrets.choice(WORDS)}
            WallNote.objects.create(id=str(uuid.uuid4()), **wall, **words, edit_hash=hashed(secrets.token_hex(32)))


def _answer(room: Room, row: RoomActivity, step: dict[str, Any], member: Member) -> None:
    """Answers to a rating that nobody can work out, about one team that all pretend people mean."""
    source = secrets.SystemRandom()
    answers = {item["key"]: str(source.randint(1, step["points"])) for item in step["items"]}
    named = {"team": TEAM, "team_key": compared(TEAM), "answers": answers}
    rating.keep(room, row, member, str(uuid.uuid4()), named, secrets.token_hex(32), secrets.token_hex(32))


def _fields(step: dict[str, Any], source: random.Random) -> dict[str, Any]:
    words, place = source.choice(WORDS), source.random() * 1000
    if step["block"] == "notes":
        return {"column": source.choice(step["columns"])["key"], "text": words, "place": place}
    if step["block"] == "prompts":
        return {"prompt": source.choice(step["prompts"])["key"], "text": words}
    if step["block"] == "table" and not step.get("rows"):
        texts = {column["key"]: source.choice(PLACES)[0] for column in step["columns"] if column["type"] == "text"}
        return {"row": "", "place": place, "source": "", **texts}
    return {}


def wipe(*, by: Member, now: datetime) -> None:
    """Takes the pretend people, their groups and all they wrote away, and sets the day back to how it stood before.

    The plan itself is left as it is now. The room's epoch changes, so that every device starts clean.
    """
    with write(by.room_id) as writing:
        in_charge(by)
        room = writing.room
        if not room.rehearsal or not RehearsalStart.objects.filter(room=room).exists():
            raise Refused("This workshop is not being rehearsed.")
        rehearsal_start.bring_back(writing)
        Member.objects.filter(room=room, pretend=True).delete()
        seq = writing.next()
        Room.objects.filter(pk=room.pk).update(
            rehearsal=False, screen_seq=seq, info_seq=seq, epoch=secrets.token_hex(16)
        )
        note(writing, by, now, "rehearsal wiped")


def be(*, by: Member, member_id: int, now: datetime) -> str:
    """A token that lets the facilitator's browser in as a pretend person, and never as a real one."""
    with write(by.room_id) as writing:
        in_charge(by)
        member = Member.objects.filter(room=writing.room, pk=member_id, pretend=True, removed=False).first()
        if member is None:
            raise Refused("That is not a pretend person of this rehearsal.")
        return new_key(member, now)
