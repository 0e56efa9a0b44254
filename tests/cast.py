"""The cast: Asha facilitates, Ben and Carys are in group 1, Dele in group 2, Fay runs group 2, Elin is an outsider."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

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


class Kept(NamedTuple):
    """The cast as `keep` left it: keys of rows, and secrets that no row holds."""

    room: str
    helper_token: str
    members: dict[str, int]
    groups: list[int]
    tokens: dict[str, str]
    tables: list[str]


_kept: Kept | None = None


def keep() -> None:
    """Makes the cast in an empty database, and puts its rows aside in tables of their own for tests to take."""
    global _kept
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        before = {table for table in tables if _rows(cursor, table)}
        made = _made()
        filled = [table for table in tables if table not in before and _rows(cursor, table)]
        for table in filled:
            cursor.execute(f'CREATE TABLE "kept_{table}" AS SELECT * FROM "{table}"')
        for table in filled:
            cursor.execute(f'DELETE FROM "{table}"')
    members = {name: getattr(made, name).pk for name in ("asha", "fay", "ben", "carys", "dele", "elin")}
    groups = [made.one.pk, made.two.pk]
    _kept = Kept(made.room.pk, made.helper_token, members, groups, made.tokens, filled)


def _rows(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
    return cursor.fetchone() is not None


def make_cast() -> Cast:
    """The whole cast in one workshop; Elin is in a workshop of her own. Its rows are those that `keep` put aside."""
    assert _kept, "the tests' database was set up without its cast"
    with connection.cursor() as cursor:
        for table in _kept.tables:
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "kept_{table}"')
    found = Member.objects.in_bulk(_kept.members.values())
    members = {name: found[key] for name, key in _kept.members.items()}
    one, two = (Group.objects.get(pk=key) for key in _kept.groups)
    room = Room.objects.get(pk=_kept.room)
    return Cast(room, _kept.helper_token, one=one, two=two, tokens=dict(_kept.tokens), **members)


def _made() -> Cast:
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
