"""Dividing people into groups of even size: organisations and sectors mixed, or by what people want to work on."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person to be placed. An empty organisation or sector is nobody's, an empty interest anything."""

    id: int
    organisation: str = ""
    sector: str = ""
    interest: str = ""


WISH = 2
"""People by which a group may be larger than the smallest for somebody late who wants to work on what it works on."""


def even_groups(people: Sequence[Person], count: int, seed: int) -> list[list[int]]:
    """Ids of people in `count` groups whose sizes differ by one at most; the same seed gives the same groups.

    People of one organisation are dealt to different groups as far as there are groups, the largest organisations
    first, then swaps reduce what pairs of one organisation, and after that of one sector, remain.
    """
    if count < 1:
        raise ValueError("There must be at least one group.")
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    shuffled = list(people)
    source.shuffle(shuffled)
    sizes = {key: sum(1 for p in people if _key(p) == key) for key in {_key(p) for p in people}}
    shuffled.sort(key=lambda p: (-sizes[_key(p)], _key(p)))
    groups: list[list[Person]] = [shuffled[number::count] for number in range(count)]
    _swap(groups)
    return [[person.id for person in group] for group in groups]


def interest_groups(people: Sequence[Person], count: int, seed: int) -> list[tuple[str, list[int]]]:
    """`count` groups, each with what it works on: people are with others who chose the same, organisations mixed.

    The interests that most people chose get the groups, more than one where many chose it; everybody else fills up the
    smallest. Nobody chose anything: even groups without an interest.
    """
    chosen = Counter(one.interest for one in people if one.interest)
    shares = _shares(chosen, count)
    if not shares:
        return [("", ids) for ids in even_groups(people, count, seed)]
    found: list[tuple[str, list[int]]] = []
    for interest, many in shares.items():
        own = [one for one in people if one.interest == interest]
        found += [(interest, ids) for ids in even_groups(own, many, seed)]
    rest = [one for one in people if one.interest not in shares]
    random.Random(seed).shuffle(rest)  # noqa: S311 - repeatable, not secret
    for one in rest:
        min(found, key=lambda group: len(group[1]))[1].append(one.id)
    return found


def _shares(chosen: Counter[str], count: int) -> dict[str, int]:
    """How many groups each interest gets: one for each of the most chosen, then where groups would be largest."""
    ranked = sorted(chosen, key=lambda one: (-chosen[one], one))[:count]
    shares = dict.fromkeys(ranked, 1)
    for _ in range(count - len(ranked) if ranked else 0):
        shares[max(ranked, key=lambda one: (chosen[one] / shares[one], one))] += 1
    return shares


def place_late(person: Person, groups: Sequence[Sequence[Person]], works_on: Sequence[str] = ()) -> int:
    """The index of the group for somebody who comes late: the smallest, then the one with fewest of their own.

    `works_on` says what each group works on: a group that works on what the person wants counts as smaller.
    """

    def size(number: int) -> int:
        wished = person.interest and number < len(works_on) and works_on[number] == person.interest
        return len(groups[number]) - (WISH if wished else 0)

    return min(range(len(groups)), key=lambda n: (size(n), _alike(person, groups[n]), n))


def _key(person: Person) -> str:
    return person.organisation.strip().casefold() or f"\0{person.id}"


def _alike(person: Person, group: Sequence[Person]) -> int:
    """How unwelcome a group is: a person of the same organisation weighs more than many of the same sector."""
    total = 0
    for other in group:
        if other.id != person.id:
            total += 1000 * (_key(other) == _key(person)) + (bool(person.sector) and other.sector == person.sector)
    return total


def _swap(groups: list[list[Person]]) -> None:
    """Swaps two people of different groups as long as that mixes better; at most a few rounds."""
    for _ in range(6):
        swapped = [_swap_between(one, two) for n, one in enumerate(groups) for two in groups[n + 1 :]]
        if not any(swapped):
            return


def _swap_between(one: list[Person], two: list[Person]) -> bool:
    swapped = False
    for i in range(len(one)):
        for j in range(len(two)):
            mine, other = one[i], two[j]
            now = _alike(mine, one) + _alike(other, two)
            then = _alike(mine, [p for p in two if p is not other]) + _alike(other, [p for p in one if p is not mine])
            if then < now:
                one[i], two[j] = other, mine
                swapped = True
    return swapped
