"""The rule of five: when a small number of people is too small to be shown, and when a difference would tell of one."""

from collections.abc import Mapping, Sequence

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


def follows(people: int, before: Mapping[str, int] | None, now: Mapping[str, int]) -> bool:
    """Whether counts may be told after others, `before`, that were told of fewer people: enough have come since.

    None stands for counts that were kept back because those people were alike. The difference must not tell what each
    of the newcomers answered, and which answer the alike ones gave must stay open.
    """
    if before is None:
        return sum(count >= people for count in now.values()) != 1
    added = [count - before.get(answer, 0) for answer, count in now.items()]
    return any(one < 0 for one in added) or not tells_of_each(added)
