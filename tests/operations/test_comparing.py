"""Workshops side by side: what a facilitator sees of another one, and everything that must not be in it."""

import json

import pytest
from django.test import Client

from commonweal.operations import comparing, people, running
from commonweal.operations.errors import Refused
from commonweal.operations.writing import put_entry
from commonweal.store.gateway import write
from commonweal.store.models import Audit, Entry, Group, Member, Room, Sheet
from tests.cast import NOW, Cast

LEAK = "leak-"
Seen = dict[str, object]


def _join(room: Room, count: int) -> list[Member]:
    joined = [
        people.join(code=room.code, name=f"{LEAK}name{n}", organisation=f"{LEAK}org", sector="", now=NOW)
        for n in range(count)
    ]
    return [one.member for one in joined if one]


def _put(room: Room, key: str, by: Member, step: str, **fields: object) -> str:
    with write(room.pk) as writing:
        return put_entry(writing, Sheet.objects.get(room=room, key=key), by, step, fields).uid


@pytest.fixture
def other(cast: Cast) -> Room:
    """Elin's workshop: five people, two groups; one challenge shared, and much beside it that must stay."""
    room = cast.elin.room
    from commonweal.operations import groups

    one, two = (groups.add_group(by=cast.elin, name=f"{LEAK}group{n}", now=NOW) for n in (1, 2))
    members = _join(room, 5)
    for member in members:
        groups.move_member(by=cast.elin, member_id=member.pk, group_id=one.pk, now=NOW)
    running.set_state(by=cast.elin, activity="a2", state="open", now=NOW)
    mine = f"a2.g{one.pk}"
    first = members[0]
    _put(
        room,
        mine,
        first,
        "notes",
        column="challenges",
        text="Money stops",
        conflict="resources",
        theme="Money",
        place=2.0,
    )
    _put(room, mine, members[1], "notes", column="challenges", text="Budgets differ", place=1.0, agenda="yes")
    hidden = _put(room, mine, first, "notes", column="challenges", text=f"{LEAK}hidden")
    gone = _put(room, mine, first, "notes", column="challenges", text=f"{LEAK}removed")
    _put(room, f"a2.g{two.pk}", first, "notes", column="challenges", text=f"{LEAK}not shared")
    _put(room, f"w6.m{first.pk}", first, "steps", prompt="step5", text=f"{LEAK}scenario")
    _put(room, f"w8.m{first.pk}", first, "log", prompt="experience", text=f"{LEAK}log")
    running.set_state(by=cast.elin, activity="a2", state="shared", group=one.pk, now=NOW)
    running.hide(by=cast.elin, entry=hidden, reason=f"{LEAK}reason", now=NOW)
    Entry.objects.filter(uid=gone).update(removed=True)
    return room


def _agree(*members: Member) -> None:
    for member in members:
        comparing.set_compares(by=member, agree=True, now=NOW)


def _grow(cast: Cast) -> None:
    """Asha's workshop has three people; five are needed."""
    _join(cast.room, 2)


def test_both_who_agreed_see_counts_and_shared_notes(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    seen = comparing.elsewhere(by=cast.asha, activity="a2")
    notes = [
        {"column": "challenges", "text": "Budgets differ"},
        {"column": "challenges", "text": "Money stops", "theme": "Money", "conflict": "resources"},
    ]
    counts = [
        {"label": "Opportunities", "tone": "green", "count": 0},
        {"label": "Challenges", "tone": "pink", "count": 2},
    ]
    step = {"key": "notes", "title": "Notes", "counts": counts, "notes": notes}
    workshop = {"title": "Another", "date": "2026-03-12", "people": 5, "picks": {}, "steps": [step]}
    assert seen == {"agrees": True, "enough": True, "workshops": [workshop]}
    running.set_state(by=cast.asha, activity="a2", state="open", now=NOW)
    _put(cast.room, f"a2.g{cast.one.pk}", cast.ben, "notes", column="opportunities", text="Four budgets in one room")
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    back = comparing.elsewhere(by=cast.elin, activity="a2")["workshops"]
    assert [one["title"] for one in back] == ["Collaborative working"]
    assert back[0]["steps"][0]["notes"] == [{"column": "opportunities", "text": "Four budgets in one room"}]


def test_nothing_that_must_stay_is_in_it(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    for activity in ("a1", "a2", "a3", "w6", "w7", "w8"):
        said = json.dumps(comparing.elsewhere(by=cast.asha, activity=activity))
        assert LEAK not in said, activity
        assert str(other.pk) not in said
        assert not any(entry.uid in said for entry in Entry.objects.filter(room=other))


@pytest.mark.parametrize("activity", ["a1", "a3", "w6", "w7", "w8", "nothing"])
def test_an_activity_of_which_nothing_was_shared_shows_no_workshop(cast: Cast, other: Room, activity: str) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    assert comparing.elsewhere(by=cast.asha, activity=activity)["workshops"] == []


@pytest.mark.parametrize("agreed", ["nobody", "asha", "elin"])
def test_without_both_agreements_neither_sees_anything(cast: Cast, other: Room, agreed: str) -> None:
    _grow(cast)
    if agreed != "nobody":
        _agree(getattr(cast, agreed))
    for who in (cast.asha, cast.elin):
        assert comparing.elsewhere(by=who, activity="a2")["workshops"] == []


@pytest.mark.parametrize("small", ["ours", "theirs"])
def test_with_fewer_than_five_on_a_side_neither_sees_anything(cast: Cast, other: Room, small: str) -> None:
    _agree(cast.asha, cast.elin)
    if small == "theirs":
        _grow(cast)
        leaving = Member.objects.filter(room=other, role="participant").last()
        assert leaving
        people.remove_member(by=cast.elin, member_id=leaving.pk, now=NOW)
    ours, theirs = (comparing.elsewhere(by=who, activity="a2") for who in (cast.asha, cast.elin))
    assert ours["workshops"] == theirs["workshops"] == []
    assert (ours["enough"], theirs["enough"]) == ((False, True) if small == "ours" else (True, False))


def test_agreeing_no_longer_ends_it_for_both_at_once(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    comparing.set_compares(by=cast.elin, agree=False, now=NOW)
    for who in (cast.asha, cast.elin):
        assert comparing.elsewhere(by=who, activity="a2")["workshops"] == []
    acts = Audit.objects.filter(room=other).order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["comparing agreed to", "comparing ended"]


def test_another_programme_and_a_rehearsal_are_left_out(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    Room.objects.filter(pk=other.pk).update(rehearsal=True)
    assert comparing.elsewhere(by=cast.asha, activity="a2")["workshops"] == []
    other.refresh_from_db()
    other.programme["programme"]["key"] = "another-day"
    Room.objects.filter(pk=other.pk).update(rehearsal=False, programme=other.programme)
    assert comparing.elsewhere(by=cast.asha, activity="a2")["workshops"] == []


def test_counts_that_came_together_are_shown_and_withheld_ones_are_not(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    running.set_state(by=cast.elin, activity="a1", state="open", now=NOW)
    members = list(Member.objects.filter(room=other, role="participant"))
    skill, another = next(
        column["options"][:2]
        for step in other.programme["activities"]["a1"]["steps"]
        for column in step.get("columns", [])
        if column.get("options")
    )
    for member in members[:4]:
        _put(other, f"a1.m{member.pk}", member, "experiences", row="", skills=[skill], example=f"{LEAK}example")
    running.set_state(by=cast.elin, activity="a1", state="shared", now=NOW)
    assert comparing.elsewhere(by=cast.asha, activity="a1")["workshops"] == []
    running.set_state(by=cast.elin, activity="a1", state="open", now=NOW)
    _put(other, f"a1.m{members[4].pk}", members[4], "experiences", row="", skills=[another], example=f"{LEAK}example")
    running.set_state(by=cast.elin, activity="a1", state="shared", now=NOW)
    seen = comparing.elsewhere(by=cast.asha, activity="a1")["workshops"]
    assert seen == [
        {"title": "Another", "date": "2026-03-12", "people": 5, "picks": {skill: 4, another: 1}, "steps": []}
    ]


@pytest.mark.parametrize("who", ["ben", "dele", "fay"])
def test_only_who_runs_the_whole_workshop_agrees(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        comparing.set_compares(by=getattr(cast, who), agree=True, now=NOW)
    assert not Room.objects.get(pk=cast.room.pk).compares


@pytest.mark.parametrize(("who", "status"), [("asha", 200), ("fay", 200), ("elin", 403), ("ben", 403), ("nobody", 403)])
def test_who_may_ask_for_it_over_http(cast: Cast, other: Room, who: str, status: int) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    client = Client()
    if who in ("asha", "fay", "elin"):
        person = getattr(cast, who).person
        client.force_login(person)
    elif who in cast.tokens:
        client.cookies[f"cw-{cast.room.pk}"] = cast.tokens[who]
    answer = client.get(f"/w/{cast.room.pk}/elsewhere/a2")
    assert answer.status_code == status
    assert ("Money stops" in answer.content.decode()) is (status == 200)


@pytest.mark.parametrize(("who", "status"), [("asha", 302), ("elin", 404)])
def test_who_may_agree_over_http(cast: Cast, who: str, status: int) -> None:
    client = Client()
    client.force_login(getattr(cast, who).person)
    assert client.post(f"/plan/{cast.room.pk}/compare/", {"agree": "yes"}).status_code == status
    assert Room.objects.get(pk=cast.room.pk).compares is (who == "asha")
    assert client.get(f"/plan/{cast.room.pk}/compare/").status_code == 405


def test_groups_and_members_have_no_part_in_the_answer(cast: Cast, other: Room) -> None:
    _grow(cast)
    _agree(cast.asha, cast.elin)
    said = json.dumps(comparing.elsewhere(by=cast.asha, activity="a2"))
    names = [*Group.objects.filter(room=other).values_list("name", flat=True)]
    names += [*Member.objects.filter(room=other, role="participant").values_list("name", flat=True)]
    assert len(names) == 7
    assert [name for name in names if name in said] == []
