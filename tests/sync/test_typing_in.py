"""A facilitator types in what a table wrote on paper: what goes through, what does not, and what is marked."""

import uuid
from typing import Any

import pytest

from commonweal.content.load import library
from commonweal.store.models import Entry, Member
from commonweal.sync.messages import Change, Edit, Patch, Put, Remove
from commonweal.sync.rules import room_rules
from commonweal.sync.writer import Submission, commit
from tests.cast import Cast, make_cast

RULES = room_rules(library().resolve("collaborative-working"))
NOTE = {"column": "challenges", "text": "From the flip chart"}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def _say(cast: Cast, by: Member, change: Change) -> list[str]:
    """Codes of what was refused."""
    answers = commit(cast.room.pk, RULES, [Submission(by.pk, str(uuid.uuid4()), [change])])
    return [refusal.code for refusal in answers[0].refused]


def _put(cast: Cast, by: Member, sheet: str, step: str, fields: dict[str, Any]) -> tuple[list[str], str]:
    uid = str(uuid.uuid4())
    return _say(cast, by, Put(1, uid, sheet, step, fields)), uid


def test_a_facilitator_types_in_for_a_group_and_the_group_puts_it_right(cast: Cast) -> None:
    cast.open("a2")
    sheet = f"a2.g{cast.one.pk}"
    refused, uid = _put(cast, cast.asha, sheet, "notes", NOTE)
    entry = Entry.objects.get(uid=uid)
    assert (refused, entry.author_id, entry.late) == ([], cast.asha.pk, False)
    right = Edit(entry.seq, "From our flip chart", was="From the flip chart")
    assert _say(cast, cast.ben, Patch(1, uid, sheet, {"text": right})) == []
    assert Entry.objects.get(uid=uid).fields["text"] == "From our flip chart"
    assert _say(cast, cast.asha, Remove(1, uid, sheet)) == []


def test_what_the_group_wrote_itself_is_not_the_facilitators_to_change(cast: Cast) -> None:
    cast.open("a2")
    sheet = f"a2.g{cast.one.pk}"
    uid = cast.write(cast.ben, sheet, "notes", **NOTE)
    assert _say(cast, cast.asha, Patch(1, uid, sheet, {"text": Edit(0, "Better")})) == ["unseen"]
    assert _say(cast, cast.asha, Remove(1, uid, sheet)) == ["unseen"]
    assert Entry.objects.get(uid=uid).fields["text"] == "From the flip chart"


def test_a_co_facilitator_of_another_group_types_in_nothing(cast: Cast) -> None:
    cast.open("a2")
    assert _put(cast, cast.fay, f"a2.g{cast.one.pk}", "notes", NOTE)[0] == ["role"]
    assert _put(cast, cast.fay, f"a2.g{cast.two.pk}", "notes", NOTE)[0] == []


@pytest.mark.parametrize(("activity", "step"), [("a1", "table"), ("w6", "steps"), ("w8", "cycle")])
def test_nothing_is_typed_in_on_what_a_person_holds(cast: Cast, activity: str, step: str) -> None:
    cast.open(activity)
    assert _put(cast, cast.asha, f"{activity}.m{cast.ben.pk}", step, {})[0] == ["role"]


def test_what_each_answers_for_themselves_is_not_typed_in(cast: Cast) -> None:
    cast.open("a5")
    steps = RULES.activities["a5"].steps
    own = next(step for step in steps.values() if step.own_only)
    assert own.settings
    fields = {"prompt": own.settings.model_dump()["prompts"][0]["key"], "text": "As the chair"}
    assert _put(cast, cast.asha, f"a5.g{cast.one.pk}", own.key, fields)[0] == ["own"]
    assert _put(cast, cast.ben, f"a5.g{cast.one.pk}", own.key, fields)[0] == []
