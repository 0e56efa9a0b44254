"""The block `notes`: an entry is a short note in one of a step's columns."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Setting

from commonweal.blocks.fields import Field, Number, OneOf, Text
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Tone, Words, Written, distinct

KIND = "notes"
VERSION = 1
LONGEST = 600
"""Characters in a note; an anonymous note's column in the database holds as many."""
FARTHEST = 1e12
"""How far a place in a list may lie from 0."""


class Column(Settings):
    """A column of notes and the question it answers."""

    key: Slug
    label: Label
    tone: Tone = "plain"
    prompt: Words = ""


class Step(StepBase):
    """The columns of a step, from left to right."""

    columns: Annotated[list[Column], Setting(min_length=1), AfterValidator(distinct)]


def fields(step: Step) -> dict[str, Field]:
    keys = tuple(column.key for column in step.columns)
    return {"column": OneOf(keys, required=True), "text": Text(LONGEST), "place": Number(-FARTHEST, FARTHEST)}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: notes; `columns`: notes by column. Empty notes do not count."""
    columns = {column.key: 0 for column in step.columns}
    for entry in entries:
        column = entry.text("column")
        if entry.step == step.key and column in columns and entry.text("text").strip():
            columns[column] += 1
    return {"total": sum(columns.values()), "columns": columns}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
