"""Which workshops may see each other: every reason for a no, and the same answer from both sides."""

from dataclasses import replace

import pytest

from commonweal.core.comparing import Workshop, comparable

OURS = Workshop("r1", "day", agrees=True, people=12)
THEIRS = Workshop("r2", "day", agrees=True, people=5)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"agrees": False}, False),
        ({"people": 4}, False),
        ({"people": 0}, False),
        ({"programme": "another day"}, False),
        ({"rehearsal": True}, False),
        ({"id": "r1"}, False),
    ],
)
def test_both_sides_get_the_same_answer(change: dict[str, object], expected: bool) -> None:
    other = replace(THEIRS, **change)  # type: ignore[arg-type]
    assert comparable(OURS, other) is expected
    assert comparable(other, OURS) is expected
