"""Merging one text that two people changed: three ways, by words, and never by guessing.

The twin in the browser is `frontend/store/merging.ts`; both are held to `tests/vectors/merging.json`.
"""

import re

TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
MAX_CELLS = 4_000_000
"""Size of the largest comparison table; a larger edit is left to a person."""

Span = tuple[int, int, int, int]
"""Equal tokens: base[a:b] is side[c:d]."""


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both people's words in one text, or None when a person must choose.

    Changes are found between each side and the text that both began with. Where only one side changed, its words
    stand; where both made the same change it stands once; where both touched the same or neighbouring words, nothing
    is guessed.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    tokens, left, right = TOKEN.findall(base), TOKEN.findall(mine), TOKEN.findall(theirs)
    one, two = _changes(tokens, left), _changes(tokens, right)
    if one is None or two is None:
        return None
    return _together(tokens, one, two)


Edit = tuple[int, int, list[str]]
"""base[a:b] became these tokens."""


def _together(base: list[str], one: list[Edit], two: list[Edit]) -> str | None:
    """Applies both lists of edits, or None where they meet."""
    out: list[str] = []
    at = i = j = 0
    while i < len(one) or j < len(two):
        mine = one[i] if i < len(one) else None
        theirs = two[j] if j < len(two) else None
        if mine and theirs and mine == theirs:
            edit, i, j = mine, i + 1, j + 1
        elif mine and theirs and mine[0] <= theirs[1] and theirs[0] <= mine[1]:
            return None
        elif mine and (theirs is None or mine[0] < theirs[0]):
            edit, i = mine, i + 1
        else:
            edit, j = two[j], j + 1
        out += base[at : edit[0]]
        out += edit[2]
        at = edit[1]
    return "".join([*out, *base[at:]])


def _changes(base: list[str], side: list[str]) -> list[Edit] | None:
    """The edits that make a side of the base, in order, never touching each other; None when they are too large."""
    head = 0
    while head < min(len(base), len(side)) and base[head] == side[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(side)) - head and base[-1 - tail] == side[-1 - tail]:
        tail += 1
    left, right = base[head : len(base) - tail], side[head : len(side) - tail]
    if len(left) * len(right) > MAX_CELLS:
        return None
    edits: list[Edit] = []
    a = b = 0
    for x, y in [*_common(left, right), (len(left), len(right))]:
        if x > a or y > b:
            edits.append((head + a, head + x, right[b:y]))
        a, b = x + 1, y + 1
    return edits


def _common(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Pairs of places of a longest common subsequence; of several, the one that matches earliest."""
    rows, columns = len(left), len(right)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for x in range(rows - 1, -1, -1):
        row, below, word = best[x], best[x + 1], left[x]
        for y in range(columns - 1, -1, -1):
            row[y] = below[y + 1] + 1 if word == right[y] else max(below[y], row[y + 1])
    pairs = []
    x = y = 0
    while x < rows and y < columns:
        if left[x] == right[y]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x + 1][y] >= best[x][y + 1]:
            x += 1
        else:
            y += 1
    return pairs
