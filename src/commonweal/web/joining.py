"""Joining by code, the phrase, coming back, and the co-facilitators' and the big screen's links."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonweal import access
from commonweal.core.codes import normalise, shown
from commonweal.operations import groups, people, series
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.people import Joined
from commonweal.store.models import Group, Member, MemberKey, Person, Room
from commonweal.web.limits import limits

PASS = "cw-pass"  # noqa: S105
TOO_MANY = "Many wrong codes have been tried on this server. Open this page again, wait a few seconds, then type yours."
UNKNOWN = "There is no open workshop with that code. Check it with the person beside you, or with the big screen."
SECTORS = (
    "NHS",
    "Local government",
    "Voluntary and community",
    "Police and justice",
    "Education",
    "Housing",
    "Business",
    "Resident or community member",
    "Other",
)
DAYS = 180
NOTHING: Mapping[str, str] = {}
MOST_ROOMS = 20
"""Rooms whose keys are looked at on the first page; a browser can send as many cookies as it likes."""
MOST_TYPED = 300
"""Letters that the code's field takes: a join link is pasted there, too."""
LINK = re.compile(r"[0-9a-f]{64}")
"""The secret of a link that lets a colleague in to a sheet."""


class CodeForm(forms.Form):
    """The code, as typed, or the join link that was pasted instead."""

    code = forms.CharField(
        label="Workshop code",
        max_length=MOST_TYPED,
        help_text="Eight letters and digits. It’s on the big screen and in your invitation.",
        widget=forms.TextInput(attrs={"class": "input input--code", "autocapitalize": "characters"}),
        error_messages={
            "required": "Type the workshop’s code: eight letters and digits.",
            "max_length": "That is longer than a code. It has eight letters and digits, such as MK4T 7WQX.",
        },
    )

    def clean_code(self) -> str:
        found = normalise(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(
                "A code has eight letters and digits, such as MK4T 7WQX. It has no 0, O, 1 or I."
            )
        return found


class AboutForm(forms.Form):
    """Who is joining."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="As people here call you.",
        error_messages={"required": "Type your name, as people here call you."},
    )
    organisation = forms.CharField(label="Your organisation", max_length=120, required=False)
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose one"), *((s, s) for s in SECTORS)], required=False)
    interest = forms.ChoiceField(
        label="What would you like to work on?",
        required=False,
        help_text="An invented case, or your own. If you don’t know yet, leave it at Anything.",
    )

    def __init__(self, room: Room, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = groups.interests(room)
        field = self.fields["interest"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list(choices.items())
        if len(choices) < 2:
            del self.fields["interest"]


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """The first page: a box for the code, and the way back to workshops that this browser is in."""
    return with_pass(request, render(request, "home.html", {"form": CodeForm(), "rooms": rooms_of(request)}))


def rooms_of(request: HttpRequest) -> list[Room]:
    """The workshops that this browser is in as a participant, without archived ones, the latest first; at most five."""
    names = [name.removeprefix("cw-") for name in request.COOKIES if name.startswith("cw-r")]
    here = [access.member_by_token(room, request.COOKIES[f"cw-{room}"], "participant") for room in names[-MOST_ROOMS:]]
    rooms = [member.room for member in here if member and member.room.state != Room.State.ARCHIVED]
    return sorted(rooms, key=lambda room: room.date, reverse=True)[:5]


@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Takes the code, and goes on to who is joining."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("about", code=form.cleaned_data["code"])
    return with_pass(request, render(request, "join/code.html", {"form": form}))


@never_cache
def about(request: HttpRequest, code: str) -> HttpResponse:
    """Looks the code up, takes name, organisation and sector, and lets the person in."""
    now = time.monotonic()
    token = request.COOKIES.get(PASS, "")
    if not limits.may_try(token, now):
        return with_pass(request, render(request, "429.html", {"words": TOO_MANY}, status=429))
    room = people.room_of_code(code)
    if room is None and (mine := next((one for one in rooms_of(request) if one.code == normalise(code)), None)):
        return redirect(f"/w/{mine.pk}/today")  # closed, and its people still come to their log by the poster
    if room is None:
        limits.failed(token, now)
        return with_pass(request, render(request, "join/code.html", {"form": _unknown(code)}, status=404))
    known = known_in_series(request, room)
    return ask_who(request, room, lambda about: people.join(code=code, now=datetime.now(UTC), **about), known=known)


def ask_who(
    request: HttpRequest,
    room: Room,
    join: Callable[[dict[str, str]], Joined | None],
    *,
    initial: Mapping[str, str] = NOTHING,
    known: Member | None = None,
    onward: str = "",
    colleague: Member | None = None,
) -> HttpResponse:
    """The form for who is joining; lets the person in when it is filled, and goes `onward` (else to their six words).

    `initial` is what is known of them; `known` is who they are in another workshop of the series, and may be here;
    `colleague` invited them to write together.
    """
    to = redirect(onward) if onward else redirect("phrase", room=room.pk)
    here = access.member_by_token(room.pk, request.COOKIES.get(f"cw-{room.pk}", ""), "participant")
    if known and request.POST.get("known") == str(known.pk):
        if here:  # the button was pressed twice
            return to
        return let_in(to, room, series.join_again(member=known, room=room, now=datetime.now(UTC)).token)
    form = AboutForm(room, request.POST or None, initial=dict(initial))
    if request.method == "POST" and form.is_valid():
        try:
            joined = join(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.words)
        except Invalid as invalid:
            form.add_error(invalid.field or None, invalid.words)
        else:
            if joined:
                return let_in(to, room, joined.token)
            form.add_error(None, UNKNOWN)
    context = {"form": form, "room": room, "here": here, "known": known, "code": shown(room.code)}
    context |= {"colleague": colleague}
    return with_pass(request, render(request, "join/about.html", context))


def known_in_series(request: HttpRequest, room: Room) -> Member | None:
    """The person that this browser is in another workshop of the room's series."""
    for other in reversed(series.rooms_of(room)):
        token = request.COOKIES.get(f"cw-{other.pk}", "")
        if other.pk != room.pk and (member := access.member_by_token(other.pk, token, "participant")):
            return member
    return None


def _unknown(code: str) -> CodeForm:
    """The code's form, saying that no workshop has that code."""
    form = CodeForm({"code": code})
    form.is_valid()
    if "code" not in form.errors:
        form.add_error("code", UNKNOWN)
    return form


def let_in(response: HttpResponse, room: Room, token: str, kind: str = "cw") -> HttpResponse:
    """Leaves the key to a room in the browser; of a participant's, also whose it is, for scripts to read."""
    response.set_cookie(
        f"{kind}-{room.pk}",
        token,
        max_age=DAYS * 86_400,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )
    if kind == "cw" and (member := access.member_by_token(room.pk, token, "participant")):
        tell_who(response, member)
    return response


def tell_who(response: HttpResponse, member: Member) -> None:
    """Leaves in the browser who it is in a room: a page that still stands for somebody else gives way."""
    name, age = f"cwm-{member.room_id}", DAYS * 86_400
    response.set_cookie(name, f"m{member.pk}", max_age=age, secure=settings.SECURE, samesite="Lax")


def with_pass(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not request.COOKIES.get(PASS):
        made = limits.new_pass(time.monotonic())
        response.set_cookie(PASS, made, max_age=86_400, httponly=True, secure=settings.SECURE, samesite="Lax")
    return response


@never_cache
@require_GET
def phrase(request: HttpRequest, room: str) -> HttpResponse:
    """The six words, made in the browser; the server is sent only what they prove."""
    member = access.member_by_token(room, request.COOKIES.get(f"cw-{room}", ""), "participant")
    if member is None:
        return redirect("home")
    token = request.GET.get("with", "")
    onward = reverse("together-with", kwargs={"token": token}) if LINK.fullmatch(token) else f"/w/{room}/today"
    return render(request, "join/phrase.html", {"member": member, "room": member.room, "onward": onward})


@require_POST
def verifier(request: HttpRequest, room: str) -> HttpResponse:
    """Keeps what a member's phrase proves."""
    member = access.member_by_token(room, request.COOKIES.get(f"cw-{room}", ""), "participant")
    if member is None:
        return JsonResponse({"ok": False, "error": "You are not in this workshop on this device."}, status=403)
    try:
        given = {name: request.POST.get(name, "") for name in ("verifier", "mix")}
        people.set_verifier(member=member, now=datetime.now(UTC), **given)
    except (Refused, Invalid) as problem:
        return JsonResponse({"ok": False, "error": problem.words}, status=400)
    return JsonResponse({"ok": True})


@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Coming back with the code and the six words, or with the resume link whose fragment holds them."""
    if request.method != "POST":
        return with_pass(request, render(request, "join/back.html", {}))
    now, token = time.monotonic(), request.COOKIES.get(PASS, "")
    if not limits.may_try(token, now):
        return JsonResponse({"ok": False, "error": TOO_MANY}, status=429)
    room = Room.objects.defer("programme").filter(pk=request.POST.get("room", "")).first()
    by_code = request.POST.get("by") == "code"
    verifier = request.POST.get("verifier", "")
    try:
        joining = by_code and room is not None and room.state == Room.State.OPEN
        found = series.come_back(room=room, verifier=verifier, joining=joining, now=datetime.now(UTC)) if room else []
    except Refused as refused:
        return JsonResponse({"ok": False, "error": refused.words}, status=403)
    if not room or not found:
        limits.failed(token, now)
        words = "Those six words do not belong to this workshop. Check each word and the code."
        return JsonResponse({"ok": False, "error": words}, status=404)
    return _let_back(room if by_code else None, found)


def _let_back(room: Room | None, found: list[Joined]) -> HttpResponse:
    """Leaves the keys to all that was opened, and says where to go: to the room, or to the nearest in time."""
    to = next((one for one in found if room and one.member.room_id == room.pk), None)
    to = to or series.nearest(found, datetime.now(UTC).date())
    members = {one.member.room_id: f"m{one.member.pk}" for one in found}
    response: HttpResponse = JsonResponse({"ok": True, "go": f"/w/{to.member.room_id}/today", "members": members})
    for one in found:
        response = let_in(response, one.member.room, one.token)
    return response


@never_cache
@require_GET
def room_of_code(request: HttpRequest, code: str) -> HttpResponse:
    """The id of the workshop with that code, which the words are mixed with before they leave the browser."""
    now, token = time.monotonic(), request.COOKIES.get(PASS, "")
    if not limits.may_try(token, now):
        return JsonResponse({"ok": False, "error": TOO_MANY}, status=429)
    room = people.room_of_code(code, closed=True)
    if room is None:
        limits.failed(token, now)
        return JsonResponse({"ok": False, "error": UNKNOWN}, status=404)
    return JsonResponse({"ok": True, "room": room.pk, "mix": room.mix})


@require_GET
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The join link as a QR code. It tells nothing that the code does not."""
    if normalise(code) != code:
        raise Http404
    xml = qr_code(f"{settings.ADDRESS}/join/{code}/")
    return HttpResponse(xml, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


def qr_code(address: str) -> str:
    """An address as the SVG of a QR code."""
    svg = segno.make(address, error="m").svg_inline(scale=4, border=2, dark="#000000", light="#ffffff", omitsize=True)
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in svg else svg


@login_required
def helper(request: HttpRequest, token: str) -> HttpResponse:
    """A co-facilitator's link: choose the groups to run."""
    room = people.room_of_helper_link(token)
    if room is None or not isinstance(request.user, Person):
        raise Http404
    there = list(Group.there.groups(room))
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("groups") if one.isdigit()]
        people.join_as_helper(token=token, person=request.user, groups=chosen, now=datetime.now(UTC))
        return redirect(f"/w/{room.pk}/console")
    return render(request, "join/helper.html", {"room": room, "groups": there})


@require_GET
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The big screen's link: this browser becomes the screen."""
    key = MemberKey.objects.select_related("member__room").filter(
        hash=access.hashed(token), member__role="screen", member__removed=False
    )
    found = key.first()
    if found is None:
        raise Http404
    room = found.member.room
    return let_in(redirect(f"/w/{room.pk}/screen"), room, token, "cws")
