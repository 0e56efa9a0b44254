"""A rehearsal: pretend people who join, take their places and write something, and one press that wipes them."""

import random
import secrets
from datetime import datetime
from typing import Any

from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.people import add_participant, new_key
from commonweal.operations.rights import in_charge, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writing import put_entry
from commonweal.store.gateway import Writing, write
from commonweal.store.models import (
    AgendaItem,
    Entry,
    Group,
    Member,
    Message,
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
MOST = 60


def fill(*, by: Member, people: int = 12, now: datetime) -> int:
    """Fills a workshop with pretend people, and with something from each on every sheet that is open to them.

    Only a workshop that no real participant has joined can be rehearsed. Returns how many people were made.
    """
    if not 1 <= people <= MOST:
        raise Invalid(f"Rehearse with 1 to {MOST} people.", "people")
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        here = Member.objects.filter(room=writing.room, role=Member.Role.PARTICIPANT, removed=False)
        if here.filter(pretend=False).exists():
            raise Refused("Somebody has joined this workshop already. Rehearse in a workshop of its own.")
        Room.objects.filter(pk=writing.room.pk).update(rehearsal=True, info_seq=writing.next())
        first = here.count()
        for number in range(first, first + people):
            organisation, sector = PLACES[number % len(PLACES)]
            name = NAMES[number % len(NAMES)]
            member = add_participant(
                writing, name=name, organisation=organisation, sector=sector, now=now, pretend=True
            )
            _write_something(writing, member, random.Random(number))  # noqa: S311 - pretend words
        note(writing, by, now, "rehearsal filled", str(people))
    return people


def _write_something(writing: Writing, member: Member, source: random.Random) -> None:
    """One entry for each step of notes, prompts or rows that is open to the member."""
    activities = activities_of(writing.room)
    sheets = Sheet.objects.filter(room=writing.room, state=Sheet.State.OPEN, copy=False)
    for sheet in sheets:
        holders = (member.group_id, member.pair_id)
        mine = sheet.member_id == member.pk or (sheet.group_id is not None and sheet.group_id in holders)
        if mine:
            for step in activities[sheet.activity]["steps"]:
                if fields := _fields(step, source):
                    put_entry(writing, sheet, member, step["key"], fields)


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
    """Takes the pretend people and all they wrote away, and sets the day back to its beginning.

    The room's epoch changes, so that every device starts clean.
    """
    with write(by.room_id) as writing:
        in_charge(by)
        room = writing.room
        if not Room.objects.filter(pk=room.pk, rehearsal=True).exists():
            raise Refused("This workshop is not being rehearsed.")
        Entry.objects.filter(room=room, author__pretend=True).delete()
        WallNote.objects.filter(room=room).delete()
        WallWriter.objects.filter(room=room).delete()
        Message.objects.filter(room=room).delete()
        Group.objects.filter(room=room, kind=Group.Kind.PAIR).delete()
        Member.objects.filter(room=room, pretend=True).delete()
        _begin_again(writing)
        note(writing, by, now, "rehearsal wiped")


def _begin_again(writing: Writing) -> None:
    room, seq = writing.room, writing.next()
    activities = activities_of(room)
    for row in RoomActivity.objects.filter(room=room):
        state = "open" if activities[row.key]["opens"] == "start" else "waiting"
        RoomActivity.objects.filter(pk=row.pk).update(state=state, together={}, batch=0, forgotten=0, seq=seq)
        Sheet.objects.filter(room=room, activity=row.key).update(
            state=state, opened=state == "open", reviewed=0, seq=seq, stamp=seq
        )
    AgendaItem.objects.filter(room=room).update(started=None, ended=None, seq=seq)
    Room.objects.filter(pk=room.pk).update(
        rehearsal=False, timer={}, screen={"mode": "code"}, screen_seq=seq, info_seq=seq, epoch=secrets.token_hex(16)
    )


def be(*, by: Member, member_id: int, now: datetime) -> str:
    """A token that lets the facilitator's browser in as a pretend person, and never as a real one."""
    with write(by.room_id) as writing:
        in_charge(by)
        member = Member.objects.filter(room=writing.room, pk=member_id, pretend=True, removed=False).first()
        if member is None:
            raise Refused("That is not a pretend person of this rehearsal.")
        return new_key(member, now)
