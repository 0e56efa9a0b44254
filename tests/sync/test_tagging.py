"""Tagging a note through the engine: anyone in the group, nobody else, and what two people do at once."""

import uuid

import pytest

from commonweal.content.load import library
from commonweal.store.models import Entry, Member
from commonweal.sync.messages import Edit, Patch
from commonweal.sync.rules import room_rules
from commonweal.sync.writer import Submission, commit
from tests.cast import Cast, make_cast

TAG = {"conflict": Edit(0, "resources")}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = make_cast()
    made.open("a2")
    return made


def _note(cast: Cast, column: str = "challenges") -> str:
    return cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column=column, text="The money stops in September")


def _patch(cast: Cast, by: Member, uid: str, edits: dict[str, Edit]) -> list[str]:
    """Codes of what was refused."""
    change = Patch(1, uid, f"a2.g{cast.one.pk}", edits)
    rules = room_rules(library().resolve("collaborative-working"))
    answers = commit(cast.room.pk, rules, [Submission(by.pk, str(uuid.uuid4()), [change])])
    return [refusal.code for refusal in answers[0].refused]


def _fields(uid: str) -> dict[str, object]:
    return dict(Entry.objects.get(uid=uid).fields)


@pytest.mark.parametrize("who", ["ben", "carys"])
def test_anyone_in_the_group_tags_a_note(cast: Cast, who: str) -> None:
    uid = _note(cast)
    assert _patch(cast, getattr(cast, who), uid, TAG) == []
    assert _fields(uid)["conflict"] == "resources"


@pytest.mark.parametrize(
    ("who", "code"), [("dele", "not-yours"), ("asha", "unseen"), ("fay", "role"), ("elin", "removed")]
)
def test_nobody_else_tags_it(cast: Cast, who: str, code: str) -> None:
    uid = _note(cast)
    assert _patch(cast, getattr(cast, who), uid, TAG) == [code]
    assert "conflict" not in _fields(uid)


@pytest.mark.parametrize("edit", [{"conflict": Edit(0, "charm")}, {"mood": Edit(0, "low")}, {"agenda": Edit(0, "no")}])
def test_a_tag_that_the_step_does_not_list_is_refused(cast: Cast, edit: dict[str, Edit]) -> None:
    uid = _note(cast)
    assert _patch(cast, cast.ben, uid, edit) == ["fields"]


def test_two_themes_at_once_leave_the_last_and_no_versions(cast: Cast) -> None:
    uid = _note(cast)
    assert _patch(cast, cast.ben, uid, {"theme": Edit(0, "Money", was="")}) == []
    assert _patch(cast, cast.carys, uid, {"theme": Edit(0, "Trust", was="")}) == []
    entry = Entry.objects.get(uid=uid)
    assert (entry.fields["theme"], entry.versions) == ("Trust", {})


def test_a_tag_is_taken_off_by_an_empty_pick(cast: Cast) -> None:
    uid = _note(cast)
    _patch(cast, cast.ben, uid, TAG)
    assert _patch(cast, cast.carys, uid, {"conflict": Edit(1, "")}) == []
    assert _fields(uid)["conflict"] == ""
