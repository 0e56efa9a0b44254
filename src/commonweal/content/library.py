"""Everything that was loaded, by its key, and what a room takes along from it when it begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from commonweal.blocks.registry import Block, kinds
from commonweal.blocks.step import StepBase
from commonweal.content.references import cited
from commonweal.content.schema import Activity, Diagram, Programme, Reading, Recorded, Reference, Resource, Scenario

Thing = TypeVar("Thing")


class UnknownError(LookupError):
    """There is nothing of that kind with that key."""


@dataclass(frozen=True)
class Library:
    """All content, checked. `recordings` is by their own keys, everything else by the key that others use for it."""

    blocks: Mapping[str, Block] = field(default_factory=dict)
    activities: Mapping[str, Activity] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    recordings: Mapping[str, Recorded] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    diagrams: Mapping[str, Diagram] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)

    @cached_property
    def citations(self) -> Mapping[str, str]:
        """Every reference as it is cited, as HTML, in the order of a bibliography; takes a moment the first time."""
        return cited(self.references.values())

    def activity(self, key: str) -> Activity:
        return found(self.activities, key, "activity")

    def reading(self, key: str) -> Reading:
        return found(self.readings, key, "reading")

    def scenario(self, key: str) -> Scenario:
        return found(self.scenarios, key, "scenario")

    def programme(self, key: str) -> Programme:
        return found(self.programmes, key, "programme")

    def recorded(self, activity: str) -> list[Recorded]:
        """What earlier workshops brought back from an activity; often nothing."""
        return [recorded for recorded in self.recordings.values() if recorded.activity == activity]

    def resolve(self, programme: str) -> dict[str, Any]:
        """Everything a room needs and keeps, as plain JSON: a later change of a data file does not reach into it.

        `programme`, then by key `activities` (guides included: those are for facilitators only), `readings`,
        `resources`, `references` (a list of what those cite), `scenarios` and `blocks` (each kind's version). Readings
        are the programme's, and those that the activities' steps name.
        """
        chosen = self.programme(programme)
        activities = [self.activity(key) for key in chosen.activities]
        steps = [step for activity in activities for step in activity.steps]
        readings = [self.reading(key) for key in dict.fromkeys([*chosen.readings, *readings_of(steps)])]
        resources = [found(self.resources, key, "resource") for key in chosen.resources]
        return {
            "programme": chosen.model_dump(mode="json"),
            "activities": {activity.key: activity.model_dump(mode="json") for activity in activities},
            "readings": {reading.key: self.taken_along(reading) for reading in readings},
            "resources": {resource.key: resource.model_dump(mode="json") for resource in resources},
            "references": self.bibliography(readings, resources),
            "scenarios": {key: self.scenario(key).model_dump(mode="json") for key in chosen.scenarios},
            "blocks": {step.block: self.blocks[step.block].VERSION for step in steps},
        }

    def taken_along(self, reading: Reading) -> dict[str, Any]:
        """A reading as plain JSON with its diagrams; its Markdown is made into HTML when it is shown."""
        drawings = [found(self.diagrams, key, "diagram").model_dump(mode="json") for key in reading.diagrams]
        return {**reading.model_dump(mode="json"), "diagrams": drawings}

    def bibliography(self, readings: Iterable[Reading], resources: Iterable[Resource]) -> list[dict[str, str]]:
        """What these cite, in order: each reference as HTML, and what is known of it besides."""
        wanted = {key for reading in readings for key in reading.sources} | {one.reference for one in resources}
        chosen = [key for key in self.citations if key in wanted]
        return [{"key": key, "html": self.citations[key], "note": self.references[key].note} for key in chosen]


def readings_of(steps: Iterable[StepBase]) -> list[str]:
    """The readings that steps name, each once, in their order."""
    return list(dict.fromkeys(key for step in steps if (key := getattr(step, "reading", ""))))


def found(things: Mapping[str, Thing], key: str, kind: str) -> Thing:
    if key not in things:
        raise UnknownError(f"There is no {kind} '{key}'. There are: {', '.join(sorted(things)) or 'none'}.")
    return things[key]


def step(activity: Mapping[str, Any], key: str, *, blocks: Mapping[str, Block] | None = None) -> StepBase:
    """A step's settings, built again from a resolved activity. Takes a moment: keep what you get."""
    for settings in activity["steps"]:
        if settings["key"] == key:
            block = found(blocks if blocks is not None else kinds(), settings["block"], "block")
            return block.Step.model_validate(settings)
    raise UnknownError(f"The activity '{activity.get('key', '')}' has no step '{key}'.")
