"""Who asks, whether one of our pages does, and how a command is read and answered."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse

from commonweal import access
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Member

LARGEST = 256 * 1024


def from_our_page(request: HttpRequest) -> bool:
    """Whether a request was sent by a page of this server, with the header that only its script sends."""
    if request.headers.get("X-Commonweal") != "1":
        return False
    if origin := request.headers.get("Origin"):
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def participant_of(request: HttpRequest, room: str) -> Member | None:
    """The participant (or observer) whose key this browser holds for the room."""
    return access.member_by_token(room, request.COOKIES.get(f"cw-{room}", ""), "participant", "observer")


def facilitator_of(request: HttpRequest, room: str) -> Member | None:
    """The facilitator of the room who is signed in."""
    return access.facilitator(room, request.user)


def tablet_of(request: HttpRequest, room: str) -> Member | None:
    """The tablet that this browser is, for the room."""
    return access.member_by_token(room, request.COOKIES.get(f"cwt-{room}", ""), "tablet")


def anyone_of(request: HttpRequest, room: str) -> Member | None:
    """Whoever this browser is in the room: facilitator, participant or the big screen."""
    screen = request.COOKIES.get(f"cws-{room}", "")
    return (
        facilitator_of(request, room) or participant_of(request, room) or access.member_by_token(room, screen, "screen")
    )


def no(words: str, status: int, field: str = "") -> JsonResponse:
    """An error as the pages show it."""
    return JsonResponse({"ok": False, "error": words} | ({"field": field} if field else {}), status=status)


NOT_HERE = "You are not in this workshop on this device. Come back with your code and six words."


def answered(work: Callable[[], Any]) -> JsonResponse:
    """Runs an operation and answers with what it gave, or with its words when it did nothing."""
    try:
        given = work()
    except Invalid as invalid:
        return no(invalid.words, 400, invalid.field)
    except Refused as refused:
        return no(refused.words, 403)
    return JsonResponse({"ok": True, **(given if isinstance(given, dict) else {})})


def read(request: HttpRequest, shape: type[msgspec.Struct]) -> Any:
    """The body in its shape. Raises Invalid, in words for a person."""
    if len(request.body) > LARGEST:
        raise Invalid("That is too much at once.")
    try:
        return msgspec.json.decode(request.body or b"{}", type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
        raise Invalid("The page sent something the server cannot read. Reload it; your words are kept.") from None


def private(response: HttpResponse) -> HttpResponse:
    """An answer that nobody keeps."""
    response["Cache-Control"] = "no-store"
    return response
