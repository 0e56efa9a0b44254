"""The rule of five: when a small number of people is too small to be shown, and when a difference would tell of one."""

from collections.abc import Sequence

FLOOR = 5
"""The fewest people whose answers may be shown together."""


def shown(people: int, floor: int = FLOOR) -> bool:
    """Whether what so many people gave may be shown as counts."""
    return people >= floor


def batch_allowed(writers: int, floor: int = FLOOR) -> bool:
    """Whether a batch of anonymous notes has enough writers to be shown."""
    return writers >= floor


def difference_allowed(whole: int, part: int, floor: int = FLOOR) -> bool:
    """Whether a total may be told beside a part of it: what is left over is nobody, or enough people."""
    return whole == part or whole - part >= floor


def tells_of_each(counts: Sequence[int]) -> bool:
    """Whether counts tell what every single person answered, however many there are: all gave one answer."""
    return sum(count > 0 for count in counts) == 1
