"""The facilitator's guide: as data for the console, and as pages to print in the order of the day."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from commonweal import access
from commonweal.core import agenda as arithmetic
from commonweal.operations import agenda
from commonweal.store.models import Room
from commonweal.web.asking import NOT_HERE, facilitator_of, no

SIZES = (("six", "With 6 people"), ("twenty", "With 20"), ("sixty", "With 60"))
WAYS = (("in_person", "In person"), ("hybrid", "Hybrid"), ("remote", "Remote"))
LISTS = (("listen_for", "Listen for"), ("goes_wrong", "What goes wrong"), ("debrief", "To close"))
Guides = dict[str, dict[str, Any]]


def guides(programme: dict[str, Any]) -> tuple[Guides, Guides]:
    """A programme's guides, of its parts and of its activities, each with the title of what it guides."""
    parts = {part["key"]: part for part in programme["programme"].get("parts", [])}
    return _guides(parts), _guides(programme["activities"])


def _guides(things: Guides) -> Guides:
    """Rooms of earlier versions keep a guide as one passage; the purpose is where it reads best."""
    found = {key: one.get("guide") for key, one in things.items()}
    whole = {key: guide if isinstance(guide, dict) else {"purpose": guide} for key, guide in found.items() if guide}
    return {key: {"title": things[key]["title"], "guide": guide} for key, guide in whole.items()}


@require_GET
def as_data(request: HttpRequest, room: str) -> HttpResponse:
    """The guides, to a facilitator."""
    if facilitator_of(request, room) is None:
        return no(NOT_HERE, 403)
    parts, activities = guides(Room.objects.values_list("programme", flat=True).get(pk=room))
    return JsonResponse({"parts": parts, "activities": activities}, headers={"Cache-Control": "no-store"})


@login_required
@require_GET
def to_print(request: HttpRequest, room: str) -> HttpResponse:
    """All guides in the order of the day, laid out for A4."""
    if access.facilitator(room, request.user) is None:
        raise Http404
    row = Room.objects.get(pk=room)
    sections = list(_sections(row))
    return render(request, "plan/guide.html", {"room": row, "sections": sections})


def _sections(room: Room) -> Iterator[dict[str, Any]]:
    """Each part's guide before its first slot, each activity's in its slot; last, activities that are in no slot."""
    parts, activities = guides(room.programme)
    for timed in arithmetic.times(room.start, agenda.plan(room)):
        time = f"{arithmetic.clock(timed.start)} to {arithmetic.clock(timed.end)}"
        if part := parts.pop(timed.slot.part, None):
            yield _section(part, f"part-{timed.slot.part}", f"From {arithmetic.clock(timed.start)}", part=True)
        for key, minutes, _core in timed.slot.activities:
            if activity := activities.pop(key, None):
                yield _section(activity, key, f"{time}, {timed.slot.title}: {arithmetic.spoken(minutes)}")
    for key, activity in activities.items():
        yield _section(activity, key, "Not in the plan of the day")


def _section(one: dict[str, Any], key: str, when: str, *, part: bool = False) -> dict[str, Any]:
    guide = one["guide"]
    return {
        "key": key,
        "title": one["title"],
        "when": when,
        "part": part,
        "purpose": guide["purpose"],
        "room": guide.get("room", ""),
        "timings": guide.get("timings", []),
        "sizes": [(label, guide[name]) for name, label in SIZES if guide.get(name)],
        "ways": [(label, guide[name]) for name, label in WAYS if guide.get(name)],
        "lists": [(label, guide[name]) for name, label in LISTS if guide.get(name)],
    }


urlpatterns = [
    path("w/<slug:room>/guides.json", as_data, name="guides"),
    path("plan/<slug:room>/guide/", to_print, name="guide"),
]
