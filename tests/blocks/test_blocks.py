"""What each block keeps of an entry, and how it sums a sheet up without a word of what was written."""

import pytest

from commonweal.blocks.fields import Problem, check_fields
from commonweal.blocks.registry import kinds
from commonweal.blocks.step import StepBase, Written

BEN, CARYS = "m2", "m3"
IDS = [f"0b5ad2f4-6f0c-4c6e-9a2b-0f6f7f0a1b{number:02d}" for number in range(20)]
SETTINGS: dict[str, dict[str, object]] = {
    "prompts": {"prompts": [{"key": "why", "label": "Why?"}, {"key": "how", "label": "How?", "tone": "green"}]},
    "notes": {"columns": [{"key": "good", "label": "Good", "tone": "yellow"}, {"key": "hard", "label": "Hard"}]},
    "table": {
        "columns": [
            {"key": "example", "label": "Example"},
            {"key": "skills", "label": "Skills", "type": "picks", "options": ["listening", "trust"]},
            {"key": "stage", "label": "Stage", "type": "choice", "options": ["early", "late"]},
            {"key": "who", "label": "Who", "type": "person"},
            {"key": "when", "label": "When", "type": "date"},
        ],
        "rows": [{"key": "team", "label": "As a team"}, {"key": "self", "label": "On my own"}],
        "add_label": "Add a row",
    },
    "matrix": {
        "items_from": "list",
        "label_from": "text",
        "cells": [
            {"key": "inform", "label": "Inform", "row": 0, "column": 0},
            {"key": "involve", "label": "Involve", "row": 0, "column": 1},
        ],
        "axes": {"horizontal": "Support"},
    },
    "reading": {"reading": "definitions"},
    "rating": {
        "items": [
            {"key": "say", "left": "A few decide", "right": "All have a say", "tilt": "right", "ask": "Who spoke?"},
            {"key": "ease", "left": "At ease", "right": "Stiff"},
        ]
    },
    "choice": {
        "options": [
            {"key": "early", "label": "Early", "hint": "Nothing agreed yet", "signs": ["Talk roams"]},
            {"key": "late", "label": "Late"},
        ]
    },
    "meeting": {
        "roles": [
            {"key": "chair", "label": "Chair", "line": "Keeps time", "card": "You are in charge.", "sectors": ["NHS"]},
            {"key": "guest", "label": "Guest", "line": "Listens", "card": "You came late."},
        ],
        "doubles": ["guest"],
        "scribe": "guest",
        "agenda": [{"key": "hello", "title": "Hello", "minutes": 5}],
    },
}
WHOLE: dict[str, list[dict[str, object]]] = {
    "prompts": [{"prompt": "why", "text": "Because"}, {"prompt": "how"}],
    "notes": [{"column": "good", "text": "It worked", "place": 1.5}, {"column": "hard"}],
    "table": [
        {"row": "team", "example": "The bridge", "skills": ["trust"], "place": 1},
        {"row": "", "stage": "late", "who": "Dele", "when": "2026-03-31", "source": "recorded"},
        {},
    ],
    "matrix": [{"item": IDS[0], "cell": "inform"}],
    "reading": [{}],
    "rating": [{"team": "The bridge", "say": "7", "ease": "cannot"}, {"team": "The bridge"}],
    "choice": [{"pick": "early", "reason": "We have no minutes yet"}, {"pick": ""}],
    "meeting": [
        {"kind": "item", "text": "Hello", "minutes": 5, "started": 1_773_306_000_000, "ended": 0, "place": 1},
        {"kind": "minute", "text": "Nobody came", "item": IDS[0], "who": "guest", "at": 1_773_306_000_000},
        {"kind": "decision", "text": "Wait", "owner": "chair", "by_when": "2026-03-31", "state": "made"},
        {"kind": "cast", "role": "guest", "real": "chair", "plays": "Police", "duties": ["scribe"]},
    ],
}
WRONG: dict[str, list[dict[str, object]]] = {
    "prompts": [{"text": "Because"}, {"prompt": "who", "text": ""}, {"prompt": "why", "column": "good"}],
    "notes": [{"text": "It worked"}, {"column": "", "text": ""}, {"column": "good", "place": float("inf")}],
    "table": [{"row": "other"}, {"skills": ["charm"]}, {"when": "soon"}, {"who": "a\nb"}, {"source": "elsewhere"}],
    "matrix": [{"item": IDS[0]}, {"item": "", "cell": "inform"}, {"item": IDS[0], "cell": ""}],
    "reading": [{"text": "My own words"}],
    "rating": [
        {"say": "7"},
        {"team": " ", "say": "7"},
        {"team": "a\nb"},
        {"team": "x", "say": "8"},
        {"team": "x", "say": 7},
    ],
    "choice": [{"pick": "never"}, {"reason": "x" * 2_001}, {"pick": "early", "team": "x"}],
    "meeting": [
        {"text": "Nobody came"},
        {"kind": "speech", "text": "Hello"},
        {"kind": "cast", "role": "king"},
        {"kind": "cast", "role": "guest", "duties": ["tea"]},
        {"kind": "minute", "text": "Hello", "at": 1e15},
        {"kind": "decision", "text": "Wait", "by_when": "soon", "state": "made"},
    ],
}


def step_of(kind: str, **more: object) -> StepBase:
    settings = {"key": kind, "block": kind, "title": "A step", **SETTINGS[kind], **more}
    return kinds()[kind].Step.model_validate(settings)


@pytest.mark.parametrize(("kind", "fields"), [(kind, fields) for kind in WHOLE for fields in WHOLE[kind]])
def test_fields_of_an_entry_pass(kind: str, fields: dict[str, object]) -> None:
    assert check_fields(kinds()[kind].fields(step_of(kind)), fields, whole=True) == fields


@pytest.mark.parametrize(("kind", "fields"), [(kind, fields) for kind in WRONG for fields in WRONG[kind]])
def test_fields_of_another_shape_are_refused(kind: str, fields: dict[str, object]) -> None:
    with pytest.raises(Problem):
        check_fields(kinds()[kind].fields(step_of(kind)), fields, whole=True)


def test_table_without_button_takes_its_own_rows_only() -> None:
    fields = kinds()["table"].fields(step_of("table", add_label=""))
    assert check_fields(fields, {"row": "team"}, whole=True) == {"row": "team"}
    with pytest.raises(Problem):
        check_fields(fields, {"row": ""}, whole=True)


def test_prompts_summary_counts_prompts_answered() -> None:
    entries = [
        Written(IDS[0], "prompts", {"prompt": "why", "text": "Because"}, BEN),
        Written(IDS[1], "prompts", {"prompt": "why", "text": "And also"}, CARYS),
        Written(IDS[2], "prompts", {"prompt": "how", "text": "  "}, BEN),
        Written(IDS[3], "elsewhere", {"prompt": "how", "text": "Not here"}, BEN),
    ]
    assert kinds()["prompts"].summary(step_of("prompts"), entries) == {"total": 1, "prompts": {"why": 2, "how": 0}}


def test_notes_summary_counts_by_column() -> None:
    entries = [
        Written(IDS[0], "notes", {"column": "good", "text": "One"}, BEN),
        Written(IDS[1], "notes", {"column": "good", "text": "Two"}, BEN),
        Written(IDS[2], "notes", {"column": "good", "text": ""}, CARYS),
        Written(IDS[3], "notes", {"column": "gone", "text": "Three"}, CARYS),
    ]
    assert kinds()["notes"].summary(step_of("notes"), entries) == {"total": 2, "columns": {"good": 2, "hard": 0}}


def test_table_summary_counts_rows_and_picks() -> None:
    entries = [
        Written(IDS[0], "table", {"row": "team", "skills": ["trust", "listening"], "stage": "late"}, BEN),
        Written(IDS[1], "table", {"row": "self", "skills": ["trust"]}, BEN),
        Written(IDS[2], "table", {"row": "", "example": "Another"}, CARYS),
        Written(IDS[3], "table", {"row": "team", "example": "", "skills": []}, CARYS),
    ]
    assert kinds()["table"].summary(step_of("table"), entries) == {
        "total": 3,
        "rows": {"team": 1, "self": 1},
        "picks": {"skills": {"listening": 1, "trust": 2}, "stage": {"early": 0, "late": 1}},
        "pickers": 1,
    }


def test_matrix_summary_counts_each_item_once_where_it_was_placed_last() -> None:
    entries = [
        Written(IDS[0], "list", {"text": "Police"}, BEN),
        Written(IDS[1], "list", {"text": "Council"}, BEN),
        Written(IDS[2], "matrix", {"item": IDS[0], "cell": "inform"}, BEN),
        Written(IDS[3], "matrix", {"item": IDS[0], "cell": "involve"}, CARYS),
        Written(IDS[4], "matrix", {"item": IDS[9], "cell": "involve"}, CARYS),
    ]
    expected = {"total": 1, "items": 2, "cells": {"inform": 0, "involve": 1}}
    assert kinds()["matrix"].summary(step_of("matrix"), entries) == expected


def test_rating_summary_counts_points_and_nobody_who_cannot_say() -> None:
    entries = [
        Written(IDS[0], "rating", {"team": "x", "say": "7", "ease": "cannot"}),
        Written(IDS[1], "rating", {"team": "x", "say": "7", "ease": "1"}),
        Written(IDS[2], "rating", {"team": "x"}),
        Written(IDS[3], "elsewhere", {"say": "1"}),
    ]
    expected = {"total": 2, "items": {"say": [0, 0, 0, 0, 0, 0, 2], "ease": [1, 0, 0, 0, 0, 0, 0]}}
    assert kinds()["rating"].summary(step_of("rating"), entries) == expected


@pytest.mark.parametrize(
    "more", [{"points": 6}, {"items": []}, {"items": [{"key": "team", "left": "a", "right": "b"}]}]
)
def test_rating_settings_that_make_no_scale_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"points|items"):
        step_of("rating", **more)


def test_choice_summary_counts_the_last_pick_of_each_person_in_the_options_order() -> None:
    entries = [
        Written(IDS[0], "choice", {"pick": "late"}, BEN),
        Written(IDS[1], "choice", {"pick": "late"}, CARYS),
        Written(IDS[2], "choice", {"pick": "early"}, BEN),
        Written(IDS[3], "choice", {"pick": "", "reason": "Not sure"}, "m9"),
    ]
    found = kinds()["choice"].summary(step_of("choice"), entries)
    assert found == {"total": 2, "pickers": 2, "picks": {"pick": {"early": 1, "late": 1}}}


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_summary_of_nothing_is_nothing(kind: str) -> None:
    assert kinds()[kind].summary(step_of(kind), [])["total"] == 0


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_summary_survives_fields_of_any_shape(kind: str) -> None:
    shapes: list[object] = [None, 3, [], [[]], {}, "x", True]
    names = kinds()[kind].fields(step_of(kind))
    entries = [Written(IDS[0], kind, dict.fromkeys(names, shape)) for shape in shapes]
    assert kinds()[kind].summary(step_of(kind), entries)["total"] is not None


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_upgrade_leaves_present_fields_alone(kind: str) -> None:
    fields = WHOLE[kind][0]
    assert kinds()[kind].upgrade(fields, kinds()[kind].VERSION) == fields


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_own_only_is_asked_of_every_block(kind: str) -> None:
    assert kinds()[kind].own_only(step_of(kind)) is (kind in ("choice", "rating"))


def test_a_dated_passage_has_its_day() -> None:
    dated = kinds()["prompts"].fields(step_of("prompts", dated=True))
    passage: dict[str, object] = {"prompt": "why", "text": "Because", "day": "2026-03-12"}
    assert check_fields(dated, passage, whole=True) == passage
    with pytest.raises(Problem):
        check_fields(kinds()["prompts"].fields(step_of("prompts")), passage, whole=True)


def test_a_required_column_must_not_be_empty_and_old_rows_stay_readable() -> None:
    columns = [{"key": "organisation", "label": "Organisation", "required": True}, {"key": "role", "label": "Role"}]
    step = step_of("table", columns=columns, rows=[])
    fields = kinds()["table"].fields(step)
    assert check_fields(fields, {"organisation": "Traders"}, whole=True) == {"organisation": "Traders"}
    assert check_fields(fields, {"role": "Speaks"}, whole=False) == {"role": "Speaks"}
    for whole, wrong in ((True, {"role": "Speaks"}), (True, {"organisation": " "}), (False, {"organisation": ""})):
        with pytest.raises(Problem):
            check_fields(fields, wrong, whole=whole)
    old = [Written(IDS[0], "table", {"organisation": "", "role": "Speaks"}, BEN)]
    assert kinds()["table"].summary(step, old)["total"] == 1


@pytest.mark.parametrize("wrong", [{"type": "date"}, {"type": "picks", "options": ["one"]}])
def test_only_lines_of_text_that_people_add_can_be_required(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="required"):
        step_of("table", columns=[{"key": "when", "label": "When", "required": True, **wrong}], rows=[])
    with pytest.raises(ValueError, match="required"):
        step_of("table", columns=[{"key": "when", "label": "When", "required": True}])


TAGS: list[dict[str, object]] = [
    {"key": "kind", "label": "Kind", "options": [{"key": "money", "label": "Money"}, {"key": "time", "label": "Time"}]}
]
SORTED: dict[str, object] = {
    "columns": [
        {"key": "good", "label": "Good"},
        {"key": "hard", "label": "Hard", "tags": ["kind"], "agenda": True, "takes": True},
    ],
    "tags": TAGS,
    "themes": True,
}


@pytest.mark.parametrize(
    ("name", "value", "passes"),
    [
        ("kind", "money", True),
        ("kind", "", True),
        ("kind", "charm", False),
        ("kind", ["money"], False),
        ("theme", "Money that runs out", True),
        ("theme", "", True),
        ("theme", "x" * 61, False),
        ("theme", "two\nlines", False),
        ("agenda", "yes", True),
        ("agenda", "", True),
        ("agenda", True, False),
        ("source", "The scenario, step 5", True),
        ("source", "x" * 201, False),
    ],
)
def test_a_note_takes_the_tags_that_its_step_lists(name: str, value: object, passes: bool) -> None:
    fields = {"column": "hard", "text": "Words", name: value}
    sorts, plain = (kinds()["notes"].fields(step_of("notes", **more)) for more in (SORTED, {}))
    if passes:
        assert check_fields(sorts, fields, whole=True) == fields
    else:
        with pytest.raises(Problem):
            check_fields(sorts, fields, whole=True)
    with pytest.raises(Problem):
        check_fields(plain, fields, whole=True)


def test_two_edits_of_a_theme_are_never_blended_and_those_of_a_text_are() -> None:
    fields = kinds()["notes"].fields(step_of("notes", **SORTED))
    assert (fields["theme"].merges, fields["text"].merges) == (False, True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"columns": [{"key": "hard", "label": "Hard", "tags": ["other"]}], "tags": TAGS}, "names the tags 'other'"),
        ({"tags": [{**TAGS[0], "key": "theme"}]}, "cannot have the key 'theme'"),
        ({"tags": [{**TAGS[0], "options": [{"key": "one", "label": "One"}]}]}, "at least 2"),
    ],
)
def test_lists_of_tags_that_cannot_be_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        step_of("notes", **settings)


def test_notes_summary_counts_tags_in_the_columns_that_carry_them() -> None:
    entries = [
        Written(IDS[0], "notes", {"column": "hard", "text": "One", "kind": "money"}, BEN),
        Written(IDS[1], "notes", {"column": "hard", "text": "Two", "kind": "money"}, BEN),
        Written(IDS[2], "notes", {"column": "hard", "text": "Three", "kind": "charm"}, BEN),
        Written(IDS[3], "notes", {"column": "hard", "text": " ", "kind": "time"}, BEN),
        Written(IDS[4], "notes", {"column": "good", "text": "Moved over", "kind": "time"}, BEN),
    ]
    expected = {"total": 4, "columns": {"good": 1, "hard": 3}, "tags": {"kind": {"money": 2, "time": 0}}}
    assert kinds()["notes"].summary(step_of("notes", **SORTED), entries) == expected
