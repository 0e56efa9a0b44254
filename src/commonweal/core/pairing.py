"""Putting people in pairs: an odd one makes a three; who has been together before is kept apart where that can be."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

Met = Mapping[frozenset[int], int]
"""How many times two people have been together."""
Cost = Callable[[int, int], int]
SMALL = 7
"""Up to so many people every way is looked at."""
AGAIN = 1000
"""What one meeting again weighs against people of one group in pairs across groups."""


def met(pairs: Iterable[Iterable[int]]) -> Counter[frozenset[int]]:
    """How often each two people were together, from the pairs and threes of the past."""
    return Counter(frozenset(two) for pair in pairs for two in combinations(sorted(pair), 2))


def make_pairs(
    groups: Mapping[int, int | None], history: Met, seed: int, *, within: bool = False
) -> list[tuple[int, ...]]:
    """Pairs of the people that `groups` names with their group; the same seed gives the same pairs.

    `within`: of one group as far as there are two of it; otherwise of different groups where that can be. Nobody is
    left over, unless there is one person alone; then there is no pair.
    """
    people = sorted(groups)
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    if not within:
        if len(set(groups.values())) == 1:
            groups = dict.fromkeys(groups)
        return _best(people, lambda one, two: _cost(one, two, history, groups), source)
    by_group: dict[int | None, list[int]] = {}
    for person in people:
        by_group.setdefault(groups[person], []).append(person)
    loose = [many[0] for group, many in by_group.items() if group is not None and len(many) == 1]
    loose += by_group.pop(None, [])
    found: list[tuple[int, ...]] = []
    for many in by_group.values():
        if len(many) > 1:
            found += _best(many, lambda one, two: history.get(frozenset((one, two)), 0), source)
    if len(loose) == 1 and found:
        at = next((n for n, pair in enumerate(found) if len(pair) == 2), None)
        if at is not None:
            found[at] = (*found[at], loose[0])
            return found
        last = found.pop()
        return [*found, last[:2], (last[2], loose[0])]
    return found + _best(loose, lambda one, two: history.get(frozenset((one, two)), 0), source)


def place_in_pair(
    group: int | None, alone: Sequence[int], pairs: Sequence[tuple[int, int | None, int]]
) -> tuple[str, int] | None:
    """Where somebody late goes: ("alone", person) makes a new pair, ("pair", number) makes a three, None: nowhere yet.

    `pairs` gives each pair's size, its group, and how much it has written: one of the own group comes first, then one
    that has written least.
    """
    if alone:
        return "alone", alone[0]
    open_to = [number for number, (size, _, _) in enumerate(pairs) if size == 2]
    if not open_to:
        return None
    return "pair", min(open_to, key=lambda n: (pairs[n][1] != group or group is None, pairs[n][2], n))


def _cost(one: int, two: int, history: Met, groups: Mapping[int, int | None]) -> int:
    same = groups[one] is not None and groups[one] == groups[two]
    return AGAIN * history.get(frozenset((one, two)), 0) + same


def _best(people: Sequence[int], cost: Cost, source: random.Random) -> list[tuple[int, ...]]:
    """The way of pairing that costs least: every way for a few people, otherwise swaps from several beginnings."""
    if len(people) < 2:
        return []
    shuffled = list(people)
    source.shuffle(shuffled)
    if len(people) <= SMALL:
        return min(_ways(shuffled), key=lambda way: _total(way, cost))
    best: list[tuple[int, ...]] = []
    for _ in range(max(2, 600 // len(people))):
        source.shuffle(shuffled)
        way = _swapped(_dealt(shuffled), cost)
        if not best or _total(way, cost) < _total(best, cost):
            best = way
        if not _total(best, cost):
            break
    return best


def _dealt(people: Sequence[int]) -> list[tuple[int, ...]]:
    """Neighbours in the order given, with the odd one in the first pair."""
    odd = len(people) % 2
    rest = [tuple(people[n : n + 2]) for n in range(2 + odd, len(people), 2)]
    return [tuple(people[: 2 + odd]), *rest]


def _ways(people: Sequence[int]) -> Iterable[list[tuple[int, ...]]]:
    """Every way to make pairs, with one three when the number is odd."""
    first, *rest = people
    if len(people) <= 3:
        yield [tuple(people)]
        return
    for other in rest:
        left = [one for one in rest if one != other]
        yield from ([(first, other), *more] for more in _ways(left))
    if len(people) % 2:
        for two in combinations(rest, 2):
            left = [one for one in rest if one not in two]
            yield from ([(first, *two), *more] for more in _ways(left))


def _swapped(way: list[tuple[int, ...]], cost: Cost) -> list[tuple[int, ...]]:
    """Deals two pairs anew as long as that costs less, beginning with those that cost something."""
    for _ in range(12):
        better = False
        for here in range(len(way)):
            for there in range(len(way)):
                if here != there and _total([way[here]], cost):
                    now = _total([way[here], way[there]], cost)
                    new = min(_ways_of_two(way[here], way[there]), key=lambda two: _total(two, cost))
                    if _total(new, cost) < now:
                        way[here], way[there], better = new[0], new[1], True
        if not better:
            break
    return way


def _ways_of_two(one: tuple[int, ...], two: tuple[int, ...]) -> Iterable[list[tuple[int, ...]]]:
    everybody = (*one, *two)
    for chosen in combinations(everybody, len(one)):
        yield [chosen, tuple(person for person in everybody if person not in chosen)]


def _total(way: Iterable[tuple[int, ...]], cost: Cost) -> int:
    return sum(cost(one, two) for pair in way for one, two in combinations(pair, 2))
