"""Suggested themes over HTTP: for those who hold the sheet, from its standing notes, and stored nowhere."""

import pytest
from django.test import Client

from commonweal.store.models import Entry, Member, Person
from commonweal.web import themes
from commonweal.web.meaning import Meaning
from tests.cast import Cast

MONEY = ("The outreach money stops in September", "Money that comes too late", "Nobody says whose money it is")
ALONE = ("Parking", "Data sharing takes a year", "A vision for young families")


@pytest.fixture(autouse=True)
def wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is without the extra, wherever these tests run."""
    monkeypatch.setattr(themes, "meaning", Meaning(lambda: None))


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    if who in ("asha", "fay", "elin"):
        client.force_login(Person.objects.get(email=f"{who}@example.org"))
    elif who in cast.tokens:
        client.cookies[f"cw-{cast.room.pk}"] = cast.tokens[who]
    return client


def _notes(cast: Cast) -> list[str]:
    cast.open("a2")
    key = f"a2.g{cast.one.pk}"
    return [cast.write(cast.ben, key, "notes", column="challenges", text=text) for text in MONEY + ALONE]


def _ask(cast: Cast, who: str, sheet: str | None = None) -> tuple[int, dict[str, object]]:
    answer = _as(cast, who).get(f"/w/{cast.room.pk}/themes/{sheet or f'a2.g{cast.one.pk}'}/notes")
    return answer.status_code, answer.json()


def test_a_member_of_the_group_is_offered_a_theme_and_nothing_is_stored(cast: Cast) -> None:
    ids = _notes(cast)
    before = list(Entry.objects.order_by("pk").values())
    expected = {"ok": True, "groups": [{"words": ["money"], "notes": ids[:3]}], "more": [], "by": "wording"}
    assert _ask(cast, "ben") == (200, expected)
    assert _ask(cast, "carys") == (200, expected)
    assert list(Entry.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("state", ["open", "shared"])
@pytest.mark.parametrize("who", ["dele", "asha", "fay", "elin", "nobody"])
def test_nobody_else_learns_anything_of_the_notes(cast: Cast, who: str, state: str) -> None:
    ids = _notes(cast)
    cast.open("a2")
    if state == "shared":
        from commonweal.operations import running
        from tests.cast import NOW

        running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    status, said = _ask(cast, who)
    assert (status, said["ok"]) == (403, False)
    assert not any(uid in str(said) for uid in ids)


def test_somebody_who_was_moved_or_removed_is_refused(cast: Cast) -> None:
    _notes(cast)
    Member.objects.filter(pk=cast.carys.pk).update(group=cast.two)
    assert _ask(cast, "carys")[0] == 403
    Member.objects.filter(pk=cast.ben.pk).update(removed=True)
    assert _ask(cast, "ben")[0] == 403


def test_removed_notes_and_notes_of_another_group_are_left_out(cast: Cast) -> None:
    ids = _notes(cast)
    for text in MONEY:
        cast.write(cast.dele, f"a2.g{cast.two.pk}", "notes", column="challenges", text=text)
    Entry.objects.filter(uid=ids[0]).update(removed=True, fields={}, seq=10_000)
    assert _ask(cast, "ben") == (200, {"ok": True, "groups": [], "more": [], "by": "wording"})


@pytest.mark.parametrize("sheet", ["a2.g99999", "w6.m1", "a2", "nothing"])
def test_a_sheet_that_is_not_there_is_refused_like_one_of_others(cast: Cast, sheet: str) -> None:
    assert _ask(cast, "ben", sheet)[0] == 403
