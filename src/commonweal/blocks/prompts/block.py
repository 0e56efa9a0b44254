"""The block `prompts`: an entry is a passage that answers one prompt. Joint holders may write several for one."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic import Field as Setting

from commonweal.blocks.fields import Day, Field, Line, OneOf, Text
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Tone, Words, Written, distinct

KIND = "prompts"
VERSION = 1
LONGEST = 8_000
"""Characters in a passage: some three printed pages."""
LONGEST_ROLE = 40


class Prompt(Settings):
    """A question or a heading to write under."""

    key: Slug
    label: Label
    hint: Words = ""
    tone: Tone = "plain"


class Step(StepBase):
    """The prompts of a step, in the order shown.

    `dated`: a person writes passage after passage, each with its day. `own`: each writes passages of their own, which
    nobody else changes. `roles_from`: the step with a meeting whose roles people answer in; a passage then says in
    which.
    """

    prompts: Annotated[list[Prompt], Setting(min_length=1), AfterValidator(distinct)]
    dated: bool = False
    own: bool = False
    roles_from: Slug | Literal[""] = ""


def fields(step: Step) -> dict[str, Field]:
    keys = tuple(prompt.key for prompt in step.prompts)
    more: dict[str, Field] = {"day": Day()} if step.dated else {}
    if step.roles_from:
        more["role"] = Line(LONGEST_ROLE)
    return {"prompt": OneOf(keys, required=True), "text": Text(LONGEST), **more}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: prompts answered; `prompts`: passages by prompt. Empty passages do not count."""
    passages = {prompt.key: 0 for prompt in step.prompts}
    for entry in entries:
        prompt = entry.text("prompt")
        if entry.step == step.key and prompt in passages and entry.text("text").strip():
            passages[prompt] += 1
    return {"total": sum(1 for number in passages.values() if number), "prompts": passages}


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return step.own
