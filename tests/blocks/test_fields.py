"""Every kind of field takes what belongs in it, and refuses anything else that JSON can say, in words."""

import base64
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.blocks.fields import (
    BOX_AROUND,
    BOX_SIZES,
    Box,
    Day,
    Field,
    Line,
    Number,
    OneOf,
    Problem,
    Ref,
    Some,
    Text,
    check_fields,
)

ID = "0b5ad2f4-6f0c-4c6e-9a2b-0f6f7f0a1b2c"
VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "boxes.json").read_text(encoding="utf-8"))


def box(size: int, version: int = 1) -> str:
    """Something of the form of a box that holds so many bytes."""
    return base64.urlsafe_b64encode(bytes([version]) + b"\xfb" * (size + BOX_AROUND - 1)).decode().rstrip("=")


KINDS: list[Field] = [
    Text(50),
    Line(50),
    OneOf(("one", "two")),
    Some(("one", "two"), 2),
    Ref(),
    Number(-10, 10),
    Day(),
    Box(),
]
GOOD: list[tuple[Field, object]] = [
    (Text(5), "a\nb\té"),
    (Text(5), ""),
    (Text(3), "e\u0301\u0327"),
    (Line(12), "Asha Rahman"),
    (OneOf(("one", "two")), "two"),
    (OneOf(("one",)), ""),
    (Some(("one", "two"), 2), ["two", "one"]),
    (Some(("one",), 1), []),
    (Ref(), ID),
    (Ref(), ""),
    (Number(0, 1), 0),
    (Number(0, 1), 0.5),
    (Day(), "2028-02-29"),
    (Day(), ""),
    (Box(), ""),
    (Box(required=True), VECTOR["box"]),
    *((Box(required=True), box(size)) for size in BOX_SIZES),
]
BAD: list[tuple[Field, object]] = [
    (Box(), "my own words"),
    (Box(), None),
    (Box(), [VECTOR["box"]]),
    (Box(required=True), ""),
    (Box(), box(257)),
    (Box(), box(16_384 * 2)),
    (Box(), box(256, version=2)),
    (Box(), VECTOR["box"] + "="),
    (Box(), VECTOR["box"] + "\n"),
    (Box(), VECTOR["box"][:-1]),
    (Box(), VECTOR["box"][:-1] + "é"),
    (Box(), box(256).replace("-", "+")),
    (Text(5), "123456"),
    (Text(5), "a\0b"),
    (Text(5), "\ud800"),
    (Text(5), None),
    (Text(5), 5),
    (Text(5, required=True), " \n "),
    (Line(12), "two\nlines"),
    (Line(12), "two\u2028lines"),
    (Line(12), "end\r"),
    (OneOf(("one",)), "three"),
    (OneOf(("one",)), ["one"]),
    (OneOf(("one",), required=True), ""),
    (Some(("one", "two"), 2), ["one", "one"]),
    (Some(("one", "two"), 1), ["one", "two"]),
    (Some(("one",), 2), ["one", ["one"]]),
    (Some(("one",), 2), "one"),
    (Some(("one",), 2, required=True), []),
    (Ref(), ID.upper()),
    (Ref(), ID + "\n"),
    (Ref(), "m12"),
    (Ref(required=True), ""),
    (Number(0, 1), 2),
    (Number(0, 1), True),
    (Number(0, 1), math.nan),
    (Number(0, 1), -math.inf),
    (Number(0, 1), 10**400),
    (Number(0, 1), "1"),
    (Day(), "2027-02-29"),
    (Day(), "20280229"),
    (Day(), "2028-W09-1"),
    (Day(), "٢٠٢٨-٠٢-٢٩"),
    (Day(required=True), ""),
]

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
HOSTILE: list[Any] = [
    "x" * 10_000_000,
    ["one"] * 1_000_000,
    10**5_000,
    json.loads("[" * 500 + "]" * 500),
    {"__proto__": {"polluted": True}},
    {str(number): number for number in range(100_000)},
]


@pytest.mark.parametrize(("kind", "value"), GOOD, ids=range(len(GOOD)))
def test_check_returns_what_belongs_there_unaltered(kind: Field, value: object) -> None:
    assert kind.check(value) == value


@pytest.mark.parametrize(("kind", "value"), BAD, ids=range(len(BAD)))
def test_check_refuses_what_does_not_belong(kind: Field, value: object) -> None:
    with pytest.raises(Problem) as refusal:
        kind.check(value)
    assert refusal.value.words == str(refusal.value)
    assert refusal.value.words.endswith(".")


@given(st.sampled_from(KINDS), any_json)
def test_check_of_any_json_returns_it_or_a_problem(kind: Field, value: object) -> None:
    try:
        kept = kind.check(value)
    except Problem:
        return
    assert kept == value
    assert json.dumps(kept).encode()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("value", HOSTILE, ids=["long", "many", "huge", "deep", "proto", "wide"])
def test_check_refuses_hostile_values_in_few_words(kind: Field, value: object) -> None:
    with pytest.raises(Problem) as refusal:
        kind.check(value)
    assert len(refusal.value.words) < 200


def test_only_text_merges_and_a_box_only_as_a_whole() -> None:
    assert [kind.merges for kind in KINDS] == [True, True, False, False, False, False, False, True]
    assert [kind.whole for kind in KINDS] == [False] * 7 + [True]


SPEC: dict[str, Field] = {"column": OneOf(("good", "bad"), required=True), "text": Text(600)}


def test_check_fields_returns_the_fields_given() -> None:
    assert check_fields(SPEC, {"text": "Hello", "column": "good"}, whole=True) == {"text": "Hello", "column": "good"}


def test_check_fields_of_a_part_misses_nothing() -> None:
    assert check_fields(SPEC, {"text": "Hello"}, whole=False) == {"text": "Hello"}


def test_check_fields_of_a_whole_entry_misses_what_is_required() -> None:
    with pytest.raises(Problem, match="'column' is missing"):
        check_fields(SPEC, {"text": "Hello"}, whole=True)


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "", "Text", "text ", "x" * 1_000_000])
def test_check_fields_refuses_unknown_names(name: str) -> None:
    with pytest.raises(Problem) as refusal:
        check_fields(SPEC, {"column": "good", name: "Hello"}, whole=True)
    assert len(refusal.value.words) < 200


@pytest.mark.parametrize("fields", [None, [], "column", 3, [["column", "good"]]])
def test_check_fields_refuses_what_are_no_fields(fields: Any) -> None:
    with pytest.raises(Problem):
        check_fields(SPEC, fields, whole=False)


@given(st.dictionaries(st.sampled_from(["column", "text", "__proto__", ""]), any_json))
def test_check_fields_of_any_json_keeps_all_or_refuses(fields: dict[str, object]) -> None:
    try:
        kept = check_fields(SPEC, fields, whole=True)
    except Problem:
        return
    assert kept == fields


def test_a_box_has_the_sizes_that_the_browser_makes() -> None:
    assert list(BOX_SIZES) == VECTOR["sizes"]
