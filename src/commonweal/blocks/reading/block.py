"""The block `reading`: a text to read; nothing is written in it."""

from collections.abc import Iterable, Mapping

from commonweal.blocks.fields import Field
from commonweal.blocks.step import Slug, StepBase, Written

KIND = "reading"
VERSION = 1


class Step(StepBase):
    """`reading` is the key of a file in `readings`."""

    reading: Slug


def fields(step: Step) -> dict[str, Field]:
    return {}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: always 0."""
    return {"total": 0}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
