"""A scenario written jointly: the link, who comes in by it and who does not, leaving, and what stays with whom."""

import pytest

from commonweal import access
from commonweal.operations import groups, joint, people, rehearsal, sharing, workshops
from commonweal.operations.errors import Refused
from commonweal.store.models import Entry, Member, Room, Sheet, SheetLink
from commonweal.sync.committed import Committed
from commonweal.sync.engine import Engine
from commonweal.sync.messages import Put, Refusal
from commonweal.sync.writer import Submission, commit
from tests.cast import NOW, Cast

DEVICE = "1b671a64-40d5-491e-99b0-da01ff1f3341"


def _key(member: Member) -> str:
    return f"w6.m{member.pk}"


def _token(cast: Cast) -> str:
    return joint.make_link(by=cast.ben, sheet_key=_key(cast.ben), now=NOW).split("/")[2]


def _come_in(cast: Cast, *members: Member) -> str:
    token = _token(cast)
    for member in members:
        joint.come_in(by=member, token=token, now=NOW)
    return token


def _engine(cast: Cast) -> Engine:
    reader = Committed(cast.room.pk)
    engine = Engine(reader.rules())
    engine.advance(reader)
    return engine


def _holds(cast: Cast, member: Member) -> bool:
    """Whether a member has Ben's scenario in the engine, and by the rules of access."""
    granted = (f"{_key(cast.ben)}/inside", 0) in _engine(cast).grants(member.pk)
    assert granted == (access.sheet_held(Member.objects.get(pk=member.pk), _key(cast.ben)) is not None)
    return granted


def _put(cast: Cast, member: Member, n: int = 1) -> list[Refusal]:
    fields = {"prompt": "step1", "text": f"words {n} of {member.name}"}
    put = Put(n, f"00000000-0000-4000-8000-{member.pk:06d}{n:06d}", _key(cast.ben), "steps", fields)
    return commit(cast.room.pk, Committed(cast.room.pk).rules(), [Submission(member.pk, DEVICE, [put])])[0].refused


@pytest.mark.mission("W6")
def test_a_colleague_comes_in_by_the_link_and_nobody_else_has_the_scenario(cast: Cast) -> None:
    assert not _holds(cast, cast.carys)
    _come_in(cast, cast.carys)
    assert _holds(cast, cast.ben)
    assert _holds(cast, cast.carys)
    assert not _holds(cast, cast.dele)
    assert not [chan for chan in _engine(cast).grants(cast.asha.pk) if chan[0].startswith("w6.")]
    assert _put(cast, cast.carys) == []
    assert [one.code for one in _put(cast, cast.dele)] == ["not-yours"]
    assert [one.code for one in _put(cast, cast.asha)] == ["role"]


def test_the_holders_of_a_joint_sheet_are_told_of_each_other_and_others_are_not(cast: Cast) -> None:
    cast.write(cast.carys, _key(cast.carys), "steps", prompt="step1", text="Carys had begun her own")
    _come_in(cast, cast.carys)
    named = [{"member": f"m{one.pk}", "name": one.name} for one in (cast.ben, cast.carys)]
    for member in (cast.ben, cast.carys, cast.dele):
        items = _engine(cast).shape.items("me", member.pk, 0)
        found = {item.id: item.fields["people"] for item in items if item.fields and "people" in item.fields}
        assert found == ({_key(cast.ben): named} if member != cast.dele else {})
    people.rename(by=cast.ben, name="Benjamin", organisation="", sector="", now=NOW)
    engine = _engine(cast)
    item = next(one for one in engine.shape.items("me", cast.carys.pk, 0) if one.id == _key(cast.ben))
    assert item.fields
    assert item.fields["people"][0]["name"] == "Benjamin"
    assert Entry.objects.get(sheet__key=_key(cast.carys)).fields["text"] == "Carys had begun her own"
    assert (f"{_key(cast.carys)}/inside", 0) in engine.grants(cast.carys.pk)


def test_a_wrong_a_withdrawn_and_a_renewed_link_open_nothing(cast: Cast) -> None:
    first = _token(cast)
    assert len(first) == 64
    assert not SheetLink.objects.filter(token_hash=first).exists(), "only the hash is kept"
    assert joint.link(by=cast.ben, sheet_key=_key(cast.ben)) == f"/together-with/{first}/"
    second = _token(cast)
    for wrong in ("", "ab" * 32, first):
        assert joint.by_token(wrong) is None
        with pytest.raises(Refused):
            joint.come_in(by=cast.carys, token=wrong, now=NOW)
    joint.come_in(by=cast.carys, token=second, now=NOW)
    joint.withdraw_link(by=cast.ben, sheet_key=_key(cast.ben), now=NOW)
    with pytest.raises(Refused):
        joint.come_in(by=cast.dele, token=second, now=NOW)
    assert joint.link(by=cast.ben, sheet_key=_key(cast.ben)) == ""
    assert _holds(cast, cast.carys), "who has come in stays"
    assert not _holds(cast, cast.dele)


def test_only_its_person_makes_sees_and_withdraws_a_link(cast: Cast) -> None:
    _come_in(cast, cast.carys)
    for other in (cast.carys, cast.dele, cast.asha):
        for act in (joint.make_link, joint.withdraw_link):
            with pytest.raises(Refused):
                act(by=other, sheet_key=_key(cast.ben), now=NOW)
        with pytest.raises(Refused):
            joint.link(by=other, sheet_key=_key(cast.ben))
    assert SheetLink.objects.count() == 1


@pytest.mark.parametrize("activity", ["w8", "w4", "w9", "a1"])
def test_sealed_pages_and_what_does_not_say_so_are_never_joint(cast: Cast, activity: str) -> None:
    with pytest.raises(Refused):
        joint.make_link(by=cast.ben, sheet_key=f"{activity}.m{cast.ben.pk}", now=NOW)


def test_a_link_lets_in_participants_of_its_own_workshop_alone(cast: Cast) -> None:
    token = _token(cast)
    elsewhere = people.join(code=cast.elin.room.code, name="Gwen", organisation="", sector="", now=NOW)
    assert elsewhere
    for other in (elsewhere.member, cast.elin, cast.asha, cast.fay):
        with pytest.raises(Refused):
            joint.come_in(by=other, token=token, now=NOW)
    assert cast.sheet(_key(cast.ben)).colleagues == []
    workshops.close(by=cast.asha, now=NOW)
    with pytest.raises(Refused):
        joint.come_in(by=cast.carys, token=token, now=NOW)


def test_who_leaves_and_who_is_taken_off_loses_the_sheet_and_their_words_stay(cast: Cast) -> None:
    _come_in(cast, cast.carys, cast.dele)
    for member in (cast.carys, cast.dele):
        assert _put(cast, member) == []
    engine, stamps = _engine(cast), {}
    for member in (cast.carys, cast.dele):
        stamps[member.pk] = engine.grants(member.pk)[("me", member.pk)]
    joint.leave(by=cast.carys, sheet_key=_key(cast.ben), now=NOW)
    joint.end(by=cast.ben, sheet_key=_key(cast.ben), member_id=cast.dele.pk, now=NOW)
    engine.advance(Committed(cast.room.pk))
    for member in (cast.carys, cast.dele):
        grants = engine.grants(member.pk)
        assert (f"{_key(cast.ben)}/inside", 0) not in grants
        assert grants[("me", member.pk)] > stamps[member.pk]
        assert _key(cast.ben) not in {item.id for item in engine.shape.items("me", member.pk, 0)}
        assert [one.code for one in _put(cast, member, 2)] == ["not-yours"]
        with pytest.raises(Refused):
            joint.leave(by=member, sheet_key=_key(cast.ben), now=NOW)
    words = Entry.objects.filter(sheet__key=_key(cast.ben)).order_by("seq").values_list("fields__text", flat=True)
    assert list(words) == ["words 1 of Carys", "words 1 of Dele"]
    with pytest.raises(Refused):
        joint.end(by=cast.ben, sheet_key=_key(cast.ben), member_id=cast.dele.pk, now=NOW)


def test_whoever_is_taken_off_cannot_come_in_again_by_the_link_that_they_have(cast: Cast) -> None:
    token = _come_in(cast, cast.carys)
    joint.end(by=cast.ben, sheet_key=_key(cast.ben), member_id=cast.carys.pk, now=NOW)
    with pytest.raises(Refused, match="not valid any more"):
        joint.come_in(by=cast.carys, token=token, now=NOW)
    assert not _holds(cast, cast.carys)


def test_a_colleague_ends_nobody_elses_part(cast: Cast) -> None:
    _come_in(cast, cast.carys, cast.dele)
    for member in (cast.ben, cast.dele):
        with pytest.raises(Refused):
            joint.end(by=cast.carys, sheet_key=_key(cast.ben), member_id=member.pk, now=NOW)
    assert _holds(cast, cast.dele)


def test_nobody_writes_on_two_scenarios_or_leaves_colleagues_of_their_own(cast: Cast) -> None:
    token = _come_in(cast, cast.carys)
    with pytest.raises(Refused, match="You write with Ben"):
        joint.make_link(by=cast.carys, sheet_key=_key(cast.carys), now=NOW)
    other = joint.make_link(by=cast.dele, sheet_key=_key(cast.dele), now=NOW).split("/")[2]
    for busy in (cast.carys, cast.ben):
        with pytest.raises(Refused):
            joint.come_in(by=busy, token=other, now=NOW)
    assert joint.come_in(by=cast.dele, token=token, now=NOW).key == _key(cast.ben)
    assert joint.come_in(by=cast.dele, token=token, now=NOW).key == _key(cast.ben), "twice is no error"
    assert cast.sheet(_key(cast.ben)).colleagues == [cast.carys.pk, cast.dele.pk]
    assert joint.come_in(by=cast.ben, token=token, now=NOW).colleagues == [cast.carys.pk, cast.dele.pk]


def test_a_sheet_takes_so_many_colleagues_and_no_more(cast: Cast) -> None:
    token = _token(cast)
    for number in range(joint.MOST + 1):
        joined = people.join(code=cast.room.code, name=f"Guest {number}", organisation="", sector="", now=NOW)
        assert joined
        if number < joint.MOST:
            joint.come_in(by=joined.member, token=token, now=NOW)
        else:
            with pytest.raises(Refused):
                joint.come_in(by=joined.member, token=token, now=NOW)


def test_who_is_taken_out_of_the_workshop_has_no_part_in_it_when_they_are_let_back_in(cast: Cast) -> None:
    _come_in(cast, cast.carys)
    people.remove_member(by=cast.asha, member_id=cast.carys.pk, now=NOW)
    assert cast.sheet(_key(cast.ben)).colleagues == []
    people.restore_member(by=cast.asha, member_id=cast.carys.pk, now=NOW)
    assert not _holds(cast, cast.carys)


def test_when_its_person_is_taken_out_colleagues_keep_the_sheet_and_the_link_ends(cast: Cast) -> None:
    token = _come_in(cast, cast.carys)
    people.remove_member(by=cast.asha, member_id=cast.ben.pk, now=NOW)
    assert _holds(cast, cast.carys)
    assert _put(cast, cast.carys) == []
    assert joint.by_token(token) is None
    with pytest.raises(Refused):
        joint.come_in(by=cast.dele, token=token, now=NOW)
    item = next(one for one in _engine(cast).shape.items("me", cast.carys.pk, 0) if one.id == _key(cast.ben))
    assert item.fields
    assert item.fields["people"] == [{"member": f"m{cast.carys.pk}", "name": "Carys"}]


def test_only_its_person_shares_a_copy_which_goes_to_their_group_with_everybodys_words(cast: Cast) -> None:
    _come_in(cast, cast.dele)
    assert _put(cast, cast.ben) == []
    assert _put(cast, cast.dele) == []
    with pytest.raises(Refused):
        sharing.look_through(member=cast.dele, sheet_key=_key(cast.ben))
    with pytest.raises(Refused):
        sharing.share_copy(by=cast.dele, sheet_key=_key(cast.ben), texts={"step1": "mine"}, looked={}, now=NOW)
    looked = sharing.look_through(member=cast.ben, sheet_key=_key(cast.ben))
    assert [one["text"] for one in looked["passages"]] == ["words 1 of Ben", "words 1 of Dele"]
    assert [one["text"] for one in looked["findings"]] == ["Ben", "Dele"]
    seen = {passage["entry"]: passage["seq"] for passage in looked["passages"]}
    sharing.share_copy(by=cast.ben, sheet_key=_key(cast.ben), texts={"step1": "ours"}, looked=seen, now=NOW)
    shared = (f"{_key(cast.ben)}.copy/shared", 0)
    engine = _engine(cast)
    assert shared in engine.grants(cast.carys.pk), "in the group of its person"
    assert shared not in engine.grants(cast.dele.pk), "a colleague in another group reads the sheet, not the copy"
    assert set(Entry.objects.filter(sheet__copy=True).values_list("author_id", flat=True)) == {cast.ben.pk}
    with pytest.raises(Refused):
        sharing.withdraw_copy(by=cast.dele, sheet_key=_key(cast.ben), now=NOW)


def test_a_joint_sheet_goes_with_its_person_when_groups_change(cast: Cast) -> None:
    _come_in(cast, cast.carys)
    groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=cast.two.pk, now=NOW)
    groups.move_member(by=cast.asha, member_id=cast.carys.pk, group_id=None, now=NOW)
    assert _holds(cast, cast.ben)
    assert _holds(cast, cast.carys)
    assert not _holds(cast, cast.dele)


def test_pretend_people_and_real_ones_do_not_write_together(cast: Cast) -> None:
    token = _token(cast)
    Member.objects.filter(pk=cast.dele.pk).update(pretend=True)
    with pytest.raises(Refused):
        joint.come_in(by=cast.dele, token=token, now=NOW)


def test_wiping_a_rehearsal_takes_joint_sheets_of_pretend_people_away(cast: Cast) -> None:
    for member in (cast.ben, cast.carys, cast.dele):
        people.remove_member(by=cast.asha, member_id=member.pk, now=NOW)
    rehearsal.fill(by=cast.asha, people=6, now=NOW)
    one, other = Member.objects.filter(room=cast.room, pretend=True)[:2]
    path = joint.make_link(by=one, sheet_key=_key(one), now=NOW)
    joint.come_in(by=other, token=path.split("/")[2], now=NOW)
    rehearsal.wipe(by=cast.asha, now=NOW)
    assert not SheetLink.objects.exists()
    assert not Sheet.objects.filter(room=cast.room).exclude(colleagues=[]).exists()
    _engine(cast)


def test_a_copied_workshop_has_no_joint_sheets_or_links(cast: Cast) -> None:
    _come_in(cast, cast.carys)
    person = cast.asha.person
    assert person
    copied = workshops.copy(by=cast.asha, title="Again", date=cast.room.date, now=NOW)
    assert not SheetLink.objects.filter(sheet__room=Room.objects.get(pk=copied.room.pk)).exists()
