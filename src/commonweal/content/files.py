"""Reads one data file: its text, its form, the lines of its keys; or ContentError with all that is wrong in it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonweal.blocks.step import Settings
from commonweal.content.diagrams import read_diagram
from commonweal.content.faults import ContentError, Fault, Place, from_validation, line_at, lines_of, shown
from commonweal.content.schema import Reference

FENCE = "+++"
HEAD = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)(.*)", re.DOTALL | re.MULTILINE)
TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that something came from, with the lines of its keys."""

    file: Path
    places: Mapping[Place, int]

    def fault(self, place: Place, words: str, remedy: str) -> Fault:
        return Fault(self.file, line_at(self.places, place), f"{shown(place)} {words}", remedy)


def read_thing(form: type[Settings], file: Path) -> tuple[Any, Origin]:
    """One thing of that form: from a TOML file, from Markdown below a head of TOML, or drawn as SVG."""
    source = text_of(file)
    if file.suffix == ".svg":
        return read_diagram(source, file), Origin(file, {(): 1})
    settings, places = read_headed(source, file) if file.suffix == ".md" else read_toml(source, file, 0)
    origin = Origin(file, places)
    try:
        return form.model_validate(settings), origin
    except ValidationError as error:
        raise ContentError(from_validation(error, file, places)) from error


def read_headed(source: str, file: Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """The keys in the head of a Markdown file, and what is below it as `text`."""
    parts = HEAD.fullmatch(source)
    if not parts:
        words = f"The head is missing: a line {FENCE}, then keys, then a line {FENCE}."
        raise ContentError([Fault(file, 1, words, "Begin the file with it.")])
    settings, places = read_toml(parts[1], file, 1)
    return {**settings, "text": parts[2].strip()}, places


def read_toml(source: str, file: Path, shift: int) -> tuple[dict[str, Any], dict[Place, int]]:
    """The keys of a TOML text that begins `shift` lines down its file, and the line of each."""
    try:
        return tomllib.loads(source), lines_of(source, shift)
    except tomllib.TOMLDecodeError as error:
        at = TOML_LINE.search(str(error))
        line = int(at[1]) + shift if at else len(source.splitlines()) + shift
        words = TOML_LINE.sub("", str(error)).removesuffix(" (at end of document)")
        remedy = "Mend this line, or a quotation mark or bracket left open above it."
        raise ContentError([Fault(file, line, f"This is not TOML: {words}.", remedy)]) from error


def read_references(file: Path) -> list[Reference]:
    """The sources in a CSL-JSON file."""
    source = text_of(file)
    try:
        items = json.loads(source)
    except json.JSONDecodeError as error:
        fault = Fault(file, error.lineno, f"This is not JSON: {error.msg}.", "Mend the line, or the one above it.")
        raise ContentError([fault]) from error
    if not isinstance(items, list):
        raise ContentError([Fault(file, 1, "This is not a list.", "Put the sources between square brackets.")])
    return distinct_references([read_reference(item, file, source) for item in items], file, source)


def read_reference(item: object, file: Path, source: str) -> Reference:
    try:
        return Reference.model_validate(item)
    except ValidationError as error:
        key = str(item.get("id", "")) if isinstance(item, dict) else ""
        raise ContentError(from_validation(error, file, {(): line_of(key, source)})) from error


def distinct_references(references: list[Reference], file: Path, source: str) -> list[Reference]:
    keys = [reference.id for reference in references]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        words = "is there twice. Take one out, or give it a key of its own."
        raise ContentError(Fault(file, line_of(key, source), f"The id '{key}'", words) for key in twice)
    return references


def line_of(key: str, source: str) -> int:
    """The line on which the source with this id begins to be told."""
    at = source.find(json.dumps(key, ensure_ascii=False)) if key else -1
    return source.count("\n", 0, at) + 1 if at >= 0 else 0


def text_of(file: Path) -> str:
    """The text of a file, lines ending in one way."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError([Fault(file, 0, "This is not text in UTF-8.", "Save it as UTF-8.")]) from error
    except OSError as error:
        raise ContentError([Fault(file, 0, f"This cannot be read ({error.strerror}).", "Check its rights.")]) from error
