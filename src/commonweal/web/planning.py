"""A facilitator's pages: the workshops, a new one, its plan, its poster, rehearsing."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commonweal import access
from commonweal.content.load import library
from commonweal.core import agenda as arithmetic
from commonweal.core.codes import shown
from commonweal.operations import agenda, rehearsal, series, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Cohort, Group, Member, Person, Room
from commonweal.web import slots
from commonweal.web.joining import tell_who
from commonweal.web.slots import SlotForm

ZONES = [zone for zone in sorted(available_timezones()) if zone.startswith(("Europe/", "Africa/", "America/", "Asia/"))]
HELPER = "helper-link"
FILLED = "{} pretend people have joined, sit in groups, and write on whatever you open."
WIPED = (
    "The rehearsal is wiped: its people, the groups made for it and all they wrote are gone, and the day stands as it"
    " stood before. What you changed in the plan stays."
)


class WorkshopForm(forms.Form):
    """What a workshop is called, when and where it is."""

    title = forms.CharField(label="Title", max_length=120, error_messages={"required": "Give the workshop a title."})
    date = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say on which day the workshop is.",
            "invalid": "Write the date as day, month and year, such as 12/03/2026.",
        },
    )
    place = forms.CharField(label="Place", max_length=200, required=False)
    zone = forms.ChoiceField(
        label="Time zone",
        choices=[(zone, zone) for zone in ZONES],
        initial="Europe/London",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose the time zone from the list."),
    )


class NewForm(WorkshopForm):
    """A new workshop, from a programme."""

    programme = forms.ChoiceField(
        label="Programme",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose the programme that the day follows."),
    )
    field_order = ("programme", "title", "date", "place", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, one.title) for one in library().programmes.values()]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices


class DetailsForm(WorkshopForm):
    """The details of a workshop that is there."""

    start = forms.TimeField(
        label="Begins",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), "Say when the day begins, such as 09.30."),
    )
    end = forms.TimeField(
        label="Ends",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), "Say when the day ends, such as 16.00."),
    )
    log_until = forms.DateField(
        label="Learning log open until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="People can write in it until this day, also when the workshop is closed.",
    )


def facilitator_or_404(request: HttpRequest, room: str) -> Member:
    """The signed-in person's membership, or 404: a plan is nobody else's business."""
    member = access.facilitator(room, request.user)
    if member is None:
        raise Http404
    return member


def fault(form: forms.Form, problem: Invalid | Refused) -> None:
    field = getattr(problem, "field", "") or None
    form.add_error(field if field in form.fields else None, problem.words)


def _warn_of_past(request: HttpRequest, room: Room) -> None:
    """Says so when a workshop's day is over already; it may be meant."""
    if room.date < datetime.now(ZoneInfo(room.zone)).date():
        when = f"{room.date:%A} {room.date.day} {room.date:%B %Y}"
        messages.warning(request, f"{when} is in the past. If that is not meant, change the date under Details.")


@login_required
def workshops_page(request: HttpRequest) -> HttpResponse:
    """The workshops that the person facilitates: those that are on, or those that are archived."""
    person, archived = request.user, "archived" in request.GET
    rooms = access.rooms_of(person, archived=archived) if isinstance(person, Person) else []
    return render(request, "plan/list.html", {"rooms": rooms, "archived": archived})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Makes a workshop from a programme."""
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and isinstance(request.user, Person):
        try:
            created = workshops.create(by=request.user, now=datetime.now(UTC), **form.cleaned_data)
        except (Invalid, Refused) as problem:
            fault(form, problem)
        else:
            request.session[HELPER] = {created.room.pk: created.helper_token}
            _warn_of_past(request, created.room)
            return redirect("plan", room=created.room.pk)
    return render(request, "plan/new.html", {"form": form})


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@login_required
def plan(request: HttpRequest, room: str) -> HttpResponse:
    """The plan of one workshop: details, agenda with its clashes, code and links."""
    by = facilitator_or_404(request, room)
    form = SlotForm(request.POST or None, by.room)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(f"/plan/{room}/#at-{form.add(by, datetime.now(UTC))}-up")
        except (Invalid, Refused) as problem:
            fault(form, problem)
    return render(request, "plan/plan.html", _plan_context(request, by, form))


def _plan_context(request: HttpRequest, by: Member, form: forms.Form) -> dict[str, Any]:
    room = Room.objects.get(pk=by.room_id)
    token = request.session.get(HELPER, {}).get(room.pk, "")
    return {
        "room": room,
        "form": form,
        "rows": slots.rows(room),
        "taken_out": agenda.taken_out(room),
        "loose": slots.loose(room),
        "clashes": arithmetic.clashes(room.start, agenda.plan(room), room.end),
        "code": shown(room.code),
        "join_link": f"{settings.ADDRESS}/join/{room.code}/",
        "helper_link": f"{settings.ADDRESS}/help/{token}/" if token else "",
        **(_of_series(room, request.user) if isinstance(request.user, Person) else {}),
        "here": Member.objects.filter(room=room, role="participant", removed=False).count(),
    }


def _of_series(room: Room, person: Person) -> dict[str, Any]:
    """What the plan's page says of the series, and of what people asked for last time."""
    open_to: list[Cohort] = [] if room.cohort_id else series.open_to(person)
    return {
        "cohort": room.cohort,
        "cohort_rooms": series.rooms_of(room) if room.cohort_id else [],
        "cohorts": open_to,
        "asked": series.asked_for(room=room, person=person),
    }


@login_required
def details(request: HttpRequest, room: str) -> HttpResponse:
    """Changes a workshop's details."""
    by = facilitator_or_404(request, room)
    row = Room.objects.defer("programme").get(pk=room)
    kept = {"title": row.title, "date": row.date, "place": row.place, "zone": row.zone}
    kept |= {"start": _clock(row.start), "end": _clock(row.end), "log_until": row.log_until}
    form = DetailsForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        for name in ("start", "end"):
            values[name] = values[name].hour * 60 + values[name].minute
        try:
            workshops.change_details(by=by, now=datetime.now(UTC), **values)
            row.refresh_from_db(fields=["date", "zone"])
            _warn_of_past(request, row)
            return redirect("plan", room=room)
        except (Invalid, Refused) as problem:
            fault(form, problem)
    return render(request, "plan/details.html", {"form": form, "room": row})


@login_required
def poster(request: HttpRequest, room: str) -> HttpResponse:
    """A page to print and hang up: title, code, QR, what to do."""
    facilitator_or_404(request, room)
    row = Room.objects.defer("programme").get(pk=room)
    context = {"room": row, "code": shown(row.code), "address": settings.ADDRESS.split("://", 1)[1]}
    return render(request, "plan/poster.html", context)


@login_required
def helper_link(request: HttpRequest, room: str) -> HttpResponse:
    """Renews the co-facilitators' link and shows it once."""
    by = facilitator_or_404(request, room)
    if request.method == "POST":
        token = workshops.renew_helper_link(by=by, now=datetime.now(UTC))
        request.session[HELPER] = {**request.session.get(HELPER, {}), room: token}
    return redirect("plan", room=room)


@login_required
def rehearse(request: HttpRequest, room: str) -> HttpResponse:
    """Fills the workshop with pretend people, shows each role's view, and wipes all in one press."""
    by = facilitator_or_404(request, room)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "wipe":
                rehearsal.wipe(by=by, now=datetime.now(UTC))
                messages.success(request, WIPED)
            else:
                count = int(request.POST.get("people") or 12)
                rehearsal.fill(by=by, people=count, now=datetime.now(UTC))
                messages.success(request, FILLED.format(count))
        except ValueError:
            messages.error(request, "Write a number of people, such as 12.")
        except (Invalid, Refused) as problem:
            messages.error(request, problem.words)
        return redirect("rehearse", room=room)
    row = Room.objects.defer("programme").get(pk=room)
    pretend = list(
        Member.objects.filter(room=row, pretend=True, removed=False).select_related("group").order_by("pk")[:60]
    )
    groups = Group.there.groups(row).count()
    return render(request, "plan/rehearse.html", {"room": row, "pretend": pretend, "groups": groups})


@login_required
@require_POST
def be(request: HttpRequest, room: str, member: int) -> HttpResponse:
    """Shows the workshop as a pretend participant sees it, in this browser. Never as a real one."""
    by = facilitator_or_404(request, room)
    try:
        token = rehearsal.be(by=by, member_id=member, now=datetime.now(UTC))
    except Refused as refused:
        raise Http404 from refused
    response = redirect(f"/w/{room}/today")
    response.set_cookie(f"cw-{room}", token, max_age=86_400, httponly=True, secure=settings.SECURE, samesite="Lax")
    tell_who(response, Member.objects.get(pk=member))
    return response
