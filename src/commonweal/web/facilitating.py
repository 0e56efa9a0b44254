"""Commands of facilitators: who sits where, what is open, what the big screen shows."""

import secrets

import msgspec

from commonweal.operations import agenda, groups, pairs, people, rating, rehearsal, running, tablet, wall, workshops
from commonweal.web.command_shapes import Commands, Nothing, Result, Words, results


class State(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    state: str
    group: int | None = None


class Minutes(msgspec.Struct, forbid_unknown_fields=True):
    minutes: int
    activity: str = ""


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


class Seats(msgspec.Struct, forbid_unknown_fields=True):
    seats: dict[str, int | None]


class Key(msgspec.Struct, forbid_unknown_fields=True):
    key: str


class Activity(msgspec.Struct, forbid_unknown_fields=True):
    activity: str


class On(msgspec.Struct, forbid_unknown_fields=True):
    on: bool


class Show(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    team: str
    part: str


def _seed() -> int:
    return secrets.randbelow(2**31)


FACILITATOR: Commands = {
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
    "see_results": (Result, lambda by, b, now: results(by, b)),
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
