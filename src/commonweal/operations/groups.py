"""Making groups, and moving people between them with their own words kept safe."""

from collections.abc import Mapping
from datetime import datetime

from commonweal.core.grouping import Person, even_groups, interest_groups
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, in_charge, line, note, open_room
from commonweal.operations.sheets import make_sheets
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Group, Member, Room

MOST = 30
"""Groups that one workshop takes."""
OWN = "own"
"""The interest of those who want to work on their own experience, rather than on a sample scenario."""


def add_group(*, by: Member, name: str, now: datetime) -> Group:
    """One more group, with a sheet for every activity that groups fill in."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        return add_within(writing, line(name, "name", 60))


def add_within(writing: Writing, name: str, kind: Group.Kind = Group.Kind.GROUP) -> Group:
    """Adds a group to a room that is being written; one that is recorded stands after all others."""
    count = Group.there.groups(writing.room).count()
    if count >= MOST:
        raise Refused(f"A workshop takes {MOST} groups at most.")
    position = MOST if kind == Group.Kind.RECORDED else count
    group = Group.objects.create(room=writing.room, name=name, kind=kind, position=position, seq=writing.next())
    make_sheets(writing, "group", group=group)
    return group


def rename_group(*, by: Member, group_id: int, name: str, now: datetime) -> None:
    """Calls a group something else."""
    name = line(name, "name", 60)
    with write(by.room_id) as writing:
        open_room(writing.room)
        group = _group(writing.room, group_id)
        in_charge(by, group.pk)
        Group.objects.filter(pk=group.pk).update(name=name, seq=writing.next())


def set_scenario(*, by: Member, group_id: int, scenario: str, now: datetime) -> None:
    """Gives a group one of the programme's sample scenarios, or (empty) its own experience."""
    with write(by.room_id) as writing:
        open_room(writing.room)
        group = _group(writing.room, group_id)
        in_charge(by, group.pk)
        programme = Room.objects.values_list("programme", flat=True).get(pk=writing.room.pk)
        if scenario and scenario not in programme.get("scenarios", {}):
            raise Invalid("Choose a scenario of this programme.", "scenario")
        Group.objects.filter(pk=group.pk).update(scenario=scenario, seq=writing.next())


def remove_group(*, by: Member, group_id: int, now: datetime) -> None:
    """Takes a group away. Its members are in no group then; what it wrote stays."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        group = _group(writing.room, group_id)
        for member in Member.objects.filter(room=writing.room, group=group):
            _seat(writing, member, None)
        Group.objects.filter(pk=group.pk).update(removed=True, seq=writing.next())
        note(writing, by, now, "group taken away", f"g{group.pk}")


def move_member(*, by: Member, member_id: int, group_id: int | None, now: datetime) -> None:
    """Moves a participant to another group, or (None) out of all. What they wrote stays where it is."""
    with write(by.room_id) as writing:
        member = Member.objects.filter(
            room=writing.room, pk=member_id, role=Member.Role.PARTICIPANT, removed=False
        ).first()
        if member is None:
            raise Refused("That person is not in this workshop any more.")
        in_charge(by, member.group_id)
        open_room(writing.room)
        group = None if group_id is None else _group(writing.room, group_id)
        if group:
            in_charge(by, group.pk)
        if member.group_id != (group.pk if group else None):
            _seat(writing, member, group)
            note(writing, by, now, "member moved", f"m{member.pk}")


def make_groups(
    *, by: Member, count: int, seed: int, by_interest: bool = False, now: datetime
) -> dict[str, int | None]:
    """Brings the number of groups to `count` and deals everybody into them, organisations mixed.

    `by_interest`: people are with others who want to work on the same, and the group works on that. Returns who was
    where before, as `arrange` takes it back.
    """
    if not 1 <= count <= MOST:
        raise Invalid(f"Make between 1 and {MOST} groups.", "count")
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        groups = list(Group.there.groups(writing.room))
        while len(groups) < count:
            groups.append(add_within(writing, f"Group {len(groups) + 1}"))
        people = list(
            Member.objects.filter(room=writing.room, role=Member.Role.PARTICIPANT, removed=False).order_by("pk")
        )
        before = {f"m{one.pk}": one.group_id for one in people}
        persons = [Person(one.pk, one.organisation, one.sector, one.interest) for one in people]
        dealt = interest_groups(persons, count, seed) if by_interest else _mixed(persons, groups, count, seed)
        by_id = {one.pk: one for one in people}
        for group, (works_on, ids) in zip(groups, dealt, strict=False):
            scenario = "" if works_on == OWN else works_on
            if group.scenario != scenario:
                Group.objects.filter(pk=group.pk).update(scenario=scenario, seq=writing.next())
            for member_id in ids:
                if by_id[member_id].group_id != group.pk:
                    _seat(writing, by_id[member_id], group)
        for group in groups[count:]:
            Group.objects.filter(pk=group.pk).update(removed=True, seq=writing.next())
        note(writing, by, now, "groups made", str(count))
        return before


def _mixed(persons: list[Person], groups: list[Group], count: int, seed: int) -> list[tuple[str, list[int]]]:
    """Even groups that work on what they worked on before."""
    return [(group.scenario, ids) for group, ids in zip(groups, even_groups(persons, count, seed), strict=False)]


def set_interest(*, by: Member, interest: str, now: datetime) -> None:
    """What a participant wants to work on: a scenario of the programme, their own experience, or (empty) anything."""
    with write(by.room_id) as writing:
        member = fresh(by)
        open_room(writing.room)
        if interest not in interests(writing.room):
            raise Invalid("Choose one of the scenarios, or your own experience.", "interest")
        Member.objects.filter(pk=member.pk).update(interest=interest, seq=writing.next())


def interests(room: Room) -> dict[str, str]:
    """What there is to work on, by its key: anything, each scenario, one's own experience. Empty without scenarios."""
    programme = Room.objects.values_list("programme", flat=True).get(pk=room.pk)
    scenarios = programme.get("scenarios") or {}
    if not scenarios:
        return {"": ""}
    named = {key: f"{key}: {one['title']}" for key, one in scenarios.items()}
    return {"": "Anything", **named, OWN: "Our own experience"}


def arrange(*, by: Member, seats: Mapping[str, int | None], now: datetime) -> None:
    """Puts people back as they were: member id to group id. Who is gone, or whose group is gone, is left alone."""
    with write(by.room_id) as writing:
        in_charge(by)
        open_room(writing.room)
        known = {group.pk: group for group in Group.objects.filter(room=writing.room, kind=Group.Kind.GROUP)}
        for member in Member.objects.filter(room=writing.room, role=Member.Role.PARTICIPANT, removed=False):
            wanted = seats.get(f"m{member.pk}", member.group_id)
            if wanted == member.group_id or (wanted is not None and wanted not in known):
                continue
            group = known[wanted] if wanted is not None else None
            if group and group.removed:
                Group.objects.filter(pk=group.pk).update(removed=False, seq=writing.next())
            _seat(writing, member, group)


def _seat(writing: Writing, member: Member, group: Group | None) -> None:
    """Moves one member; the group they leave is remembered, so that what they wrote for it offline still arrives."""
    past = [one for one in member.past_groups if not group or one != group.pk]
    if member.group_id and member.group_id not in past:
        past.append(member.group_id)
    seq = writing.next()
    Member.objects.filter(pk=member.pk).update(group=group, past_groups=past, seq=seq, stamp=seq)


def _group(room: Room, group_id: int) -> Group:
    group = Group.there.groups(room).filter(pk=group_id).first()
    if group is None:
        raise Refused("That group is not there any more.")
    return group
