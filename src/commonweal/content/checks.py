"""What one file's form cannot tell: whether things name one another rightly, and whether their settings make sense."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from commonweal.blocks.fields import Field, Line, Problem, Ref, check_fields
from commonweal.blocks.step import StepBase
from commonweal.content.faults import Place
from commonweal.content.library import Library
from commonweal.content.schema import (
    Activity,
    Programme,
    Reading,
    Recorded,
    RecordedGroup,
    Resource,
    clock_minutes,
)

Complaint = tuple[Place, str, str]
"""Where in the file, what is the matter, how to mend it."""
LONGEST_NAME = 2_000
PAGES = {"bibliography", "resources"}
"""Pages of the library that are no readings."""
CAN_BE_SEALED = frozenset({"prompts", "table", "reading"})
"""Blocks whose entries one person writes alone, so that nobody else need read them."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Looks over one thing at a time. `broken` holds (folder, key) of files with faults, which are not missing."""

    library: Library
    broken: Set[tuple[str, str]]

    def lacks(self, folder: str, key: str) -> bool:
        """Whether there is no such thing. A file with faults is not missing; sources share theirs."""
        broken = (folder, key) in self.broken
        if folder == "references":
            broken = any(where == folder for where, _ in self.broken)
        return key not in getattr(self.library, folder) and not broken

    def activity(self, activity: Activity) -> Iterator[Complaint]:
        yield from privacy(activity)
        yield from together(activity)
        yield from self.beginnings(activity)
        yield from self.companion(activity)
        yield from casts(activity)
        for number, step in enumerate(activity.steps):
            yield from self.names_of(activity, step, ("steps", number))

    def beginnings(self, activity: Activity) -> Iterator[Complaint]:
        """Where an activity's list can start from."""
        source = self.library.activities.get(activity.from_activity)
        if activity.from_prompt and not activity.from_activity:
            yield ("from_prompt",), "is there without from_activity.", "Name the activity that has the prompt."
        elif activity.from_activity and self.lacks("activities", activity.from_activity):
            yield ("from_activity",), f"names '{activity.from_activity}', which is not there.", "Name an activity."
        elif source and activity.from_prompt and activity.from_prompt not in prompts_of(source):
            yield ("from_prompt",), f"is no prompt of '{source.key}'.", f"Use one of {listed(prompts_of(source))}."

    def companion(self, activity: Activity) -> Iterator[Complaint]:
        """The sheet of each person's own that stands beside the activity's."""
        found = self.library.activities.get(activity.alongside)
        if activity.alongside and self.lacks("activities", activity.alongside):
            yield ("alongside",), f"names '{activity.alongside}', which is not there.", "Name an activity."
        elif found and (found.holder != "person" or found.privacy not in ("private", "sealed")):
            yield ("alongside",), f"names '{found.key}', which is no private sheet.", "Name one that a person holds."

    def names_of(self, activity: Activity, step: StepBase, place: Place) -> Iterator[Complaint]:
        """What a step's settings name: a reading, or another step whose entries are its items."""
        reading, items, label = (str(getattr(step, name, "")) for name in ("reading", "items_from", "label_from"))
        if reading and self.lacks("readings", reading):
            yield (
                (*place, "reading"),
                f"names the reading '{reading}', which is not there.",
                "Write it, or name another.",
            )
        source = activity.step(items)
        if items and (source is None or source is step):
            others = [other.key for other in activity.steps if other is not step]
            yield (*place, "items_from"), f"names no other step, but '{items}'.", f"Use one of {listed(others)}."
        elif source and label not in (fields := self.fields(source)):
            yield (*place, "label_from"), f"is no field of the step '{items}'.", f"Use one of {listed(fields)}."
        yield from self.cast_of(activity, step, place)

    def cast_of(self, activity: Activity, step: StepBase, place: Place) -> Iterator[Complaint]:
        """Where the roles that people answer in come from, and the list of those whom they can play."""
        roles = str(getattr(step, "roles_from", ""))
        meetings = [other.key for other in activity.steps if other.block == "meeting"]
        if roles and roles not in meetings:
            yield (*place, "roles_from"), f"names no meeting, but '{roles}'.", f"Use one of {listed(meetings)}."
        plays = getattr(step, "plays_from", None)
        if plays is None or ("activities", plays.activity) in self.broken:
            return
        other = self.library.activities.get(plays.activity)
        source = other.step(plays.step) if other else None
        if source is None or plays.field not in self.fields(source):
            words = f"names '{plays.activity}', '{plays.step}', '{plays.field}', which is not there."
            yield (*place, "plays_from"), words, "Name an activity, a step of it, and a field of that step."

    def fields(self, step: StepBase) -> dict[str, Field]:
        return self.library.blocks[step.block].fields(step)

    def reading(self, reading: Reading) -> Iterator[Complaint]:
        if reading.key in PAGES:
            yield ("key",), f"is '{reading.key}', which is a page of the library.", "Give the reading another."
        yield from self.named(("sources",), "references", reading.sources)
        yield from self.named(("diagrams",), "diagrams", reading.diagrams)
        yield from self.named(("tools",), "activities", reading.tools)
        yield from self.named(("related",), "readings", reading.related)

    def resource(self, resource: Resource) -> Iterator[Complaint]:
        if resource.reference:
            yield from self.named(("reference",), "references", [resource.reference])
        yield from self.named(("themes",), "readings", resource.themes)

    def named(self, place: Place, folder: str, keys: list[str]) -> Iterator[Complaint]:
        """Keys of things in a folder: each must be there, once."""
        for number, key in enumerate(keys):
            here = place if place == ("reference",) else (*place, number)
            if self.lacks(folder, key):
                yield here, f"names '{key}', which is not there.", f"Write it in {folder}, or name another."
            elif key in keys[:number]:
                yield here, f"has '{key}' twice.", "Take one out."

    def programme(self, programme: Programme) -> Iterator[Complaint]:
        for folder in ("activities", "scenarios", "readings", "resources"):
            yield from self.named((folder,), folder, getattr(programme, folder))
        yield from segments(programme)
        yield from slots(programme)
        yield from times(programme)

    def recorded(self, recorded: Recorded) -> Iterator[Complaint]:
        activity = self.library.activities.get(recorded.activity)
        if self.lacks("activities", recorded.activity):
            yield ("activity",), f"names '{recorded.activity}', which is not there.", "Name an activity."
        for number, group in enumerate(recorded.groups):
            yield from reasons(group, ("groups", number))
            if activity:
                yield from self.entries(activity, group, ("groups", number, "entries"))

    def entries(self, activity: Activity, group: RecordedGroup, place: Place) -> Iterator[Complaint]:
        """Recorded entries against the fields of the block that would hold them."""
        for number, entry in enumerate(group.entries):
            here = (*place, number)
            step = activity.step(entry.step)
            if step is None:
                keys = listed(step.key for step in activity.steps)
                yield (*here, "step"), f"'{entry.step}' is no step of '{activity.key}'.", f"Use one of {keys}."
                continue
            try:
                check_fields(without_refs(self.fields(step)), entry.fields, whole=not entry.unclear)
            except Problem as problem:
                yield (*here, "fields"), f"does not fit the block '{step.block}':", problem.words
                continue
            name = str(entry.fields.get("item_name", ""))
            if name and name not in (known := labels(group, step)) and known:
                yield (
                    (*here, "fields"),
                    f"places '{name}', which the group's list does not have.",
                    "Use the list's words.",
                )


def without_refs(spec: dict[str, Field]) -> dict[str, Field]:
    """The fields of recorded entries: instead of the id of an item, `item_name`."""
    plain = {name: kind for name, kind in spec.items() if not isinstance(kind, Ref)}
    return plain if len(plain) == len(spec) else {**plain, "item_name": Line(LONGEST_NAME, required=True)}


def labels(group: RecordedGroup, step: StepBase) -> set[str]:
    """The names of the items that a group's recorded list offers for placing."""
    items, label = getattr(step, "items_from", ""), getattr(step, "label_from", "")
    return {str(entry.fields.get(label)) for entry in group.entries if entry.step == items}


def reasons(group: RecordedGroup, place: Place) -> Iterator[Complaint]:
    """Whatever is marked unclear says why."""
    remedy = "Say in `why` what the source leaves open."
    if group.unclear and not group.why.strip():
        yield (*place, "unclear"), "is true, and no reason is given.", remedy
    for number, entry in enumerate(group.entries):
        if entry.unclear and not (entry.why.strip() or group.why.strip()):
            yield (*place, "entries", number, "unclear"), "is true, and no reason is given.", remedy


def prompts_of(activity: Activity) -> list[str]:
    return [prompt.key for step in activity.steps for prompt in getattr(step, "prompts", [])]


def listed(keys: Iterator[str] | list[str] | dict[str, Field]) -> str:
    return ", ".join(keys) or "(there are none)"


def privacy(activity: Activity) -> Iterator[Complaint]:
    """Who holds a sheet, who sees it and whether names show must go together."""
    blocks = [step.block for step in activity.steps]
    holders = {"sealed": ("person",), "private": ("person", "pair")}.get(activity.privacy)
    if holders and activity.holder not in holders:
        remedy = "Use holder = " + " or ".join(f'"{one}"' for one in holders) + "."
        yield ("privacy",), f"is {activity.privacy}, and the holder is a {activity.holder}.", remedy
    if activity.privacy == "sealed" and (open_ones := sorted(set(blocks) - CAN_BE_SEALED)):
        kinds = ", ".join(sorted(CAN_BE_SEALED))
        yield (
            ("privacy",),
            f"is sealed, which a step of the block {open_ones[0]} cannot be.",
            f"Sealed steps are of {kinds}.",
        )
    if activity.privacy == "anonymous":
        if activity.holder != "room":
            yield ("privacy",), f"is anonymous, and the holder is a {activity.holder}.", 'Use holder = "room".'
        if blocks not in (["notes"], ["rating"]):
            yield (
                ("privacy",),
                "is anonymous, which takes a single step of notes or rating.",
                'Leave one step, with block = "notes" or "rating".',
            )
        sorts = ("tags", "themes")
        if any(getattr(step, name, None) for step in activity.steps for name in sorts):
            yield ("steps",), "can be tagged, and anonymous notes cannot be changed.", "Leave tags and themes out."
        if activity.named:
            yield ("named",), "is true, and the activity is anonymous.", "Write named = false."
    if "rating" in blocks and activity.privacy != "anonymous":
        yield ("privacy",), f"is {activity.privacy}, and a step is a rating.", 'Use privacy = "anonymous".'
    if activity.shares == "copy" and (activity.holder, activity.privacy) != ("person", "private"):
        remedy = 'Use holder = "person" and privacy = "private", or leave shares out.'
        yield ("shares",), 'is "copy", which only a person\'s private sheet can have.', remedy
    if activity.joint and (activity.holder, activity.privacy) != ("person", "private"):
        remedy = 'Use holder = "person" and privacy = "private", or leave joint out.'
        yield ("joint",), "is true, which only a person's private sheet can have.", remedy


def casts(activity: Activity) -> Iterator[Complaint]:
    """Who plays what is known by whose entry it is, so a meeting's sheet is a group's and names people."""
    if any(step.block == "meeting" for step in activity.steps) and not (activity.named and activity.holder == "group"):
        yield ("steps",), "has a meeting, which a group holds by name.", 'Use holder = "group" and named = true.'


def together(activity: Activity) -> Iterator[Complaint]:
    """What is laid side by side must be there."""
    needs = {
        "matrices": {"matrix"},
        "wall": {"notes"},
        "columns": {"notes", "prompts", "table"},
        "counts": {"table", "choice"},
        "meeting": {"meeting"},
    }
    blocks = {step.block for step in activity.steps}
    needed = needs.get(activity.together)
    if activity.together and activity.privacy == "sealed":
        yield ("together",), "is set, and nobody else can read a sealed sheet.", "Leave together out."
    elif needed and not blocks & needed:
        names = " or ".join(sorted(needed))
        yield (
            ("together",),
            f"is {activity.together}, and no step has the block {names}.",
            "Add one, or leave together out.",
        )


def segments(programme: Programme) -> Iterator[Complaint]:
    """What comes before and after the day must be activities of the programme, and not both."""
    for segment, keys in (("before", programme.before), ("after", programme.after)):
        for number, key in enumerate(keys):
            if key not in programme.activities:
                yield (segment, number), f"is '{key}', which `activities` does not list.", "Add it to activities."
            elif segment == "after" and key in programme.before:
                yield (segment, number), f"has '{key}', which `before` has too.", "Leave it in one of the two."


def slots(programme: Programme) -> Iterator[Complaint]:
    """The slots of the day: their parts and activities."""
    parts = {part.key for part in programme.parts}
    for number, slot in enumerate(programme.agenda):
        if slot.part and slot.part not in parts:
            yield (
                ("agenda", number, "part"),
                f"names '{slot.part}', which is no part.",
                "Add the part, or mend the key.",
            )
        for order, timed in enumerate(slot.activities):
            if timed.key not in programme.activities:
                place: Place = ("agenda", number, "activities", order, "key")
                yield place, f"is '{timed.key}', which `activities` does not list.", "Add it to activities at the top."


def times(programme: Programme) -> Iterator[Complaint]:
    """The day begins before it ends, and fixed times follow one another within it."""
    last, end = clock_minutes(programme.start), clock_minutes(programme.end)
    if last >= end:
        yield ("end",), "is not after start.", "Change one of the two."
    for number, slot in enumerate(programme.agenda):
        if not slot.fixed:
            continue
        if not last <= clock_minutes(slot.fixed) <= end:
            yield ("agenda", number, "fixed"), f"is {slot.fixed}, out of order or outside the day.", "Change the time."
        last = max(last, clock_minutes(slot.fixed))
