"""Rooms made straight from rows, for tests of the sync engine that need no programme of the library."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from commonweal.access import hashed
from commonweal.store.models import Group, Member, MemberKey, Room, RoomActivity, Sheet

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
NOTES = {
    "key": "notes",
    "block": "notes",
    "title": "Notes",
    "instruction": "Write.",
    "columns": [
        {"key": "up", "label": "Up", "tone": "green", "prompt": "Add"},
        {"key": "down", "label": "Down", "tone": "pink", "prompt": "Add"},
    ],
}
PROMPTS = {
    "key": "words",
    "block": "prompts",
    "title": "Words",
    "instruction": "Write.",
    "prompts": [{"key": "one", "label": "One", "hint": ""}],
}


def activity(key: str, holder: str, privacy: str, *, named: bool = True) -> dict[str, Any]:
    """An activity as a resolved programme holds it."""
    words = {"title": key, "code": key.upper(), "purpose": "To test.", "question": "What?", "guide": "", "together": ""}
    rules = {"holder": holder, "privacy": privacy, "named": named, "shares": "", "opens": "start", "minutes": 10}
    more = {"from_activity": "", "from_prompt": "", "steps": [NOTES, PROMPTS]}
    return {"key": key, **words, **rules, **more}


ACTIVITIES = (
    activity("board", "group", "until-shared"),
    activity("alone", "room", "until-shared"),
    activity("open", "room", "open"),
    activity("log", "person", "private"),
)
PROGRAMME: dict[str, Any] = {
    "key": "test",
    "activities": {one["key"]: one for one in ACTIVITIES},
    "scenarios": [],
}


def make_room(participants: int = 4, groups: int = 2) -> Room:
    """A room with a facilitator, a screen and participants in turn in the groups; every sheet is open.

    A participant's token is `token-<member id>`.
    """
    room_id = "r" + uuid.uuid4().hex[:16]
    room = Room.objects.create(
        id=room_id,
        title="Collaborative working",
        date=date(2026, 3, 12),
        start=570,
        end=960,
        programme=PROGRAMME,
        code=uuid.uuid4().hex[:8].upper(),
        helper_hash=uuid.uuid4().hex,
        epoch=uuid.uuid4().hex,
        seq=1,
        shape_seq=1,
        info_seq=1,
        created=NOW,
    )
    made = [Group.objects.create(room=room, name=f"Group {n + 1}", position=n, seq=1) for n in range(groups)]
    add_member(room, "Asha", "facilitator")
    add_member(room, "Screen", "screen")
    for number in range(participants):
        add_member(room, f"Person {number}", "participant", made[number % groups] if made else None)
    for one in ACTIVITIES:
        RoomActivity.objects.create(room=room, key=one["key"], position=1, state="open", seq=1)
        if one["holder"] == "room":
            _sheet(room, one["key"], "room")
        elif one["holder"] == "group":
            for group in made:
                _sheet(room, one["key"], f"g{group.pk}", group=group)
    return room


def add_member(room: Room, name: str, role: str, group: Group | None = None) -> Member:
    """A member with a key, and with the sheets that persons hold."""
    member = Member.objects.create(room=room, name=name, role=role, group=group, joined=NOW, seq=1, stamp=1)
    MemberKey.objects.create(member=member, hash=hashed(f"token-{member.pk}"), created=NOW)
    if role == "participant":
        _sheet(room, "log", f"m{member.pk}", member=member)
    return member


def _sheet(room: Room, key: str, holder: str, **more: Any) -> None:
    Sheet.objects.create(
        room=room, key=f"{key}.{holder}", activity=key, state="open", opened=True, seq=1, stamp=1, **more
    )
