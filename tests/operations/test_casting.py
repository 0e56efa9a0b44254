"""Casting a meeting: who may, what a drawing leaves behind, changes by hand, and what holds once it has begun."""

import json
from typing import Any

import pytest

from commonweal.operations import casting, groups, running
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.writing import change_entry
from commonweal.store.gateway import write
from commonweal.store.models import Entry, Member
from commonweal.sync.committed import Committed
from commonweal.sync.engine import Engine, Link
from commonweal.sync.messages import VERSION, Hello
from tests.cast import NOW, Cast


def of(cast: Cast, kind: str, group: int | None = None) -> list[Entry]:
    """Entries of one kind on a group's meeting (group 1's unless another is named), first written first."""
    sheet = cast.sheet(f"a5.g{group or cast.one.pk}")
    found = Entry.objects.filter(sheet=sheet, removed=False).order_by("pk")
    return [one for one in found if one.fields.get("kind") == kind]


def fields(cast: Cast, member: Member) -> dict[str, Any]:
    """What a member's one cast entry says."""
    (entry,) = [one for one in of(cast, "cast", member.group_id) if one.author_id == member.pk]
    return dict(entry.fields)


def draw(cast: Cast, *members: Member, seed: int = 1) -> list[int]:
    people = [one.pk for one in members or (cast.ben, cast.carys)]
    return casting.draw_roles(by=cast.ben, activity="a5", members=people, seed=seed, now=NOW)


def give(cast: Cast, to: Member, role: str) -> None:
    casting.give_role(by=cast.ben, activity="a5", member_id=to.pk, role=role, now=NOW)


def begin(cast: Cast) -> None:
    with write(cast.room.pk) as writing:
        change_entry(writing, of(cast, "item")[0], {"started": 1})


@pytest.fixture
def opened(cast: Cast) -> Cast:
    cast.open("a5")
    return cast


def test_a_drawing_casts_those_named_lays_out_the_agenda_and_names_chair_and_scribe(opened: Cast) -> None:
    assert draw(opened) == []
    both = [fields(opened, opened.ben), fields(opened, opened.carys)]
    assert sorted(one["role"] for one in both) == ["facilitator", "individual"]
    duties = {one["role"]: one["duties"] for one in both}
    assert duties == {"facilitator": ["chair"], "individual": ["scribe"]}
    assert [one["real"] for one in both] == ["organisation", "organisation"], "guessed from the sector"
    titles = [item.fields["text"] for item in of(opened, "item")]
    assert len(titles) == 6
    assert titles[0] == "Who is here, and for whom"
    assert of(opened, "cast", opened.two.pk) == []


def test_a_second_drawing_changes_roles_and_adds_nothing(opened: Cast) -> None:
    seen = set()
    for seed in range(8):
        draw(opened, seed=seed)
        seen.add(fields(opened, opened.ben)["role"])
        assert len(of(opened, "cast")) == 2
        assert len(of(opened, "item")) == 6
        chairs = [one for one in of(opened, "cast") if "chair" in one.fields["duties"]]
        assert [one.fields["role"] for one in chairs] == ["facilitator"]
    assert seen == {"facilitator", "individual"}


def test_what_somebody_says_they_are_is_not_drawn_for_them(opened: Cast) -> None:
    casting.say_real(by=opened.ben, activity="a5", real="facilitator", now=NOW)
    for seed in range(6):
        assert draw(opened, seed=seed) == []
        assert fields(opened, opened.ben)["role"] == "individual"
    casting.say_real(by=opened.carys, activity="a5", real="facilitator", now=NOW)
    assert len(draw(opened)) == 1


def test_who_is_left_out_of_a_drawing_loses_their_role(opened: Cast) -> None:
    draw(opened)
    draw(opened, opened.ben)
    assert fields(opened, opened.ben)["role"] == "facilitator"
    assert (fields(opened, opened.carys)["role"], fields(opened, opened.carys)["duties"]) == ("", [])


def test_a_role_given_by_hand_is_exchanged_and_the_chair_goes_with_it(opened: Cast) -> None:
    draw(opened)
    chair, other = sorted((opened.ben, opened.carys), key=lambda one: fields(opened, one)["role"])
    give(opened, other, "facilitator")
    assert (fields(opened, chair)["role"], fields(opened, other)["role"]) == ("individual", "facilitator")
    assert "chair" not in fields(opened, chair)["duties"]
    assert "chair" in fields(opened, other)["duties"]


def test_somebody_without_a_role_doubles_one_but_never_the_facilitator(opened: Cast) -> None:
    groups.move_member(by=opened.asha, member_id=opened.dele.pk, group_id=opened.one.pk, now=NOW)
    draw(opened)
    dele = Member.objects.get(pk=opened.dele.pk)
    give(opened, dele, "individual")
    roles = sorted(one.fields["role"] for one in of(opened, "cast"))
    assert roles == ["facilitator", "individual", "individual"]
    give(opened, dele, "")
    give(opened, dele, "facilitator")
    assert [one.fields["role"] for one in of(opened, "cast")].count("facilitator") == 1
    assert fields(opened, dele)["role"] == "facilitator"


def test_the_academic_by_hand_writes_the_minutes_unless_somebody_does(opened: Cast) -> None:
    give(opened, opened.ben, "academic")
    assert fields(opened, opened.ben)["duties"] == ["scribe"]
    give(opened, opened.carys, "facilitator")
    assert fields(opened, opened.carys)["duties"] == ["chair"]
    give(opened, opened.carys, "academic")
    assert fields(opened, opened.ben)["duties"] == ["scribe", "chair"], "who was the academic stays the scribe"


def test_once_it_has_begun_roles_stay_and_somebody_late_is_given_one(opened: Cast) -> None:
    draw(opened)
    begin(opened)
    before = fields(opened, opened.ben)["role"]
    with pytest.raises(Refused, match="has begun"):
        draw(opened)
    with pytest.raises(Refused, match="has begun"):
        give(opened, opened.ben, "academic")
    groups.move_member(by=opened.asha, member_id=opened.dele.pk, group_id=opened.one.pk, now=NOW)
    with pytest.raises(Refused, match="has begun"):
        give(opened, opened.dele, "facilitator")
    give(opened, opened.dele, "academic")
    assert fields(opened, Member.objects.get(pk=opened.dele.pk))["role"] == "academic"
    assert fields(opened, opened.ben)["role"] == before


def test_taking_over_moves_a_duty_and_leaves_roles_alone(opened: Cast) -> None:
    draw(opened)
    begin(opened)
    roles = fields(opened, opened.ben)["role"], fields(opened, opened.carys)["role"]
    for duty in ("chair", "scribe"):
        casting.take_duty(by=opened.ben, activity="a5", duty=duty, now=NOW)
    assert sorted(fields(opened, opened.ben)["duties"]) == ["chair", "scribe"]
    assert fields(opened, opened.carys)["duties"] == []
    assert (fields(opened, opened.ben)["role"], fields(opened, opened.carys)["role"]) == roles
    with pytest.raises(Invalid):
        casting.take_duty(by=opened.ben, activity="a5", duty="tea", now=NOW)


def test_whom_one_plays_is_kept_as_a_copy_with_where_it_is_from(opened: Cast) -> None:
    draw(opened)
    casting.set_plays(by=opened.ben, activity="a5", plays=" Lowhill  Police ", source="our list", now=NOW)
    assert (fields(opened, opened.ben)["plays"], fields(opened, opened.ben)["source"]) == ("Lowhill Police", "our list")
    assert fields(opened, opened.carys)["plays"] == ""
    give(opened, opened.ben, "academic")
    assert fields(opened, opened.ben)["plays"] == "", "another role, another person"


def test_a_cast_entry_moves_no_revision_but_of_what_changed(opened: Cast) -> None:
    draw(opened)
    (before,) = [one for one in of(opened, "cast") if one.author_id == opened.ben.pk]
    casting.set_plays(by=opened.ben, activity="a5", plays="Lowhill Police", source="", now=NOW)
    after = Entry.objects.get(pk=before.pk)
    assert after.seq > before.seq
    assert {name for name in after.revs if after.revs[name] != before.revs[name]} == {"plays"}


@pytest.mark.parametrize("who", ["asha", "fay", "elin"])
def test_nobody_outside_a_group_casts(opened: Cast, who: str) -> None:
    with pytest.raises(Refused):
        casting.say_real(by=getattr(opened, who), activity="a5", real="academic", now=NOW)
    assert of(opened, "cast") == of(opened, "cast", opened.two.pk) == []


def test_nobody_casts_people_of_another_group(opened: Cast) -> None:
    with pytest.raises(Refused, match="not in your group"):
        give(opened, opened.dele, "academic")
    with pytest.raises(Invalid):
        draw(opened, opened.dele)
    draw(opened, opened.ben, opened.dele)
    assert [one.author_id for one in of(opened, "cast")] == [opened.ben.pk]


@pytest.mark.parametrize("state", ["waiting", "closed", "shared"])
def test_nobody_casts_a_meeting_that_is_not_open(opened: Cast, state: str) -> None:
    running.set_state(by=opened.asha, activity="a5", state=state, now=NOW)
    with pytest.raises(Refused, match="not open"):
        draw(opened)


def test_an_activity_without_a_meeting_has_no_roles(opened: Cast) -> None:
    opened.open("a2")
    for activity in ("a2", "w6", "nothing"):
        with pytest.raises(Refused):
            casting.say_real(by=opened.ben, activity=activity, real="academic", now=NOW)


def test_a_role_that_is_not_there_is_refused(opened: Cast) -> None:
    with pytest.raises(Invalid):
        casting.say_real(by=opened.ben, activity="a5", real="king", now=NOW)


def test_what_is_counted_of_a_meeting_is_minutes_decisions_and_actions(opened: Cast) -> None:
    draw(opened)
    reader, sheet = Committed(opened.room.pk), f"a5.g{opened.one.pk}"
    engine, link = Engine(reader.rules()), Link(opened.asha.pk, "device")
    engine.advance(reader)
    hello = Hello(VERSION, engine.epoch, f"m{link.member}", link.device)
    engine.welcome(link, hello, reader, now=0, acked=0, refused=[])
    minute = opened.write(opened.ben, sheet, "meeting", kind="minute", text="Two came", at=1)
    opened.write(opened.ben, sheet, "meeting", kind="correction", text="Three came", about=minute, state="asked")
    opened.write(opened.carys, sheet, "meeting", kind="decision", text="We ask both", state="proposed")
    opened.write(opened.carys, sheet, "meeting", kind="action", text="Ring them", state="open")
    opened.write(opened.carys, sheet, "reflect", prompt="feel", text="Tired")
    engine.advance(reader)
    found = [item for one in engine.murmur(reader) for item in json.loads(one.data).get("items", [])]
    counts = [item["fields"] for item in found if item["kind"] == "counts" and item["sheet"] == sheet]
    assert counts == [{"total": 4, "steps": {"meeting": 3, "reflect": 1}}]
