"""The block `notes`: an entry is a short note in one of a step's columns, perhaps tagged and in a theme."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, model_validator
from pydantic import Field as Setting

from commonweal.blocks.fields import Field, Line, Name, Number, OneOf, Text
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Tone, Words, Written, distinct

KIND = "notes"
VERSION = 1
LONGEST = 600
"""Characters in a note; an anonymous note's column in the database holds as many."""
LONGEST_THEME = 60
LONGEST_SOURCE = 200
FARTHEST = 1e12
"""How far a place in a list may lie from 0."""
YES = "yes"
OWN = frozenset({"column", "text", "place", "theme", "agenda", "source"})
"""Fields that notes have of their own, so that no list of tags can have such a key."""


class Option(Settings):
    """One tag of a list, with a line that says when to choose it; `about` is false for "none of these"."""

    key: Slug
    label: Label
    explanation: Words = ""
    about: bool = True


class Tags(Settings):
    """A list of tags of which a note can have one. `question` is asked of the notes, `about` names what it asks for."""

    key: Slug
    label: Label
    question: Words = ""
    about: Words = ""
    source: Words = ""
    options: Annotated[list[Option], Setting(min_length=2), AfterValidator(distinct)]


class Column(Settings):
    """A column of notes, the question it answers, and what can be done with its notes.

    `tags` are keys of the step's lists; `agenda`: notes can be taken to the meeting; `takes`: passages of the scenario
    that the activity starts from can be taken in.
    """

    key: Slug
    label: Label
    tone: Tone = "plain"
    prompt: Words = ""
    tags: list[Slug] = Setting(default_factory=list)
    agenda: bool = False
    takes: bool = False


class Step(StepBase):
    """The columns of a step, from left to right; the lists of tags; whether notes can be put into themes."""

    columns: Annotated[list[Column], Setting(min_length=1), AfterValidator(distinct)]
    tags: Annotated[list[Tags], AfterValidator(distinct)] = Setting(default_factory=list)
    themes: bool = False

    @model_validator(mode="after")
    def fits(self) -> "Step":
        lists = {one.key for one in self.tags}
        if taken := sorted(lists & OWN):
            raise ValueError(f"a list of tags cannot have the key '{taken[0]}': notes have a field of that name")
        for column in self.columns:
            if unknown := [key for key in column.tags if key not in lists]:
                raise ValueError(
                    f"the column '{column.key}' names the tags '{unknown[0]}', which the step does not list"
                )
        return self


def fields(step: Step) -> dict[str, Field]:
    keys = tuple(column.key for column in step.columns)
    found: dict[str, Field] = {"column": OneOf(keys, required=True), "text": Text(LONGEST)}
    found["place"] = Number(-FARTHEST, FARTHEST)
    found |= {one.key: OneOf(tuple(option.key for option in one.options)) for one in step.tags}
    if step.themes:
        found["theme"] = Name(LONGEST_THEME)
    if any(column.agenda for column in step.columns):
        found["agenda"] = OneOf((YES,))
    if any(column.takes for column in step.columns):
        found["source"] = Line(LONGEST_SOURCE)
    return found


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: notes; `columns`: by column; `tags`, where there are lists: by list and tag. No empty notes."""
    columns = {column.key: 0 for column in step.columns}
    tags = {one.key: {option.key: 0 for option in one.options} for one in step.tags}
    carried = {column.key: column.tags for column in step.columns}
    for entry in entries:
        column = entry.text("column")
        if entry.step != step.key or column not in columns or not entry.text("text").strip():
            continue
        columns[column] += 1
        for key in carried[column]:
            if (tag := entry.text(key)) in tags[key]:
                tags[key][tag] += 1
    return {"total": sum(columns.values()), "columns": columns} | ({"tags": tags} if tags else {})


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
