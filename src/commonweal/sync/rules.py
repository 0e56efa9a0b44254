"""What a room's programme says of its activities, as the engine needs it: privacy, holders, and each step's fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.fields import Box, Field
from commonweal.blocks.registry import LENIENT, Strict, kinds, strict
from commonweal.blocks.step import StepBase
from commonweal.content.load import step as step_of


@dataclass(frozen=True, slots=True)
class StepRules:
    """The fields that an entry of one step has, and the block's version that says so."""

    key: str
    block: str
    fields: Mapping[str, Field]
    version: int
    own_only: bool
    settings: StepBase | None = None
    strict: Strict = LENIENT

    def check(self, fields: Mapping[str, object]) -> None:
        """Raises Problem when a whole entry is wrong although each of its fields passes."""
        self.strict.check(self.settings, fields)

    def reserved(self, fields: Mapping[str, object]) -> bool:
        """Whether such an entry is written by the server's own operations alone."""
        return self.strict.reserved(self.settings, fields)

    def counted(self, kind: str) -> bool:
        """Whether entries of that `kind` count as written by people."""
        return self.strict.counted(kind)


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """One activity of a programme."""

    key: str
    holder: str
    privacy: str
    named: bool
    steps: Mapping[str, StepRules]
    public: Mapping[str, Any]
    """What everyone in the room may read of it: title, purpose, steps and so on; no facilitator's guide."""
    segment: str = "during"


@dataclass(frozen=True, slots=True)
class RoomRules:
    """A room's resolved programme. It never changes while the room lives."""

    activities: Mapping[str, ActivityRules]
    scenarios: tuple[Mapping[str, Any], ...]


def room_rules(programme: Mapping[str, Any]) -> RoomRules:
    """Reads the resolved programme that a room keeps."""
    found = programme["activities"]
    activities = list(found.values()) if isinstance(found, Mapping) else list(found)
    scenarios = programme.get("scenarios", [])
    day = programme.get("programme", {})
    segments = {key: segment for segment in ("before", "after") for key in day.get(segment, ())}
    return RoomRules(
        {one["key"]: _activity(one, segments.get(one["key"], "during")) for one in activities},
        tuple(scenarios.values() if isinstance(scenarios, Mapping) else scenarios),
    )


def _activity(activity: Mapping[str, Any], segment: str) -> ActivityRules:
    steps = {step["key"]: _step(activity, step) for step in activity["steps"]}
    public = {key: value for key, value in activity.items() if key != "guide"}
    public["steps"] = [strict(kinds()[step["block"]]).public(step) for step in activity["steps"]]
    head = (activity["key"], activity["holder"], activity["privacy"], activity["named"])
    return ActivityRules(*head, steps, public, segment)


def _step(activity: Mapping[str, Any], step: Mapping[str, Any]) -> StepRules:
    block = kinds()[step["block"]]
    settings = step_of(activity, step["key"])
    fields, own_only = block.fields(settings), block.own_only(settings)
    if activity["privacy"] == "sealed" and fields:
        fields, own_only = sealed(step["block"], fields), True
    return StepRules(step["key"], step["block"], fields, block.VERSION, own_only, settings, strict(block))


def sealed(block: str, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields of an entry on a sealed sheet: which prompt it answers stays open, all else is in one box."""
    prompt = {"prompt": fields["prompt"]} if block == "prompts" else {}
    return {**prompt, "box": Box(required=True)}
