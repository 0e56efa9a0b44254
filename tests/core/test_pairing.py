"""Pairs: a table of sizes and of who goes where late, and that people meet again only when they must."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.grouping import Person, interest_groups, place_late
from commonweal.core.pairing import make_pairs, met, place_in_pair


@pytest.mark.parametrize(
    ("people", "sizes"),
    [
        (0, []),
        (1, []),
        (2, [2]),
        (3, [3]),
        (4, [2, 2]),
        (5, [2, 3]),
        (8, [2] * 4),
        (9, [2, 2, 2, 3]),
        (61, [2] * 29 + [3]),
    ],
)
def test_an_odd_number_makes_one_three(people: int, sizes: list[int]) -> None:
    made = make_pairs(dict.fromkeys(range(people)), {}, 1)
    assert sorted(map(len, made)) == sizes


def again(made: list[tuple[int, ...]], history: Counter[frozenset[int]]) -> int:
    return sum(history[frozenset(two)] for pair in made for two in combinations(pair, 2))


@pytest.mark.parametrize("people", [4, 6, 8, 10, 12, 24, 60])
def test_pairs_made_again_keep_apart_who_has_been_together(people: int) -> None:
    history: Counter[frozenset[int]] = Counter()
    for turn in range(min(people - 1, 7)):
        made = make_pairs(dict.fromkeys(range(people)), history, turn)
        assert again(made, history) == 0, f"turn {turn}"
        history += met(made)


def test_when_everybody_has_met_they_meet_again_rather_than_stay_alone() -> None:
    history = met([(0, 1), (2, 3), (0, 2), (1, 3), (0, 3), (1, 2)])
    assert sorted(map(len, make_pairs(dict.fromkeys(range(4)), history, 1))) == [2, 2]


@given(
    st.dictionaries(st.integers(0, 40), st.sampled_from([None, 1, 2, 3]), max_size=25),
    st.lists(st.sets(st.integers(0, 40), min_size=2, max_size=3), max_size=30),
    st.integers(0, 99),
    st.booleans(),
)
def test_everybody_is_in_one_pair_of_two_or_three(
    groups: dict[int, int | None], past: list[set[int]], seed: int, within: bool
) -> None:
    made = make_pairs(groups, met(past), seed, within=within)
    assert sorted(one for pair in made for one in pair) == (sorted(groups) if len(groups) > 1 else [])
    assert all(len(pair) in (2, 3) for pair in made)
    assert made == make_pairs(groups, met(past), seed, within=within)
    if not within:
        assert sum(len(pair) == 3 for pair in made) == (len(groups) % 2 if len(groups) > 1 else 0)


@given(st.integers(2, 6), st.data())
def test_few_people_meet_again_as_seldom_as_can_be(people: int, data: st.DataObject) -> None:
    pair = st.sets(st.integers(0, people - 1), min_size=2, max_size=2)
    history = met(data.draw(st.lists(pair, max_size=12)))
    made = make_pairs(dict.fromkeys(range(people)), history, 3)

    def ways(left: frozenset[int]) -> list[list[tuple[int, ...]]]:
        if len(left) <= 3:
            return [[tuple(left)]]
        found = [[two, *more] for two in combinations(left, 2) for more in ways(left - set(two))]
        if len(left) % 2:
            found += [[three, *more] for three in combinations(left, 3) for more in ways(left - set(three))]
        return [way for way in found if all(len(one) > 1 for one in way)]

    assert again(made, history) == min(again(way, history) for way in ways(frozenset(range(people))))


def test_within_groups_neighbours_are_of_one_group_and_across_of_two() -> None:
    groups: dict[int, int | None] = {n: n % 3 for n in range(12)}
    assert all(len({groups[one] for one in pair}) == 1 for pair in make_pairs(groups, {}, 1, within=True))
    assert all(len({groups[one] for one in pair}) == 2 for pair in make_pairs(groups, {}, 1))


def test_somebody_alone_in_a_group_makes_a_three() -> None:
    made = make_pairs({1: 7, 2: 7, 3: 8}, {}, 1, within=True)
    assert sorted(map(sorted, made)) == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("group", "alone", "pairs", "expected"),
    [
        (1, [5], [(2, 1, 0)], ("alone", 5)),
        (1, [], [(2, 2, 0), (2, 1, 9)], ("pair", 1)),
        (1, [], [(2, 2, 4), (2, 3, 0)], ("pair", 1)),
        (None, [], [(2, None, 3), (2, 1, 0)], ("pair", 1)),
        (1, [], [(3, 1, 0)], None),
        (1, [], [], None),
    ],
)
def test_where_somebody_late_goes(
    group: int | None, alone: list[int], pairs: list[tuple[int, int | None, int]], expected: tuple[str, int] | None
) -> None:
    assert place_in_pair(group, alone, pairs) == expected


WISHES = [Person(n, f"org {n % 3}", "", wish) for n, wish in enumerate(["1a"] * 6 + ["own"] * 2 + ["1b"] + [""] * 3)]


def test_groups_by_interest_hold_everybody_once_with_others_of_their_interest() -> None:
    found = interest_groups(WISHES, 4, 1)
    assert sorted(one for _, ids in found for one in ids) == list(range(12))
    assert Counter(works_on for works_on, _ in found) == {"1a": 2, "own": 1, "1b": 1}
    for works_on, ids in found:
        assert {WISHES[one].interest for one in ids} <= {works_on, ""}
    assert max(len(ids) for _, ids in found) - min(len(ids) for _, ids in found) <= 1


def test_few_groups_go_to_what_most_people_chose() -> None:
    assert [works_on for works_on, _ in interest_groups(WISHES, 1, 1)] == ["1a"]
    assert [works_on for works_on, _ in interest_groups(WISHES[9:], 2, 1)] == ["", ""]


def test_somebody_late_goes_where_their_interest_is_unless_that_group_is_much_larger() -> None:
    small, large = [Person(1)], [Person(2), Person(3)]
    larger = [*large, Person(4), Person(5)]
    assert place_late(Person(9, interest="1a"), [small, large], ["own", "1a"]) == 1
    assert place_late(Person(9, interest="1a"), [small, larger], ["own", "1a"]) == 0
    assert place_late(Person(9), [small, large], ["own", "1a"]) == 0
