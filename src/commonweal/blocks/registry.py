"""Finds the blocks: every folder that holds a `block.py`, here and in further folders of one's own."""

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from commonweal.blocks.fields import Field
from commonweal.blocks.step import StepBase, Written

HERE = Path(__file__).parent
PARTS = ("KIND", "VERSION", "Step", "fields", "summary", "upgrade", "own_only")
OPTIONAL = ("check", "reserved", "public", "counted")


class Block(Protocol):
    """What a `block.py` offers. Its functions are pure: they read a step's settings and entries, nothing else."""

    KIND: str
    """The folder's name."""
    VERSION: int
    """Rises when entries written before would be read wrongly; `upgrade` then mends them."""

    @property
    def Step(self) -> type[StepBase]:
        """The settings that a step of this kind has in a data file."""

    def fields(self, step: Any) -> dict[str, Field]:
        """The fields of an entry on this step."""

    def summary(self, step: Any, entries: Iterable[Written]) -> dict[str, object]:
        """Counts, without a word of what was written. Takes all standing entries of a sheet, and picks its own."""

    def upgrade(self, fields: Mapping[str, object], version: int) -> dict[str, object]:
        """Fields written by `version` of the block, as the present one has them."""

    def own_only(self, step: Any) -> bool:
        """Whether only its author may change an entry."""


class Strict(Protocol):
    """What a block may offer besides; `strict` answers for those that do not."""

    def check(self, step: Any, fields: Mapping[str, object]) -> None:
        """Raises Problem for a whole entry that no single field shows to be wrong."""

    def reserved(self, step: Any, fields: Mapping[str, object]) -> bool:
        """Whether such an entry is written by the server's own operations alone, never by a device."""

    def public(self, settings: Mapping[str, object]) -> dict[str, object]:
        """A step's resolved settings without what not everybody in the room may read."""

    def counted(self, kind: str) -> bool:
        """Whether entries whose field `kind` says that, empty where they have none, count as written by people."""


class Lenient:
    """The answers of a block that has nothing more to say."""

    def check(self, step: Any, fields: Mapping[str, object]) -> None:
        """Every entry whose fields pass is right."""

    def reserved(self, step: Any, fields: Mapping[str, object]) -> bool:
        """Devices write every entry."""
        return False

    def public(self, settings: Mapping[str, object]) -> dict[str, object]:
        """Everybody may read all of it."""
        return dict(settings)

    def counted(self, kind: str) -> bool:
        """People wrote every entry."""
        return True


LENIENT = Lenient()


def strict(block: Block) -> Strict:
    """The block's optional parts, those that it leaves out answered leniently."""
    found = Lenient()
    for part in OPTIONAL:
        if hasattr(block, part):
            setattr(found, part, getattr(block, part))
    return found


class BlockError(Exception):
    """A folder that should be a block and is not, and what to do."""


def kinds(folders: Sequence[Path] = ()) -> dict[str, Block]:
    """Every block by its kind: those that come with Commonweal, and those in `folders`, whose code is run."""
    return dict(_kinds(tuple(folders)))


@cache
def _kinds(folders: tuple[Path, ...]) -> dict[str, Block]:
    found: dict[str, Block] = {}
    for folder in (HERE, *folders):
        for file in sorted(folder.glob("*/block.py")):
            block = checked(shipped(file) if folder == HERE else own(file), file)
            if block.KIND in found:
                raise BlockError(f"{file}: there is a block '{block.KIND}' already. Rename the folder and its KIND.")
            found[block.KIND] = block
    return found


def shipped(file: Path) -> ModuleType:
    return importlib.import_module(f"commonweal.blocks.{file.parent.name}.block")


def own(file: Path) -> ModuleType:
    """Load a block from anywhere. Its module's name holds the place, so that two folders never mix."""
    place = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]
    name = f"commonweal_own_block_{file.parent.name}_{place}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise BlockError(f"{file}: this cannot be read as Python. Check the file's name and rights.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BlockError(f"{file}: this stopped with “{error}”. Mend the file, or move its folder away.") from error
    return module


def checked(module: ModuleType, file: Path) -> Block:
    """The module as a block, or BlockError naming the part that is missing or wrong."""
    missing = [part for part in PARTS if not hasattr(module, part)]
    if missing:
        raise BlockError(f"{file}: {', '.join(missing)} is missing. Copy it from {HERE / 'notes' / 'block.py'}.")
    if file.parent.name != module.KIND:
        raise BlockError(f"{file}: KIND is '{module.KIND}'. Give the folder and KIND the same name.")
    if not (isinstance(module.Step, type) and issubclass(module.Step, StepBase)):
        raise BlockError(f"{file}: Step is not made from StepBase. Write 'class Step(StepBase)'.")
    return cast(Block, module)
