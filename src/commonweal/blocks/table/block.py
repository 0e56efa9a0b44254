"""The block `table`: an entry is a row with typed columns, added freely or one for each row that the step names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator
from pydantic import Field as Setting

from commonweal.blocks.fields import Day, Field, Line, Number, OneOf, Some, Text
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Words, Written, distinct

KIND = "table"
VERSION = 1
LONGEST = 2_000
"""Characters in a cell of text."""
LONGEST_NAME = 120
FARTHEST = 1e12
"""How far a place in a list may lie from 0."""
SOURCES = ("scenario", "recorded")
"""Where a row came from when nobody in the room wrote it; empty when somebody did."""
OWN = frozenset({"row", "place", "source", "box"})
"""Fields that every row has, whatever its columns; or, on a sealed sheet, instead of them."""


class Column(Settings):
    """A column and the type of what stands in it."""

    key: Slug
    label: Label
    type: Literal["text", "choice", "picks", "person", "date"] = "text"
    options: list[Label] = Setting(default_factory=list)
    hint: Words = ""
    required: bool = False
    """Whether a row is refused while this is empty; for lines of text in rows that people add."""

    @model_validator(mode="after")
    def fits(self) -> "Column":
        if self.key in OWN:
            raise ValueError(f"a column cannot have the key '{self.key}': every row has a field of that name")
        if (self.type in ("choice", "picks")) != bool(self.options):
            raise ValueError("columns of type choice and picks have options, and no others do")
        if len(set(self.options)) < len(self.options):
            raise ValueError("an option stands there twice")
        if self.required and self.type != "text":
            raise ValueError("only a column of type text can be required")
        return self

    def field(self) -> Field:
        """What may stand in a cell of this column."""
        options = tuple(self.options)
        kinds: dict[str, Field] = {
            "text": Text(LONGEST, required=self.required),
            "choice": OneOf(options),
            "picks": Some(options, len(options)),
            "person": Line(LONGEST_NAME),
            "date": Day(),
        }
        return kinds[self.type]


class Row(Settings):
    """A row that is there from the beginning."""

    key: Slug
    label: Label
    hint: Words = ""


class Step(StepBase):
    """The columns; fixed rows if there are any; the words on the button that adds a row. Without them none is added."""

    columns: Annotated[list[Column], Setting(min_length=1), AfterValidator(distinct)]
    rows: Annotated[list[Row], AfterValidator(distinct)] = Setting(default_factory=list)
    add_label: str = ""

    @model_validator(mode="after")
    def can_be_filled(self) -> "Step":
        if not self.rows and not self.add_label:
            raise ValueError("a table needs add_label, the words on the button that adds a row, or rows of its own")
        if self.rows and any(column.required for column in self.columns):
            raise ValueError("a column can be required only where people add the rows: fixed rows may stay empty")
        return self


def fields(step: Step) -> dict[str, Field]:
    rows = OneOf(tuple(row.key for row in step.rows), required=not step.add_label)
    columns = {column.key: column.field() for column in step.columns}
    return {"row": rows, **columns, "place": Number(-FARTHEST, FARTHEST), "source": OneOf(SOURCES)}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: rows with anything in them; `rows`: the same by fixed row; `picks`: by column, how often each option;
    `pickers`: people who picked anything."""
    written = [entry for entry in entries if entry.step == step.key and is_filled(step, entry)]
    by_row = Counter(entry.text("row") for entry in written)
    return {
        "total": len(written),
        "rows": {row.key: by_row[row.key] for row in step.rows},
        "picks": {column.key: options_taken(column, written) for column in step.columns if column.options},
        "pickers": len({entry.author for entry in written if any(entry.fields.get(key) for key in choosing(step))}),
    }


def choosing(step: Step) -> list[str]:
    """The columns in which one picks."""
    return [column.key for column in step.columns if column.options]


def is_filled(step: Step, entry: Written) -> bool:
    values = [entry.fields.get(column.key) for column in step.columns]
    return any(value.strip() if isinstance(value, str) else value for value in values)


def options_taken(column: Column, written: Iterable[Written]) -> dict[str, int]:
    """How many rows have each option of a column, all options listed."""
    taken: Counter[str] = Counter()
    for entry in written:
        value = entry.fields.get(column.key)
        taken.update({str(pick) for pick in value} if isinstance(value, list) else [str(value)])
    return {option: taken[option] for option in column.options}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
