"""The block `rating`: an entry is one person's answers on scales between two poles, and the team that is meant."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic import Field as Setting

from commonweal.blocks.fields import Field, Line, OneOf
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Words, Written, distinct

KIND = "rating"
VERSION = 1
CANNOT = "cannot"
"""The answer of somebody who can't say; it is no point of the scale and counts as no answer."""
TEAM = "team"
LONGEST_NAME = 80


class Item(Settings):
    """A scale between two poles. `tilt` says which pole the activity's model favours; `ask` is talked about after."""

    key: Slug
    left: Label
    right: Label
    tilt: Literal["", "left", "right"] = ""
    ask: Words = ""


def no_team(items: list[Item]) -> list[Item]:
    """The items as they came, or an error when one has the key of the team's field."""
    if any(item.key == TEAM for item in items):
        raise ValueError(f"an item cannot have the key '{TEAM}': every answer has a field of that name")
    return items


class Step(StepBase):
    """The items in the order asked, the points of their scale, and whether people name the team that they mean."""

    items: Annotated[list[Item], Setting(min_length=1), AfterValidator(distinct), AfterValidator(no_team)]
    points: Literal[5, 7] = 7
    team: bool = True
    note: Words = ""


def fields(step: Step) -> dict[str, Field]:
    answers = OneOf((*points(step), CANNOT))
    team: dict[str, Field] = {TEAM: Line(LONGEST_NAME, required=True)} if step.team else {}
    return {**team, **{item.key: answers for item in step.items}}


def points(step: Step) -> tuple[str, ...]:
    """The points of the scale from left to right, as they are kept."""
    return tuple(str(point) for point in range(1, step.points + 1))


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: people who answered anything; `items`: by item, how many chose each point, from left to right."""
    scale = points(step)
    counts = {item.key: [0] * step.points for item in step.items}
    total = 0
    for entry in entries:
        if entry.step != step.key:
            continue
        given = {key: entry.text(key) for key in counts}
        total += any(given.values())
        for key, answer in given.items():
            if answer in scale:
                counts[key][scale.index(answer)] += 1
    return {"total": total, "items": counts}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return True
