"""The anonymous wall over HTTP: the notes that have been shown, writing one, and those that wait for a facilitator."""

from datetime import UTC, datetime

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from commonweal import access
from commonweal.operations import wall
from commonweal.store.models import Member
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
)
from commonweal.web.shell import shell


class Note(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    key: str
    column: str = ""
    text: str = ""
    action: str = "add"
    others: list[tuple[str, str]] = []


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wall_notes(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The page of the wall; to a page's script the notes that have been shown; by POST a participant writes one."""
    if request.method == "GET" and request.headers.get("X-Commonweal") != "1":
        return shell(request, room)
    if request.method == "GET":
        hidden = request.GET.get("as") == "facilitator"
        by = facilitator_of(request, room) if hidden else anyone_of(request, room)
        if by is None:
            return no(NOT_HERE, 403)
        found = wall.shown(room=by.room, activity=activity, viewer=access.viewer_of(by), hidden=hidden)
        return private(JsonResponse({"ok": True, "notes": found}))
    writer = participant_of(request, room)
    if not from_our_page(request) or writer is None:
        return no(NOT_HERE, 403)
    return answered(lambda: _write_note(writer, activity, read(request, Note)))


def _write_note(by: Member, activity: str, note: Note) -> None:
    now = datetime.now(UTC)
    own = {"id": note.id, "key": note.key}
    if note.action == "change":
        wall.change_note(by=by, activity=activity, text=note.text, now=now, **own)
    elif note.action == "remove":
        wall.remove_note(by=by, activity=activity, others=note.others, now=now, **own)
    else:
        wall.add_note(by=by, activity=activity, column=note.column, text=note.text, now=now, **own)


@require_GET
def review(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The anonymous notes that were collected and are about to be shown, to a facilitator."""
    by = facilitator_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    return private(answered(lambda: wall.pending(by=by, activity=activity)))


urlpatterns = [
    path("w/<slug:room>/wall/<slug:activity>", wall_notes, name="wall"),
    path("w/<slug:room>/pending/<slug:activity>", review, name="pending"),
]
