"""The form of every data file: its keys, what each may hold, and what is assumed when one is left out."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    SerializeAsAny,
    StringConstraints,
    Tag,
)
from pydantic import Field as Setting
from pydantic import create_model as create

from commonweal.blocks.registry import Block
from commonweal.blocks.step import KEY_PATTERN, Label, Settings, Slug, StepBase, Words, distinct

CLOCK_PATTERN = r"([01][0-9]|2[0-3])\.[0-5][0-9]"
STEP_PATTERN = r"step([1-9]|10)"
KeyOrNone = Annotated[str, StringConstraints(pattern=f"^({KEY_PATTERN})?$", max_length=40)]
"""The key of something else, or empty."""
Clock = Annotated[str, StringConstraints(pattern=f"^{CLOCK_PATTERN}$")]
"""A time of day as printed in a programme: 09.30."""
ClockOrNone = Annotated[str, StringConstraints(pattern=f"^({CLOCK_PATTERN})?$")]
Minutes = Annotated[int, Setting(gt=0, le=24 * 60)]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
"""A passage that may not be empty."""
NumberOrText = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
ScenarioStep = Annotated[str, StringConstraints(pattern=f"^{STEP_PATTERN}$")]


def clock_minutes(clock: str) -> int:
    """Minutes after midnight of a time such as 09.30."""
    hours, minutes = clock.split(".")
    return int(hours) * 60 + int(minutes)


class Guide(Settings):
    """How to run an activity or a part, for facilitators: for three sizes of room, and three ways to meet."""

    purpose: Passage
    room: Words = ""
    six: Words = ""
    twenty: Words = ""
    sixty: Words = ""
    in_person: Words = ""
    hybrid: Words = ""
    remote: Words = ""
    timings: list[Passage] = Setting(default_factory=list)
    listen_for: list[Passage] = Setting(default_factory=list)
    goes_wrong: list[Passage] = Setting(default_factory=list)
    debrief: list[Passage] = Setting(default_factory=list)


class Activity(Settings):
    """What people are asked to do: a purpose, who holds a sheet, who sees it, and steps. See `activities`."""

    key: Slug
    code: str = ""
    title: Annotated[Label, StringConstraints(max_length=120)]
    purpose: Passage
    question: str = ""
    minutes: Minutes
    holder: Literal["person", "pair", "group", "room"]
    privacy: Literal["sealed", "private", "until-shared", "open", "anonymous"]
    named: bool = True
    shares: Literal["", "copy"] = ""
    joint: bool = False
    """Whether the person who holds a sheet may let colleagues in to write it with them."""
    opens: Literal["start", "facilitator"] = "facilitator"
    from_activity: KeyOrNone = ""
    from_prompt: KeyOrNone = ""
    together: Literal["", "columns", "matrices", "counts", "wall", "meeting"] = ""
    alongside: KeyOrNone = ""
    """A sheet of each person's own that is shown on this activity's page."""
    guide: Guide | None = None
    steps: Annotated[list[SerializeAsAny[StepBase]], Setting(min_length=1), AfterValidator(distinct)]

    def step(self, key: str) -> StepBase | None:
        """The step with that key, or None."""
        return next((step for step in self.steps if step.key == key), None)


def activities(blocks: Mapping[str, Block]) -> type[Activity]:
    """The form of an activity whose steps may be of these blocks; each step is checked by the block that it names."""
    steps: Any = Union[tuple(Annotated[block.Step, Tag(kind)] for kind, block in blocks.items())]  # noqa: UP007
    step = Annotated[SerializeAsAny[steps], Discriminator(named_block)]
    settings: Any = Annotated[list[step], Setting(min_length=1), AfterValidator(distinct)]
    return create("Activity", __base__=Activity, steps=(settings, ...))


def named_block(step: object) -> str | None:
    """The kind of block that a step names, if it names one."""
    kind = step.get("block") if isinstance(step, Mapping) else getattr(step, "block", None)
    return kind if isinstance(kind, str) else None


class Reading(Settings):
    """A text to read with its sources. `text` is the Markdown below the head, `tools` are activities that use it."""

    key: Slug
    code: str = ""
    title: Label
    summary: Words = ""
    sources: list[str] = Setting(default_factory=list)
    question: str = ""
    diagrams: list[Slug] = Setting(default_factory=list)
    tools: list[Slug] = Setting(default_factory=list)
    related: list[Slug] = Setting(default_factory=list)
    text: Annotated[str, StringConstraints(min_length=1)]


class Diagram(Settings):
    """A drawing that was checked: what it is called, what it shows in words, and SVG that a page may hold."""

    key: Slug
    title: Label
    description: Passage
    svg: Passage


class Resource(Settings):
    """Something to use that others made: who it is for, what it offers. `themes` are keys of readings."""

    key: Slug
    title: Label
    kind: Annotated[Label, StringConstraints(max_length=40)]
    publisher: Words = ""
    year: Annotated[int, Setting(gt=0, le=9999)] | None = None
    who_for: Passage
    offers: Passage
    note: Words = ""
    reference: KeyOrNone = ""
    themes: list[Slug] = Setting(default_factory=list)


class Stakeholder(Settings):
    """An organisation that has a stake in a scenario, and in what role."""

    organisation: Annotated[Label, StringConstraints(max_length=120)]
    role: str = ""


class Scenario(Settings):
    """A sample scenario, told along the ten steps of the framework."""

    key: Slug
    title: Label
    theme: str = ""
    steps: dict[ScenarioStep, Words]
    stakeholders: list[Stakeholder] = Setting(default_factory=list)


class Part(Settings):
    """A part of a programme and what people take away from it."""

    key: Slug
    title: Label
    outcomes: list[Passage] = Setting(default_factory=list)
    guide: Guide | None = None


class Timed(Settings):
    """An activity within a slot of the day; one that is not core may be dropped when time is short."""

    key: Slug
    minutes: Minutes
    core: bool = True


class Slot(Settings):
    """A slot of the day; `fixed` is the time at which it must begin, whatever happened before."""

    key: Slug
    title: Annotated[Label, StringConstraints(max_length=120)]
    minutes: Minutes
    kind: Literal["arrival", "talk", "activity", "break", "close"]
    part: KeyOrNone = ""
    fixed: ClockOrNone = ""
    note: Annotated[str, StringConstraints(max_length=300)] = ""
    activities: Annotated[list[Timed], AfterValidator(distinct)] = Setting(default_factory=list)


class Programme(Settings):
    """A day: its parts, its agenda, and every activity, scenario, reading and resource that belongs to it.

    Activities in `before` are done before the workshop; those in `after` can be written for weeks after it, also when
    they are on the agenda. All others are of the day.
    """

    key: Slug
    title: Label
    version: NumberOrText
    summary: Words = ""
    start: Clock
    end: Clock
    parts: Annotated[list[Part], AfterValidator(distinct)] = Setting(default_factory=list)
    agenda: Annotated[list[Slot], Setting(min_length=1), AfterValidator(distinct)]
    activities: Annotated[list[Slug], Setting(min_length=1)]
    before: list[Slug] = Setting(default_factory=list)
    after: list[Slug] = Setting(default_factory=list)
    scenarios: list[Slug] = Setting(default_factory=list)
    readings: list[Slug] = Setting(default_factory=list)
    resources: list[Slug] = Setting(default_factory=list)


class RecordedEntry(Settings):
    """An entry as the source has it. A placement names its item in `item_name`, since it has no id there."""

    step: Slug
    fields: dict[str, Any]
    unclear: bool = False
    why: str = ""


class RecordedGroup(Settings):
    """What one group of an earlier workshop brought back."""

    name: Label
    unclear: bool = False
    why: str = ""
    entries: list[RecordedEntry]


class Recorded(Settings):
    """Feedback recorded at earlier workshops, quoted from `source`."""

    key: Slug
    activity: Slug
    source: Passage
    note: Words = ""
    groups: Annotated[list[RecordedGroup], Setting(min_length=1)]


class Name(BaseModel):
    """An author or editor, as CSL-JSON has them: a person, or a body in `literal`."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    family: str = ""
    given: str = ""
    literal: str = ""


DateParts = Annotated[list[int], Setting(min_length=1, max_length=3)]
"""A year, or a year and a month, or those and a day."""


class Issued(BaseModel):
    """When a source came out, as CSL-JSON has it."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
    parts: Annotated[list[DateParts], Setting(alias="date-parts", max_length=2)] = Setting(default_factory=list)
    literal: str = ""


class Reference(BaseModel):
    """A source in CSL-JSON; what is not used here may stand there too."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
    id: Slug
    type: str = "document"
    title: str = ""
    author: list[Name] = Setting(default_factory=list)
    editor: list[Name] = Setting(default_factory=list)
    issued: Issued = Issued()
    year_suffix: str = Setting(default="", alias="year-suffix")
    container: str = Setting(default="", alias="container-title")
    volume: NumberOrText = ""
    issue: NumberOrText = ""
    page: NumberOrText = ""
    number: NumberOrText = ""
    section: NumberOrText = ""
    edition: NumberOrText = ""
    publisher: str = ""
    place: str = Setting(default="", alias="publisher-place")
    url: str = Setting(default="", alias="URL")
    doi: str = Setting(default="", alias="DOI")
    note: str = ""
