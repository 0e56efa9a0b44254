"""The block `choice`: an entry is one person's pick among a few described options, and why."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Setting

from commonweal.blocks.fields import Field, OneOf, Text
from commonweal.blocks.step import KEY_PATTERN, Label, Settings, Slug, StepBase, Words, Written, distinct

KIND = "choice"
VERSION = 1
LONGEST = 2_000
"""Characters in a reason."""


class Option(Settings):
    """Something to pick: a line that says what it is, and the signs by which one knows it."""

    key: Slug
    label: Label
    hint: Words = ""
    signs: list[Label] = Setting(default_factory=list)


class Step(StepBase):
    """The options in their order. `reading` is the key of the text that explains them, or empty."""

    options: Annotated[list[Option], Setting(min_length=2), AfterValidator(distinct)]
    reading: Annotated[str, StringConstraints(pattern=f"^({KEY_PATTERN})?$", max_length=40)] = ""


def fields(step: Step) -> dict[str, Field]:
    return {"pick": OneOf(tuple(option.key for option in step.options)), "reason": Text(LONGEST)}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total` and `pickers`: people who picked; `picks`: how many picked each option, in the options' order.

    Takes the sheet's entries in the order they were last changed: of two picks of one person the later holds.
    """
    latest = {entry.author or entry.id: entry.text("pick") for entry in entries if entry.step == step.key}
    picked = list(latest.values())
    counts = {option.key: picked.count(option.key) for option in step.options}
    total = sum(counts.values())
    return {"total": total, "pickers": total, "picks": {"pick": counts}}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return True
