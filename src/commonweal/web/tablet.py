"""Making a browser a tablet that is handed round, and a facilitator's way out of it."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commonweal.operations import tablet
from commonweal.operations.errors import Refused
from commonweal.web.asking import NOT_HERE, facilitator_of, from_our_page, no, tablet_of

KEYS = ("cw-r", "cwm-r", "cws-r", "cwt-r")
"""How the names of cookies begin that let a browser into a room, or say who it is there."""


@csrf_exempt
@require_POST
def begin(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """This browser becomes a tablet: the facilitator is signed out, and nothing else lets it into any room."""
    by = facilitator_of(request, room)
    if not from_our_page(request) or by is None:
        return no(NOT_HERE, 403)
    try:
        token = tablet.begin(by=by, activity=activity, now=datetime.now(UTC))
    except Refused as refused:
        return no(refused.words, 403)
    logout(request)
    response = JsonResponse({"ok": True})
    for name in request.COOKIES:
        if name.startswith(KEYS):
            response.delete_cookie(name, samesite="Lax")
    response.set_cookie(f"cwt-{room}", token, max_age=86_400, httponly=True, secure=settings.SECURE, samesite="Lax")
    return response


@login_required
@never_cache
def end(request: HttpRequest, room: str) -> HttpResponse:
    """A facilitator of the room, who has signed in on the tablet, ends hand-round on it."""
    by = facilitator_of(request, room)
    if by is None:
        raise Http404
    if request.method != "POST":
        return render(request, "tablet/end.html", {"room": by.room})
    if member := tablet_of(request, room):
        tablet.end(by=by, member_id=member.pk, now=datetime.now(UTC))
    response = redirect(f"/w/{room}/console")
    response.delete_cookie(f"cwt-{room}", samesite="Lax")
    return response


urlpatterns = [
    path("w/<slug:room>/tablet/begin/<slug:activity>", begin, name="begin-hand-round"),
    path("tablet/<slug:room>/end/", end, name="end-hand-round"),
]
