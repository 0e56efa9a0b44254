"""Suggesting themes to those who hold a sheet: worked out from its notes when they ask, and stored nowhere."""

from collections import OrderedDict

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from commonweal import access
from commonweal.core.themes import Note, Suggested, suggest
from commonweal.store.models import Entry, Sheet
from commonweal.web.asking import NOT_HERE, no, participant_of
from commonweal.web.meaning import lock, meaning

REMEMBERED = 32
_known: OrderedDict[tuple[int, str, int], Suggested] = OrderedDict()


@require_GET
def suggested(request: HttpRequest, room: str, sheet: str, step: str) -> HttpResponse:
    """Notes that might make a theme, and notes that might belong to one, to a holder of the sheet."""
    by = participant_of(request, room)
    held = access.sheet_held(by, sheet) if by else None
    if held is None:
        return no(NOT_HERE if by is None else "These notes are not your group's.", 403)
    answer = JsonResponse({"ok": True, **msgspec.to_builtins(_suggest(held, step))})
    answer["Cache-Control"] = "no-store"
    return answer


def _suggest(sheet: Sheet, step: str) -> Suggested:
    standing = Entry.objects.filter(sheet=sheet, step=step, removed=False).order_by("seq")
    rows = list(standing.values_list("uid", "fields", "seq"))
    mark = (sheet.pk, step, hash(tuple((uid, seq) for uid, _, seq in rows)))
    with lock:
        if mark in _known:
            return _known[mark]
        notes = [Note(uid, str(fields.get("text", "")), str(fields.get("theme", ""))) for uid, fields, _ in rows]
        found = suggest(notes, meaning=meaning.of if meaning.usable() else None)
        if not meaning.late:
            _known[mark] = found
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
        return found


urlpatterns = [path("w/<slug:room>/themes/<str:sheet>/<slug:step>", suggested, name="themes")]
