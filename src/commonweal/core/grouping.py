"""Dividing people into groups of even size in which organisations, and then sectors, are mixed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person to be placed. An empty organisation or sector is nobody's."""

    id: int
    organisation: str = ""
    sector: str = ""


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


def place_late(person: Person, groups: Sequence[Sequence[Person]]) -> int:
    """The index of the group for somebody who comes late: the smallest, then the one with fewest of their own."""
    return min(range(len(groups)), key=lambda n: (len(groups[n]), _alike(person, groups[n]), n))


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
