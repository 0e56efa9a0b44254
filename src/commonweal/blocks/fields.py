"""The kinds of field an entry can have, and the check of what a browser sent for them: any JSON value may come in."""

import base64
import binascii
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BOX_VERSION = 1
BOX_AROUND = 1 + 24 + 16
"""Bytes of a box beside what it holds: version, nonce and tag."""
BOX_SIZES = (256, 1024, 4096, 16_384)
"""What a box may hold in bytes, padding included: few, so that a size tells little. The browser has them too."""
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class Problem(ValueError):
    """Why a value is refused, in words for the person who wrote it, ending with what to do next."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Field(ABC):
    """One field of an entry. `merges` says that two people's edits are merged as text; others take the last write.

    `whole` says that a merge may not look inside: an edit made from an older value is kept beside the newer one.
    An empty text means "nothing yet" and passes wherever the field is not required.
    """

    merges: ClassVar[bool] = False
    whole: ClassVar[bool] = False
    required: bool = field(default=False, kw_only=True)

    @abstractmethod
    def check(self, value: object) -> object:
        """Return the value as it is to be kept, or raise Problem. Text is never altered, only refused."""


@dataclass(frozen=True, slots=True)
class Text(Field):
    """A passage of at most `limit` characters, in any number of lines."""

    merges: ClassVar[bool] = True
    limit: int

    def check(self, value: object) -> str:
        return checked_text(value, self.limit, required=self.required)


@dataclass(frozen=True, slots=True)
class Line(Field):
    """One line of at most `limit` characters."""

    merges: ClassVar[bool] = True
    limit: int

    def check(self, value: object) -> str:
        text = checked_text(value, self.limit, required=self.required)
        if not LINE_BREAKS.isdisjoint(text):
            raise Problem("This has room for one line only. Take the line break out.")
        return text


@dataclass(frozen=True, slots=True)
class Name(Line):
    """One line that names something: of two people's edits the last holds, for half of each would name nothing."""

    merges: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class OneOf(Field):
    """One pick among `options`; empty for no pick, where none is required."""

    options: tuple[str, ...]

    def check(self, value: object) -> str:
        if isinstance(value, str) and (value in self.options or (value == "" and not self.required)):
            return value
        raise Problem("That is not one of the choices here. Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Some(Field):
    """At most `limit` different picks among `options`, in the order they were picked."""

    options: tuple[str, ...]
    limit: int

    def check(self, value: object) -> list[str]:
        if not isinstance(value, list):
            raise Problem("A list of picks belongs here. Choose from the list.")
        if len(value) > self.limit:
            raise Problem(f"At most {self.limit} can be picked here. Take some out.")
        picks = [pick for pick in value if isinstance(pick, str) and pick in self.options]
        if len(picks) < len(value):
            raise Problem("One of the picks is not in the list. Choose from the list.")
        if len(set(picks)) < len(picks):
            raise Problem("Something is picked twice. Take one of the two out.")
        if self.required and not picks:
            raise Problem("Nothing is picked yet. Choose at least one.")
        return picks


@dataclass(frozen=True, slots=True)
class Ref(Field):
    """The id of another entry; empty for none, where none is required."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and (UUID.fullmatch(value) or (value == "" and not self.required)):
            return value
        raise Problem("This points at nothing that exists. Choose an item from the list again.")


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A number from `low` to `high`, both finite and both included."""

    low: float
    high: float

    def check(self, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Problem("A number belongs here. Write it with digits.")
        if not self.low <= value <= self.high:  # true of NaN too
            raise Problem(f"The number must be from {self.low:g} to {self.high:g}. Change it.")
        return value


@dataclass(frozen=True, slots=True)
class Day(Field):
    """A day of the calendar in ISO form, as 2026-03-31; empty for none, where none is required."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and (is_day(value) or (value == "" and not self.required)):
            return value
        raise Problem("That is not a day of the calendar. Write it as year, month, day: 2026-03-31.")


@dataclass(frozen=True, slots=True)
class Box(Field):
    """What its writer sealed in the browser, as base64url: only its form and size can be checked here."""

    merges: ClassVar[bool] = True
    whole: ClassVar[bool] = True

    def check(self, value: object) -> str:
        if isinstance(value, str) and (value == "" and not self.required):
            return value
        if isinstance(value, str) and is_box(value):
            return value
        raise Problem("This page is sealed, and what came is no sealed box. Reload the page and try again.")


def is_box(text: str) -> bool:
    """Whether a text has the form of a box: canonical base64url of the version and of one of the sizes."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text.encode():
        return False
    return raw[:1] == bytes([BOX_VERSION]) and len(raw) - BOX_AROUND in BOX_SIZES


def is_day(text: str) -> bool:
    if not ISO_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def checked_text(value: object, limit: int, *, required: bool) -> str:
    """Text as it came, or Problem: not text, too long, with a NUL or half a character. Never normalised."""
    if not isinstance(value, str):
        raise Problem("Text belongs here. Write it in words.")
    if len(value) > limit:
        raise Problem(f"This is {len(value) - limit:,} characters too long (at most {limit:,} fit). Shorten it.")
    if "\0" in value or has_half_character(value):
        raise Problem("There is a character in this that cannot be kept. Paste it again as plain text, or retype it.")
    if required and not value.strip():
        raise Problem("Nothing is written yet. Write something, or leave it out altogether.")
    return value


def has_half_character(text: str) -> bool:
    """Whether a lone surrogate stands in it, which no file or database can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def check_fields(spec: Mapping[str, Field], fields: Mapping[str, object], *, whole: bool) -> dict[str, object]:
    """The fields as they are to be kept: known names only, each by its check; with `whole`, none required is absent."""
    if not isinstance(fields, Mapping):
        raise Problem("This was not sent in a form that can be kept. Reload the page and try again.")
    if any(name not in spec for name in fields):
        raise Problem("This has a part that does not belong to this kind of entry. Reload the page and try again.")
    if whole:
        for name, kind in spec.items():
            if kind.required and name not in fields:
                raise Problem(f"The part '{name}' is missing. Fill it in and try again.")
    return {name: spec[name].check(value) for name, value in fields.items()}
