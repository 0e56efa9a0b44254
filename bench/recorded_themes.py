"""How well suggested themes meet a person's: 129 recorded notes of the workbook, each with one of ten themes.

The themes were given by one rater, before any grouping was looked at; they overlap, and another rater would differ.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.resources import files
from math import comb, log
from typing import Any

from commonweal.core import themes
from commonweal.core.themes import Note, Suggested, suggest

RECORDED = ("recorded-a1p", "recorded-a2", "recorded-a5")
_THEMES = """
talk talk aims work work support talk aims talk lead knowing lead links
money money links talk links links talk talk links aims work money talk work links talk lead feel aims aims aims money
lead aims aims links lead aims work links aims work lead money
feel feel feel feel feel feel feel feel work lead feel feel feel feel feel feel feel support feel work support support
knowing knowing talk aims support support links support talk support links money work aims links links links links
money talk knowing knowing knowing feel talk work work knowing money support talk talk lead aims people work knowing
support people people money aims links people people knowing aims people talk talk work people people people work
knowing work feel talk work
"""

Meaning = Callable[[Sequence[str]], Any]


def recorded() -> tuple[list[Note], list[str]]:
    """The notes, with their place as id, and the theme of each."""
    texts = []
    for name in RECORDED:
        file = files("commonweal") / "content" / "data" / "recorded" / f"{name}.toml"
        groups = tomllib.loads(file.read_text(encoding="utf-8"))["groups"]
        texts += [entry["fields"]["text"] for group in groups for entry in group["entries"]]
    given = _THEMES.split()
    if len(given) != len(texts):
        raise SystemExit("The recorded notes are not those that were given themes.")
    return [Note(str(number), text) for number, text in enumerate(texts)], given


def ari(one: Sequence[Any], two: Sequence[Any]) -> float:
    """Adjusted Rand index of two divisions: 1 is the same, 0 is chance."""
    both, first, second = (
        sum(comb(n, 2) for n in Counter(of).values()) for of in (zip(one, two, strict=True), one, two)
    )
    chance = first * second / comb(len(one), 2)
    return (both - chance) / ((first + second) / 2 - chance)


def nmi(one: Sequence[Any], two: Sequence[Any]) -> float:
    """Normalised mutual information of two divisions (arithmetic mean): 1 is the same."""

    def entropy(of: Any) -> float:
        return -sum(n / len(one) * log(n / len(one)) for n in Counter(of).values())

    apart = entropy(one) + entropy(two)
    return 2 * (apart - entropy(zip(one, two, strict=True))) / apart


def everything(meaning: Meaning | None) -> str:
    """All notes put into ten groups by Ward's method, as research papers compare."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    notes, given = recorded()
    rows = (
        meaning([themes.without_opening(note.text) for note in notes])
        if meaning
        else themes._by_wording([themes.words_of(note.text) for note in notes], range(len(notes)), 0).free
    )
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found = list(fcluster(linkage(rows / np.maximum(lengths, 1e-9), "ward"), 10, "maxclust"))
    return f"all 129 in ten groups: ARI {ari(found, given):.2f}, NMI {nmi(found, given):.2f}"


def offered(meaning: Meaning | None) -> str:
    """What people are offered: how many notes are in a group, and how often two in a group share a theme."""
    notes, given = recorded()
    found: Suggested = suggest(notes, meaning=meaning)
    groups = [[given[int(note)] for note in group.notes] for group in found.groups]
    together = sum(comb(len(group), 2) for group in groups)
    same = sum(comb(n, 2) for group in groups for n in Counter(group).values())
    return (
        f"offered: {len(groups)} groups of {sum(map(len, groups))} notes, {same / together:.0%} of pairs share a theme"
    )
