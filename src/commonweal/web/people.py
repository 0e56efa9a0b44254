"""The people of a workshop before it begins: inviting, reminding, personal links, and the links that stop mails."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonweal.operations import checkins, invitations, prework
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.prework import Done
from commonweal.store.models import Invitation, Member, Room
from commonweal.web.joining import PASS, TOO_MANY, ask_who, with_pass
from commonweal.web.limits import Quota, limits
from commonweal.web.planning import facilitator_or_404

MAILS = Quota(most=300, seconds=86_400)
"""How many mails one person may have sent in a day."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of people. `id` and `link` are of an invitation that nobody has used yet."""

    name: str
    state: str
    tone: str
    done: list[Done]
    email: str = ""
    id: str = ""
    link: str = ""
    again: bool = False
    reminded: datetime | None = None
    quiet: bool = False

    @property
    def label(self) -> str:
        return self.name or self.email


@login_required
def people_page(request: HttpRequest, room: str) -> HttpResponse:
    """Who is invited and who has joined, how far each is, and what to do about it."""
    by = facilitator_or_404(request, room)
    return _page(request, by)


def _page(request: HttpRequest, by: Member, problem: str = "", text: str = "") -> HttpResponse:
    now = datetime.now(UTC)
    row = Room.objects.defer("programme").get(pk=by.room_id)
    done, nothing = prework.progress(row), prework.nothing(row)
    invited = Invitation.objects.filter(room=row).select_related("member").order_by("name", "email")
    own = Member.objects.filter(room=row, role=Member.Role.PARTICIPANT, removed=False, pretend=False)
    alone = own.filter(Q(invitation=None)).order_by("name")
    rows = [_invited(one, done.get(one.member_id or 0, nothing)) for one in invited]
    rows += [Row(one.name, "Joined", "green", done.get(one.pk, nothing)) for one in alone]
    context = {
        "room": row,
        "rows": rows,
        "problem": problem,
        "text": text,
        "remindable": invitations.remindable(row, now),
        "waiting": sum(1 for one in invited if one.due),
    }
    return render(request, "plan/people.html", context, status=400 if problem else 200)


def _invited(one: Invitation, done: list[Done]) -> Row:
    """How an invitation stands."""
    if one.member:
        return Row(one.member.name, "Joined", "green", done, one.email, reminded=one.reminded, quiet=one.quiet)
    again = bool(one.email) and one.sent is None and one.due is None
    link = settings.ADDRESS + invitations.link(one)
    state, tone = _mail_state(one)
    return Row(one.name, state, tone, [], one.email, one.pk, link, again, one.reminded, one.quiet)


def _mail_state(one: Invitation) -> tuple[str, str]:
    if not one.email:
        return "Has a link", "blue"
    if one.due and one.sent is None:
        return "Mail waits to be sent", "yellow"
    if one.sent is None:
        return "Mail did not go out", "pink"
    return "Invited", "blue"


@login_required
@require_POST
def invite(request: HttpRequest, room: str) -> HttpResponse:
    """Invites a pasted list of people."""
    by = facilitator_or_404(request, room)
    text = request.POST.get("people", "")[:40_000]
    if not MAILS.take(f"{request.user.pk}", text.count("@"), time.monotonic()):
        return _page(request, by, "You have invited many people today. Invite the others tomorrow.", text)
    try:
        done = invitations.invite(by=by, text=text, now=datetime.now(UTC))
    except (Invalid, Refused) as problem:
        return _page(request, by, problem.words, text)
    people = "1 person" if done.new == 1 else f"{done.new} people"
    words = [f"{people} invited. The mails go out in a moment."] if done.new else []
    words += [f"{done.known} had been invited before."] if done.known else []
    if words:
        messages.success(request, " ".join(words))
    if done.wrong:
        read = ", ".join(one[:60] for one in done.wrong[:5])
        messages.error(request, f"{len(done.wrong)} could not be read as an email address: {read}")
    return redirect("people", room=room)


@login_required
@require_POST
def act(request: HttpRequest, room: str, what: str) -> HttpResponse:
    """Makes a personal link, reminds, sends once more, or takes an invitation back."""
    by, now = facilitator_or_404(request, room), datetime.now(UTC)
    id = request.POST.get("id", "")
    try:
        if what == "link":
            made = invitations.add_link(by=by, name=request.POST.get("name", ""), now=now)
            messages.success(request, f"A link for {made.name} is in the list.")
        elif what == "remind":
            if not MAILS.take(f"{request.user.pk}", invitations.remindable(by.room, now), time.monotonic()):
                raise Refused("Many mails have gone out for you today. Remind people tomorrow.")
            count = invitations.remind(by=by, now=now)
            people = "1 person" if count == 1 else f"{count} people"
            messages.success(request, f"{people} will be reminded in a moment. Nobody is reminded twice within a day.")
        elif what == "again":
            invitations.send_again(by=by, invitation_id=id, now=now)
            messages.success(request, "The mail is tried again in a moment.")
        elif what == "withdraw":
            invitations.withdraw(by=by, invitation_id=id, now=now)
            messages.success(request, "The invitation is withdrawn. Its link opens nothing any more.")
        else:
            raise Http404
    except (Invalid, Refused) as problem:
        return _page(request, by, problem.words)
    return redirect("people", room=room)


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link: the form for who is joining, filled with the name that was invited."""
    now, browser = time.monotonic(), request.COOKIES.get(PASS, "")
    if not limits.may_try(browser, now):
        return with_pass(request, render(request, "429.html", {"words": TOO_MANY}, status=429))
    found = invitations.by_token(token)
    if found is None:
        limits.failed(browser, now)
        raise Http404
    if found.member_id or found.room.state != Room.State.OPEN:
        return render(request, "join/used.html", {"room": found.room, "joined": bool(found.member_id)})
    return ask_who(
        request,
        found.room,
        lambda about: invitations.join(token=token, now=datetime.now(UTC), **about),
        initial={"name": found.name},
    )


@never_cache
def quiet(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails about a workshop to one address: asked first, since programs follow links in mails too."""
    if invitations.by_token(token) is None:
        raise Http404
    done = request.method == "POST" and invitations.be_quiet(token=token, now=datetime.now(UTC))
    return render(request, "join/stop.html", {"done": done})


@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the check-ins to one address, and deletes it."""
    done = request.method == "POST" and checkins.stop(token=token, now=datetime.now(UTC))
    if not done and checkins.by_token(token) is None:
        raise Http404
    return render(request, "join/stop.html", {"done": done, "deletes": True})


urlpatterns = [
    path("plan/<slug:room>/people/", people_page, name="people"),
    path("plan/<slug:room>/people/invite/", invite, name="invite"),
    path("plan/<slug:room>/people/<slug:what>/", act, name="people-act"),
    path("invited/<slug:token>/", invited, name="invited"),
    path("invited/<slug:token>/stop/", quiet, name="quiet"),
    path("stop/<slug:token>/", stop, name="stop"),
]
