"""Sealed sheets as the server has them: boxes alone pass, stale boxes are never merged, and nobody but their writer."""

import base64
import uuid
from typing import Any

import pytest

from commonweal.access import EntryFacts, SheetFacts, Viewer
from commonweal.blocks.fields import BOX_AROUND, Box
from commonweal.sync.changes import Accepted, judge
from commonweal.sync.messages import Change, Edit, Patch, Put, Refusal, Remove
from commonweal.sync.rules import StepRules, room_rules
from tests.sync.rooms import NOTES, PROMPTS, activity

TABLE: dict[str, Any] = {"key": "actions", "block": "table", "title": "T", "instruction": "", "add_label": "Add"}
TABLE |= {"rows": [], "columns": [{"key": "what", "label": "What"}]}
SEALED = {**activity("diary", "person", "sealed"), "steps": [PROMPTS, TABLE]}
RULES = room_rules({"activities": [SEALED, activity("log", "person", "private")], "scenarios": []})
STEPS = RULES.activities["diary"].steps
SHEET = SheetFacts(9, "diary.m3", "diary", "person", 3, 1, False, "open", True, "sealed", True)
BEN, CARYS, ASHA = Viewer(3, "participant", group=1), Viewer(4, "participant", group=1), Viewer(1, "facilitator")
UID = str(uuid.UUID(int=7, version=4))


def box(letter: int, size: int = 256) -> str:
    """A box with something of its own in it."""
    return base64.urlsafe_b64encode(bytes([1]) + bytes([letter]) * (size + BOX_AROUND - 1)).decode().rstrip("=")


def tried(change: Change, entry: EntryFacts | None = None, by: Viewer = BEN, seq: int = 50) -> Accepted | Refusal:
    return judge(change, by, SHEET, STEPS, entry, seq=seq, room_open=True)


def written() -> EntryFacts:
    outcome = tried(Put(1, UID, SHEET.key, "words", {"prompt": "one", "box": box(1)}), seq=40)
    assert isinstance(outcome, Accepted)
    return outcome.entry


def test_the_rules_of_a_sealed_step_are_a_prompt_and_a_box_of_the_author_alone() -> None:
    def shape(step: StepRules) -> tuple[set[str], bool]:
        return set(step.fields), step.own_only

    assert {key: shape(step) for key, step in STEPS.items()} == {
        "words": ({"prompt", "box"}, True),
        "actions": ({"box"}, True),
    }
    assert STEPS["words"].fields["box"] == Box(required=True)
    assert set(RULES.activities["log"].steps["words"].fields) == {"prompt", "text"}


@pytest.mark.parametrize(
    ("step", "fields", "passes"),
    [
        ("words", {"prompt": "one", "box": box(1)}, True),
        ("actions", {"box": box(1, 16_384)}, True),
        ("words", {"prompt": "one", "text": "in plain words"}, False),
        ("words", {"prompt": "one", "box": "in plain words"}, False),
        ("words", {"prompt": "one", "box": box(1, 300)}, False),
        ("words", {"prompt": "one"}, False),
        ("words", {"prompt": "one", "box": box(1), "text": "and plain words beside it"}, False),
        ("words", {"prompt": "other", "box": box(1)}, False),
        ("actions", {"what": "in plain words", "box": box(1)}, False),
    ],
)
def test_only_boxes_of_the_right_form_pass(step: str, fields: dict[str, Any], passes: bool) -> None:
    assert isinstance(tried(Put(1, UID, SHEET.key, step, fields)), Accepted) is passes


@pytest.mark.parametrize("by", [CARYS, ASHA])
def test_nobody_else_writes_changes_or_removes(by: Viewer) -> None:
    put = Put(1, UID, SHEET.key, "words", {"prompt": "one", "box": box(2)})
    patch = Patch(1, UID, SHEET.key, {"box": Edit(40, box(2))})
    for change, entry in ((put, None), (patch, written()), (Remove(1, UID, SHEET.key), written())):
        assert isinstance(tried(change, entry, by), Refusal)


def _patched(edit: Edit, entry: EntryFacts) -> EntryFacts:
    outcome = tried(Patch(2, UID, SHEET.key, {"box": edit}), entry)
    assert isinstance(outcome, Accepted)
    return outcome.entry


def test_a_fresh_edit_replaces_the_box() -> None:
    after = _patched(Edit(40, box(2), was=box(1)), written())
    assert (after.fields["box"], after.versions) == (box(2), {})


@pytest.mark.parametrize("was", [None, box(9)])
def test_a_stale_edit_is_kept_beside_and_the_writer_settles(was: str | None) -> None:
    both = _patched(Edit(30, box(2), was=was), written())
    assert both.fields["box"] == box(1)
    assert both.versions == {"box": [{"text": box(2), "by": "m3", "seq": 50}]}
    settled = _patched(Edit(50, box(3), was=box(1), settles=True), both)
    assert (settled.fields["box"], settled.versions) == (box(3), {})


def test_an_edit_made_from_what_stands_there_follows_it_whatever_its_revision() -> None:
    after = _patched(Edit(0, box(2), was=box(1)), written())
    assert (after.fields["box"], after.versions) == (box(2), {})


def test_a_step_of_notes_would_not_be_kept_open_by_mistake() -> None:
    rules = room_rules({"activities": [{**SEALED, "steps": [NOTES]}], "scenarios": []})
    assert set(rules.activities["diary"].steps["notes"].fields) == {"box"}
