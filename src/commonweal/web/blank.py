"""Blank sheets: any activity of a workshop laid out for A4, to be filled in by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from commonweal.blocks.registry import kinds, strict
from commonweal.operations import agenda
from commonweal.store.models import Room
from commonweal.web.asking import anyone_of

LINES = range(12)
"""Empty rows of which a template takes as many as it has room for."""
HOLDERS = {"person": "Name", "pair": "Names", "group": "Group", "room": ""}


@require_GET
def blank(request: HttpRequest, room: str, activity: str = "") -> HttpResponse:
    """One activity's blank sheet, or those of all activities in the order of the day; for whoever is in it."""
    if anyone_of(request, room) is None:
        raise Http404
    row = Room.objects.get(pk=room)
    sheets = [_sheet(one) for one in _in_order(row) if activity in ("", one["key"])]
    if not sheets:
        raise Http404
    return render(request, "blank/page.html", {"room": row, "sheets": sheets, "lines": LINES})


def _in_order(room: Room) -> list[dict[str, Any]]:
    """The activities as the day has them, those of before and after around them; at the end what is in no slot."""
    activities = dict(room.programme["activities"])
    day = room.programme["programme"]
    planned = [key for slot in agenda.plan(room) for key, _minutes, _core in slot.activities]
    order = [*day.get("before", []), *planned, *day.get("after", []), *activities]
    return [activities[key] for key in dict.fromkeys(order) if key in activities]


def _sheet(activity: dict[str, Any]) -> dict[str, Any]:
    """What a sheet of paper says of an activity: nothing that only one role, or only the facilitator, may read."""
    steps = [strict(kinds()[step["block"]]).public(step) for step in activity["steps"]]
    private = activity["privacy"] in ("private", "sealed")
    return {
        "key": activity["key"],
        "title": activity["title"],
        "purpose": activity["purpose"],
        "whose": "" if activity["privacy"] == "anonymous" else HOLDERS[activity["holder"]],
        "anonymous": activity["privacy"] == "anonymous",
        "private": private,
        "pair": activity["holder"] == "pair",
        "steps": [{**step, "template": f"blank/{step['block']}.html"} for step in steps if step["block"] != "reading"],
    }


urlpatterns = [
    path("blank/<slug:room>/", blank, name="blanks"),
    path("blank/<slug:room>/<str:activity>/", blank, name="blank"),
]
