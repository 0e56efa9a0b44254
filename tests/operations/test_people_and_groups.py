"""Joining, coming back, groups, and people moved with their words kept."""

from typing import Any

import pytest

from commonweal import access
from commonweal.operations import groups, people, recorded, rehearsal, sharing, wall, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Entry, Group, Member, Room, Sheet, WallNote, WallWriter
from tests.cast import NOW, Cast

KEY = "ab" * 32


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def test_joining_gives_a_key_sheets_and_a_group(cast: Cast) -> None:
    typed = f" {cast.room.code[:4].lower()}-{cast.room.code[4:]}"
    joined = people.join(code=typed, name="Gwen", organisation="", sector="", now=NOW)
    assert joined
    assert access.member_by_token(cast.room.pk, joined.token, "participant") == joined.member
    assert joined.member.group_id == cast.two.pk, "the smaller group"
    held = set(Sheet.objects.filter(member=joined.member).values_list("activity", flat=True))
    assert held == {"w6", "a1", "a4", "a5n", "w8", "w4", "w9", "t4", "t9", "t10", "t11", "t12"}


def test_a_key_opens_its_own_room_and_role_only(cast: Cast) -> None:
    token = cast.tokens["ben"]
    assert access.member_by_token(cast.elin.room_id, token, "participant") is None
    assert access.member_by_token(cast.room.pk, token, "screen", "facilitator") is None
    assert access.member_by_token(cast.room.pk, "", "participant") is None


def test_a_wrong_code_and_a_closed_workshop_let_nobody_in(cast: Cast) -> None:
    assert people.join(code="AAAAAAAA", name="Guest", organisation="", sector="", now=NOW) is None
    workshops.close(by=cast.asha, now=NOW)
    assert people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW) is None
    workshops.reopen(by=cast.asha, now=NOW)
    assert people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW)


def test_a_name_is_needed(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        people.join(code=cast.room.code, name="  ", organisation="", sector="", now=NOW)
    assert caught.value.field == "name"


def test_a_phrase_brings_back_its_own_member_and_is_set_once(cast: Cast) -> None:
    people.set_verifier(member=cast.ben, verifier=KEY, now=NOW)
    people.set_verifier(member=cast.ben, verifier=KEY, now=NOW)
    with pytest.raises(Refused):
        people.set_verifier(member=cast.ben, verifier="cd" * 32, now=NOW)
    back = people.come_back(room=cast.room, verifier=KEY, now=NOW)
    assert back
    assert back.member == cast.ben
    assert people.come_back(room=cast.elin.room, verifier=KEY, now=NOW) is None
    assert people.come_back(room=cast.room, verifier="cd" * 32, now=NOW) is None
    assert KEY not in Member.objects.get(pk=cast.ben.pk).verifier


def test_a_member_taken_out_is_shut_out_and_their_words_stay(cast: Cast) -> None:
    cast.open("a2")
    uid = cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column="challenges", text="stays", place=1.0)
    with pytest.raises(Refused):
        people.remove_member(by=cast.fay, member_id=cast.ben.pk, now=NOW)
    people.remove_member(by=cast.asha, member_id=cast.ben.pk, now=NOW)
    assert access.member_by_token(cast.room.pk, cast.tokens["ben"], "participant") is None
    assert Entry.objects.get(uid=uid).fields["text"] == "stays"


def test_a_moved_member_keeps_their_past_and_gets_the_new_group(cast: Cast) -> None:
    groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=cast.two.pk, now=NOW)
    ben = Member.objects.get(pk=cast.ben.pk)
    assert (ben.group_id, ben.past_groups) == (cast.two.pk, [cast.one.pk])
    groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=cast.one.pk, now=NOW)
    ben.refresh_from_db()
    assert (ben.group_id, ben.past_groups) == (cast.one.pk, [cast.two.pk])
    with pytest.raises(Refused):
        groups.move_member(by=cast.fay, member_id=cast.ben.pk, group_id=cast.two.pk, now=NOW)


def test_groups_are_made_evenly_and_the_mixing_can_be_undone(cast: Cast) -> None:
    before = groups.make_groups(by=cast.asha, count=3, seed=1, now=NOW)
    sizes = [g.members.filter(removed=False).count() for g in Group.objects.filter(room=cast.room, removed=False)]
    assert sizes == [1, 1, 1]
    groups.arrange(by=cast.asha, seats=before, now=NOW)
    assert Member.objects.get(pk=cast.ben.pk).group_id == cast.one.pk
    with pytest.raises(Refused):
        groups.make_groups(by=cast.ben, count=2, seed=1, now=NOW)


def test_a_copy_is_shared_with_the_names_replaced_and_can_be_withdrawn(cast: Cast) -> None:
    key = f"w6.m{cast.ben.pk}"
    cast.write(cast.ben, key, "steps", prompt="step5", text="Sarah Khan disagrees with me.")
    looked = sharing.look_through(member=cast.ben, sheet_key=key)
    found = looked["findings"]
    assert [one["text"] for one in looked["passages"]] == ["Sarah Khan disagrees with me."]
    assert [one["text"] for one in found] == ["Sarah Khan"]
    assert (found[0]["before"], found[0]["after"]) == ("", " disagrees with me.")
    with pytest.raises(Refused):
        sharing.look_through(member=cast.carys, sheet_key=key)
    with pytest.raises(Refused):
        sharing.share_copy(by=cast.carys, sheet_key=key, texts={"step5": "mine now"}, looked={}, now=NOW)
    for text in ("A colleague disagrees with me.", "A colleague agrees by now."):
        seen = {passage["entry"]: passage["seq"] for passage in looked["passages"]}
        sharing.share_copy(by=cast.ben, sheet_key=key, texts={"step5": text}, looked=seen, now=NOW)
    copy = cast.sheet(f"{key}.copy")
    assert [e.fields["text"] for e in copy.entries.filter(removed=False)] == ["A colleague agrees by now."]
    assert all(e.fields == {} for e in copy.entries.filter(removed=True))
    sharing.withdraw_copy(by=cast.ben, sheet_key=key, now=NOW)
    assert cast.sheet(f"{key}.copy").state == "closed"


def test_what_changed_since_the_look_for_names_is_not_shared(cast: Cast) -> None:
    key = f"w6.m{cast.ben.pk}"
    one = cast.write(cast.ben, key, "steps", prompt="step1", text="We are a partnership.")
    gone = cast.write(cast.ben, key, "steps", prompt="step3", text="canary: Sarah Khan")
    passages = sharing.look_through(member=cast.ben, sheet_key=key)["passages"]
    looked = {passage["entry"]: passage["seq"] for passage in passages}
    assert set(looked) == {one, gone}
    texts = {"step1": "We are a partnership.", "step3": "canary: a colleague"}
    Entry.objects.filter(uid=gone).update(removed=True, fields={})
    with pytest.raises(Refused, match="Reload the page and look again"):
        sharing.share_copy(by=cast.ben, sheet_key=key, texts=texts, looked=looked, now=NOW)
    assert not Sheet.objects.filter(key=f"{key}.copy").exists()
    del looked[gone]
    sharing.share_copy(by=cast.ben, sheet_key=key, texts={"step1": texts["step1"]}, looked=looked, now=NOW)
    assert cast.sheet(f"{key}.copy").entries.count() == 1


def test_a_log_cannot_be_shared(cast: Cast) -> None:
    key = f"w8.m{cast.ben.pk}"
    with pytest.raises(Refused):
        sharing.share_copy(by=cast.ben, sheet_key=key, texts={"plan": "no"}, looked={}, now=NOW)


def _fill_wall(cast: Cast, writers: int) -> None:
    cast.open("w7")
    people_here = [cast.ben, cast.carys, cast.dele]
    while len(people_here) < writers:
        joined = people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW)
        assert joined
        people_here.append(joined.member)
    for number, member in enumerate(people_here[:writers]):
        fields = {"column": "worked", "text": f"words {number}"}
        wall.add_note(by=member, activity="w7", id=_id(number), key=KEY, now=NOW, **fields)


def test_wall_notes_carry_no_member_and_move_no_sequence_number(cast: Cast) -> None:
    cast.open("w7")
    before = Room.objects.get(pk=cast.room.pk).seq
    wall.add_note(by=cast.ben, activity="w7", id=_id(1), column="worked", text="words", key=KEY, now=NOW)
    wall.add_note(by=cast.ben, activity="w7", id=_id(1), column="worked", text="words", key=KEY, now=NOW)
    assert Room.objects.get(pk=cast.room.pk).seq == before
    assert WallNote.objects.count() == 1
    columns = {field.name for field in WallNote._meta.get_fields()}
    assert columns == {"id", "room", "activity", "column", "text", "edit_hash", "batch", "place", "hidden"}


def test_a_wall_is_shown_from_five_writers_on_and_says_nothing_before(cast: Cast) -> None:
    _fill_wall(cast, 4)
    assert wall.pending(by=cast.asha, activity="w7") == {"enough": False, "ready": False, "notes": []}
    with pytest.raises(Refused):
        wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    _fill_wall(cast, 5)
    assert wall.pending(by=cast.asha, activity="w7") == {"enough": True, "ready": False, "notes": []}
    wall.collect(by=cast.asha, activity="w7", now=NOW)
    assert len(wall.pending(by=cast.asha, activity="w7")["notes"]) == 5
    with pytest.raises(Refused):
        wall.pending(by=cast.ben, activity="w7")
    viewer = access.viewer_of(cast.ben)
    assert wall.shown(room=cast.room, activity="w7", viewer=viewer) == []
    assert wall.show_batch(by=cast.asha, activity="w7", now=NOW) == 1
    assert len(wall.shown(room=cast.room, activity="w7", viewer=viewer)) == 5
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is False


def test_one_writer_of_many_notes_is_one_writer(cast: Cast) -> None:
    cast.open("w7")
    for number in range(6):
        fields = {"column": "worked", "text": f"words {number}"}
        wall.add_note(by=cast.ben, activity="w7", id=_id(number), key=KEY, now=NOW, **fields)
    assert WallWriter.objects.count() == 1
    assert wall.pending(by=cast.asha, activity="w7")["enough"] is False


def test_only_the_key_changes_a_note_and_only_until_it_is_collected(cast: Cast) -> None:
    _fill_wall(cast, 6)
    change: dict[str, Any] = {"by": cast.ben, "activity": "w7", "id": _id(0), "text": "changed", "now": NOW}
    with pytest.raises(Refused):
        wall.change_note(key="cd" * 32, **change)
    wall.change_note(key=KEY, **change)
    wall.collect(by=cast.asha, activity="w7", now=NOW)
    with pytest.raises(Refused, match="stays as it is"):
        wall.change_note(key=KEY, **change)
    wall.hide_note(by=cast.asha, id=_id(1), reason="Names a person", now=NOW)
    wall.show_batch(by=cast.asha, activity="w7", now=NOW)
    seen = {one["text"] for one in wall.shown(room=cast.room, activity="w7", viewer=access.viewer_of(cast.dele))}
    assert seen == {"changed", "words 2", "words 3", "words 4", "words 5"}


def test_a_rehearsal_is_wiped_without_a_trace_and_refused_among_real_people(cast: Cast) -> None:
    with pytest.raises(Refused):
        rehearsal.fill(by=cast.asha, people=6, now=NOW)
    for member in (cast.ben, cast.carys, cast.dele):
        people.remove_member(by=cast.asha, member_id=member.pk, now=NOW)
    epoch = Room.objects.get(pk=cast.room.pk).epoch
    cast.open("a2")
    rehearsal.fill(by=cast.asha, people=6, now=NOW)
    assert Entry.objects.filter(room=cast.room).exists()
    pretend = Member.objects.filter(room=cast.room, pretend=True)
    assert rehearsal.be(by=cast.asha, member_id=pretend[0].pk, now=NOW)
    with pytest.raises(Refused):
        rehearsal.be(by=cast.asha, member_id=cast.ben.pk, now=NOW)
    rehearsal.wipe(by=cast.asha, now=NOW)
    assert not pretend.exists()
    assert not Entry.objects.filter(room=cast.room).exists()
    assert Room.objects.get(pk=cast.room.pk).epoch != epoch
    assert cast.sheet(f"a2.g{cast.one.pk}").state == "open", "as before the rehearsal"


def test_nobody_is_put_where_all_groups_of_earlier_workshops_stand(cast: Cast) -> None:
    """Groups that the source names are for people; its one table for all of them is to be read, not joined."""
    recorded.load_recorded(room=cast.room, now=NOW)
    table = Group.objects.get(room=cast.room, kind=Group.Kind.RECORDED)
    named = Group.there.groups(cast.room).get(name="Local Strategic Partnership")
    assert Entry.objects.filter(sheet__group=table, sheet__activity="a2").exists()
    for number in range(8):
        people.join(code=cast.room.code, name=f"Guest {number}", organisation="", sector="", now=NOW)
    groups.make_groups(by=cast.asha, count=9, seed=1, now=NOW)
    assert not table.members.exists()
    with pytest.raises(Refused):
        groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=table.pk, now=NOW)
    groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=named.pk, now=NOW)
    assert named.members.filter(pk=cast.ben.pk).exists()
