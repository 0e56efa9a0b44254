"""Comparing workshops: the facilitator's agreement on the plan page, and what other workshops shared."""

from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonweal import access
from commonweal.operations import comparing
from commonweal.operations.errors import Refused
from commonweal.web.asking import NOT_HERE, facilitator_of, no


@login_required
@require_POST
def agree(request: HttpRequest, room: str) -> HttpResponse:
    """Takes the facilitator's yes or no to comparing."""
    by = access.facilitator(room, request.user)
    if by is None:
        raise Http404
    yes = request.POST.get("agree") == "yes"
    try:
        comparing.set_compares(by=by, agree=yes, now=datetime.now(UTC))
    except Refused as refused:
        messages.error(request, refused.words)
    else:
        words = "This workshop is compared with others of its programme that agreed too."
        messages.success(request, words if yes else "This workshop is not compared any more. Others no longer see it.")
    return redirect(f"/plan/{room}/#compare")


@require_GET
def elsewhere(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """What other workshops shared of an activity, to a facilitator."""
    by = facilitator_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    answer = JsonResponse({"ok": True, **comparing.elsewhere(by=by, activity=activity)})
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("plan/<slug:room>/compare/", agree, name="compare"),
    path("w/<slug:room>/elsewhere/<slug:activity>", elsewhere, name="elsewhere"),
]
