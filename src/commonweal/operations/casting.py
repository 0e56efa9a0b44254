"""Who plays what in a role-played meeting: drawing roles, changing them by hand, chairing, writing, the private cards.

All of it is written here, never by a device: two people who draw at once draw one after the other, nobody is cast
twice, and a card goes to whoever plays its role. A cast entry's author is whom it casts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonweal.blocks.meeting.block import DUTIES, Step
from commonweal.content.load import step as step_of
from commonweal.core.casting import Player, draw
from commonweal.operations.errors import Invalid, Refused
from commonweal.operations.rights import fresh, line, note, open_room
from commonweal.operations.sheets import activities_of
from commonweal.operations.writing import change_entry, put_entry
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Entry, Member, Sheet

NO_ROLE: dict[str, Any] = {"role": "", "duties": []}
BEGUN = "The meeting has begun, so roles stay as they are. Somebody who came late can still be given one."


@dataclass(slots=True)
class Table:
    """A group around its meeting: the people in it, and the entry that casts each of them."""

    writing: Writing
    sheet: Sheet
    step: Step
    people: dict[int, Member]
    cast: dict[int, Entry]
    begun: bool

    def field(self, member: int, name: str) -> Any:
        """What a member's cast entry says; empty for somebody who has none."""
        return self.cast[member].fields.get(name, "") if member in self.cast else ""

    def set(self, member: int, **fields: Any) -> None:
        """Writes a member's cast entry, and makes it where there is none yet."""
        if member in self.cast:
            change_entry(self.writing, self.cast[member], fields)
        else:
            blank = {"kind": "cast", "real": "", "plays": "", "source": "", **NO_ROLE}
            author = self.people[member]
            self.cast[member] = put_entry(self.writing, self.sheet, author, self.step.key, {**blank, **fields})

    def player(self, member: int) -> Player:
        """A member with what they said they are in real life, or what their sector suggests."""
        said = self.field(member, "real")
        return Player(member, said or self.step.nearest(self.people[member].sector))

    def holders(self, role: str) -> list[int]:
        """Who plays a role now."""
        return [member for member in self.people if role and self.field(member, "role") == role]

    def move_duty(self, duty: str, to: int | None) -> None:
        """Gives a duty to one member, and takes it from everybody else."""
        for member, entry in self.cast.items():
            rest = [one for one in entry.fields.get("duties", []) if one != duty]
            change_entry(self.writing, entry, {"duties": [*rest, duty] if member == to else rest})


def say_real(*, by: Member, activity: str, real: str, now: datetime) -> None:
    """Says which role somebody is nearest to in real life; empty for none of them."""
    with write(by.room_id) as writing:
        table = _table(writing, by, activity)
        _role(table.step, real)
        table.set(by.pk, real=real)


def draw_roles(*, by: Member, activity: str, members: Collection[int], seed: int, now: datetime) -> list[int]:
    """Draws a role for each of the members named; the others of the group have none. Before the meeting begins.

    Returns who had to stay in the role that they have in real life, since no other drawing was possible.
    """
    with write(by.room_id) as writing:
        table = _table(writing, by, activity)
        if table.begun:
            raise Refused(BEGUN)
        present = [member for member in table.people if member in members]
        if not present:
            raise Invalid("Choose who is here, then draw again.", "members")
        step, players = table.step, [table.player(member) for member in present]
        drawing = draw(players, [role.key for role in step.roles], step.doubles, scribe=step.scribe, seed=seed)
        for member in table.cast.keys() - set(present):
            table.set(member, **NO_ROLE)
        for player in players:
            same = table.field(player.id, "role") == drawing.roles[player.id]
            plays = {} if same else {"plays": "", "source": ""}
            table.set(player.id, role=drawing.roles[player.id], real=player.real, **plays)
        table.move_duty("chair", drawing.chair)
        table.move_duty("scribe", drawing.scribe)
        note(writing, by, now, "roles drawn", f"g{table.sheet.group_id}")
        return list(drawing.own)


def give_role(*, by: Member, activity: str, member_id: int, role: str, now: datetime) -> None:
    """Gives a member of the group a role by hand; empty takes it away.

    Whoever had it takes the other's in exchange. Somebody without a role doubles it where several may play it. Once
    the meeting has begun only those without a role are given one, and nobody's is taken.
    """
    with write(by.room_id) as writing:
        table = _table(writing, by, activity)
        _role(table.step, role)
        if member_id not in table.people:
            raise Refused("That person is not in your group.")
        before, holders = table.field(member_id, "role"), table.holders(role)
        doubles = not holders or role in table.step.doubles
        if before == role and member_id in table.cast:
            return
        if table.begun and (before or not doubles):
            raise Refused(BEGUN)
        if holders and (before or not doubles):
            _recast(table, holders[0], before)
        _recast(table, member_id, role)


def _recast(table: Table, member: int, role: str) -> None:
    """Sets one member's role. Whom they played goes with the old one; the chair goes with the first role.

    The role that writes the minutes brings that along, unless somebody writes them already.
    """
    table.set(member, role=role, plays="", source="")
    chair = table.step.roles[0].key
    if role == table.step.scribe and not any("scribe" in table.field(one, "duties") for one in table.cast):
        table.move_duty("scribe", member)
    if role == chair or "chair" in table.field(member, "duties"):
        table.move_duty("chair", member if role == chair else None)


def set_plays(*, by: Member, activity: str, plays: str, source: str, now: datetime) -> None:
    """Says whom somebody plays in their role, and from which list that was taken. The name is kept as it is now."""
    plays, source = line(plays, "plays", 200, required=False), line(source, "source", 120, required=False)
    with write(by.room_id) as writing:
        table = _table(writing, by, activity)
        table.set(by.pk, plays=plays, source=source if plays else "")


def take_duty(*, by: Member, activity: str, duty: str, now: datetime) -> None:
    """Takes over the chair or the minutes, from whoever has them."""
    if duty not in DUTIES:
        raise Invalid("You can take over the chair or the minutes.", "duty")
    with write(by.room_id) as writing:
        table = _table(writing, by, activity)
        table.set(by.pk)
        table.move_duty(duty, by.pk)
        note(writing, by, now, f"{duty} taken over", f"g{table.sheet.group_id}")


def cards(*, by: Member, activity: str) -> list[dict[str, str]]:
    """The private cards that a member may read: a participant's own role's, or (facilitators) all of them."""
    member = fresh(by)
    found = activities_of(member.room).get(activity, {"steps": []})
    step = next((one for one in found["steps"] if one["block"] == "meeting"), None)
    if step is None:
        raise Refused("That activity has no roles.")
    if member.role != Member.Role.FACILITATOR:
        mine = _role_of(member, activity, step["key"])
        return [_card(role) for role in step["roles"] if mine and role["key"] == mine]
    return [_card(role) for role in step["roles"]]


def _card(role: dict[str, Any]) -> dict[str, str]:
    return {"role": role["key"], "label": role["label"], "text": role["card"]}


def _role_of(member: Member, activity: str, step: str) -> str:
    """The role that a participant is cast in, on the sheet of the group that they are in now."""
    if member.role != Member.Role.PARTICIPANT or member.group is None:
        raise Refused("Only those who play a role have a card.")
    here = Entry.objects.filter(sheet__activity=activity, sheet__group=member.group, removed=False)
    cast = [entry for entry in here.filter(step=step, author=member) if entry.fields.get("kind") == "cast"]
    return str(cast[0].fields.get("role", "")) if cast else ""


def _table(writing: Writing, by: Member, activity: str) -> Table:
    """The asker's group at its meeting, which must be open; the agenda is laid out the first time."""
    member = fresh(by)
    open_room(writing.room)
    if member.role != Member.Role.PARTICIPANT or member.group is None:
        raise Refused("Only people in a group cast its meeting.")
    sheet = Sheet.objects.filter(room=writing.room, activity=activity, group=member.group, copy=False).first()
    if sheet is None:
        raise Refused("That activity has no roles.")
    if sheet.state != Sheet.State.OPEN:
        raise Refused("This meeting is not open now. The facilitator of the workshop opens it.")
    settings = activities_of(writing.room)[activity]
    key = next((one["key"] for one in settings["steps"] if one["block"] == "meeting"), "")
    step = step_of(settings, key) if key else None
    if not isinstance(step, Step):
        raise Refused("That activity has no roles.")
    entries = list(Entry.objects.filter(sheet=sheet, step=key, removed=False).order_by("seq"))
    items = [entry for entry in entries if entry.fields.get("kind") == "item"]
    group = Member.objects.filter(group=member.group, role=Member.Role.PARTICIPANT, removed=False).order_by("pk")
    people = {one.pk: one for one in group}
    cast = {one.author_id: one for one in entries if one.fields.get("kind") == "cast" and one.author_id in people}
    if not items:
        _lay_out(writing, sheet, member, step)
    return Table(writing, sheet, step, people, cast, any(item.fields.get("started") for item in items))


def _lay_out(writing: Writing, sheet: Sheet, author: Member, step: Step) -> None:
    """The starting agenda, as items that the group can change."""
    for place, item in enumerate(step.agenda):
        fields = {"kind": "item", "text": item.title, "minutes": item.minutes, "note": item.note}
        times = {"started": 0, "ended": 0, "place": float(place + 1), "source": ""}
        put_entry(writing, sheet, author, step.key, fields | times)


def _role(step: Step, key: str) -> None:
    if key and key not in [role.key for role in step.roles]:
        raise Invalid("Choose one of the roles.", "role")
