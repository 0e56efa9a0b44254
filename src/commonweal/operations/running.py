"""Running the day: opening, locking and sharing activities, the timer, messages, help, and the big screen."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonweal.blocks.registry import kinds
from commonweal.blocks.step import Written
from commonweal.content.load import step as step_of
from commonweal.core.suppression import follows, shown, tells_of_each
from commonweal.operations import rating
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rehearsal import write_on
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Entry, Group, Member, Message, Room, RoomActivity, Sheet

MODES = ("question", "timer", "code", "shared", "counts", "wall", "blank")


def set_state(*, by: Member, activity: str, state: str, group: int | None = None, now: datetime) -> None:
    """Opens, locks or shares an activity: for all groups (and then for those to come), or for one.

    Sharing sheets that groups or the room hold lets everybody in the workshop read them. Sheets that people hold in
    private are never shared: where only counts come together, the counts are taken now and stay as they are. Sharing
    an anonymous rating ends it for good.
    """
    if state not in Sheet.State.values:
        raise Invalid("An activity can be waiting, open, closed or shared.", "state")
    with write(by.room_id) as writing:
        in_charge(by, group)
        open_room(writing.room)
        if group is not None:
            _group(writing.room, group)
        row = _activity(writing.room, activity)
        if state == "shared" and activities_of(writing.room)[activity]["privacy"] == "sealed":
            raise Refused("These pages are sealed: nobody but their writers can read them, so they cannot be shared.")
        sheets = Sheet.objects.filter(room=writing.room, activity=activity, copy=False).exclude(state=state)
        for sheet in sheets.filter(group_id=group) if group else sheets:
            _set_sheet(writing, sheet, state)
        if group is None:
            together = _together(writing, row, state)
            RoomActivity.objects.filter(pk=row.pk).update(state=state, together=together, seq=writing.next())
        if state == "open" and writing.room.rehearsal:
            write_on(writing, activity)
        note(writing, by, now, f"activity {state}", f"{activity} {group or 'all'}")


def open_within(writing: Writing, activity: str) -> None:
    """Opens an activity in a room that is being written, for all groups."""
    RoomActivity.objects.filter(room=writing.room, key=activity).update(state="open", seq=writing.next())
    for sheet in Sheet.objects.filter(room=writing.room, activity=activity, state=Sheet.State.WAITING):
        _set_sheet(writing, sheet, "open")


def _set_sheet(writing: Writing, sheet: Sheet, state: str) -> None:
    """A sheet's visibility changes only when it begins or ends to be shared; only then does its stamp."""
    seq = writing.next()
    stamp = seq if "shared" in (sheet.state, state) else sheet.stamp
    opened = sheet.opened or state != Sheet.State.WAITING
    Sheet.objects.filter(pk=sheet.pk).update(state=state, opened=opened, seq=seq, stamp=stamp)


def _together(writing: Writing, row: RoomActivity, state: str) -> dict[str, Any]:
    """What comes together in that state: results of a rating, or counts; nothing before sharing."""
    activity = activities_of(writing.room)[row.key]
    if rating.is_rating(activity):
        if row.state == "shared":
            raise Refused("The results have been shared. They stay as they are, and no more answers are taken.")
        return rating.freeze(writing, row) if state == "shared" else {}
    if activity["together"] != "counts" or state != "shared":
        return dict(row.together)
    return {"steps": _counts(writing.room, activity, {step["key"]: step for step in row.together.get("steps", [])})}


def _counts(room: Room, activity: dict[str, Any], before: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How often each option was picked, step by step in the options' order; a step from five people on.

    What was shown `before` stays until five more people have picked, and the difference does not tell of each of them.
    """
    entries = Entry.objects.filter(room=room, sheet__activity=activity["key"], removed=False).order_by("seq")
    written = [Written(e.uid, e.step, e.fields, f"m{e.author_id}") for e in entries]
    steps = []
    for settings in activity["steps"]:
        found = kinds()[settings["block"]].summary(step_of(activity, settings["key"]), written)
        picks, people = found.get("picks"), found.get("pickers")
        if isinstance(picks, dict) and isinstance(people, int):
            counts = _counts_of_step(picks, people, before.get(settings["key"], {}))
            steps.append({**counts, "key": settings["key"]})
    return steps


def _counts_of_step(
    picks: Mapping[str, Mapping[str, int]], people: int, before: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The picks of one step, of all its columns; a list of pairs, because PostgreSQL keeps no order of keys."""
    totals: Counter[str] = Counter()
    for counts in picks.values():
        totals.update(counts)
    if earlier := before.get("people", 0):
        told = None if "alike" in before else dict(before["counts"])
        if not (shown(people - earlier) and follows(earlier, told, totals)):
            return before
    if not shown(people):
        return {"withheld": True}
    if tells_of_each(list(totals.values())):
        return {"people": people, "alike": True}
    return {"people": people, "counts": [[pick, count] for pick, count in totals.items()]}


# --- timer ------------------------------------------------------------------------------------


def start_timer(*, by: Member, minutes: int, activity: str = "", now: datetime) -> None:
    """Starts the timer for so many minutes."""
    if not 0 < minutes <= 600:
        raise Invalid("Set the timer between 1 and 600 minutes.", "minutes")
    _set_timer(by, {"ends": _ms(now) + minutes * 60_000, "activity": activity, "minutes": minutes})


def pause_timer(*, by: Member, now: datetime) -> None:
    """Stops the timer where it is."""
    timer = _timer(by)
    if "ends" in timer:
        _set_timer(by, {**_without(timer, "ends"), "left": timer["ends"] - _ms(now)})


def resume_timer(*, by: Member, now: datetime) -> None:
    """Lets a paused timer go on."""
    timer = _timer(by)
    if "left" in timer:
        _set_timer(by, {**_without(timer, "left"), "ends": _ms(now) + timer["left"]})


def add_minutes(*, by: Member, minutes: int, now: datetime) -> None:
    """Gives the timer more minutes, or fewer."""
    timer = _timer(by)
    for key in ("ends", "left"):
        if key in timer:
            _set_timer(by, {**timer, key: timer[key] + minutes * 60_000})


def clear_timer(*, by: Member, now: datetime) -> None:
    """Takes the timer away."""
    _set_timer(by, {})


def _timer(by: Member) -> dict[str, Any]:
    found: dict[str, Any] = Room.objects.values_list("timer", flat=True).get(pk=by.room_id)
    return found


def _set_timer(by: Member, timer: dict[str, Any]) -> None:
    with write(by.room_id) as writing:
        in_charge(by)
        Room.objects.filter(pk=writing.room.pk).update(timer=timer, info_seq=writing.next())


def _without(timer: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in timer.items() if name != key}


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)


# --- words to people ------------------------------------------------------------------------------


def message(*, by: Member, text: str, group: int | None = None, now: datetime) -> None:
    """Says something to everybody, or to one group."""
    text = line(text, "text", 500)
    with write(by.room_id) as writing:
        in_charge(by, group)
        to = None if group is None else _group(writing.room, group)
        Message.objects.create(room=writing.room, group=to, by=by, text=text, sent=now, seq=writing.next())


def ask_help(*, by: Member, text: str, now: datetime) -> None:
    """Calls the facilitator, for one's group."""
    text = line(text, "text", 500, required=False) or "Please come over."
    with write(by.room_id) as writing:
        member = fresh(by)
        waiting = Message.objects.filter(room=writing.room, kind="help", by=member, answered=False).count()
        if waiting >= 3:
            raise Refused("The facilitator has your call and is on the way.")
        fields = {"group": member.group, "by": member, "text": text, "sent": now}
        Message.objects.create(room=writing.room, kind="help", seq=writing.next(), **fields)


def answer_help(*, by: Member, message_id: int, now: datetime) -> None:
    """Marks a call for help as answered."""
    with write(by.room_id) as writing:
        row = Message.objects.filter(room=writing.room, pk=message_id, kind="help").first()
        if row is None:
            raise Refused("That call is not there any more.")
        in_charge(by, row.group_id)
        Message.objects.filter(pk=row.pk).update(answered=True, seq=writing.next())


# --- the big screen -------------------------------------------------------------------------------


def set_screen(*, by: Member, mode: str, activity: str = "", now: datetime) -> None:
    """Chooses what the big screen shows. Words of groups are shown only when they are shared and reviewed."""
    if mode not in MODES:
        raise Invalid("Choose what the big screen shows.", "mode")
    with write(by.room_id) as writing:
        in_charge(by)
        if activity:
            row = _activity(writing.room, activity)
            if mode == "wall" and row.batch == 0:
                raise Refused("No notes of the wall have been shown yet. Review a batch first.")
        if mode == "shared":
            _must_be_reviewed(writing.room, activity)
        seq = writing.next()
        Room.objects.filter(pk=writing.room.pk).update(screen={"mode": mode, "activity": activity}, screen_seq=seq)


def _must_be_reviewed(room: Room, activity: str) -> None:
    row = _activity(room, activity)
    if row.together.get("steps") and row.state == "shared":
        return
    sheets = Sheet.objects.filter(room=room, activity=activity, state=Sheet.State.SHARED, copy=False)
    if not sheets or any(sheet.reviewed == 0 for sheet in sheets):
        raise Refused("Share this activity and review it first: nothing reaches the big screen unreviewed.")


def review(*, by: Member, activity: str, upto: int, now: datetime) -> None:
    """Marks what was shared of an activity up to sequence number `upto` as reviewed; later changes are not."""
    with write(by.room_id) as writing:
        viewer = in_charge(by)
        if not 0 < upto <= writing.seq:
            raise Invalid("Reload the page and review again.", "upto")
        for sheet in Sheet.objects.filter(room=writing.room, activity=activity, state="shared", copy=False):
            if viewer.in_charge_of(sheet.group_id):
                seq = writing.next()
                Sheet.objects.filter(pk=sheet.pk).update(reviewed=upto, seq=seq, stamp=seq)
        note(writing, by, now, "reviewed", activity)


def hide(*, by: Member, entry: str, reason: str, now: datetime) -> None:
    """Hides an entry from everybody but its holders and facilitators; they see the reason. Reversible."""
    _set_hidden(by, entry, line(reason, "reason", 200), now)


def unhide(*, by: Member, entry: str, now: datetime) -> None:
    """Shows a hidden entry again."""
    _set_hidden(by, entry, "", now)


def _set_hidden(by: Member, uid: str, reason: str, now: datetime) -> None:
    with write(by.room_id) as writing:
        entry = Entry.objects.filter(room=writing.room, uid=uid, removed=False).select_related("sheet").first()
        if entry is None or entry.sheet.state != Sheet.State.SHARED:
            raise Refused("That entry is not shared, or not there any more.")
        in_charge(by, entry.sheet.group_id)
        seq = writing.next(shape=False)
        was_reviewed = entry.seq <= entry.sheet.reviewed
        Entry.objects.filter(pk=entry.pk).update(hidden=reason, seq=seq)
        if was_reviewed:
            _still_reviewed(writing, entry.sheet, seq)
        note(writing, by, now, "entry hidden" if reason else "entry shown again", uid)


def _still_reviewed(writing: Writing, sheet: Sheet, seq: int) -> None:
    """Hiding and showing do not change words: when nothing else waits for review, the sheet stays reviewed."""
    if Entry.objects.filter(sheet=sheet, seq__gt=sheet.reviewed, seq__lt=seq).exists():
        return
    stamp = writing.next()
    Sheet.objects.filter(pk=sheet.pk).update(reviewed=seq, seq=stamp, stamp=stamp)


def set_presence(*, by: Member, on: bool, now: datetime) -> None:
    """Turns the showing of who is where on or off for the workshop."""
    with write(by.room_id) as writing:
        in_charge(by)
        Room.objects.filter(pk=writing.room.pk).update(presence=on, info_seq=writing.next())


def _activity(room: Room, key: str) -> RoomActivity:
    row = RoomActivity.objects.filter(room=room, key=key).first()
    if row is None:
        raise Refused("That activity is not part of this workshop.")
    return row


def _group(room: Room, group_id: int) -> Group:
    group = Group.there.groups(room).filter(pk=group_id).first()
    if group is None:
        raise Refused("That group is not there any more.")
    return group
