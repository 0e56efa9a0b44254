"""Commands of the room's pages: JSON in, JSON out. Each reads who asks, calls one operation, and answers.

A command is refused unless it comes from a page of this server (Origin or Sec-Fetch-Site, and a header that no form
can send). Facilitators are known by their session, participants by their device's key.
"""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from commonweal.content.load import library
from commonweal.content.render import html
from commonweal.operations import agenda, casting, sharing
from commonweal.web import walls
from commonweal.web.asking import (
    NOT_HERE,
    answered,
    anyone_of,
    facilitator_of,
    from_our_page,
    no,
    participant_of,
    private,
    read,
    tablet_of,
)
from commonweal.web.facilitating import FACILITATOR
from commonweal.web.taking_part import PARTICIPANT, TABLET, Share


@csrf_exempt
@require_POST
def do(request: HttpRequest, room: str, command: str) -> HttpResponse:
    """Runs a command by its name."""
    if not from_our_page(request):
        return no("This request did not come from one of our pages.", 403)
    tables = ((FACILITATOR, facilitator_of), (PARTICIPANT, participant_of), (TABLET, tablet_of))
    table, whose = next(((table, whose) for table, whose in tables if command in table), (None, None))
    if table is None or whose is None:
        return no("There is no such command.", 404)
    by = whose(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    shape, act = table[command]
    return private(answered(lambda: act(by, read(request, shape), datetime.now(UTC))))


@csrf_exempt
@require_POST
def names(request: HttpRequest, room: str) -> HttpResponse:
    """The asker's own sheet, and the names found in it."""
    by = participant_of(request, room)
    if not from_our_page(request) or by is None:
        return no(NOT_HERE, 403)
    return answered(lambda: sharing.look_through(member=by, sheet_key=read(request, Share).sheet))


@require_GET
def late(request: HttpRequest, room: str) -> HttpResponse:
    """How late the day runs, and what could be cut, to a facilitator."""
    by = facilitator_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    words, cuts = agenda.lateness(room=by.room, now=datetime.now(UTC))
    return private(JsonResponse({"words": words, "cuts": [{"key": cut.key, "words": cut.words} for cut in cuts]}))


@require_GET
def recorded(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """What earlier workshops brought back from an activity, quoted with its source, to anyone in the room."""
    by = anyone_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    found = [one.model_dump(mode="json") for one in library().recorded(activity)]
    return private(JsonResponse({"ok": True, "recorded": found}))


@require_GET
def card(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The private card of the role that the asker plays; all of a meeting's cards, to a facilitator."""
    by = facilitator_of(request, room) or participant_of(request, room)
    if by is None:
        return private(no(NOT_HERE, 403))

    def found() -> dict[str, Any]:
        own = casting.cards(by=by, activity=activity)
        return {"cards": [{"role": one["role"], "label": one["label"], "html": html(one["text"])} for one in own]}

    return private(answered(found))


urlpatterns = [
    *walls.urlpatterns,
    path("w/<slug:room>/do/<slug:command>", do, name="do"),
    path("w/<slug:room>/names", names, name="names"),
    path("w/<slug:room>/late", late, name="late"),
    path("w/<slug:room>/recorded/<slug:activity>", recorded, name="recorded"),
    path("w/<slug:room>/card/<slug:activity>", card, name="card"),
]
