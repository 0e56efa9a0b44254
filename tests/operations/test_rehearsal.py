"""A rehearsal: pretend people in groups who write on what is open, and wiping that leaves every table as it was."""

from typing import Any

import pytest
from django.apps import apps

from commonweal.operations import agenda, groups, people, photos, recorded, rehearsal, running, wall
from commonweal.operations.errors import Refused
from commonweal.store.models import Entry, Group, Member, Room, Sheet
from tests.cast import NOW, Cast
from tests.operations.test_photos import file

MARKS = {"seq", "stamp", "shape_seq", "info_seq", "screen_seq", "epoch", "photos"}
"""What says that something changed, and goes on."""


def _dump(room: Room) -> dict[str, list[dict[str, Any]]]:
    """Every row of the room, without marks and audit lines."""
    found = {}
    for model in apps.get_app_config("store").get_models():
        names = {field.name for field in model._meta.fields}
        if model.__name__ == "Audit" or not ({"room"} & names or model is Room):
            continue
        rows = model._default_manager.filter(**({"pk": room.pk} if model is Room else {"room": room}))
        wanted = [field.attname for field in model._meta.fields if field.name not in MARKS]
        found[model.__name__] = sorted(rows.values(*wanted), key=lambda row: str(row["id"]))
    return found


def _empty(cast: Cast) -> None:
    for member in (cast.ben, cast.carys, cast.dele):
        people.remove_member(by=cast.asha, member_id=member.pk, now=NOW)


def _notes_of(group: Group) -> int:
    return Entry.objects.filter(sheet__activity="a2", sheet__group=group).count()


def test_wiping_leaves_every_table_as_it_was(cast: Cast) -> None:
    """A day is rehearsed with everything that can be done on the console; the plan alone is not touched."""
    _empty(cast)
    recorded.load_recorded(room=cast.room, now=NOW)
    running.message(by=cast.asha, text="Welcome", now=NOW)
    agenda.start_item(by=cast.asha, key="arrive", now=NOW)
    running.set_state(by=cast.asha, activity="a2", state="closed", group=cast.one.pk, now=NOW)
    before = _dump(cast.room)
    rehearsal.fill(by=cast.asha, people=12, now=NOW)
    for activity in ("a1", "a3", "w7"):
        cast.open(activity)
    groups.make_groups(by=cast.asha, count=9, seed=1, now=NOW)
    groups.make_groups(by=cast.asha, count=2, seed=2, now=NOW)
    groups.rename_group(by=cast.asha, group_id=cast.one.pk, name="Others", now=NOW)
    agenda.start_item(by=cast.asha, key="welcome", now=NOW)
    sheet = f"a2.g{cast.two.pk}"
    running.set_state(by=cast.asha, activity="a2", state="open", now=NOW)
    cast.write(cast.asha, sheet, "notes", column="challenges", text="Typed in from paper")
    photos.attach(by=cast.asha, sheet=sheet, data=file(), now=NOW)
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    shown = Entry.objects.filter(sheet__activity="a2", author__pretend=False).first()
    assert shown
    running.hide(by=cast.asha, entry=shown.uid, reason="Names a person", now=NOW)
    running.start_timer(by=cast.asha, minutes=5, now=NOW)
    running.message(by=cast.asha, text="Five minutes", now=NOW)
    wall.collect(by=cast.asha, activity="w7", now=NOW)
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    running.set_screen(by=cast.asha, mode="wall", activity="w7", now=NOW)
    assert _dump(cast.room) != before
    epoch = Room.objects.get(pk=cast.room.pk).epoch
    rehearsal.wipe(by=cast.asha, now=NOW)
    assert _dump(cast.room) == before
    assert Room.objects.get(pk=cast.room.pk).epoch != epoch
    with pytest.raises(Refused):
        rehearsal.wipe(by=cast.asha, now=NOW)


def test_pretend_people_sit_in_groups_that_are_made_for_them_and_go_with_them(cast: Cast) -> None:
    _empty(cast)
    for group in (cast.one, cast.two):
        groups.remove_group(by=cast.asha, group_id=group.pk, now=NOW)
    rehearsal.fill(by=cast.asha, people=12, now=NOW)
    standing = Group.objects.filter(room=cast.room, removed=False)
    seats = [Member.objects.filter(group=group, pretend=True).count() for group in standing]
    assert seats == [4, 4, 4]
    rehearsal.wipe(by=cast.asha, now=NOW)
    assert not standing.all().exists()


def test_pretend_people_write_on_what_is_open_and_on_what_is_opened_later(cast: Cast) -> None:
    _empty(cast)
    running.set_state(by=cast.asha, activity="a2", state="open", group=cast.one.pk, now=NOW)
    rehearsal.fill(by=cast.asha, people=6, now=NOW)
    assert (_notes_of(cast.one), _notes_of(cast.two)) == (3, 0)
    cast.open("a2")
    cast.open("a2")
    assert (_notes_of(cast.one), _notes_of(cast.two)) == (3, 3)
    cast.open("a3")
    steps = Entry.objects.filter(sheet__activity="a3", sheet__group=cast.one).values_list("step", flat=True)
    assert sorted(steps) == ["discuss"] * 3 + ["list"] * 3 + ["place"] * 3
    cast.open("w7")
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is True


def test_without_a_rehearsal_nobody_writes_by_themselves(cast: Cast) -> None:
    cast.open("a2")
    assert not Entry.objects.filter(sheet__activity="a2").exists()


def test_somebody_real_who_joined_meanwhile_keeps_their_group_and_their_words(cast: Cast) -> None:
    _empty(cast)
    for group in (cast.one, cast.two):
        groups.remove_group(by=cast.asha, group_id=group.pk, now=NOW)
    rehearsal.fill(by=cast.asha, people=10, now=NOW)
    cast.open("a2")
    joined = people.join(code=cast.room.code, name="Gwen", organisation="", sector="", now=NOW)
    assert joined
    assert joined.member.group_id
    uid = cast.write(joined.member, f"a2.g{joined.member.group_id}", "notes", column="challenges", text="Real")
    rehearsal.wipe(by=cast.asha, now=NOW)
    assert [entry.uid for entry in Entry.objects.filter(room=cast.room)] == [uid]
    theirs = Sheet.objects.filter(room=cast.room, group=joined.member.group_id, activity="a2")
    assert [sheet.state for sheet in theirs] == ["waiting"], "their sheet too stands as the day did"
    assert list(Group.objects.filter(room=cast.room, removed=False).values_list("pk", flat=True)) == [
        joined.member.group_id
    ]
    assert Sheet.objects.filter(room=cast.room, key=f"a2.g{joined.member.group_id}").exists()
