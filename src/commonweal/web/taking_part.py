"""Commands of participants, and of a tablet that is handed round."""

import time
from datetime import datetime

import msgspec

from commonweal.operations import checkins, groups, people, rating, running, sharing, tablet
from commonweal.operations.errors import Refused
from commonweal.store.models import Member
from commonweal.web.casting import CASTING
from commonweal.web.command_shapes import Commands, Nothing, Result, Words, results
from commonweal.web.joint import JOINT
from commonweal.web.limits import Quota

ADDRESSES = Quota(most=3, seconds=86_400)
"""How many addresses one participant may leave in a day."""


class Interest(msgspec.Struct, forbid_unknown_fields=True):
    interest: str


class Address(msgspec.Struct, forbid_unknown_fields=True):
    email: str


class Share(msgspec.Struct, forbid_unknown_fields=True):
    sheet: str
    texts: dict[str, str] = {}
    looked: dict[str, int] = {}


class Proof(msgspec.Struct, forbid_unknown_fields=True):
    verifier: str


class Self(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    organisation: str = ""
    sector: str = ""


class Answers(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    id: str
    key: str
    proof: str
    fields: dict[str, str]


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


def _check_in(by: Member, body: Address, now: datetime) -> dict[str, int]:
    """Leaves an address for check-ins; how often somebody did is known to this process alone, and nowhere stored."""
    if not ADDRESSES.take(str(by.pk), 1, time.monotonic()):
        raise Refused("You have left several addresses today. Try again tomorrow.")
    return {"mails": checkins.ask(by=by, email=body.email, now=now)}


PARTICIPANT: Commands = {
    "ask_help": (Words, lambda by, b, now: running.ask_help(by=by, text=b.text, now=now)),
    "share_copy": (
        Share,
        lambda by, b, now: sharing.share_copy(by=by, sheet_key=b.sheet, texts=b.texts, looked=b.looked, now=now),
    ),
    "withdraw_copy": (Share, lambda by, b, now: sharing.withdraw_copy(by=by, sheet_key=b.sheet, now=now)),
    "check_phrase": (Proof, lambda by, b, now: {"right": people.proves(member=by, verifier=b.verifier)}),
    "answer": (
        Answers,
        lambda by, b, now: rating.answer(
            by=by, activity=b.activity, id=b.id, key=b.key, proof=b.proof, fields=b.fields, now=now
        ),
    ),
    "see_result": (Result, lambda by, b, now: results(by, b)),
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


TABLET: Commands = {
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
