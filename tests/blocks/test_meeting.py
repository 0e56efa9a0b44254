"""What the block `meeting` holds each kind of entry to, what it keeps to the server, and what it shows to nobody."""

import pytest

from commonweal.blocks.fields import Problem
from commonweal.blocks.meeting.block import KINDS, STATES, Step, check, counted, public, reserved, summary
from commonweal.blocks.registry import kinds, strict
from commonweal.blocks.step import Written
from tests.blocks.test_blocks import IDS, SETTINGS, WHOLE, step_of

SETTINGS_OF_A_STEP: dict[str, object] = {"key": "meeting", "block": "meeting", "title": "A step", **SETTINGS["meeting"]}
STEP = Step.model_validate(SETTINGS_OF_A_STEP)
RIGHT: list[dict[str, object]] = [
    *WHOLE["meeting"],
    {"kind": "minute", "text": "", "at": 0},
    {"kind": "correction", "text": "Two came", "about": IDS[0], "state": "asked"},
    {"kind": "decision", "text": "Wait", "owner": "", "by_when": "", "state": "parked"},
    {"kind": "action", "text": "Ring", "owner": "chair", "state": "done"},
    {"kind": "minute", "text": "Words", "at": 1, "note": "", "plays": ""},
]
# each with the part that is named in the refusal
WRONG: list[tuple[dict[str, object], str]] = [
    ({}, "kind"),
    ({"text": "Words"}, "kind"),
    ({"kind": "cast"}, "role"),
    ({"kind": "item", "text": "Hello"}, "minutes"),
    ({"kind": "minute", "text": "Words"}, "at"),
    ({"kind": "minute", "text": "Words", "at": 1, "owner": "chair"}, "owner"),
    ({"kind": "minute", "text": "Words", "at": 1, "duties": ["chair"]}, "duties"),
    ({"kind": "decision", "text": "Wait"}, "state"),
    ({"kind": "decision", "text": "Wait", "state": ""}, "state"),
    ({"kind": "decision", "text": "Wait", "state": "done"}, "state"),
    ({"kind": "decision", "text": "Wait", "state": "made", "role": "chair"}, "role"),
    ({"kind": "action", "text": "Ring", "state": "made"}, "state"),
    ({"kind": "correction", "text": "Two came", "about": "", "state": "asked"}, "which minute"),
]


@pytest.mark.parametrize("fields", RIGHT)
def test_an_entry_that_fits_its_kind_passes(fields: dict[str, object]) -> None:
    check(STEP, fields)


@pytest.mark.parametrize(("fields", "named"), WRONG)
def test_an_entry_that_does_not_fit_its_kind_is_refused(fields: dict[str, object], named: str) -> None:
    with pytest.raises(Problem, match=named):
        check(STEP, fields)


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_plays_what_is_kept_to_the_server(kind: str) -> None:
    assert reserved(STEP, {"kind": kind}) is (kind == "cast")


def test_minutes_decisions_and_actions_count_as_written() -> None:
    assert {kind for kind in ("", *KINDS) if counted(kind)} == {"minute", "decision", "action"}


def test_every_field_of_every_kind_is_a_field_of_the_step() -> None:
    known = kinds()["meeting"].fields(STEP).keys() - {"kind"}
    assert frozenset().union(*(must | may for must, may in KINDS.values())) == known
    assert set(STATES) <= set(KINDS)


def test_what_everybody_may_read_has_no_card() -> None:
    shown = public(STEP.model_dump(mode="json"))
    assert shown["title"] == "A step"
    assert [sorted(role) for role in shown["roles"]] == [["key", "label", "line", "sectors", "tone"]] * 2  # type: ignore[attr-defined]
    assert "in charge" not in str(shown)


def test_a_block_without_more_to_say_takes_everything() -> None:
    step = step_of("notes")
    more = strict(kinds()["notes"])
    more.check(step, {"anything": 1})
    assert more.reserved(step, {"kind": "cast"}) is False
    assert more.counted("cast") is True
    assert more.public({"key": "notes"}) == {"key": "notes"}


@pytest.mark.parametrize("sector", ["NHS", "Housing", ""])
def test_a_sector_suggests_a_role(sector: str) -> None:
    assert STEP.nearest(sector) == ("chair" if sector == "NHS" else "")


@pytest.mark.parametrize("more", [{"doubles": ["chair"]}, {"doubles": ["king"]}, {"scribe": "king"}, {"roles": []}])
def test_settings_that_make_no_sense_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Step.model_validate(SETTINGS_OF_A_STEP | more)


def test_summary_counts_by_kind_without_a_word() -> None:
    all_of_them: list[dict[str, object]] = [*RIGHT, {"kind": "cast", "role": ""}]
    entries = [Written(IDS[number], "meeting", one) for number, one in enumerate(all_of_them)]
    assert summary(STEP, [*entries, Written(IDS[19], "elsewhere", RIGHT[1])]) == {
        "total": 5,
        "kinds": {"cast": 1, "item": 1, "minute": 2, "correction": 1, "decision": 2, "action": 1},
        "decisions": {"proposed": 0, "made": 1, "parked": 1},
    }
