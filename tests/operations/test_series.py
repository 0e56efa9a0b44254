"""A series of workshops with one phrase; copies, closing and archiving; what people asked for last time."""

from datetime import UTC, date, datetime

import pytest

from commonweal import access
from commonweal.operations import groups, people, series, wall, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import (
    AgendaItem,
    Entry,
    Group,
    Member,
    Person,
    Room,
    RoomActivity,
    Sheet,
    WallNote,
    WallWriter,
)
from tests.cast import NOW, Cast, make_workshop
from tests.operations.test_people_and_groups import KEY, _fill_wall, _id


def _next(cast: Cast, title: str = "The next one") -> tuple[Room, Member]:
    person = Person.objects.get(email="asha@example.org")
    room = workshops.create(
        by=person,
        programme="collaborative-working",
        title=title,
        date=date(2026, 4, 16),
        place="",
        zone="Europe/London",
        now=datetime(2026, 3, 20, 12, 0, tzinfo=UTC),
    ).room
    return room, Member.objects.get(room=room, person=person)


def _series(cast: Cast) -> tuple[Room, Member]:
    cohort = series.begin(by=cast.asha, name="Spring", now=NOW)
    room, by = _next(cast)
    series.enter(by=by, cohort_id=cohort.pk, now=NOW)
    room.refresh_from_db()
    return room, by


def test_a_phrase_of_the_first_workshop_opens_the_next_without_typing(cast: Cast) -> None:
    people.set_verifier(member=cast.ben, verifier=KEY, mix=cast.room.pk, now=NOW)
    room, _ = _series(cast)
    assert room.mix == Room.objects.get(pk=cast.room.pk).mix == cast.room.pk
    assert series.come_back(room=room, verifier="cd" * 32, joining=True, now=NOW) == []
    assert [one.member for one in series.come_back(room=room, verifier=KEY, joining=False, now=NOW)] == [cast.ben]
    found = series.come_back(room=room, verifier=KEY, joining=True, now=NOW)
    assert [one.member.room_id for one in found] == [cast.room.pk, room.pk]
    made = found[1].member
    assert (made.name, made.organisation, made.sector) == ("Ben", "Org", "NHS")
    again = series.come_back(room=room, verifier=KEY, joining=True, now=NOW)
    assert [one.member for one in again] == [cast.ben, made], "once"
    for one in again:
        assert access.member_by_token(one.member.room_id, one.token, "participant") == one.member
    assert access.same_person(made) == [cast.ben, made]
    assert access.same_person(cast.carys) == [cast.carys]


def test_a_key_is_given_for_ones_own_workshops_alone(cast: Cast) -> None:
    people.set_verifier(member=cast.ben, verifier=KEY, now=NOW)
    people.set_verifier(member=cast.carys, verifier="cd" * 32, now=NOW)
    room, _ = _series(cast)
    ben = series.join_again(member=cast.ben, room=room, now=NOW).member
    assert series.let_in(member=ben, other=cast.ben, now=NOW).member == cast.ben
    with pytest.raises(Refused):
        series.let_in(member=ben, other=cast.carys, now=NOW)
    with pytest.raises(Refused):
        series.join_again(member=cast.ben, room=cast.elin.room, now=NOW)
    workshops.close(by=Member.objects.get(room=room, role="facilitator"), now=NOW)
    with pytest.raises(Refused):
        series.join_again(member=cast.dele, room=room, now=NOW)


def test_a_workshop_in_which_people_have_words_comes_into_no_series(cast: Cast) -> None:
    cohort = series.begin(by=cast.asha, name="Spring", now=NOW)
    room, by = _next(cast)
    joined = people.join(code=room.code, name="Gwen", organisation="", sector="", now=NOW)
    assert joined
    people.set_verifier(member=joined.member, verifier=KEY, now=NOW)
    with pytest.raises(Refused):
        series.enter(by=by, cohort_id=cohort.pk, now=NOW)
    with pytest.raises(Invalid):
        series.enter(by=cast.elin, cohort_id=cohort.pk, now=NOW)
    with pytest.raises(Refused):
        series.begin(by=cast.ben, name="No", now=NOW)


def test_a_page_that_mixed_the_words_before_the_series_must_be_read_anew(cast: Cast) -> None:
    room, _ = _series(cast)
    joined = people.join(code=room.code, name="Gwen", organisation="", sector="", now=NOW)
    assert joined
    with pytest.raises(Invalid):
        people.set_verifier(member=joined.member, verifier=KEY, mix=room.pk, now=NOW)
    people.set_verifier(member=joined.member, verifier=KEY, mix=room.mix, now=NOW)


def test_a_series_is_left_while_nobody_has_words_and_its_first_workshop_last(cast: Cast) -> None:
    room, by = _series(cast)
    with pytest.raises(Refused):
        series.leave(by=cast.asha, now=NOW)
    series.leave(by=by, now=NOW)
    series.leave(by=cast.asha, now=NOW)
    assert Room.objects.filter(cohort=None).count() == 3
    assert Room.objects.get(pk=room.pk).mix == room.pk


def test_what_people_asked_for_is_told_where_the_next_workshop_is_planned(cast: Cast) -> None:
    asha, fay = (Person.objects.get(email=f"{name}@example.org") for name in ("asha", "fay"))
    room, by = _series(cast)
    _fill_wall(cast, 6)
    for number, (column, text) in enumerate([("next", "More on power"), ("improve", "Warmer"), ("next", "Names Ben")]):
        fields = {"column": column, "text": text, "key": KEY}
        wall.add_note(by=cast.ben, activity="w7", id=_id(90 + number), now=NOW, **fields)
    wall.collect(by=cast.asha, activity="w7", now=NOW)
    assert series.asked_for(room=room, person=asha) == [], "not shown yet"
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    wall.hide_note(by=cast.asha, id=_id(92), reason="Names a person", now=NOW)
    found = [(one.tone, one.notes) for one in series.asked_for(room=room, person=asha)]
    assert found == [("green", ("More on power",)), ("blue", ("Warmer",))]
    assert series.asked_for(room=cast.elin.room, person=asha) == []
    people.join_as_helper(token=workshops.renew_helper_link(by=by, now=NOW), person=asha, groups=[], now=NOW)
    elin = Person.objects.get(email="elin@example.org")
    assert series.asked_for(room=room, person=elin) == [], "only to who runs that workshop too"
    assert series.asked_for(room=room, person=fay), "Fay helped there"
    copy = workshops.copy(by=cast.asha, title="Again", date=date(2026, 5, 1), now=NOW).room
    assert len(series.asked_for(room=copy, person=asha)) == 2


def test_a_copy_has_the_plan_and_no_people_or_words(cast: Cast) -> None:
    cast.open("a2")
    cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column="challenges", text="canary", place=1.0)
    groups.set_scenario(by=cast.asha, group_id=cast.one.pk, scenario="1b", now=NOW)
    AgendaItem.objects.filter(room=cast.room, key="lunch").update(minutes=45, started=NOW)
    AgendaItem.objects.filter(room=cast.room, key="negotiation").update(removed=True)
    copy = workshops.copy(by=cast.asha, title="Again", date=date(2026, 5, 1), now=NOW).room
    plan = {one.key: (one.minutes, one.started) for one in AgendaItem.objects.filter(room=copy)}
    assert plan["lunch"] == (45, None)
    assert "negotiation" not in plan
    assert [(g.name, g.scenario) for g in Group.there.groups(copy)] == [("Group 1", "1b"), ("Group 2", "")]
    assert sorted(Member.objects.filter(room=copy).values_list("role", flat=True)) == ["facilitator", "screen"]
    assert not Entry.objects.filter(room=copy).exists()
    assert Sheet.objects.filter(room=copy, activity="a2").count() == 2
    assert (copy.cohort_id, copy.copied_from_id, copy.state, copy.place) == (
        None,
        cast.room.pk,
        "open",
        "The Bridge Room",
    )
    assert copy.code != cast.room.code
    assert set(RoomActivity.objects.filter(room=copy).values_list("state", flat=True)) == {"open", "waiting"}
    with pytest.raises(Refused):
        workshops.copy(by=cast.ben, title="No", date=date(2026, 5, 1), now=NOW)


def test_an_archived_workshop_is_out_of_the_list_and_takes_nothing(cast: Cast) -> None:
    person = Person.objects.get(email="asha@example.org")
    assert access.rooms_of(person) == [cast.room]
    workshops.archive(by=cast.asha, now=NOW)
    assert access.rooms_of(person) == []
    assert access.rooms_of(person, archived=True) == [cast.room]
    assert people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW) is None
    with pytest.raises(Refused):
        cast.open("a2")
    with pytest.raises(Refused):
        groups.make_groups(by=cast.asha, count=3, seed=1, now=NOW)
    with pytest.raises(Refused):
        groups.add_group(by=cast.asha, name="Group 3", now=NOW)
    with pytest.raises(Refused):
        groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=cast.two.pk, now=NOW)
    assert Member.objects.get(pk=cast.ben.pk).group_id == cast.one.pk
    workshops.reopen(by=cast.asha, now=NOW)
    assert access.rooms_of(person) == [cast.room]


@pytest.mark.parametrize("end", [workshops.close, workshops.archive])
@pytest.mark.parametrize("writers", [4, 5])
def test_closing_forgets_who_wrote_without_a_name(cast: Cast, end: object, writers: int) -> None:
    _fill_wall(cast, writers)
    assert WallWriter.objects.count() == writers
    assert callable(end)
    end(by=cast.asha, now=NOW)
    assert not WallWriter.objects.filter(member__isnull=False).exists()
    assert WallWriter.objects.count() == (5 if writers == 5 else 0), "how many there were, where that tells enough"
    assert set(WallNote.objects.values_list("edit_hash", flat=True)) == {""}
    workshops.reopen(by=cast.asha, now=NOW)
    with pytest.raises(Refused):
        wall.change_note(by=cast.ben, activity="w7", id=_id(0), text="changed", key=KEY, now=NOW)
    assert len(wall.pending(by=cast.asha, activity="w7")["notes"]) == (5 if writers == 5 else 0)
    for number in range(10, 14):  # four who write after it: with notes of four before, they are five at no time
        fields = {"column": "worked", "text": "more", "key": KEY}
        joined = people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW)
        assert joined
        wall.add_note(by=joined.member, activity="w7", id=_id(number), now=NOW, **fields)
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is False


def test_every_table_with_an_edit_key_is_emptied_of_it(cast: Cast) -> None:
    from django.apps import apps

    tables = [
        one for one in apps.get_app_config("store").get_models() if "edit_hash" in {f.name for f in one._meta.fields}
    ]
    assert all("room" in {field.name for field in one._meta.fields} for one in tables), (
        "closing finds them by their room"
    )


def test_other_workshops_are_not_touched_by_closing_one(cast: Cast) -> None:
    other = make_workshop(Person.objects.get(email="elin@example.org"), "Third").room
    WallNote.objects.create(id=_id(1), room=other, activity="w7", column="worked", text="x", edit_hash="kept")
    workshops.close(by=cast.asha, now=NOW)
    assert WallNote.objects.get(pk=_id(1)).edit_hash == "kept"
