"""How far answers on an ordinal scale lie together: van der Eijk's agreement, its three words, and the middle answer.

Counts come in the order of the scale's points, one for each point, empty ones included. Nothing here treats the points
as numbers with equal steps between them: only their order counts.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Literal

Words = Literal["close together", "some spread", "far apart"]
CLOSE = Fraction(1, 2)
APART = Fraction(1, 5)


def agreement(counts: Sequence[int]) -> Fraction:
    """Van der Eijk's A, exactly: 1 when all chose one point, 0 when the points are used evenly, -1 when half stand at
    each end.

    The counts are peeled into layers that are either empty or equal at every point; A is the layers' agreement weighted
    by how many answers each holds. C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity
    35 (2001), 325-341. Raises ValueError without answers, or with fewer than three points.
    """
    if len(counts) < 3 or not sum(counts) or min(counts) < 0:
        raise ValueError("agreement needs three points or more, and an answer")
    left, total, found = list(counts), sum(counts), Fraction(0)
    while any(left):
        pattern = [count > 0 for count in left]
        layer = min(count for count in left if count)
        found += Fraction(layer * sum(pattern), total) * pattern_agreement(pattern)
        left = [count - layer if count else 0 for count in left]
    return found


def pattern_agreement(used: Sequence[bool]) -> Fraction:
    """A of a layer: unimodality, less the more points are used."""
    points, some = len(used), sum(used)
    if some == 1:
        return Fraction(1)
    return unimodality(used) * (1 - Fraction(some - 1, points - 1))


def unimodality(used: Sequence[bool]) -> Fraction:
    """1 where the points used stand side by side, falling with every triple that has a gap in its middle."""
    triples = list(combinations(used, 3))
    gaps = triples.count((True, False, True))
    sides = triples.count((True, True, False)) + triples.count((False, True, True))
    if not gaps + sides:
        return Fraction(1)
    points = len(used)
    return Fraction((points - 2) * sides - (points - 1) * gaps, (points - 2) * (gaps + sides))


def words(found: Fraction | float) -> Words:
    """A in words: close together from 0.5, far apart below 0.2."""
    return "close together" if found >= CLOSE else "some spread" if found >= APART else "far apart"


def middle(counts: Sequence[int]) -> tuple[int, int]:
    """The median as points, counted from 1: the two middle answers, which are one and the same for most counts.

    Categories and no interpolation: a mean of two middle answers would be an answer that nobody gave, on a scale whose
    steps are not known to be equal; and taking the lower of the two would favour the pole that stands on the left.
    Raises ValueError without answers.
    """
    total = sum(counts)
    if not total:
        raise ValueError("there is no middle of no answers")
    return answer_at(counts, (total + 1) // 2), answer_at(counts, total // 2 + 1)


def answer_at(counts: Sequence[int], place: int) -> int:
    """The point of the answer in that place, when answers are put in order; both counted from 1."""
    passed = 0
    for point, count in enumerate(counts, start=1):
        passed += count
        if passed >= place:
            return point
    raise ValueError("there are not so many answers")
