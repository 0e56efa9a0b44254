"""Photos of sheets over HTTP: the list, the bytes, attaching one, saying what it shows, taking it away."""

from datetime import UTC, datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST

from commonweal.operations import photos
from commonweal.operations.errors import Refused
from commonweal.operations.pictures import LARGEST
from commonweal.store.models import Member
from commonweal.web.asking import (
    NOT_HERE,
    answered,
    facilitator_of,
    from_our_page,
    no,
    participant_of,
    private,
    read,
)


class Change(msgspec.Struct):
    """What a photo shows, or that it is taken away."""

    caption: str = ""
    gone: bool = False


def _who(request: HttpRequest, room: str) -> Member | None:
    """Whoever asks, in the role of the page that asks: one browser may be a facilitator and a participant."""
    return (facilitator_of if request.GET.get("as") == "facilitator" else participant_of)(request, room)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def of_sheet(request: HttpRequest, room: str, sheet: str) -> HttpResponse:
    """The photos of a sheet; by POST, with a file as the body, one more."""
    by = _who(request, room)
    if by is None or (request.method == "POST" and not from_our_page(request)):
        return private(no(NOT_HERE, 403))
    if request.method == "GET":
        return private(answered(lambda: {"photos": photos.shown(by=by, sheet=sheet)}))
    data = request.read(LARGEST + 1)
    return private(answered(lambda: {"id": photos.attach(by=by, sheet=sheet, data=data, now=datetime.now(UTC))}))


@csrf_exempt
@require_POST
def change(request: HttpRequest, room: str, id: str) -> HttpResponse:
    """Says what a photo shows, or takes it away."""
    by = _who(request, room)
    if by is None or not from_our_page(request):
        return private(no(NOT_HERE, 403))

    def act() -> None:
        asked: Change = read(request, Change)
        if asked.gone:
            photos.take_away(by=by, id=id, now=datetime.now(UTC))
        else:
            photos.caption(by=by, id=id, text=asked.caption)

    return private(answered(act))


@require_GET
def one(request: HttpRequest, room: str, id: str, size: str) -> HttpResponse:
    """The photo itself. A browser may keep it, and asks each time whether it still may show it."""
    by = _who(request, room)
    if by is None:
        return private(no(NOT_HERE, 403))
    try:
        data = photos.opened(by=by, id=id, small=size == "small")
    except Refused as refused:
        return private(no(refused.words, 404))
    headers = {"Cache-Control": "private, no-cache", "Content-Disposition": "inline"}
    unchanged = condition(etag_func=lambda *_: f'"{id}.{size}"')
    return unchanged(lambda _: HttpResponse(data, content_type="image/jpeg", headers=headers))(request)


urlpatterns = [
    path("photos/<slug:room>/<str:sheet>", of_sheet, name="photos"),
    path("photo/<slug:room>/<slug:id>", change, name="photo"),
    path("photo/<slug:room>/<slug:id>/<slug:size>.jpg", one, name="photo-file"),
]
