"""Commands of the room's pages: JSON in, JSON out. Each reads who asks, calls one operation, and answers.

A command is refused unless it comes from a page of this server (Origin or Sec-Fetch-Site, and a header that no form
can send). Facilitators are known by their session, participants by their device's key.
"""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal import access
from commonweal.content.load import library
from commonweal.content.render import html
from commonweal.operations import (
    agenda,
    casting,
    checkins,
    groups,
    pairs,
    people,
    rating,
    rehearsal,
    running,
    sharing,
    tablet,
    wall,
    workshops,
)
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Member
from commonweal.web.casting import CASTING
from commonweal.web.joint import JOINT
from commonweal.web.limits import Quota
from commonweal.web.shell import shell

LARGEST = 256 * 1024
Body = dict[str, Any]
View = Callable[..., HttpResponse]


class State(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    state: str
    group: int | None = None


class Minutes(msgspec.Struct, forbid_unknown_fields=True):
    minutes: int
    activity: str = ""


class Words(msgspec.Struct, forbid_unknown_fields=True):
    text: str = ""
    group: int | None = None


class Screen(msgspec.Struct, forbid_unknown_fields=True):
    mode: str
    activity: str = ""


class Review(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    upto: int


class Hide(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    reason: str = ""


class Number(msgspec.Struct, forbid_unknown_fields=True):
    id: int


class Move(msgspec.Struct, forbid_unknown_fields=True):
    member: int
    group: int | None = None


class Named(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    id: int = 0


class Scenario(msgspec.Struct, forbid_unknown_fields=True):
    id: int
    scenario: str


class Count(msgspec.Struct, forbid_unknown_fields=True):
    count: int


class Make(msgspec.Struct, forbid_unknown_fields=True):
    count: int
    by_interest: bool = False


class Pair(msgspec.Struct, forbid_unknown_fields=True):
    within: bool = False


class PutWith(msgspec.Struct, forbid_unknown_fields=True):
    member: int
    other: int


class Interest(msgspec.Struct, forbid_unknown_fields=True):
    interest: str


class Address(msgspec.Struct, forbid_unknown_fields=True):
    email: str


class Seats(msgspec.Struct, forbid_unknown_fields=True):
    seats: dict[str, int | None]


class Key(msgspec.Struct, forbid_unknown_fields=True):
    key: str


class Activity(msgspec.Struct, forbid_unknown_fields=True):
    activity: str


class Share(msgspec.Struct, forbid_unknown_fields=True):
    sheet: str
    texts: dict[str, str] = {}


class On(msgspec.Struct, forbid_unknown_fields=True):
    on: bool


class Proof(msgspec.Struct, forbid_unknown_fields=True):
    verifier: str


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


class Self(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    organisation: str = ""
    sector: str = ""


class Note(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    key: str
    column: str = ""
    text: str = ""
    action: str = "add"
    others: list[tuple[str, str]] = []


class Answers(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    id: str
    key: str
    proof: str
    fields: dict[str, str]


class Result(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    proof: str = ""


class Show(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    team: str
    part: str


class HandedNote(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    column: str
    text: str


class HandedNotes(msgspec.Struct, forbid_unknown_fields=True):
    notes: list[HandedNote]
    person: int | None = None


class HandedAnswers(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    fields: dict[str, str]
    person: int | None = None


Act = Callable[[Member, Any, datetime], Any]

ADDRESSES = Quota(most=3, seconds=86_400)
"""How many addresses one participant may leave in a day."""


def _seed() -> int:
    return secrets.randbelow(2**31)


def _check_in(by: Member, body: Address, now: datetime) -> dict[str, int]:
    """Leaves an address for check-ins; how often somebody did is known to this process alone, and nowhere stored."""
    if not ADDRESSES.take(str(by.pk), 1, time.monotonic()):
        raise Refused("You have left several addresses today. Try again tomorrow.")
    return {"mails": checkins.ask(by=by, email=body.email, now=now)}


FACILITATOR: dict[str, tuple[type[msgspec.Struct], Act]] = {
    "set_state": (
        State,
        lambda by, b, now: running.set_state(by=by, activity=b.activity, state=b.state, group=b.group, now=now),
    ),
    "start_item": (Key, lambda by, b, now: agenda.start_item(by=by, key=b.key, now=now)),
    "finish_item": (Key, lambda by, b, now: agenda.finish_item(by=by, key=b.key, now=now)),
    "start_timer": (
        Minutes,
        lambda by, b, now: running.start_timer(by=by, minutes=b.minutes, activity=b.activity, now=now),
    ),
    "pause_timer": (Nothing, lambda by, b, now: running.pause_timer(by=by, now=now)),
    "resume_timer": (Nothing, lambda by, b, now: running.resume_timer(by=by, now=now)),
    "clear_timer": (Nothing, lambda by, b, now: running.clear_timer(by=by, now=now)),
    "add_minutes": (Minutes, lambda by, b, now: running.add_minutes(by=by, minutes=b.minutes, now=now)),
    "message": (Words, lambda by, b, now: running.message(by=by, text=b.text, group=b.group, now=now)),
    "answer_help": (Number, lambda by, b, now: running.answer_help(by=by, message_id=b.id, now=now)),
    "set_screen": (Screen, lambda by, b, now: running.set_screen(by=by, mode=b.mode, activity=b.activity, now=now)),
    "review": (Review, lambda by, b, now: running.review(by=by, activity=b.activity, upto=b.upto, now=now)),
    "hide": (Hide, lambda by, b, now: running.hide(by=by, entry=b.id, reason=b.reason, now=now)),
    "unhide": (Hide, lambda by, b, now: running.unhide(by=by, entry=b.id, now=now)),
    "set_presence": (On, lambda by, b, now: running.set_presence(by=by, on=b.on, now=now)),
    "add_group": (Named, lambda by, b, now: {"id": groups.add_group(by=by, name=b.name, now=now).pk}),
    "rename_group": (Named, lambda by, b, now: groups.rename_group(by=by, group_id=b.id, name=b.name, now=now)),
    "remove_group": (Number, lambda by, b, now: groups.remove_group(by=by, group_id=b.id, now=now)),
    "set_scenario": (
        Scenario,
        lambda by, b, now: groups.set_scenario(by=by, group_id=b.id, scenario=b.scenario, now=now),
    ),
    "move_member": (
        Move,
        lambda by, b, now: groups.move_member(by=by, member_id=b.member, group_id=b.group, now=now),
    ),
    "make_groups": (
        Make,
        lambda by, b, now: {
            "before": groups.make_groups(by=by, count=b.count, seed=_seed(), by_interest=b.by_interest, now=now)
        },
    ),
    "make_pairs": (
        Pair,
        lambda by, b, now: {"pairs": pairs.make_pairs(by=by, within=b.within, seed=_seed(), now=now)},
    ),
    "put_with": (
        PutWith,
        lambda by, b, now: pairs.put_with(by=by, member_id=b.member, other_id=b.other, now=now),
    ),
    "arrange": (Seats, lambda by, b, now: groups.arrange(by=by, seats=b.seats, now=now)),
    "remove_member": (Number, lambda by, b, now: people.remove_member(by=by, member_id=b.id, now=now)),
    "restore_member": (Number, lambda by, b, now: people.restore_member(by=by, member_id=b.id, now=now)),
    "open_screen": (Nothing, lambda by, b, now: {"token": people.open_screen(by=by, now=now)}),
    "collect_notes": (Activity, lambda by, b, now: wall.collect(by=by, activity=b.activity, now=now)),
    "show_batch": (Activity, lambda by, b, now: {"batch": wall.show_batch(by=by, activity=b.activity, now=now)}),
    "hide_note": (Hide, lambda by, b, now: wall.hide_note(by=by, id=b.id, reason=b.reason, now=now)),
    "see_results": (Result, lambda by, b, now: _results(by, b)),
    "show_result": (
        Show,
        lambda by, b, now: rating.set_screen(by=by, activity=b.activity, team=b.team, part=b.part, now=now),
    ),
    "end_hand_round": (Nothing, lambda by, b, now: tablet.end(by=by, now=now)),
    "close": (Nothing, lambda by, b, now: workshops.close(by=by, now=now)),
    "reopen": (Nothing, lambda by, b, now: workshops.reopen(by=by, now=now)),
    "rehearse": (Count, lambda by, b, now: {"people": rehearsal.fill(by=by, people=b.count, now=now)}),
    "wipe": (Nothing, lambda by, b, now: rehearsal.wipe(by=by, now=now)),
}
"""Commands of facilitators: the body's shape, and the operation."""

PARTICIPANT: dict[str, tuple[type[msgspec.Struct], Act]] = {
    "ask_help": (Words, lambda by, b, now: running.ask_help(by=by, text=b.text, now=now)),
    "share_copy": (Share, lambda by, b, now: sharing.share_copy(by=by, sheet_key=b.sheet, texts=b.texts, now=now)),
    "withdraw_copy": (Share, lambda by, b, now: sharing.withdraw_copy(by=by, sheet_key=b.sheet, now=now)),
    "check_phrase": (Proof, lambda by, b, now: {"right": people.proves(member=by, verifier=b.verifier)}),
    "answer": (
        Answers,
        lambda by, b, now: rating.answer(
            by=by, activity=b.activity, id=b.id, key=b.key, proof=b.proof, fields=b.fields, now=now
        ),
    ),
    "see_result": (Result, lambda by, b, now: _results(by, b)),
    "rename": (
        Self,
        lambda by, b, now: people.rename(by=by, name=b.name, organisation=b.organisation, sector=b.sector, now=now),
    ),
    **CASTING,
    **JOINT,
    "set_interest": (Interest, lambda by, b, now: groups.set_interest(by=by, interest=b.interest, now=now)),
    "check_in": (Address, lambda by, b, now: _check_in(by, b, now)),
}
"""Commands of participants."""

TABLET: dict[str, tuple[type[msgspec.Struct], Act]] = {
    "see_tablet": (Nothing, lambda by, b, now: tablet.shown(by=by)),
    "hand_in_notes": (
        HandedNotes,
        lambda by, b, now: tablet.take_notes(
            by=by, person=b.person, notes=[(one.id, one.column, one.text) for one in b.notes], now=now
        ),
    ),
    "hand_in_answers": (
        HandedAnswers,
        lambda by, b, now: tablet.take_answers(by=by, person=b.person, id=b.id, fields=b.fields, now=now),
    ),
}
"""Commands of a tablet that is handed round."""


def _results(by: Member, wanted: Result) -> dict[str, Any]:
    viewer = access.viewer_of(by)
    return rating.results(room=by.room, activity=wanted.activity, viewer=viewer, proof=wanted.proof)


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
    """The request's body as a message of that shape, or Invalid."""
    if len(request.body) > LARGEST:
        raise Invalid("That is too much at once.")
    try:
        return msgspec.json.decode(request.body or b"{}", type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
        raise Invalid("The page sent something the server cannot read. Reload it; your words are kept.") from None


@csrf_exempt
@require_POST
def do(request: HttpRequest, room: str, command: str) -> HttpResponse:
    """Runs a command by its name."""
    if not from_our_page(request):
        return no("This request did not come from one of our pages.", 403)
    tables = ((FACILITATOR, facilitator_of), (PARTICIPANT, participant_of), (TABLET, tablet_of))
    table, whose = next(((table, whose) for table, whose in tables if command in table), (None, None))
    if table is None or whose is None:
        return no("There is no such command.", 404)
    by = whose(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    shape, act = table[command]
    return private(answered(lambda: act(by, read(request, shape), datetime.now(UTC))))


@csrf_exempt
@require_POST
def names(request: HttpRequest, room: str) -> HttpResponse:
    """The asker's own sheet, and the names found in it."""
    by = participant_of(request, room)
    if not from_our_page(request) or by is None:
        return no(NOT_HERE, 403)
    return answered(lambda: sharing.look_through(member=by, sheet_key=read(request, Share).sheet))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wall_notes(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The page of the wall; to a page's script the notes that have been shown; by POST a participant writes one."""
    if request.method == "GET" and request.headers.get("X-Commonweal") != "1":
        return shell(request, room)
    if request.method == "GET":
        by = anyone_of(request, room)
        if by is None:
            return no(NOT_HERE, 403)
        found = wall.shown(room=by.room, activity=activity, viewer=access.viewer_of(by))
        return private(JsonResponse({"ok": True, "notes": found}))
    writer = participant_of(request, room)
    if not from_our_page(request) or writer is None:
        return no(NOT_HERE, 403)
    return answered(lambda: _write_note(writer, activity, read(request, Note)))


def _write_note(by: Member, activity: str, note: Note) -> None:
    now = datetime.now(UTC)
    own = {"id": note.id, "key": note.key}
    if note.action == "change":
        wall.change_note(by=by, activity=activity, text=note.text, now=now, **own)
    elif note.action == "remove":
        wall.remove_note(by=by, activity=activity, others=note.others, now=now, **own)
    else:
        wall.add_note(by=by, activity=activity, column=note.column, text=note.text, now=now, **own)


@require_GET
def review(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The anonymous notes that were collected and are about to be shown, to a facilitator."""
    by = facilitator_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    return private(answered(lambda: wall.pending(by=by, activity=activity)))


@require_GET
def late(request: HttpRequest, room: str) -> HttpResponse:
    """How late the day runs, and what could be cut, to a facilitator."""
    by = facilitator_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    words, cuts = agenda.lateness(room=by.room, now=datetime.now(UTC))
    return private(JsonResponse({"words": words, "cuts": [{"key": cut.key, "words": cut.words} for cut in cuts]}))


@require_GET
def recorded(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """What earlier workshops brought back from an activity, quoted with its source, to anyone in the room."""
    by = anyone_of(request, room)
    if by is None:
        return no(NOT_HERE, 403)
    found = [one.model_dump(mode="json") for one in library().recorded(activity)]
    return private(JsonResponse({"ok": True, "recorded": found}))


@require_GET
def card(request: HttpRequest, room: str, activity: str) -> HttpResponse:
    """The private card of the role that the asker plays; all of a meeting's cards, to a facilitator."""
    by = facilitator_of(request, room) or participant_of(request, room)
    if by is None:
        return private(no(NOT_HERE, 403))

    def found() -> dict[str, Any]:
        own = casting.cards(by=by, activity=activity)
        return {"cards": [{"role": one["role"], "label": one["label"], "html": html(one["text"])} for one in own]}

    return private(answered(found))


def private(response: HttpResponse) -> HttpResponse:
    """The answer, marked so that nothing on the way and no browser keeps it."""
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("w/<slug:room>/do/<slug:command>", do, name="do"),
    path("w/<slug:room>/names", names, name="names"),
    path("w/<slug:room>/wall/<slug:activity>", wall_notes, name="wall"),
    path("w/<slug:room>/late", late, name="late"),
    path("w/<slug:room>/recorded/<slug:activity>", recorded, name="recorded"),
    path("w/<slug:room>/card/<slug:activity>", card, name="card"),
    path("w/<slug:room>/pending/<slug:activity>", review, name="pending"),
]
commands = urlpatterns
