"""The block `meeting`: an entry is who plays what, an agenda item, a minute, a correction, a decision or an action."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, model_validator
from pydantic import Field as Setting

from commonweal.blocks.fields import Day, Field, Line, Number, OneOf, Problem, Ref, Some, Text
from commonweal.blocks.step import Label, Settings, Slug, StepBase, Tone, Words, Written, distinct

KIND = "meeting"
VERSION = 1
LONGEST = 2_000
"""Characters in a minute, a correction, a decision or an action."""
FARTHEST = 1e12
LATEST = 1e14
"""The last moment that fits, in milliseconds since 1970."""
DUTIES = ("chair", "scribe")
KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "cast": (frozenset({"role"}), frozenset({"real", "plays", "source", "duties"})),
    "item": (frozenset({"text", "minutes"}), frozenset({"note", "source", "started", "ended", "place"})),
    "minute": (frozenset({"text", "at"}), frozenset({"item", "who"})),
    "correction": (frozenset({"text", "about", "state"}), frozenset({"at", "who"})),
    "decision": (frozenset({"text", "state"}), frozenset({"item", "owner", "by_when", "at"})),
    "action": (frozenset({"text", "state"}), frozenset({"item", "owner", "by_when", "at"})),
}
"""For each kind of entry the fields it must have, and those it may have besides."""
WRITTEN = ("minute", "decision", "action")
STATES: Mapping[str, tuple[str, ...]] = {
    "correction": ("asked", "taken", "left"),
    "decision": ("proposed", "made", "parked"),
    "action": ("open", "done", "dropped"),
}


class Role(Settings):
    """A role that somebody plays. `card` is private guidance: it goes to whoever plays the role, and to nobody else."""

    key: Slug
    label: Label
    line: Label
    tone: Tone = "plain"
    card: Words
    sectors: list[Label] = Setting(default_factory=list)
    """Sectors of public life whose people are probably nearest to this role in real life."""


class Item(Settings):
    """An item of the agenda that a meeting starts from; behind the one with `matter` stands what a group brings."""

    key: Slug
    title: Label
    minutes: Annotated[int, Setting(gt=0, le=600)]
    note: Words = ""
    matter: bool = False


class Aid(Settings):
    """Something to have at hand during the meeting: a few lines under a title."""

    title: Label
    words: Words = ""
    lines: list[Label] = Setting(default_factory=list)


class Source(Settings):
    """A list elsewhere in the day that people can take whom they play from: a field of a step of an activity."""

    activity: Slug
    step: Slug
    field: Slug


class Step(StepBase):
    """The roles in the order in which they are needed, the first of which chairs; the agenda; what is at hand.

    `doubles`: the roles that several may play when there are more people than roles. `scribe`: the role that writes the
    minutes until somebody else takes that over.
    """

    roles: Annotated[list[Role], Setting(min_length=1), AfterValidator(distinct)]
    doubles: list[Slug] = Setting(default_factory=list)
    scribe: Slug
    agenda: Annotated[list[Item], Setting(min_length=1), AfterValidator(distinct)]
    aids: list[Aid] = Setting(default_factory=list)
    plays_from: Source | None = None

    @model_validator(mode="after")
    def names_its_roles(self) -> "Step":
        keys = [role.key for role in self.roles]
        for key in (*self.doubles, self.scribe):
            if key not in keys:
                raise ValueError(f"'{key}' is none of the roles: use one of {', '.join(keys)}")
        if keys[0] in self.doubles:
            raise ValueError(f"the first role, '{keys[0]}', chairs: one person plays it, so it cannot be in doubles")
        return self

    def nearest(self, sector: str) -> str:
        """The role that people of a sector are probably nearest to in real life; empty when none is."""
        return next((role.key for role in self.roles if sector in role.sectors), "")


def fields(step: Step) -> dict[str, Field]:
    roles = OneOf(tuple(role.key for role in step.roles))
    states = tuple(dict.fromkeys(state for many in STATES.values() for state in many))
    return {
        "kind": OneOf(tuple(KINDS), required=True),
        "text": Text(LONGEST),
        "note": Text(LONGEST),
        "role": roles,
        "real": roles,
        "plays": Line(200),
        "source": Line(120),
        "duties": Some(DUTIES, len(DUTIES)),
        "minutes": Number(0, 600),
        "started": Number(0, LATEST),
        "ended": Number(0, LATEST),
        "at": Number(0, LATEST),
        "place": Number(-FARTHEST, FARTHEST),
        "item": Ref(),
        "about": Ref(),
        "who": roles,
        "owner": Line(120),
        "by_when": Day(),
        "state": OneOf(states),
    }


def check(step: Step, fields: Mapping[str, object]) -> None:
    """Holds an entry to its kind: what it must have, what has no place on it, and the states it can be in."""
    kind = str(fields.get("kind", ""))
    if kind not in KINDS:
        raise Problem("This has no kind, so it has no place in a meeting. Reload the page and try again.")
    must, may = KINDS[kind]
    if missing := sorted(must - fields.keys()):
        raise Problem(f"The part '{missing[0]}' is missing. Fill it in and try again.")
    if strange := sorted(name for name in fields.keys() - must - may - {"kind"} if fields[name]):
        raise Problem(f"The part '{strange[0]}' does not belong to this. Reload the page and try again.")
    if kind in STATES and fields["state"] not in STATES[kind]:
        raise Problem("It cannot be in that state. Choose one from the list.")
    if kind == "correction" and not fields["about"]:
        raise Problem("A correction says which minute it is about. Choose the minute again.")


def reserved(step: Step, fields: Mapping[str, object]) -> bool:
    """Who plays what is written by the server alone: the private cards go by it, and nobody can be cast twice."""
    return fields.get("kind") == "cast"


def counted(kind: str) -> bool:
    """Minutes, decisions and actions count as written; who plays what, the agenda and corrections do not."""
    return kind in WRITTEN


def public(settings: Mapping[str, object]) -> dict[str, object]:
    """A step's settings as everybody may read them: without the private cards."""
    roles = settings["roles"]
    assert isinstance(roles, list)  # noqa: S101 - resolved settings were checked
    return {**settings, "roles": [{key: value for key, value in role.items() if key != "card"} for role in roles]}


def summary(step: Step, entries: Iterable[Written]) -> dict[str, object]:
    """`total`: minutes, decisions and actions with words in them; `kinds`: entries by kind; `decisions`: by state."""
    own = [entry for entry in entries if entry.step == step.key]
    written = [entry for entry in own if entry.text("text").strip()]
    kinds = Counter(entry.text("kind") for entry in written)
    kinds["cast"] = sum(1 for entry in own if entry.text("kind") == "cast" and entry.text("role"))
    states = Counter(entry.text("state") for entry in written if entry.text("kind") == "decision")
    return {
        "total": sum(kinds[kind] for kind in WRITTEN),
        "kinds": {kind: kinds[kind] for kind in KINDS},
        "decisions": {state: states[state] for state in STATES["decision"]},
    }


def upgrade(fields: Mapping[str, object], version: int) -> dict[str, object]:
    """Fields written by an older version of this block, as this one has them."""
    return dict(fields)


def own_only(step: Step) -> bool:
    """Whether only its author may change an entry."""
    return False
