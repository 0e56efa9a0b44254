"""A room's library as its pages fetch it: the readings, resources and references that its programme came with."""

import hashlib
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from commonweal.content.render import html
from commonweal.store.models import Room
from commonweal.web.asking import NOT_HERE, anyone_of, no


@gzip_page
@require_GET
def library(request: HttpRequest, room: str) -> HttpResponse:
    """Everything public in the library, to anyone in the room. Devices keep it, since it never changes there."""
    if anyone_of(request, room) is None:
        return no(NOT_HERE, 403)
    body, etag = _answer(room, Room.objects.values_list("epoch", flat=True).get(pk=room))
    headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    answer = HttpResponse(body, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer


@lru_cache(maxsize=16)
def _answer(room: str, epoch: str) -> tuple[bytes, str]:
    """The library's bytes and their mark. A room keeps its programme, unless a backup was restored: another epoch."""
    body = msgspec.json.encode(public(Room.objects.values_list("programme", flat=True).get(pk=room)))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def public(programme: dict[str, Any]) -> dict[str, Any]:
    """What anyone in the room may read: no guide, and nothing that people wrote. Readings are in the day's order."""
    readings, resources = programme.get("readings", {}), programme.get("resources", {})
    order = programme["programme"].get("readings", [])
    return {
        "readings": [_reading(readings[key]) for key in (*order, *(key for key in readings if key not in order))],
        "resources": [resources[key] for key in programme["programme"].get("resources", [])],
        "references": programme.get("references", []),
    }


def _reading(reading: dict[str, Any]) -> dict[str, Any]:
    """A reading with its Markdown as HTML."""
    kept = {key: value for key, value in reading.items() if key != "text"}
    return {"diagrams": [], "tools": [], "related": [], **kept, "html": html(reading["text"])}


urlpatterns = [path("w/<slug:room>/library.json", library, name="library")]
