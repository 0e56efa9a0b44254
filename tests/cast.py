"""The cast: Asha facilitates, Ben and Carys are in group 1, Dele in group 2, Fay runs group 2, Elin is an outsider."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from commonweal.operations import groups, people, running, workshops
from commonweal.operations.writing import put_entry
from commonweal.store.gateway import write
from commonweal.store.models import Group, Member, Person, Room, Sheet

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@dataclass
class Cast:
    """A workshop from the shipped programme, with people in it and their devices' tokens."""

    room: Room
    helper_token: str
    asha: Member
    fay: Member
    ben: Member
    carys: Member
    dele: Member
    elin: Member
    one: Group
    two: Group
    tokens: dict[str, str]

    def sheet(self, key: str) -> Sheet:
        return Sheet.objects.get(room=self.room, key=key)

    def write(self, by: Member, key: str, step: str, **fields: object) -> str:
        """Puts an entry on a sheet as the engine would."""
        with write(self.room.pk) as writing:
            return put_entry(writing, self.sheet(key), by, step, fields).uid

    def open(self, activity: str) -> None:
        running.set_state(by=self.asha, activity=activity, state="open", now=NOW)


def make_workshop(person: Person, title: str = "Collaborative working") -> workshops.Created:
    """A workshop from the shipped programme."""
    return workshops.create(
        by=person,
        programme="collaborative-working",
        title=title,
        date=date(2026, 3, 12),
        place="The Bridge Room",
        zone="Europe/London",
        now=NOW,
    )


def make_cast() -> Cast:
    """The whole cast in one workshop; Elin is in a workshop of her own."""
    created = make_workshop(Person.objects.create_user("asha@example.org", None, name="Asha Patel"))
    room = created.room
    asha = Member.objects.get(room=room, role="facilitator")
    one = groups.add_group(by=asha, name="Group 1", now=NOW)
    two = groups.add_group(by=asha, name="Group 2", now=NOW)
    tokens, members = {}, {}
    for name, group in (("ben", one), ("carys", one), ("dele", two)):
        joined = people.join(code=room.code, name=name.title(), organisation="Org", sector="NHS", now=NOW)
        assert joined
        groups.move_member(by=asha, member_id=joined.member.pk, group_id=group.pk, now=NOW)
        tokens[name], members[name] = joined.token, Member.objects.get(pk=joined.member.pk)
    elsewhere = make_workshop(Person.objects.create_user("elin@example.org", None, name="Elin"), "Another")
    elin = Member.objects.get(room=elsewhere.room, role="facilitator")
    fay_person = Person.objects.create_user("fay@example.org", None, name="Fay")
    fay = people.join_as_helper(token=created.helper_token, person=fay_person, groups=[two.pk], now=NOW)
    room.refresh_from_db()
    found = members["ben"], members["carys"], members["dele"]
    return Cast(room, created.helper_token, asha, fay, *found, elin, one, two, tokens)
