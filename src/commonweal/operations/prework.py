"""How much of the work before a workshop each participant has done: counts of parts, and never a word of them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KT

from commonweal.operations.sheets import activities_of
from commonweal.store.models import Entry, Room, Sheet


@dataclass(frozen=True, slots=True)
class Done:
    """One activity: how many of its parts there are, and how many hold something."""

    key: str
    title: str
    done: int
    parts: int

    @property
    def missing(self) -> int:
        return max(0, self.parts - self.done)


def before(room: Room) -> dict[str, dict[str, Any]]:
    """The activities before the workshop that people fill in alone, and that have parts to fill."""
    programme = Room.objects.values_list("programme", flat=True).get(pk=room.pk)
    keys = programme.get("programme", {}).get("before", [])
    activities = activities_of(room)
    own = {key: activities[key] for key in keys if key in activities and activities[key]["holder"] == "person"}
    return {key: activity for key, activity in own.items() if parts(activity)}


def parts(activity: dict[str, Any]) -> int:
    """The parts that an activity has to fill: its prompts and fixed rows, and one for every other step to write in."""
    return sum(len(step.get("prompts") or step.get("rows") or [0]) for step in _asked(activity))


def _asked(activity: dict[str, Any]) -> list[dict[str, Any]]:
    """Its steps without readings, and without blank pages that each have their day: of those none is ever missing."""
    return [step for step in activity["steps"] if step["block"] != "reading" and not step.get("dated")]


def progress(room: Room) -> dict[int, list[Done]]:
    """For each participant who wrote something: what there is of each activity. In three queries, whoever there are.

    Whoever writes on a colleague's sheet has done as much as there is on it. The database gives back which parts hold
    something, never what: the words stay there.
    """
    activities = before(room)
    own = Entry.objects.filter(room=room, removed=False, sheet__copy=False, sheet__activity__in=activities)
    filled = own.filter(sheet__member__isnull=False).exclude(fields__text="")
    parted = filled.annotate(prompt=KT("fields__prompt"), row=KT("fields__row"))
    rows = parted.values_list("sheet__member_id", "sheet__activity", "step", "prompt", "row").distinct()
    counts: defaultdict[tuple[int, str], int] = defaultdict(int)
    asked = {(key, step["key"]) for key, one in activities.items() for step in _asked(one)}
    for member, activity, step, *_ in rows:
        counts[(member, activity)] += (activity, step) in asked
    joint = Sheet.objects.filter(room=room, activity__in=activities, copy=False).exclude(colleagues=[])
    for member, activity, colleagues in joint.values_list("member_id", "activity", "colleagues"):
        counts |= {(colleague, activity): counts[(member, activity)] for colleague in colleagues}
    members = {member for member, _ in counts}
    return {member: [_done(key, one, counts[(member, key)]) for key, one in activities.items()] for member in members}


def nothing(room: Room) -> list[Done]:
    """The same for somebody who has written nothing."""
    return [_done(key, one, 0) for key, one in before(room).items()]


def _done(key: str, activity: dict[str, Any], count: int) -> Done:
    whole = parts(activity)
    return Done(key, activity["title"], min(count, whole), whole)
