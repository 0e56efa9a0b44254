"""Changes of entries that their block holds to more than each field, keeps to the server, or to their author."""

import uuid
from typing import Any

import pytest

from commonweal.access import EntryFacts, SheetFacts, Viewer
from commonweal.content.load import library
from commonweal.sync.changes import Accepted, judge
from commonweal.sync.messages import Change, Edit, Patch, Put, Refusal, Remove
from commonweal.sync.rules import room_rules

BEN = Viewer(3, "participant", group=1)
SHEET = SheetFacts(9, "a5.g1", "a5", "group", None, 1, False, "open", True, "until-shared", True)
STEPS = room_rules(library().resolve("collaborative-working")).activities["a5"].steps
UID = str(uuid.UUID(int=7))
CAST = {"kind": "cast", "role": "academic", "real": "", "plays": "", "source": "", "duties": ["scribe"]}
MINUTE = {"kind": "minute", "text": "Nobody came", "at": 1, "item": "", "who": "academic"}


def judged(change: Change, standing: dict[str, Any] | None = None, *, step: str = "meeting", author: int = 4) -> str:
    """What becomes of Ben's change on a sheet where `standing` is: its code, or nothing when it is accepted."""
    entry = standing and EntryFacts(UID, 9, step, author, 5, dict(standing), dict.fromkeys(standing, 5))
    outcome = judge(change, BEN, SHEET, STEPS, entry or None, seq=6, room_open=True)
    if isinstance(outcome, Refusal):
        return outcome.code
    assert isinstance(outcome, Accepted)
    return ""


def put(fields: dict[str, Any], step: str = "meeting") -> Put:
    return Put(1, UID, "a5.g1", step, fields)


def patch(**values: Any) -> Patch:
    return Patch(1, UID, "a5.g1", {name: Edit(5, value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("change", "standing", "code"),
    [
        (put(MINUTE), None, ""),
        (put({**MINUTE, "owner": "academic"}), None, "fields"),
        (put(CAST), None, "unseen"),
        (patch(text="Two came"), MINUTE, ""),
        (patch(kind="decision"), MINUTE, "fields"),
        (patch(kind="cast", text="", at=0, who="", role="facilitator"), MINUTE, "unseen"),
        (patch(role="facilitator"), CAST, "unseen"),
        (patch(duties=["chair"]), CAST, "unseen"),
        (patch(kind="minute", role="", duties=[], text="", at=0), CAST, "unseen"),
        (Remove(1, UID, "a5.g1"), CAST, "unseen"),
        (Remove(1, UID, "a5.g1"), MINUTE, ""),
    ],
)
def test_who_plays_what_is_out_of_a_devices_reach(change: Change, standing: dict[str, Any] | None, code: str) -> None:
    assert judged(change, standing) == code


PASSAGE = {"prompt": "feel", "text": "Tired", "role": "academic"}


@pytest.mark.parametrize("change", [patch(text="Glad"), Remove(1, UID, "a5.g1")])
@pytest.mark.parametrize(("author", "code"), [(3, ""), (4, "unseen")])
def test_a_passage_of_ones_own_is_nobody_elses_to_change(change: Change, author: int, code: str) -> None:
    assert judged(change, PASSAGE, step="reflect", author=author) == code


def test_a_passage_says_in_which_role_it_is() -> None:
    assert judged(put(PASSAGE, "reflect")) == ""
    assert judged(put({**PASSAGE, "who": "academic"}, "reflect")) == "fields"
