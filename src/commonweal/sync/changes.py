"""What one change does to one entry: accepted with the entry as it then is, or refused with a reason. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commonweal.access import REASONS, EntryFacts, SheetFacts, Viewer, is_late, refusal
from commonweal.blocks.fields import Field, Problem, check_fields
from commonweal.core.merging import merge
from commonweal.sync.messages import Change, Edit, Patch, Put, Refusal, Remove
from commonweal.sync.rules import StepRules

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAX_ENTRIES = 6000
"""Entries that one sheet may hold, removed ones included."""
MAX_VERSIONS = 12
"""Versions of one text that may stand beside it, waiting for a person to choose."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The entry after the change; `changed` is False when there was nothing to do."""

    entry: EntryFacts
    changed: bool = True


def judge(
    change: Change,
    viewer: Viewer,
    sheet: SheetFacts | None,
    steps: Mapping[str, StepRules],
    entry: EntryFacts | None,
    *,
    seq: int,
    room_open: bool,
    after_open: bool = False,
) -> Accepted | Refusal:
    """Decides one change. `entry` is the entry of that id in the room, if any; `seq` the number it would get."""
    if sheet is None:
        return _refuse(change, "not-yours")
    verb = change.__struct_config__.tag
    author = entry.author if entry else None
    if code := refusal(viewer, sheet, str(verb), author, room_open=room_open, after_open=after_open):
        return _refuse(change, code)
    if isinstance(change, Put):
        return _put(change, viewer, sheet, steps, entry, seq)
    if entry is None or entry.sheet != sheet.id:
        return Refusal(change.n, change.id, "unseen", REASONS["unseen"])
    step = steps[entry.step]
    if step.reserved(entry.fields) or (step.own_only and author != viewer.member):
        return _refuse(change, "unseen")
    if isinstance(change, Remove):
        return _remove(entry, seq)
    return _patch(change, viewer, step, entry, seq)


def _refuse(change: Change, code: str) -> Refusal:
    return Refusal(change.n, change.id, code, REASONS[code])


def _put(
    change: Put, viewer: Viewer, sheet: SheetFacts, steps: Mapping[str, StepRules], entry: EntryFacts | None, seq: int
) -> Accepted | Refusal:
    if not UID.fullmatch(change.id) or entry is not None:
        return Refusal(change.n, change.id, "id", "An entry with this id is here already. Write it again as new.")
    step = steps.get(change.step)
    if step is None:
        return Refusal(change.n, change.id, "fields", "This activity has no such step. Reload the page and try again.")
    if step.own_only and viewer.role == "facilitator":
        return _refuse(change, "own")
    try:
        fields = check_fields(step.fields, change.fields, whole=True)
    except Problem as problem:
        return Refusal(change.n, change.id, "fields", str(problem))
    if unfit := _unfit(change, step, fields):
        return unfit
    late = is_late(viewer, sheet)
    revs = dict.fromkeys(fields, seq)
    return Accepted(EntryFacts(change.id, sheet.id, change.step, viewer.member, seq, fields, revs, {}, late))


def _remove(entry: EntryFacts, seq: int) -> Accepted:
    if entry.removed:
        return Accepted(entry, changed=False)
    return Accepted(EntryFacts(entry.uid, entry.sheet, entry.step, entry.author, seq, removed=True))


def _patch(change: Patch, viewer: Viewer, step: StepRules, entry: EntryFacts, seq: int) -> Accepted | Refusal:
    if entry.removed:
        words = "Somebody deleted this while you were changing it. Your words are kept here as a draft."
        return Refusal(change.n, change.id, "gone", words)
    try:
        values = check_fields(step.fields, {name: edit.value for name, edit in change.edits.items()}, whole=False)
    except Problem as problem:
        return Refusal(change.n, change.id, "fields", str(problem))
    after = replace(entry, seq=seq, fields=dict(entry.fields), revs=dict(entry.revs), versions=dict(entry.versions))
    for name, value in values.items():
        _set(after, name, value, change.edits[name], step.fields[name], viewer.member)
    if unfit := _unfit(change, step, after.fields):
        return unfit
    if any(len(kept) > MAX_VERSIONS for kept in after.versions.values()):
        words = "Many versions of this text wait for a choice. Settle those first; your words are kept here as a draft."
        return Refusal(change.n, change.id, "versions", words)
    return Accepted(after)


def _unfit(change: Change, step: StepRules, fields: Mapping[str, object]) -> Refusal | None:
    """Why the whole entry cannot be kept, although each of its fields can; None when it can."""
    try:
        step.check(fields)
    except Problem as problem:
        return Refusal(change.n, change.id, "fields", str(problem))
    return _refuse(change, "unseen") if step.reserved(fields) else None


def _set(entry: EntryFacts, name: str, value: object, edit: Edit, field: Field, by: int) -> None:
    """Sets one field. A text made from an older revision is merged; what cannot be merged is kept beside it."""
    fresh = edit.base == entry.revs.get(name, 0)
    if field.merges and not fresh:
        merged = _merged(edit.was, str(value), str(entry.fields.get(name, "")), field)
        if merged is None:
            _keep_beside(entry, name, str(value), by, edit.was)
            return
        value = merged
    elif edit.settles:
        entry.versions.pop(name, None)
    entry.fields[name] = value
    entry.revs[name] = entry.seq


def _merged(was: str | None, mine: str, theirs: str, field: Field) -> str | None:
    """Both people's words in one text, or None when a person must choose."""
    if mine == theirs:
        return theirs
    if was is None:
        return None
    if field.whole:
        return mine if was == theirs else None
    merged = merge(was, mine, theirs)
    if merged is None:
        return None
    try:
        return str(field.check(merged))
    except Problem:
        return None


def _keep_beside(entry: EntryFacts, name: str, text: str, by: int, was: str | None) -> None:
    """Keeps a version beside the text. The revision rises too, so that nobody settles what they have not seen.

    A version that its own writer goes on from (`was`) is replaced: they type on, and meant no second one.
    """
    kept = [one for one in entry.versions.get(name, []) if (one["by"], one["text"]) != (f"m{by}", was)]
    entry.versions[name] = [*kept, {"text": text, "by": f"m{by}", "seq": entry.seq}]
    entry.revs[name] = entry.seq
