"""When a small number of people is too small to be shown."""

FLOOR = 5
"""The fewest people whose answers may be shown together."""


def shown(people: int, floor: int = FLOOR) -> bool:
    """Whether what so many people gave may be shown as counts."""
    return people >= floor


def batch_allowed(writers: int, floor: int = FLOOR) -> bool:
    """Whether a batch of anonymous notes has enough writers to be shown."""
    return writers >= floor
