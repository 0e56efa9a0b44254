"""Programmes of one's own: loaded beside the shipped ones, and kept by a workshop as they were when it began."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from commonweal.content.load import library, use
from commonweal.operations import agenda, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import AgendaItem, Person, Room
from commonweal.sync.committed import Committed
from commonweal.web.library import public
from tests.cast import NOW, Cast, make_cast
from tests.content.conftest import own  # noqa: F401 - a fixture


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def in_use(own: Path) -> Iterator[Path]:  # noqa: F811
    """A folder of one's own that the server loads."""
    use([own])
    yield own
    use([])


def make(title: str) -> Room:
    person, _ = Person.objects.get_or_create(email="asha@example.org")
    created = workshops.create(
        by=person, programme="own-day", title=title, date=NOW.date(), place="", zone="Europe/London", now=NOW
    )
    return created.room


@pytest.mark.django_db
def test_a_running_workshop_keeps_the_version_it_began_with(in_use: Path) -> None:
    old = make("Before")
    before = json.dumps(Room.objects.get(pk=old.pk).programme, sort_keys=True)
    for name, words, other in (
        ("programmes/own-day.toml", "version = 1", "version = 2"),
        ("programmes/own-day.toml", 'purpose = "To find the keys."', 'purpose = "To find the doors."'),
        ("activities/own-1.toml", "Who holds the keys", "Who lost the keys"),
        ("readings/doors.md", "Open them.", "Close them."),
        ("diagrams/two-doors.svg", "<title>Two doors", "<title>Three doors"),
        ("references/references.json", '"On Doors"', '"Off Doors"'),
        ("resources/door-kit.toml", "Twelve keys.", "No keys."),
    ):
        file = in_use / name
        assert words in file.read_text()
        file.write_text(file.read_text().replace(words, other))
    use([in_use])  # as a server that starts again
    new = make("After")
    assert json.dumps(Room.objects.get(pk=old.pk).programme, sort_keys=True) == before
    for room, expected in (
        (old, ("1", "keys", "Open", "Two", "<i>On")),
        (new, ("2", "doors", "Close", "Three", "<i>Off")),
    ):
        kept = Room.objects.get(pk=room.pk).programme
        shown = public(kept)
        doors = shown["readings"][0]
        version, purpose, verb, drawing, source = expected
        assert kept["programme"]["version"] == version
        assert kept["programme"]["parts"][0]["guide"]["purpose"] == f"To find the {purpose}."
        assert f"{verb} them." in doors["html"]
        assert doors["diagrams"][0]["title"] == f"{drawing} doors"
        assert f"{source} Doors</i>" in shown["references"][0]["html"]
    titles = [Committed(room.pk).rules().activities["own-1"].public["title"] for room in (old, new)]
    assert titles == ["Who holds the keys", "Who lost the keys"]


@pytest.mark.django_db
def test_an_own_programme_stands_beside_the_shipped_one(in_use: Path) -> None:
    assert sorted(library().programmes) == ["collaborative-working", "own-day"]
    assert [item.title for item in agenda.items(make("Own"))] == ["Doors"]


def test_no_guide_is_public(cast: Cast) -> None:
    rules = Committed(cast.room.pk).rules()
    assert [key for key, activity in rules.activities.items() if "guide" in activity.public] == []


LINKS = [
    ("https://meet.example.org/abc-def?pwd=1#x", True),
    ("  https://meet.example.org/a  ", True),
    ("", True),
    ("http://meet.example.org/a", False),
    ("javascript:alert(1)", False),
    ("https:///a", False),
    ("https://", False),
    ("meet.example.org/a", False),
    ("https://someone:secret@meet.example.org/a", False),
    ("https://meet.example.org/a b", False),
    ("https://meet.example.org/a\nb", False),
    ("https://[::1", False),
    ("https://meet.example.org/" + "a" * 500, False),
]


def test_a_meeting_link_is_a_whole_https_address(cast: Cast) -> None:
    for link, good in LINKS:
        agenda.set_link(by=cast.asha, key="welcome", link="", now=NOW)
        with nullcontext() if good else pytest.raises(Invalid):
            agenda.set_link(by=cast.asha, key="welcome", link=link, now=NOW)
        kept = AgendaItem.objects.get(room=cast.room, key="welcome").link
        assert kept == (link.strip() if good else ""), link


def test_only_a_facilitator_of_the_room_sets_a_meeting_link(cast: Cast) -> None:
    for who in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            agenda.set_link(by=who, key="welcome", link="https://meet.example.org/a", now=NOW)
    with pytest.raises(Refused):
        agenda.set_link(by=cast.asha, key="nowhere", link="https://meet.example.org/a", now=NOW)
    assert list(AgendaItem.objects.exclude(link="")) == []


def test_everybody_in_the_room_gets_the_link_with_the_agenda(cast: Cast) -> None:
    from commonweal.sync.shape import Shape

    agenda.set_link(by=cast.asha, key="welcome", link="https://meet.example.org/a", now=NOW)
    committed = Committed(cast.room.pk)
    shape = Shape(committed.rules())
    shape.take(committed.shape(0))
    items = [item for item in shape.items("room", cast.ben.pk, 0) if item.kind == "agenda"]
    assert {item.fields["key"]: item.fields["link"] for item in items if item.fields and item.fields["link"]} == {
        "welcome": "https://meet.example.org/a"
    }
