"""Pairs in a workshop: who is with whom, and what a pair wrote stays with those who wrote it."""

import pytest

from commonweal import access
from commonweal.access import View
from commonweal.operations import groups, pairs, people, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Group, Member, Sheet
from commonweal.sync.committed import Committed
from commonweal.sync.shape import Shape
from tests.cast import NOW, Cast


def _pair(cast: Cast, seed: int = 1, within: bool = False) -> None:
    pairs.make_pairs(by=cast.asha, within=within, seed=seed, now=NOW)


def _of(cast: Cast) -> dict[str, int | None]:
    rows = Member.objects.filter(room=cast.room, role="participant").order_by("pk")
    return {one.name: one.pair_id for one in rows}


def _join(cast: Cast, name: str) -> Member:
    joined = people.join(code=cast.room.code, name=name, organisation="", sector="", now=NOW)
    assert joined
    return joined.member


def _readers(cast: Cast, key: str) -> set[str]:
    """Names of everybody in the room who reads a sheet from inside; nobody may read it in another way."""
    shape = Shape(Committed(cast.room.pk).rules())
    shape.take(Committed(cast.room.pk).shape(0))
    found = set()
    for member in Member.objects.filter(room=cast.room):
        sees = access.views(shape.viewers[member.pk], shape.by_key(key))
        assert sees <= {View.INSIDE}
        held = {
            one.key for one in shape.candidates(shape.viewers[member.pk]) if access.views(shape.viewers[member.pk], one)
        }
        assert (key in held) == bool(sees), "what may be read is found, and nothing else"
        if sees:
            found.add(member.name)
    return found


def test_three_people_make_one_three_with_a_sheet_that_only_they_read(cast: Cast) -> None:
    _pair(cast)
    pair = Group.there.pairs(cast.room).get()
    assert set(_of(cast).values()) == {pair.pk}
    assert _readers(cast, f"a1p.g{pair.pk}") == {"Ben", "Carys", "Dele"}
    assert set(Sheet.objects.filter(group=pair).values_list("activity", flat=True)) == {"a1p"}


def test_only_the_facilitator_of_the_whole_room_makes_pairs_and_not_of_one_person(cast: Cast) -> None:
    for by in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            pairs.make_pairs(by=by, within=False, seed=1, now=NOW)
    workshops.close(by=cast.asha, now=NOW)
    with pytest.raises(Refused):
        _pair(cast)
    workshops.reopen(by=cast.asha, now=NOW)
    for member in (cast.carys, cast.dele):
        people.remove_member(by=cast.asha, member_id=member.pk, now=NOW)
    with pytest.raises(Refused):
        _pair(cast)


def test_what_a_pair_wrote_stays_with_those_who_wrote_it(cast: Cast) -> None:
    gwen = _join(cast, "Gwen")
    _pair(cast)
    first = _of(cast)
    cast.open("a1p")
    key = f"a1p.g{first['Ben']}"
    cast.write(cast.ben, key, "pair", prompt="overlap", text="words of the first pair")
    together = {name for name, pair in first.items() if pair == first["Ben"]}
    assert len(together) == 2
    _pair(cast, seed=2)
    second = _of(cast)
    assert {name for name, pair in second.items() if pair == second["Ben"]} & together == {"Ben"}, "not the same again"
    assert _readers(cast, key) == together
    ben = access.viewer_of(Member.objects.get(pk=cast.ben.pk))
    facts = _facts(cast, key)
    assert access.refusal(ben, facts, "patch", cast.ben.pk, room_open=True) == "not-yours"
    assert access.refusal(ben, facts, "put", None, room_open=True) is None, "what was on its way still arrives"
    outsider = next(one for one in (cast.carys, cast.dele, gwen) if one.name not in together)
    stranger = access.viewer_of(Member.objects.get(pk=outsider.pk))
    assert access.refusal(stranger, facts, "put", None, room_open=True) == "not-yours"


def _facts(cast: Cast, key: str) -> access.SheetFacts:
    shape = Shape(Committed(cast.room.pk).rules())
    shape.take(Committed(cast.room.pk).shape(0))
    return shape.by_key(key)


def test_somebody_late_makes_a_three_then_the_next_a_pair(cast: Cast) -> None:
    _join(cast, "Before")
    assert set(_of(cast).values()) == {None}, "nobody is paired before pairs are made"
    _pair(cast)
    one, two, three = (_join(cast, name) for name in ("One", "Two", "Three"))
    made = _of(cast)
    sizes = sorted(list(made.values()).count(pair) for pair in set(made.values()) - {None})
    assert sizes == [3, 3], "two pairs took one each"
    assert made["Three"] is None, "threes take nobody"
    four = _join(cast, "Four")
    assert Member.objects.get(pk=four.pk).pair_id == Member.objects.get(pk=three.pk).pair_id is not None
    assert made[one.name] != made[two.name]


def test_putting_people_together_ends_the_pair_that_is_left(cast: Cast) -> None:
    gwen = _join(cast, "Gwen")
    _pair(cast)
    before = _of(cast)
    other = next(one for one in (cast.carys, cast.dele, gwen) if before[one.name] != before["Ben"])
    left = next(name for name, pair in before.items() if pair == before["Ben"] and name != "Ben")
    pairs.put_with(by=cast.asha, member_id=cast.ben.pk, other_id=other.pk, now=NOW)
    after = _of(cast)
    assert (after["Ben"], after[left]) == (before[other.name], None)
    assert Member.objects.get(room=cast.room, name=left).past_pairs == [before["Ben"]]
    with pytest.raises(Refused):
        pairs.put_with(by=cast.asha, member_id=cast.ben.pk, other_id=cast.elin.pk, now=NOW)
    with pytest.raises(Refused):
        pairs.put_with(
            by=cast.asha, member_id=Member.objects.get(room=cast.room, name=left).pk, other_id=other.pk, now=NOW
        )


def test_somebody_taken_out_leaves_their_neighbour_alone_with_their_words(cast: Cast) -> None:
    people.remove_member(by=cast.asha, member_id=cast.dele.pk, now=NOW)
    _pair(cast)
    pair = _of(cast)["Ben"]
    people.remove_member(by=cast.asha, member_id=cast.carys.pk, now=NOW)
    assert _of(cast)["Ben"] is None
    assert _readers(cast, f"a1p.g{pair}") == {"Ben"}


def test_pairs_are_no_groups(cast: Cast) -> None:
    _pair(cast)
    pair = _of(cast)["Ben"]
    assert pair
    assert list(Group.there.groups(cast.room)) == [cast.one, cast.two]
    with pytest.raises(Refused):
        groups.move_member(by=cast.asha, member_id=cast.ben.pk, group_id=pair, now=NOW)
    groups.make_groups(by=cast.asha, count=3, seed=1, now=NOW)
    assert _of(cast)["Ben"] == pair, "moving groups leaves pairs alone"


def test_groups_by_interest_take_what_people_chose(cast: Cast) -> None:
    for member, interest in ((cast.ben, "1a"), (cast.carys, "own"), (cast.dele, "1a")):
        groups.set_interest(by=member, interest=interest, now=NOW)
    with pytest.raises(Invalid):
        groups.set_interest(by=cast.ben, interest="9z", now=NOW)
    groups.make_groups(by=cast.asha, count=2, seed=1, by_interest=True, now=NOW)
    found = {
        one.name: one.group.scenario
        for one in Member.objects.filter(group__isnull=False).select_related("group")
        if one.group
    }
    assert found == {"Ben": "1a", "Dele": "1a", "Carys": ""}
    late = people.join(code=cast.room.code, name="Late", organisation="", sector="", interest="1a", now=NOW)
    assert late
    assert late.member.group_id == Member.objects.get(pk=cast.ben.pk).group_id
