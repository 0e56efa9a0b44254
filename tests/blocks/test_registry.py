"""Blocks are found by their folders, those of one's own too."""

from pathlib import Path

import pytest

from commonweal.blocks.fields import check_fields
from commonweal.blocks.registry import HERE, PARTS, BlockError, kinds

CHOICE = '''"""The block `vote`: an entry is one pick."""

from commonweal.blocks.fields import OneOf
from commonweal.blocks.step import StepBase

KIND = "vote"
VERSION = 1


class Step(StepBase):
    options: list[str]


def fields(step):
    return {"pick": OneOf(tuple(step.options), required=True)}


def summary(step, entries):
    return {"total": sum(1 for entry in entries if entry.step == step.key)}


def upgrade(fields, version):
    return dict(fields)


def own_only(step):
    return True
'''


def dropped_in(folder: Path, text: str, name: str = "vote") -> Path:
    (folder / name).mkdir()
    (folder / name / "block.py").write_text(text)
    return folder


def test_kinds_are_the_folders() -> None:
    assert sorted(kinds()) == sorted(file.parent.name for file in HERE.glob("*/block.py"))
    assert {"prompts", "notes", "table", "matrix", "reading"} <= set(kinds())


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_block_has_every_part(kind: str) -> None:
    block = kinds()[kind]
    assert [part for part in PARTS if not hasattr(block, part)] == []
    assert (kind, True) == (block.KIND, block.VERSION >= 1)


def test_block_dropped_into_a_folder_is_found(tmp_path: Path) -> None:
    vote = kinds([dropped_in(tmp_path, CHOICE)])["vote"]
    step = vote.Step.model_validate({"key": "s1", "block": "vote", "title": "Vote", "options": ["yes", "no"]})
    assert check_fields(vote.fields(step), {"pick": "yes"}, whole=True) == {"pick": "yes"}
    assert vote.own_only(step) is True
    assert "vote" not in kinds()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("vote", CHOICE.replace("def own_only", "def theirs"), "own_only is missing"),
        ("poll", CHOICE, "KIND is 'vote'"),
        ("vote", CHOICE.replace("(StepBase)", ""), "not made from StepBase"),
        ("vote", "import nothing_of_that_name", "nothing_of_that_name"),
        ("notes", CHOICE.replace('"vote"', '"notes"'), "already"),
    ],
)
def test_folder_that_is_no_block_is_refused_in_words(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(BlockError, match=says):
        kinds([dropped_in(tmp_path, text, name)])
