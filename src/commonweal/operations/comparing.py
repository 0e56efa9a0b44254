"""Laying workshops of one programme side by side: facilitators agree to it, and see what was shared with everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from commonweal.blocks.registry import kinds
from commonweal.blocks.step import Written
from commonweal.content.load import step as step_of
from commonweal.core.comparing import Workshop, comparable
from commonweal.core.suppression import shown
from commonweal.operations.errors import Refused
from commonweal.operations.rights import fresh, in_charge, note
from commonweal.store.gateway import write
from commonweal.store.models import Entry, Member, Room, RoomActivity, Sheet

MOST = 12
"""Other workshops that are shown, the latest first."""
MOST_NOTES = 400
"""Notes of one step of a workshop that are shown; its counts are of all."""
REAL = Q(members__role=Member.Role.PARTICIPANT, members__removed=False, members__pretend=False)


def set_compares(*, by: Member, agree: bool, now: datetime) -> None:
    """Agrees, or agrees no longer, that what all could read here stands beside the programme's other workshops."""
    with write(by.room_id) as writing:
        in_charge(by)
        Room.objects.filter(pk=writing.room.pk).update(compares=agree, info_seq=writing.next())
        note(writing, by, now, "comparing agreed to" if agree else "comparing ended")


def elsewhere(*, by: Member, activity: str) -> dict[str, Any]:
    """What other workshops of the programme shared of an activity, to a facilitator: counts and notes, no names.

    `agrees` and `enough` say whether this workshop does and has people enough; without both nothing else is told.
    """
    if fresh(by).role != Member.Role.FACILITATOR:
        raise Refused("Only facilitators compare workshops.")
    programme = Room.objects.values_list("programme__programme__key", flat=True).get(pk=by.room_id)
    found = Room.objects.filter(Q(pk=by.room_id) | Q(compares=True), programme__programme__key=programme)
    rooms = {
        room.pk: room for room in found.defer("programme").annotate(people=Count("members", REAL)).order_by("-date")
    }
    own = _workshop(rooms[by.room_id], programme)
    others = [room for room in rooms.values() if comparable(own, _workshop(room, programme))]
    workshops = [one for room in others[:MOST] if (one := _shared(room, activity))]
    return {"agrees": own.agrees, "enough": shown(own.people), "workshops": workshops}


def _workshop(room: Room, programme: str) -> Workshop:
    people: int = room.people  # type: ignore[attr-defined]
    return Workshop(room.pk, programme, room.compares, people, room.rehearsal)


def _shared(room: Room, key: str) -> dict[str, Any] | None:
    """What a workshop shared of an activity with everybody in it, or None when that is nothing."""
    activity = Room.objects.values_list("programme", flat=True).get(pk=room.pk)["activities"].get(key)
    if activity is None:
        return None
    together = (
        RoomActivity.objects.filter(room=room, key=key, state="shared").values_list("together", flat=True).first()
    )
    picks = _picks(activity, together or {})
    steps = list(_steps(room, activity)) if activity["privacy"] in ("open", "until-shared") else []
    if not picks and not steps:
        return None
    people: int = room.people  # type: ignore[attr-defined]
    return {"title": room.title, "date": room.date.isoformat(), "people": people, "picks": picks, "steps": steps}


def _picks(activity: dict[str, Any], together: dict[str, Any]) -> dict[str, int]:
    """How often each option was picked where only counts come together; what was withheld stays so."""
    if activity["together"] != "counts":
        return {}
    picks: dict[str, int] = {}
    labels = {one["key"]: one["label"] for step in activity["steps"] for one in step.get("options", ())}
    for step in together.get("steps", ()):
        for pick, count in step.get("counts", ()):
            picks[labels.get(pick, pick)] = picks.get(labels.get(pick, pick), 0) + count
    return {pick: count for pick, count in picks.items() if count}


def _steps(room: Room, activity: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Counts of each step in which groups, or all together, shared something, and the notes of a step of notes."""
    sheets = Sheet.objects.filter(room=room, activity=activity["key"], state="shared", copy=False, member=None)
    entries = list(Entry.objects.filter(sheet__in=sheets, removed=False, hidden="").order_by("seq"))
    for settings in activity["steps"]:
        step, block = step_of(activity, settings["key"]), kinds()[settings["block"]]
        counts: Counter[str] = Counter()
        for sheet in {entry.sheet_id for entry in entries}:
            written = [Written(one.uid, one.step, one.fields) for one in entries if one.sheet_id == sheet]
            counts.update(_numbers(block.summary(step, written)))
        if counts["total"]:
            own = [one.fields for one in entries if one.step == settings["key"]]
            notes = _notes(settings, own) if settings["block"] == "notes" else []
            yield {
                "key": settings["key"],
                "title": settings["title"],
                "counts": _labelled(settings, counts),
                "notes": notes,
            }


def _numbers(summary: dict[str, object]) -> dict[str, int]:
    """The numbers of a summary that stand for themselves: its total, and how much is in each column or cell."""
    found = {"total": summary["total"]}
    for name in ("columns", "cells"):
        inner = summary.get(name)
        found |= inner if isinstance(inner, dict) else {}
    return {key: number for key, number in found.items() if isinstance(number, int)}


def _labelled(settings: dict[str, Any], counts: Counter[str]) -> list[dict[str, Any]]:
    parts = (settings.get("columns") if settings["block"] == "notes" else settings.get("cells")) or []
    rows = [{"label": part["label"], "tone": part["tone"], "count": counts[part["key"]]} for part in parts]
    return rows or [{"label": settings["title"], "tone": "plain", "count": counts["total"]}]


def _notes(settings: dict[str, Any], notes: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Notes in the order of the alphabet: who wrote them, in which group and when cannot be told from it."""
    names = ["column", "text", "theme", *(tags["key"] for tags in settings.get("tags", []))]
    found = [{name: str(fields[name]) for name in names if fields.get(name)} for fields in notes]
    return sorted((one for one in found if one.get("text", "").strip()), key=lambda one: one["text"].casefold())[
        :MOST_NOTES
    ]
