"""A workshop among others: its series, a copy of it, closing and archiving; and one person's other workshops."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonweal import access
from commonweal.operations import series, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.web.asking import NOT_HERE, no, participant_of
from commonweal.web.joining import let_in
from commonweal.web.planning import HELPER, facilitator_or_404, fault


class CopyForm(forms.Form):
    """What the copy is called, and when it is."""

    title = forms.CharField(label="Title", max_length=120)
    date = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@login_required
@require_POST
def change_series(request: HttpRequest, room: str) -> HttpResponse:
    """Begins a series, comes into one, or leaves it."""
    by, now, act = facilitator_or_404(request, room), datetime.now(UTC), request.POST.get("act", "")
    try:
        if act == "begin":
            series.begin(by=by, name=request.POST.get("name", ""), now=now)
        elif act == "enter":
            series.enter(by=by, cohort_id=request.POST.get("cohort", ""), now=now)
        elif act == "leave":
            series.leave(by=by, now=now)
    except (Invalid, Refused) as problem:
        messages.error(request, problem.words)
    return redirect(f"/plan/{room}/#series")


@login_required
def copy(request: HttpRequest, room: str) -> HttpResponse:
    """Makes a new workshop with the plan and the groups' names of this one."""
    by = facilitator_or_404(request, room)
    form = CopyForm(request.POST or None, initial={"title": by.room.title})
    if request.method == "POST" and form.is_valid():
        try:
            made = workshops.copy(by=by, now=datetime.now(UTC), **form.cleaned_data)
        except (Invalid, Refused) as problem:
            fault(form, problem)
        else:
            request.session[HELPER] = {**request.session.get(HELPER, {}), made.room.pk: made.helper_token}
            return redirect("plan", room=made.room.pk)
    return render(request, "plan/copy.html", {"form": form, "room": by.room})


@login_required
@require_POST
def change_state(request: HttpRequest, room: str) -> HttpResponse:
    """Closes the workshop, archives it, or opens it again."""
    by, now = facilitator_or_404(request, room), datetime.now(UTC)
    acts = {"close": workshops.close, "archive": workshops.archive, "reopen": workshops.reopen}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(by=by, now=now)
    except Refused as problem:
        messages.error(request, problem.words)
    return redirect(f"/plan/{room}/#state")


@require_GET
def others(request: HttpRequest, room: str) -> HttpResponse:
    """The asker's other workshops of the series; the browser gets the keys to those that it does not hold."""
    by = participant_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    found, response = [], JsonResponse({"ok": True})
    for other in access.same_person(by):
        if other.pk == by.pk:
            continue
        kept = access.member_by_token(other.room_id, request.COOKIES.get(f"cw-{other.room_id}", ""), "participant")
        if kept and kept.pk != other.pk:
            continue  # somebody else's key to that workshop is in this browser, and stays
        if kept is None:
            joined = series.let_in(member=by, other=other, now=datetime.now(UTC))
            let_in(response, other.room, joined.token)
        about = {"id": other.room_id, "member": f"m{other.pk}", "mix": other.room.mix}
        found.append(about | {"title": other.room.title, "date": str(other.room.date)})
    response.content = JsonResponse({"ok": True, "rooms": found}).content
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("plan/<slug:room>/series/", change_series, name="series"),
    path("plan/<slug:room>/copy/", copy, name="copy"),
    path("plan/<slug:room>/state/", change_state, name="state"),
    path("w/<slug:room>/series.json", others, name="others"),
]
