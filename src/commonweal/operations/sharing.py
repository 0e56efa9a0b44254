"""Sharing a copy of one's own sheet with one's group, after a look for names."""

import unicodedata
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonweal.core.names import find_all, sentence_around
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, note, open_room
from commonweal.operations.sheets import activities_of, own_sheet
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Entry, Member, Room, Sheet


def look_through(*, member: Member, sheet_key: str) -> dict[str, list[dict[str, Any]]]:
    """One's own sheet as it is stored now: its passages, and the names in them that might tell who it is about.

    Each finding has a general word and the sentence around; its places are those of the passage that is given with it,
    whose letters are composed (NFC). `seq` is the passage's last change, for `share_copy`.
    """
    sheet = own_sheet(member, sheet_key)
    known = _known(sheet.room)
    entries = list(Entry.objects.filter(sheet=sheet, removed=False).order_by("seq"))
    texts = [unicodedata.normalize("NFC", str(entry.fields.get("text", ""))) for entry in entries]
    passages: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for entry, text, names in zip(entries, texts, find_all(texts, known), strict=True):
        where = {"entry": entry.uid, "prompt": entry.fields.get("prompt", "")}
        passages.append({**where, "seq": entry.seq, "text": text})
        for one in names:
            before, _, after = sentence_around(text, one)
            words = {"start": one.start, "end": one.end, "text": one.text, "kind": one.kind}
            found.append({**where, **words, "suggestion": one.suggestion, "before": before, "after": after})
    return {"passages": passages, "findings": found}


def _known(room: Room) -> dict[str, str]:
    """Names that the workshop itself knows: its people, their organisations, its place."""
    known: dict[str, str] = {room.place: "place"} if room.place else {}
    for name, organisation in Member.objects.filter(room=room).values_list("name", "organisation"):
        known[name] = "person"
        if organisation:
            known[organisation] = "organisation"
    return known


def share_copy(
    *, by: Member, sheet_key: str, texts: Mapping[str, str], looked: Mapping[str, int], now: datetime
) -> None:
    """Shares a copy of one's own sheet with one's group: prompt to the text that others may read.

    `looked` is what `look_through` gave, passages to their last change: nothing is shared that was changed or deleted
    after that, in another tab or by a colleague.

    A copy that was shared before is replaced. The sheet itself stays private and unchanged.
    """
    with write(by.room_id) as writing:
        member = fresh(by)
        open_room(writing.room)
        sheet = own_sheet(member, sheet_key)
        if dict(looked) != _passages(sheet):
            raise Refused(
                "Something was written or deleted since you looked for names. Reload the page and look again."
            )
        activity = activities_of(writing.room)[sheet.activity]
        step = next((step for step in activity["steps"] if step["block"] == "prompts"), None)
        if activity["shares"] != "copy" or step is None:
            raise Refused("This sheet stays private: it cannot be shared.")
        order = [prompt["key"] for prompt in step["prompts"]]
        wanted = {prompt: text for prompt, text in texts.items() if text.strip()}
        if not wanted:
            raise Invalid("Write at least one step before you share.", "texts")
        if not set(wanted) <= set(order) or any(len(text) > 20_000 or "\0" in text for text in wanted.values()):
            raise Invalid("Reload the page and check for names again.", "texts")
        copy = _copy(writing, sheet, member)
        for prompt in sorted(wanted, key=order.index):
            fields = {"prompt": prompt, "text": wanted[prompt]}
            seq = writing.next(shape=False)
            Entry.objects.create(
                room=writing.room,
                sheet=copy,
                uid=str(uuid.uuid4()),
                step=step["key"],
                author=member,
                fields=fields,
                revs=dict.fromkeys(fields, seq),
                seq=seq,
            )
        note(writing, member, now, "copy shared", sheet.activity)


def _passages(sheet: Sheet) -> dict[str, int]:
    return dict(Entry.objects.filter(sheet=sheet, removed=False).values_list("uid", "seq"))


def _copy(writing: Writing, sheet: Sheet, member: Member) -> Sheet:
    """The sheet's copy, shared and empty."""
    copy = Sheet.objects.filter(room=writing.room, key=f"{sheet.key}.copy").first()
    seq = writing.next()
    if copy is None:
        return Sheet.objects.create(
            room=writing.room,
            key=f"{sheet.key}.copy",
            activity=sheet.activity,
            member=member,
            copy=True,
            state=Sheet.State.SHARED,
            opened=True,
            seq=seq,
            stamp=seq,
        )
    for entry in Entry.objects.filter(sheet=copy, removed=False):
        empty = {"fields": {}, "revs": {}, "versions": {}, "removed": True}
        Entry.objects.filter(pk=entry.pk).update(seq=writing.next(shape=False), **empty)
    Sheet.objects.filter(pk=copy.pk).update(state=Sheet.State.SHARED, seq=seq, stamp=seq)
    return copy


def withdraw_copy(*, by: Member, sheet_key: str, now: datetime) -> None:
    """Takes a shared copy back: nobody can read it any more."""
    with write(by.room_id) as writing:
        member = fresh(by)
        sheet = own_sheet(member, sheet_key)
        copy = Sheet.objects.filter(room=writing.room, key=f"{sheet.key}.copy", state=Sheet.State.SHARED).first()
        if copy is None:
            raise Refused("This is not shared.")
        seq = writing.next()
        Sheet.objects.filter(pk=copy.pk).update(state=Sheet.State.CLOSED, seq=seq, stamp=seq)
        note(writing, member, now, "copy withdrawn", sheet.activity)
