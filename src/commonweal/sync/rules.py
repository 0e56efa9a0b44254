"""What a room's programme says of its activities, as the engine needs it: privacy, holders, and each step's fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.fields import Field
from commonweal.blocks.registry import kinds
from commonweal.content.load import step as step_of


@dataclass(frozen=True, slots=True)
class StepRules:
    """The fields that an entry of one step has, and the block's version that says so."""

    key: str
    block: str
    fields: Mapping[str, Field]
    version: int
    own_only: bool


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
    guides: Mapping[str, str]


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
        {activity["key"]: activity.get("guide", "") for activity in activities},
    )


def _activity(activity: Mapping[str, Any], segment: str) -> ActivityRules:
    steps = {step["key"]: _step(activity, step) for step in activity["steps"]}
    public = {key: value for key, value in activity.items() if key not in ("guide", "guide_html")}
    head = (activity["key"], activity["holder"], activity["privacy"], activity["named"])
    return ActivityRules(*head, steps, public, segment)


def _step(activity: Mapping[str, Any], step: Mapping[str, Any]) -> StepRules:
    block = kinds()[step["block"]]
    settings = step_of(activity, step["key"])
    return StepRules(step["key"], step["block"], block.fields(settings), block.VERSION, block.own_only(settings))
