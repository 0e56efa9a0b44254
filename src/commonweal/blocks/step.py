"""What every block's step has, and the shapes its settings and entries are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Tone = Literal["pink", "yellow", "green", "blue", "plain"]
KEY_PATTERN = r"[a-z0-9]+([-_][a-z0-9]+)*"
NOT_KEYS = frozenset({"constructor", "prototype"})
"""Names that mean something of their own in a browser."""


def not_reserved(key: str) -> str:
    if key in NOT_KEYS:
        raise ValueError(f"'{key}' cannot be a key: browsers use that word themselves")
    return key


Slug = Annotated[
    str,
    StringConstraints(pattern=f"^{KEY_PATTERN}$", max_length=40),
    AfterValidator(not_reserved),
]
"""A key: small letters and digits, with single hyphens or underscores between them."""
Label = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)]
"""A passage of content; may be empty."""


class HasKey(Protocol):
    """Anything with a key of its own."""

    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=HasKey)


def distinct(things: list[Thing]) -> list[Thing]:
    """The things as they came, or an error when two of them have one key."""
    keys = [thing.key for thing in things]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"two have the key '{twice[0]}': give each a key of its own")
    return things


class Settings(BaseModel):
    """Settings read from a data file: nothing unknown passes, and nothing is guessed at."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StepBase(Settings):
    """A step of an activity; each block's `Step` adds its own settings."""

    key: Slug
    block: str
    title: Label
    instruction: Words = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as a summary reads it."""

    id: str
    step: str
    fields: Mapping[str, object]
    author: str = ""

    def text(self, name: str) -> str:
        """A field's text; empty when there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""
