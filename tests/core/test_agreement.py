"""Agreement held to published figures, the middle answer, and the rule of five as tables."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.agreement import agreement, middle, words
from commonweal.core.suppression import difference_allowed, follows, shown, tells_of_each

# Frequencies and parties: van der Eijk (2001) and Tastle and Wierman (2007), as printed in the R package agrmt.
FREQUENCIES = [30, 40, 210, 130, 530, 50, 10]
PVDA = [24, 28, 32, 62, 135, 304, 416]
D66 = [16, 26, 82, 210, 293, 270, 103]


@pytest.mark.parametrize(
    ("counts", "expected", "tolerance"),
    [
        (FREQUENCIES, 0.6113333, 5e-8),
        (PVDA, 0.61, 0.005),
        (D66, 0.48, 0.005),
        ([1, 0, 0, 0, 9], 0.60, 1e-12),
        ([0, 0, 9, 0, 0, 0, 0], 1, 0),
        ([4, 4, 4, 4, 4, 4, 4], 0, 0),
        ([6, 0, 0, 0, 0, 0, 6], -1, 0),
        ([6, 0, 6], -1, 0),
    ],
)
def test_agreement_is_as_published(counts: list[int], expected: float, tolerance: float) -> None:
    assert abs(float(agreement(counts)) - expected) <= tolerance


some_counts = st.lists(st.integers(0, 12), min_size=3, max_size=9).filter(any)


@given(some_counts, st.integers(2, 5))
def test_agreement_knows_no_direction_and_no_number_of_people(counts: list[int], times: int) -> None:
    found = agreement(counts)
    assert -1 <= found <= 1
    assert agreement(counts[::-1]) == found
    assert agreement([count * times for count in counts]) == found


@pytest.mark.parametrize("counts", [[], [3, 4], [0, 0, 0], [1, -1, 3]])
def test_agreement_of_nothing_is_an_error(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="three points"):
        agreement(counts)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Fraction(1), "close together"),
        (Fraction(1, 2), "close together"),
        (Fraction(499, 1000), "some spread"),
        (Fraction(1, 5), "some spread"),
        (Fraction(199, 1000), "far apart"),
        (Fraction(-1), "far apart"),
    ],
)
def test_words_change_at_a_half_and_at_a_fifth(found: Fraction, expected: str) -> None:
    assert words(found) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 0, 5, 0, 0, 0, 0], (3, 3)),
        ([5, 3, 2, 1, 2, 4, 5], (4, 5)),
        ([3, 0, 0, 0, 0, 0, 3], (1, 7)),
        ([2, 3, 1, 1, 0, 0, 0], (2, 2)),
        ([0, 0, 0, 0, 0, 0, 1], (7, 7)),
    ],
)
def test_the_middle_is_an_answer_that_somebody_gave(counts: list[int], expected: tuple[int, int]) -> None:
    assert middle(counts) == expected


@given(some_counts)
def test_the_middle_favours_no_side(counts: list[int]) -> None:
    low, high = middle(counts)
    assert counts[low - 1]
    assert counts[high - 1]
    assert middle(counts[::-1]) == (len(counts) + 1 - high, len(counts) + 1 - low)


def test_there_is_no_middle_of_nothing() -> None:
    with pytest.raises(ValueError, match="no answers"):
        middle([0, 0, 0])


@pytest.mark.parametrize(("people", "expected"), [(0, False), (1, False), (4, False), (5, True), (60, True)])
def test_nothing_is_shown_of_fewer_than_five(people: int, expected: bool) -> None:
    assert shown(people) is expected


# County by schooling, FCSM Working Paper 22: what the cells of five and more leave of each row's total.
ROWS = [([15, 1, 3, 1], True), ([20, 10, 10, 15], True), ([3, 10, 10, 2], True), ([12, 14, 7, 2], False)]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_total_is_told_only_when_it_leaves_nobody_or_five(row: list[int], expected: bool) -> None:
    assert difference_allowed(sum(row), sum(cell for cell in row if shown(cell))) is expected


@pytest.mark.parametrize(
    ("whole", "part", "expected"), [(8, 8, True), (8, 7, False), (12, 8, False), (13, 8, True), (5, 0, True)]
)
def test_a_difference_of_one_to_four_is_never_told(whole: int, part: int, expected: bool) -> None:
    assert difference_allowed(whole, part) is expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([0, 9, 0, 0, 0, 0, 0], True), ([0, 8, 1, 0, 0, 0, 0], False), ([0] * 7, False), ([1] * 7, False)],
)
def test_one_answer_of_all_tells_of_each(counts: list[int], expected: bool) -> None:
    assert tells_of_each(counts) is expected


@pytest.mark.parametrize(
    ("people", "before", "now", "expected"),
    [
        (5, {"a": 3, "b": 2}, {"a": 5, "b": 5}, True),
        (5, {"a": 3, "b": 2}, {"a": 8, "b": 2}, False),
        (5, {"a": 3, "b": 2}, {"a": 2, "b": 8}, True),
        (5, {"a": 3}, {"a": 3, "b": 5}, False),
        (5, None, {"a": 9, "b": 1}, False),
        (5, None, {"a": 5, "b": 5}, True),
        (5, None, {"a": 10}, False),
    ],
    ids=[
        "spread",
        "newcomers alike",
        "one changed",
        "a new answer",
        "alike: must be a",
        "alike: a or b",
        "still alike",
    ],
)
def test_what_follows_other_counts_tells_of_nobody(
    people: int, before: dict[str, int] | None, now: dict[str, int], expected: bool
) -> None:
    assert follows(people, before, now) is expected
