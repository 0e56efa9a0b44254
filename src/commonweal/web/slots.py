"""The slots of a plan: the form that adds one, the buttons that change one, and what the page shows of each."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from commonweal import access
from commonweal.core import agenda as arithmetic
from commonweal.core.agenda import Slot
from commonweal.operations import agenda
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Member, Room

MINUTES = "Give the slot between 1 and 600 minutes."
FIRST = "-"
KINDS = [("break", "Break"), ("talk", "Talk"), ("activity", "Activity")]


class SlotForm(forms.Form):
    """One more slot of the day."""

    title = forms.CharField(
        label="Title", max_length=120, error_messages={"required": "Give the slot a title, such as Tea."}
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=600,
        initial=15,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), MINUTES),
    )
    kind = forms.ChoiceField(
        label="Kind", choices=KINDS, error_messages={"required": "Choose what kind of slot this is."}
    )
    activity = forms.ChoiceField(
        label="Activity", required=False, help_text="It moves here from the slot that it is in now."
    )
    after = forms.ChoiceField(label="After", error_messages={"required": "Choose where in the day it goes."})

    def __init__(self, data: QueryDict | None, room: Room) -> None:
        super().__init__(data)
        slots = agenda.plan(room)
        self.fields["activity"].choices = [("", "None"), *activity_titles(room).items()]  # type: ignore[attr-defined]
        self.fields["after"].choices = [(FIRST, "The beginning"), *((one.key, one.title) for one in slots)]  # type: ignore[attr-defined]
        before_close = [slot.key for slot in slots if slot.kind != "close"]
        self.fields["after"].initial = before_close[-1] if before_close else FIRST

    def add(self, by: Member, now: datetime) -> str:
        """Adds the slot; gives its key."""
        values = self.cleaned_data
        wanted = {name: values[name] for name in ("title", "minutes", "kind", "activity")}
        after = None if values["after"] == FIRST else values["after"]
        return agenda.add_item(by=by, after=after, now=now, **wanted).key


def activity_titles(room: Room) -> dict[str, str]:
    """The room's activities by key, with code and title."""
    found = room.programme["activities"]
    return {key: f"{one.get('code') or key.upper()} {one['title']}" for key, one in found.items()}


def rows(room: Room) -> list[dict[str, Any]]:
    """The slots as the page shows them."""
    slots = agenda.plan(room)
    timed = arithmetic.times(room.start, slots)
    clashes = arithmetic.clashes(room.start, slots, room.end)
    titles = activity_titles(room)
    links = {item.key: item.link for item in agenda.items(room)}
    return [
        {
            "slot": one.slot,
            "start": arithmetic.clock(one.start),
            "end": arithmetic.clock(one.end),
            "fixed": "" if one.slot.fixed is None else f"{one.slot.fixed // 60:02d}:{one.slot.fixed % 60:02d}",
            "link": links[one.slot.key],
            "clashes": [clash.words for clash in clashes if clash.slot.key == one.slot.key],
            "activities": [(key, titles.get(key, key), minutes, core) for key, minutes, core in one.slot.activities],
            "others": [other for other in slots if other.key != one.slot.key],
            "first": number == 0,
            "last": number == len(timed) - 1,
        }
        for number, one in enumerate(timed)
    ]


def loose(room: Room) -> list[tuple[str, str]]:
    """Activities that are in no slot: key and title."""
    placed = {key for slot in agenda.plan(room) for key, _, _ in slot.activities}
    return [(key, title) for key, title in activity_titles(room).items() if key not in placed]


def _move(by: Member, slot: Slot, asked: QueryDict, now: datetime) -> None:
    keys = [one.key for one in agenda.plan(by.room)]
    step = 1 if asked["act"] == "down" else -1
    agenda.move_item(by=by, key=slot.key, to=max(0, keys.index(slot.key) + step), now=now)


def _resize(by: Member, slot: Slot, asked: QueryDict, now: datetime) -> None:
    step = 5 if asked["act"] == "longer" else -5
    agenda.resize_item(by=by, key=slot.key, minutes=slot.minutes + step, now=now)


def _keep(by: Member, slot: Slot, asked: QueryDict, now: datetime) -> None:
    """Keeps what was changed of a slot's title, fixed time and meeting link; without a time it floats."""
    title, link, fixed = (asked.get(name, "").strip() for name in ("title", "link", "fixed"))
    at = _minutes(slot, fixed) if fixed else None
    if title != slot.title:
        agenda.rename_item(by=by, key=slot.key, title=title, now=now)
    if at != slot.fixed:
        agenda.set_fixed(by=by, key=slot.key, fixed=at, now=now)
    agenda.set_link(by=by, key=slot.key, link=link, now=now)


def _minutes(slot: Slot, written: str) -> int:
    """A time of day in minutes after midnight."""
    try:
        at = time.fromisoformat(written.replace(".", ":"))
    except ValueError:
        raise Invalid(f"Write the time at which {slot.title} must begin, such as 12.30.", "fixed") from None
    return at.hour * 60 + at.minute


def _place(by: Member, slot: Slot, asked: QueryDict, now: datetime) -> None:
    to = asked.get("to", slot.key)
    agenda.place_activity(by=by, activity=asked.get("activity", ""), slot=to or None, now=now)


def _remove(by: Member, slot: Slot, asked: QueryDict, now: datetime) -> None:
    agenda.remove_item(by=by, key=slot.key, now=now)


ACTS: dict[str, Callable[[Member, Slot, QueryDict, datetime], None]] = {
    "up": _move,
    "down": _move,
    "shorter": _resize,
    "longer": _resize,
    "keep": _keep,
    "place": _place,
    "remove": _remove,
}
AFTER = {"remove": "out-{}", "place": "more-{}"}
"""Where the focus goes when the button that was pressed is gone; else back to it."""


def _facilitator(request: HttpRequest, room: str) -> Member:
    member = access.facilitator(room, request.user)
    if member is None:
        raise Http404
    return member


@login_required
@require_POST
def change_slot(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Changes one slot by the button that was pressed, and comes back to that button."""
    by, act = _facilitator(request, room), request.POST.get("act", "")
    slot = next((one for one in agenda.plan(by.room) if one.key == key), None)
    if act not in ACTS:
        raise Http404
    if slot is None:
        messages.error(request, "That slot is out of the plan now; nothing was changed. It may stand under Taken out.")
        return redirect(f"/plan/{room}/#said")
    try:
        ACTS[act](by, slot, request.POST, datetime.now(UTC))
    except (Invalid, Refused) as problem:
        messages.error(request, f"{slot.title}: {problem.words}")
        return redirect(f"/plan/{room}/#said")
    if act == "remove":
        messages.success(request, f"{slot.title} is out of the plan. Its activities stay in the workshop.")
    return redirect(f"/plan/{room}/#" + AFTER.get(act, f"at-{{}}-{act}").format(key))


@login_required
@require_POST
def put_back(request: HttpRequest, room: str, key: str) -> HttpResponse:
    """Puts a slot that was taken out back into the day."""
    by = _facilitator(request, room)
    try:
        agenda.put_back(by=by, key=key, now=datetime.now(UTC))
    except Refused as refused:
        messages.error(request, refused.words)
        return redirect(f"/plan/{room}/#said")
    return redirect(f"/plan/{room}/#at-{key}-remove")


urlpatterns = [
    path("plan/<slug:room>/slot/<slug:key>/", change_slot, name="slot"),
    path("plan/<slug:room>/back/<slug:key>/", put_back, name="put-back"),
]
