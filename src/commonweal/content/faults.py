"""What is wrong with data files, said to their author: file, line, what is the matter and how to mend it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from pydantic import ValidationError

from commonweal.blocks.step import KEY_PATTERN
from commonweal.content.schema import CLOCK_PATTERN, STEP_PATTERN

Place = tuple[str | int, ...]
"""Where in a file something stands: names of keys and numbers in lists."""
HEADER = re.compile(r"^\s*\[(\[)?\s*([\w.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"^\s*([\w\-]+|\"[^\"]+\")\s*=")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong. `line` is 0 where no line can be named."""

    file: Path
    line: int
    words: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.words} {self.remedy}"


class ContentError(Exception):
    """Everything that is wrong with the content, together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        number = len(self.faults)
        head = "There is one fault in the content:" if number == 1 else f"There are {number} faults in the content:"
        super().__init__("\n".join([head, *(f"- {fault}" for fault in self.faults)]))


def lines_of(source: str, shift: int = 0) -> dict[Place, int]:
    """The line on which each key and table of a TOML text begins. A simple reading, good enough to point at."""
    counts: dict[tuple[str, ...], int] = {}
    table: Place = ()
    places: dict[Place, int] = {(): 1}
    quotes = ""
    for number, line in enumerate(source.splitlines(), start=1 + shift):
        if not quotes:
            if header := HEADER.match(line):
                table = entered(header, counts)
                places.setdefault(table, number)
            elif key := KEY.match(line):
                places.setdefault((*table, key[1].strip('"')), number)
        quotes = open_quotes(line, quotes)
    return places


def entered(header: re.Match[str], counts: dict[tuple[str, ...], int]) -> Place:
    """The place of a table whose header was met; `counts` holds how far each list of tables has come."""
    names = tuple(name.strip().strip("\"'") for name in header[2].split("."))
    if header[1]:
        counts[names] = counts.get(names, -1) + 1
        for deeper in [path for path in counts if len(path) > len(names) and path[: len(names)] == names]:
            del counts[deeper]
    place: list[str | int] = []
    for depth, name in enumerate(names, start=1):
        place.append(name)
        if names[:depth] in counts:
            place.append(counts[names[:depth]])
    return tuple(place)


def open_quotes(line: str, quotes: str) -> str:
    """Which triple quotes are open after a line that began with `quotes` open."""
    for mark in re.findall(r'"""|\'\'\'', line):
        if not quotes:
            quotes = mark
        elif mark == quotes:
            quotes = ""
    return quotes


def line_at(places: Mapping[Place, int], place: Place) -> int:
    """The line of a place; else of the first thing in it, as with a list of tables; else of the nearest around it."""
    for length in range(len(place), -1, -1):
        inside = [line for found, line in places.items() if found[:length] == place[:length]]
        if inside:
            return places.get(place[:length], min(inside))
    return 0


REMEDIES = {
    "missing": ("is missing.", "Add it."),
    "extra_forbidden": ("is not known here.", "Check its spelling, or take it out."),
    "string_type": ("must be text.", "Put it between quotation marks."),
    "int_type": ("must be a whole number.", "Write it with digits and without quotation marks."),
    "int_parsing": ("must be a whole number.", "Write it with digits."),
    "bool_type": ("must be true or false.", "Write one of them without quotation marks."),
    "list_type": ("must be a list.", "Put it between square brackets, or write it as [[…]] tables."),
    "model_type": ("must be a table.", "Give it keys of its own."),
    "dict_type": ("must be a table.", "Give it keys of its own."),
    "string_too_short": ("is empty.", "Write something there."),
    "string_too_long": ("is longer than {max_length} characters.", "Shorten it."),
    "too_short": ("has too few parts: at least {min_length}.", "Add one."),
    "too_long": ("has too many parts: at most {max_length}.", "Take one out."),
    "greater_than": ("must be more than {gt}.", "Change the number."),
    "less_than_equal": ("must be at most {le}.", "Change the number."),
    "literal_error": ("must be {expected}, but is {value}.", "Choose one of these."),
    "union_tag_invalid": ("names the block '{tag}', which is not there.", "Choose one of {expected_tags}."),
    "union_tag_not_found": ("names no block.", 'Add a line such as block = "notes".'),
    "value_error": ("does not fit: {error}.", "Mend it."),
}
PATTERNS = {
    STEP_PATTERN: ("is not a step of the framework.", "Use step1 to step10."),
    CLOCK_PATTERN: ("must be a time of day, but is {value}.", "Write it as 09.30, between quotation marks."),
    KEY_PATTERN: (
        "must be a key, but is {value}.",
        "Use small letters and digits, with hyphens between, such as a2 or own-1.",
    ),
}


def from_validation(error: ValidationError, file: Path, places: Mapping[Place, int]) -> list[Fault]:
    """Each thing that a form refused, with its line."""
    faults: dict[Place, Fault] = {}
    for detail in error.errors():
        place = real_place(detail["loc"])
        words, remedy = said(detail)
        faults.setdefault(place, Fault(file, line_at(places, place), f"{shown(place)} {words}", remedy))
    return list(faults.values())


def real_place(loc: Sequence[str | int]) -> Place:
    """A place without the notes that the checker adds for itself: a block's kind, the arm of a choice, `[key]`."""
    place = [part for part in loc if not (isinstance(part, str) and re.search(r"[\[(]", part))]
    if place[:1] == ["steps"] and any(isinstance(part, int) for part in place[1:2]):
        del place[2:3]
    return tuple(place)


def shown(place: Place) -> str:
    """A place in words: `steps 2, columns 1, tone`; lists are counted from one."""
    parts: list[str] = []
    for part in place:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return f"`{', '.join(parts)}`" if parts else "The file"


def said(detail: Any) -> tuple[str, str]:
    """What a refusal says, and its remedy, in words for an author."""
    context = dict(detail.get("ctx", {}))
    context["value"] = shorten(repr(detail.get("input")), 60, placeholder="…")
    if detail["type"] == "string_pattern_mismatch":
        words, remedy = next(told for pattern, told in PATTERNS.items() if pattern in context["pattern"])
    else:
        words, remedy = REMEDIES.get(detail["type"], ("does not fit: {msg}.", "Mend it."))
    context.setdefault("msg", str(detail["msg"])[:1].lower() + str(detail["msg"])[1:])
    return words.format(**context), remedy.format(**context)
