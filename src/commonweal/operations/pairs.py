"""Making pairs of neighbours: all at once, for somebody late, and by hand; what a pair wrote stays with it.

People come to a pair, and never leave it: whoever is moved out of one ends it, and those who stay get a new pair. So a
pair that has ended was its people's to the end, and they go on reading what it wrote.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from commonweal.core import pairing
from commonweal.operations.errors import Refused
from commonweal.operations.rights import in_charge, note, open_room
from commonweal.operations.sheets import make_sheets
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Entry, Group, Member, Room


def make_pairs(*, by: Member, within: bool, seed: int, now: datetime) -> int:
    """Puts everybody in a pair, an odd one in a three; within groups, or across them. Pairs that there were end.

    People who have been together before are kept apart where that can be. Returns how many pairs there are.
    """
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        people = {one.pk: one for one in _people(writing.room)}
        if len(people) < 2:
            raise Refused("A pair needs two people. Wait until somebody else has joined.")
        history = pairing.met(together(people.values()))
        seats = {one.pk: one.group_id for one in people.values()}
        for pair in Group.there.pairs(writing.room):
            _end(writing, pair)
        made = pairing.make_pairs(seats, history, seed, within=within)
        for ids in made:
            _pair(writing, ids)
        note(writing, by, now, "pairs made", str(len(made)))
        return len(made)


def put_with(*, by: Member, member_id: int, other_id: int, now: datetime) -> None:
    """Puts somebody with another: in the other's pair, or in a new one when the other is alone."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        people = {one.pk: one for one in _people(writing.room)}
        member, other = people.get(member_id), people.get(other_id)
        if member is None or other is None or member is other:
            raise Refused("That person is not in this workshop any more.")
        if member.pair_id and member.pair_id == other.pair_id:
            return
        if other.pair_id and sum(one.pair_id == other.pair_id for one in people.values()) > 2:
            raise Refused("They are three already. Choose another pair.")
        _leave(writing, member)
        if other.pair_id:
            _sit(writing, member.pk, Group.objects.get(pk=other.pair_id))
        else:
            _pair(writing, (member.pk, other.pk))
        note(writing, by, now, "pair changed", f"m{member.pk}")


def place_late(writing: Writing, member: Member) -> None:
    """Finds a neighbour for somebody who joins when pairs have been made: one who is alone, or a pair of two."""
    pairs = list(Group.there.pairs(writing.room))
    if not pairs:
        return
    others = [one for one in _people(writing.room) if one.pk != member.pk]
    alone = [one.pk for one in others if one.pair_id is None]
    seated = [[one for one in others if one.pair_id == pair.pk] for pair in pairs]
    written = Counter(
        Entry.objects.filter(sheet__group__in=pairs, removed=False).values_list("sheet__group_id", flat=True)
    )
    known = [
        (len(many), many[0].group_id if many else None, written[pair.pk])
        for pair, many in zip(pairs, seated, strict=True)
    ]
    match pairing.place_in_pair(member.group_id, alone, known):
        case ("alone", other):
            _pair(writing, (member.pk, other))
        case ("pair", number):
            _sit(writing, member.pk, pairs[number])


def leave(writing: Writing, member: Member) -> None:
    """Ends the pair of somebody who is taken out of the workshop, when only one is left of it."""
    if member.pair_id and _people(writing.room).filter(pair_id=member.pair_id).exclude(pk=member.pk).count() < 2:
        _end(writing, Group.objects.get(pk=member.pair_id))


def together(people: Iterable[Member]) -> list[list[int]]:
    """Who has been in a pair with whom: the people of every pair, those that have ended and those that are there."""
    found: dict[int, list[int]] = {}
    for one in people:
        for pair in {*one.past_pairs, one.pair_id} - {None}:
            found.setdefault(pair, []).append(one.pk)
    return list(found.values())


def _people(room: Room) -> QuerySet[Member]:
    return Member.objects.filter(room=room, role=Member.Role.PARTICIPANT, removed=False).order_by("pk")


def _pair(writing: Writing, ids: Iterable[int]) -> None:
    """A new pair with its sheets."""
    pair = Group.objects.create(room=writing.room, kind=Group.Kind.PAIR, name="Pair", seq=writing.next())
    make_sheets(writing, "pair", group=pair)
    for member in ids:
        _sit(writing, member, pair)


def _sit(writing: Writing, member: int, pair: Group) -> None:
    seq = writing.next()
    Member.objects.filter(pk=member).update(pair=pair, seq=seq, stamp=seq)


def _leave(writing: Writing, member: Member) -> None:
    """Ends the pair that somebody leaves; two who stay get a new one."""
    if member.pair_id is None:
        return
    stay = [one.pk for one in _people(writing.room).filter(pair_id=member.pair_id).exclude(pk=member.pk)]
    _end(writing, Group.objects.get(pk=member.pair_id))
    if len(stay) > 1:
        _pair(writing, stay)


def _end(writing: Writing, pair: Group) -> None:
    """Ends a pair: its people remember it, so that they go on reading what it wrote, and what is late still arrives."""
    for member in Member.objects.filter(pair=pair):
        seq = writing.next()
        past = [*member.past_pairs, pair.pk]
        Member.objects.filter(pk=member.pk).update(pair=None, past_pairs=past, seq=seq, stamp=seq)
    Group.objects.filter(pk=pair.pk).update(removed=True, seq=writing.next())
