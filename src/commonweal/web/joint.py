"""Writing a sheet jointly: the commands of its page, and the link by which a colleague comes in."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from commonweal import access
from commonweal.operations import joint
from commonweal.operations.errors import Refused
from commonweal.operations.people import join
from commonweal.operations.sheets import activities_of
from commonweal.store.models import Entry, Member, Room, Sheet
from commonweal.web.joining import PASS, TOO_MANY, ask_who, known_in_series, qr_code, rooms_of, with_pass
from commonweal.web.limits import limits


class OneSheet(msgspec.Struct, forbid_unknown_fields=True):
    sheet: str


class Colleague(msgspec.Struct, forbid_unknown_fields=True):
    sheet: str
    member: int


JOINT: dict[str, tuple[type[msgspec.Struct], Callable[[Member, Any, datetime], Any]]] = {
    "joint_link": (OneSheet, lambda by, b, now: {"link": joint.link(by=by, sheet_key=b.sheet)}),
    "make_joint_link": (OneSheet, lambda by, b, now: {"link": joint.make_link(by=by, sheet_key=b.sheet, now=now)}),
    "withdraw_joint_link": (OneSheet, lambda by, b, now: joint.withdraw_link(by=by, sheet_key=b.sheet, now=now)),
    "leave_joint": (OneSheet, lambda by, b, now: joint.leave(by=by, sheet_key=b.sheet, now=now)),
    "end_joint": (
        Colleague,
        lambda by, b, now: joint.end(by=by, sheet_key=b.sheet, member_id=b.member, now=now),
    ),
}
"""Commands of participants."""


@never_cache
def together_with(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague's link: whoever is in the workshop sees what it means and comes in; others join first."""
    now, browser = time.monotonic(), request.COOKIES.get(PASS, "")
    if not limits.may_try(browser, now):
        return with_pass(request, render(request, "429.html", {"words": TOO_MANY}, status=429))
    sheet = joint.by_token(token)
    if sheet is None or sheet.member is None:
        limits.failed(browser, now)
        gone = render(request, "join/joint_gone.html", {"rooms": rooms_of(request)}, status=404)
        return with_pass(request, gone)
    if sheet.room.state != Room.State.OPEN:
        return render(request, "join/used.html", {"room": sheet.room})
    here = access.member_by_token(sheet.room_id, request.COOKIES.get(f"cw-{sheet.room_id}", ""), "participant")
    return _offer(request, token, sheet, here) if here else _join(request, token, sheet, sheet.member)


def _join(request: HttpRequest, token: str, sheet: Sheet, owner: Member) -> HttpResponse:
    """The form for who is joining, with the colleague's organisation; after the six words the link goes on."""
    code = sheet.room.code
    onward = f"{reverse('phrase', kwargs={'room': sheet.room_id})}?with={token}"
    return ask_who(
        request,
        sheet.room,
        lambda about: join(code=code, now=datetime.now(UTC), **about),
        initial={"organisation": owner.organisation},
        onward=onward,
        known=known_in_series(request, sheet.room),
        colleague=owner,
    )


def _offer(request: HttpRequest, token: str, sheet: Sheet, here: Member) -> HttpResponse:
    """What writing together means, and the button that begins it."""
    page = "scenario" if sheet.activity == "w6" else f"activity/{sheet.activity}"
    address, problem = f"/w/{sheet.room_id}/{page}", ""
    if here.pk in sheet.colleagues:
        return redirect(address)
    if request.method == "POST":
        try:
            joint.come_in(by=here, token=token, now=datetime.now(UTC))
        except Refused as refused:
            problem = refused.words
        else:
            return redirect(address)
    others = Member.objects.filter(pk__in=sheet.colleagues, removed=False).order_by("name")
    own = Entry.objects.filter(sheet__member=here, sheet__activity=sheet.activity, sheet__copy=False, removed=False)
    context = {
        "room": sheet.room,
        "owner": sheet.member,
        "here": here,
        "title": activities_of(sheet.room)[sheet.activity]["title"],
        "others": [one.name for one in others],
        "begun": own.exists(),
        "address": address,
        "problem": problem,
    }
    return render(request, "join/joint.html", context, status=400 if problem else 200)


@require_GET
def qr(request: HttpRequest, token: str) -> HttpResponse:
    """The link as a QR code, for a colleague's phone beside one's own. Whether it opens anything is not looked up."""
    address = reverse("together-with", kwargs={"token": token})
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(qr_code(settings.ADDRESS + address), content_type="image/svg+xml", headers=headers)


urlpatterns = [
    path("together-with/<slug:token>/", together_with, name="together-with"),
    path("together-with/<slug:token>/qr.svg", qr, name="together-with-qr"),
]
