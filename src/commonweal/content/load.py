"""Loads all content, what comes with Commonweal and one's own, and says all that is wrong with it at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from commonweal.blocks.registry import Block, kinds
from commonweal.blocks.step import Settings
from commonweal.content.checks import Checker, Complaint
from commonweal.content.faults import ContentError, Fault
from commonweal.content.files import Origin, read_references, read_thing
from commonweal.content.library import Library, UnknownError, step
from commonweal.content.schema import Diagram, Programme, Reading, Recorded, Resource, Scenario, activities

__all__ = ["ContentError", "Library", "UnknownError", "library", "load", "step"]

DATA = Path(__file__).parent / "data"
ENDINGS = {
    "activities": ".toml",
    "readings": ".md",
    "diagrams": ".svg",
    "resources": ".toml",
    "scenarios": ".toml",
    "programmes": ".toml",
    "recorded": ".toml",
    "references": ".json",
    "words": ".txt",
}
"""The folders that content is in, and how their files' names end."""
ASIDE = re.compile(r"[._]|(README|SOURCE|LICENCE|LICENSE|NOTICE)\b")
"""How files and folders begin that are no content."""


_own: list[Path] = []


def use(folders: Sequence[Path]) -> None:
    """Says which folders of one's own `library` loads beside what comes with Commonweal."""
    _own[:] = folders
    library.cache_clear()


@cache
def library() -> Library:
    """The content that comes with Commonweal, and that of the folders in use; loaded once."""
    return load(_own)


def load(folders: Sequence[Path] | None = None, *, blocks: Mapping[str, Block] | None = None) -> Library:
    """Load the content that comes with Commonweal, then `folders` laid out like it, or raise one ContentError.

    A thing in a later folder replaces one of the same key in an earlier. `blocks` are those that activities may use.
    """
    shelf = Shelf(blocks if blocks is not None else kinds())
    for folder in (DATA, *(folders or ())):
        shelf.read_folder(folder)
    loaded = shelf.library()
    faults = [*shelf.faults, *shelf.mismatches(Checker(loaded, shelf.broken))]
    if faults:
        raise ContentError(faults)
    return loaded


@dataclass(slots=True)
class Shelf:
    """What has been read so far. `broken` are files, by folder and key, that have faults and so are not here."""

    blocks: Mapping[str, Block]
    things: dict[str, dict[str, Any]] = field(default_factory=lambda: {folder: {} for folder in ENDINGS})
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def read_folder(self, root: Path) -> None:
        if not root.is_dir():
            self.faults.append(Fault(root, 0, "There is no such folder.", "Check the path."))
            return
        forms: dict[str, type[Settings]] = {
            "activities": activities(self.blocks),
            "readings": Reading,
            "diagrams": Diagram,
            "resources": Resource,
            "scenarios": Scenario,
            "programmes": Programme,
            "recorded": Recorded,
        }
        for folder in inside(root):
            if folder.is_dir() and folder.name not in ENDINGS:
                self.faults.append(
                    Fault(folder, 0, "This folder is not read.", f"Call it one of {', '.join(ENDINGS)}.")
                )
            for file in inside(folder) if folder.name in ENDINGS else []:
                self.read_file(folder.name, file, forms.get(folder.name))

    def read_file(self, folder: str, file: Path, form: type[Settings] | None) -> None:
        try:
            if file.suffix != ENDINGS[folder]:
                raise ContentError([Fault(file, 0, "This file is not read.", f"Files here end in {ENDINGS[folder]}.")])
            if form:
                self.keep(folder, *read_thing(form, file))
            elif folder == "references":
                self.things[folder] |= {reference.id: reference for reference in read_references(file)}
        except ContentError as error:
            self.faults += error.faults
            self.broken.add((folder, file.stem))

    def keep(self, folder: str, thing: Any, origin: Origin) -> None:
        """Put a thing on the shelf; its file must be called as it is (records of feedback may share an activity's)."""
        before = self.origins.get((folder, thing.key))
        if folder != "recorded" and thing.key != origin.file.stem:
            words = f"is '{thing.key}', and the file is called {origin.file.name}."
            self.faults.append(origin.fault(("key",), words, "Give both one name."))
        elif before and before.file.parent == origin.file.parent:
            words = f"is '{thing.key}', as in {before.file.name}."
            self.faults.append(origin.fault(("key",), words, "Give each file a key of its own."))
        self.things[folder][thing.key] = thing
        self.origins[folder, thing.key] = origin

    def library(self) -> Library:
        return Library(
            blocks=self.blocks,
            activities=self.things["activities"],
            readings=self.things["readings"],
            diagrams=self.things["diagrams"],
            resources=self.things["resources"],
            scenarios=self.things["scenarios"],
            programmes=self.things["programmes"],
            recordings=self.things["recorded"],
            references=self.things["references"],
        )

    def mismatches(self, checker: Checker) -> Iterator[Fault]:
        """What things say of one another that is not so."""
        for (folder, key), origin in self.origins.items():
            complaints: Iterator[Complaint] = CHECKS[folder](checker, self.things[folder][key])
            yield from (origin.fault(*complaint) for complaint in complaints)


def inside(folder: Path) -> list[Path]:
    """What is in a folder, in order, without what is set aside."""
    return sorted(path for path in folder.iterdir() if not ASIDE.match(path.name))


CHECKS: Mapping[str, Any] = {
    "activities": Checker.activity,
    "readings": Checker.reading,
    "diagrams": lambda _checker, _diagram: iter(()),
    "resources": Checker.resource,
    "scenarios": lambda _checker, _scenario: iter(()),
    "programmes": Checker.programme,
    "recorded": Checker.recorded,
}
