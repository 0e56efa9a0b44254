"""Commands of a role-played meeting: who is what in real life, drawing roles, and changes by hand."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from commonweal.operations import casting
from commonweal.store.models import Member


class Real(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    real: str = ""


class Draw(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    members: list[int]


class Role(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    member: int
    role: str = ""


class Plays(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    plays: str = ""
    source: str = ""


class Duty(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    duty: str


def _draw(by: Member, body: Draw, now: datetime) -> dict[str, list[str]]:
    seed = secrets.randbelow(2**31)
    own = casting.draw_roles(by=by, activity=body.activity, members=body.members, seed=seed, now=now)
    return {"own": [f"m{member}" for member in own]}


CASTING: dict[str, tuple[type[msgspec.Struct], Callable[[Member, Any, datetime], Any]]] = {
    "say_real": (Real, lambda by, b, now: casting.say_real(by=by, activity=b.activity, real=b.real, now=now)),
    "draw_roles": (Draw, _draw),
    "give_role": (
        Role,
        lambda by, b, now: casting.give_role(by=by, activity=b.activity, member_id=b.member, role=b.role, now=now),
    ),
    "set_plays": (
        Plays,
        lambda by, b, now: casting.set_plays(by=by, activity=b.activity, plays=b.plays, source=b.source, now=now),
    ),
    "take_duty": (Duty, lambda by, b, now: casting.take_duty(by=by, activity=b.activity, duty=b.duty, now=now)),
}
"""Commands of participants: the body's shape, and the operation."""
