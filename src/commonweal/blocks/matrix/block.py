"""The block `matrix`: an entry places an item of a list, an entry of another step, in one cell of a two-by-two."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic import Field as Setting

from commonweal.blocks.fields import Field, OneOf, Ref
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Tone, Words, Written, distinct

KIND = "matrix"
VERSION = 1


class Cell(Settings):
    """One of the quadrants; row 0 is the upper, column 0 the left one."""

    key: Slug
    label: Label
    tone: Tone = "plain"
    hint: Words = ""
    row: Literal[0, 1]
    column: Literal[0, 1]


class Axes(Settings):
    """What the two directions mean, and the words at their ends."""

    horizontal: str = ""
    horizontal_low: str = ""
    horizontal_high: str = ""
    vertical: str = ""
    vertical_low: str = ""
    vertical_high: str = ""


def apart(cells: list[Cell]) -> list[Cell]:
    """The cells as they came, or an error when two stand in one place."""
    if len({(cell.row, cell.column) for cell in cells}) < len(cells):
        raise ValueError("two cells stand in one place: give each a row and column of its own")
    return cells


class Step(StepBase):
    """`items_from` names the step whose entries are placed, `label_from` the field that shows as an item's name."""

    items_from: Slug
    label_from: Slug = "text"
    cells: Annotated[list[Cell], Setting(min_length=2, max_length=4), AfterValidator(distinct), AfterValidator(apart)]
    axes: Axes = Axes()


def fields(step: Step) -> dict[str, Field]:
    return {"item": Ref(required=True), "cell": OneOf(tuple(cell.key for cell in step.cells), required=True)}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: items placed; `items`: items there are to place; `cells`: items by cell.

    Takes the sheet's entries in the order they were last changed: of two placements of one item the later holds, and a
    placement whose item is no longer there does not count.
    """
    standing = list(entries)
    items = {entry.id for entry in standing if entry.step == step.items_from}
    where = {entry.text("item"): entry.text("cell") for entry in standing if entry.step == step.key}
    cells = {cell.key: 0 for cell in step.cells}
    for item, cell in where.items():
        if item in items and cell in cells:
            cells[cell] += 1
    return {"total": sum(cells.values()), "items": len(items), "cells": cells}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
