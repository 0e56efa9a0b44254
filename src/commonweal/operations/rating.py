"""Anonymous ratings: answers kept without author, time or order; teams' results, worked out once, from five people on.

Nothing here moves the room's sequence number when somebody answers, and no audit line tells of it. Until results are
shared nobody is told how many have answered: a count that grows would tell who has.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from commonweal.access import Viewer, hashed, sees_result
from commonweal.blocks.fields import Problem, check_fields
from commonweal.blocks.rating import block
from commonweal.blocks.step import Written
from commonweal.content.load import step as step_of
from commonweal.core.agreement import agreement, middle, words
from commonweal.core.suppression import difference_allowed, shown, tells_of_each
from commonweal.core.teams import called, compared
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, in_charge, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writers import has_written, mix, wrote
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Member, Response, Room, RoomActivity, TeamProof

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = re.compile(r"[0-9a-f]{64}")
MOST = 2000
"""Responses that one rating takes."""
PARTS = ("most", "all")
"""What the big screen shows of a result: where the team differs most, or everything."""
AGAIN = "Reload the page; your answers are kept."


def is_rating(activity: Mapping[str, Any]) -> bool:
    """Whether an activity is a rating that people answer without their names."""
    return bool(activity["privacy"] == "anonymous" and activity["steps"][0]["block"] == block.KIND)


# --- answering ----------------------------------------------------------------------------------------


def answer(
    *, by: Member, activity: str, id: str, key: str, proof: str, fields: Mapping[str, object], now: datetime
) -> None:
    """Keeps a participant's answers, or changes them. Id, key and proof are made by the device; the key lets it change
    them until results are shared, the proof lets it see its team's result afterwards."""
    with write(by.room_id) as writing:
        member = fresh(by)
        row, step = open_rating(writing.room, activity)
        if member.role != Member.Role.PARTICIPANT:
            raise Refused("Only participants answer this.")
        if not (UID.fullmatch(id) and KEY.fullmatch(key) and KEY.fullmatch(proof)):
            raise Invalid(AGAIN)
        answers = checked(step, fields)
        kept = Response.objects.filter(pk=id).first()
        if kept:
            _change(kept, writing.room, activity, key, answers)
        elif has_written(writing.room, activity, row.batch, member):
            raise Refused("You have answered this already, on another device or on the tablet. Those answers count.")
        else:
            keep(writing.room, row, member, id, answers, key, proof)


def keep(
    room: Room, row: RoomActivity, member: Member | None, id: str, answers: Mapping[str, Any], *secrets_of_it: str
) -> None:
    """Keeps new answers with the hashes of their key and proof, and apart from them that the member has answered."""
    if Response.objects.filter(room=room, activity=row.key).count() >= MOST:
        raise Refused("No more answers can be taken here.")
    edit_hash, proof_hash = (hashed(secret) for secret in secrets_of_it)
    fields = {**answers, "edit_hash": edit_hash, "proof_hash": proof_hash}
    Response.objects.create(id=id, room=room, activity=row.key, **fields)
    mix(Response.objects.filter(room=room, activity=row.key))
    wrote(room, row.key, row.batch, member)


def open_rating(room: Room, activity: str) -> tuple[RoomActivity, block.Step]:
    """The rating and its step, when answers are taken now."""
    open_room(room)
    row, step = _rating(room, activity)
    if row.state == "shared":
        raise Refused("The results have been shared, so no more answers are taken.")
    if row.state != "open":
        raise Refused("This is not open now. Your answers are kept on this device.")
    return row, step


def checked(step: block.Step, fields: Mapping[str, object]) -> dict[str, Any]:
    """The columns of a response: the team as named and as compared, and the answers."""
    try:
        found = check_fields(block.fields(step), fields, whole=True)
    except Problem as problem:
        raise Invalid(problem.words) from None
    team = str(found.pop(block.TEAM, ""))
    answers = {key: value for key, value in found.items() if value}
    if not answers:
        raise Invalid("Answer at least one before you hand in.")
    return {"team": team, "team_key": compared(team)[:160], "answers": answers}


def _change(kept: Response, room: Room, activity: str, key: str, answers: Mapping[str, Any]) -> None:
    right = kept.room_id == room.pk and kept.activity == activity and hmac.compare_digest(kept.edit_hash, hashed(key))
    if not right:
        raise Refused("These answers were given on another device.")
    Response.objects.filter(pk=kept.pk).update(**answers)
    mix(Response.objects.filter(room=room, activity=activity))


def _rating(room: Room, activity: str) -> tuple[RoomActivity, block.Step]:
    row = RoomActivity.objects.filter(room=room, key=activity).first()
    settings = activities_of(room).get(activity)
    if row is None or settings is None or not is_rating(settings):
        raise Refused("That is not part of this workshop.")
    return row, cast(block.Step, step_of(settings, settings["steps"][0]["key"]))


# --- sharing ------------------------------------------------------------------------------------------


def freeze(writing: Writing, row: RoomActivity) -> dict[str, Any]:
    """Works the results out, once and for good: keys are forgotten, proofs are cut loose from the answers.

    Refuses when no team has five answers, and changes nothing then.
    """
    _, step = _rating(writing.room, row.key)
    responses = list(Response.objects.filter(room=writing.room, activity=row.key))
    teams = [team for team in by_team(step, responses) if shown(team["people"])]
    if not teams:
        raise Refused("No team has five answers yet, so there is no result to show. Nothing was changed.")
    shown_keys = {team["key"] for team in teams}
    proofs = [
        TeamProof(hash=one.proof_hash, room=writing.room, activity=row.key, team_key=one.team_key)
        for one in responses
        if one.proof_hash and one.team_key in shown_keys
    ]
    secrets.SystemRandom().shuffle(responses)
    secrets.SystemRandom().shuffle(proofs)
    Response.objects.filter(room=writing.room, activity=row.key).delete()
    for one in responses:
        one.edit_hash = one.proof_hash = ""
    Response.objects.bulk_create(responses)
    TeamProof.objects.bulk_create(proofs, ignore_conflicts=True)
    total = len(responses)
    told = difference_allowed(total, sum(team["people"] for team in teams))
    return {"teams": teams, **({"people": total} if told else {})}


def by_team(step: block.Step, responses: Iterable[Response]) -> list[dict[str, Any]]:
    """Each team's result, in the order of their names."""
    ordered = sorted(responses, key=lambda one: one.team_key)
    return [team_result(step, list(own)) for _, own in groupby(ordered, key=lambda one: one.team_key)]


def team_result(step: block.Step, responses: list[Response]) -> dict[str, Any]:
    """What comes together of one team: for each item its counts, middle and agreement, or why they are withheld."""
    written = [Written(one.pk, step.key, {block.TEAM: one.team, **one.answers}) for one in responses]
    counts = cast(dict[str, list[int]], block.summary(step, written)["items"])
    items = [{"key": item.key, **item_result(counts[item.key])} for item in step.items]
    return {
        "team": called(one.team for one in responses),
        "key": responses[0].team_key,
        "people": len(responses),
        "items": items,
    }


def item_result(counts: list[int]) -> dict[str, Any]:
    """One item: withheld under five answers; without its counts where all gave one answer, which would tell of each."""
    answers = sum(counts)
    if not shown(answers):
        return {"withheld": True}
    found = agreement(counts)
    said = {"answers": answers, "agreement": round(float(found), 4), "words": words(found)}
    if tells_of_each(counts):
        return {**said, "alike": True}
    return {**said, "counts": counts, "middle": list(middle(counts))}


# --- seeing -------------------------------------------------------------------------------------------


def results(*, room: Room, activity: str, viewer: Viewer, proof: str) -> dict[str, Any]:
    """The results that a viewer may see: of all teams for facilitators, else of the team that their device answered
    for, by the proof that it kept. A participant is told whether they `answered` themselves, on any device."""
    row, _ = _rating(room, activity)
    proven = TeamProof.objects.filter(room=room, activity=activity, hash=hashed(proof)).first() if proof else None
    key = proven.team_key if proven else None
    teams = [team for team in row.together.get("teams", []) if sees_result(viewer, proven=team["key"] == key)]
    people = {"people": row.together["people"]} if viewer.role == "facilitator" and "people" in row.together else {}
    own = Member.objects.filter(pk=viewer.member, role=Member.Role.PARTICIPANT).first()
    answered = {"answered": has_written(room, activity, row.batch, own)} if own else {}
    return {"shared": row.state == "shared", "teams": teams, **people, **answered}


def set_screen(*, by: Member, activity: str, team: str, part: str, now: datetime) -> None:
    """Puts one team's result on the big screen."""
    if part not in PARTS:
        raise Invalid("Choose what the big screen shows.", "part")
    with write(by.room_id) as writing:
        in_charge(by)
        row, _ = _rating(writing.room, activity)
        result = next((one for one in row.together.get("teams", []) if one["key"] == team), None)
        if result is None:
            raise Refused("There is no result of that team. Results are there once shared, from five answers on.")
        screen = {"mode": "rating", "activity": activity, "part": part, "result": result}
        Room.objects.filter(pk=writing.room.pk).update(screen=screen, screen_seq=writing.next())
