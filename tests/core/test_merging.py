"""Merging by words, held to the vectors that the browser's twin is held to."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.merging import merge

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merging.json").read_text(encoding="utf-8"))
TEXT = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ",", ".", "\n"]), max_size=14).map(" ".join)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["base"][:20])
def test_the_vectors_hold(vector: dict[str, str | None]) -> None:
    base, mine, theirs = (str(vector[key]) for key in ("base", "mine", "theirs"))
    assert merge(base, mine, theirs) == vector["merged"]
    assert merge(base, theirs, mine) == vector["merged"]


def _words(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in re.findall(r"\w+", text):
        found[word] = found.get(word, 0) + 1
    return found


@given(TEXT, TEXT, TEXT)
def test_no_word_that_either_side_added_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    if merged is None:
        return
    before, after = _words(base), _words(merged)
    for side in (mine, theirs):
        for word, count in _words(side).items():
            if count > before.get(word, 0):
                assert after.get(word, 0) > 0


@given(TEXT, TEXT)
def test_one_side_alone_is_taken_as_it_is(base: str, mine: str) -> None:
    assert merge(base, mine, base) == mine
    assert merge(base, base, mine) == mine
    assert merge(base, mine, mine) == mine


@given(TEXT, TEXT, TEXT)
def test_it_does_not_matter_whose_side_is_whose(base: str, mine: str, theirs: str) -> None:
    assert merge(base, mine, theirs) == merge(base, theirs, mine)
