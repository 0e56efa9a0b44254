"""Themes that short notes might share, found in their wording alone. What comes out are suggestions: people decide.

Notes are compared by the letters they have in common (runs of four and five within words, rare ones weighing more), on
their main directions, or by vectors of what they mean where a site has a model for it, and joined by Ward's method;
only close groups of three or more are suggested. A theme that people have given to three notes proposes further notes
by its centre. numpy and scipy are imported when first asked: they take time and memory that a server which never
suggests anything should not spend.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

FEWEST = 3
"""Notes that make a theme, and that a theme must have before it proposes more."""
MOST_NOTES = 2_000
MOST_THEMES = 8
MOST_MORE = 8
APART = 1.4
"""How much closer the two halves of a group must be than the whole, to stand for themselves."""
NEAR = 0.18
"""Likeness to a theme's centre from which on a note is proposed for it."""
CLOSE_IN_MEANING, NEAR_IN_MEANING = 0.4, 0.5
"""The likeness of a group, and to a theme's centre, for vectors of a model; found by trying recorded notes."""
DIRECTIONS = 64
GRAMS = (4, 5)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
OPENING = re.compile(
    r"""^(?:(?:an?|the|our|their|no|not|lack(?:ing|s)?(?:\ of)?|absence\ of|shortage\ of|without|(?:not|never)\ enough
    |too\ (?:few|little|many|much)|needs?(?:\ (?:for|to))?|we\ need(?:\ to)?|more|better|poor|clear|unclear|insufficient
    |inadequate|having|being|getting|increased?|improved?|greater)\s+)+""",
    re.IGNORECASE | re.VERBOSE,
)
"""How notes open that says nothing of what they are about."""
_EMPTY = """
a about above after again all also always am an and any are aren't as at away back be because been before being
both but by can can't cannot come could couldn't did didn't do does doesn't doing don't each either else enough
even every few first for from get gets getting give go going good got had has hasn't have haven't having he her
here him his how however i if in into is isn't it it's its just keep know let like little lot made make makes
making many may me might more most much must my need needs never new next no nobody none nor not nothing now of
off often on once one only or other others our out over own people put rather same say says see seen she should
since so some somebody someone something still such take than that that's the their them then there these they
they're thing things this those through to together too two under until up upon us use used very was wasn't way
we we're well were what when where which while who whole why will with within without won't would yet you your
a'r am ar at bod cael dim ein eu fel gan gyda heb hyn i'r mae mewn na nad ni o'r oes pob sy sydd wedi y yn yr
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing of what a note is about, in English and Welsh."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is compared; `theme` is the one that people gave it, or empty."""

    id: str
    text: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Notes without a theme that are alike; `words` are the ones they share most, or those of the most typical note."""

    words: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class More:
    """A note that might belong to a theme that is there; `near` when it is as close to it as its own notes are."""

    theme: str
    note: str
    near: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """What might be themes, and what might belong to those there are."""

    groups: tuple[Group, ...] = ()
    more: tuple[More, ...] = ()
    by: Literal["wording", "meaning"] = "wording"


def suggest(
    notes: Sequence[Note], *, seed: int = 0, meaning: Callable[[Sequence[str]], Any] | None = None
) -> Suggested:
    """Suggests themes for the last 2,000 of the notes. The same notes and seed give the same suggestions.

    `meaning` gives an array with a row of length 1 for each text, or None, whereupon wording decides.
    """
    known = [(note, found) for note in notes[-MOST_NOTES:] if (found := words_of(note.text))]
    if len(known) < FEWEST:
        return Suggested()
    standing = [note for note, _ in known]
    words = [said for _, said in known]
    free = [number for number, note in enumerate(standing) if not note.theme]
    vectors = meaning([without_opening(note.text) for note in standing]) if meaning else None
    alike = _by_wording(words, free, seed) if vectors is None else _by_meaning(vectors, free)
    groups = [
        Group(_label(ids, words) or _typical(alike, ids, words), tuple(standing[number].id for number in ids))
        for ids in _groups(alike, free)
    ]
    named = tuple(group for group in groups if group.words)
    return Suggested(named, tuple(_more(alike, standing, free)), alike.by)


def without_opening(text: str) -> str:
    """A note without an opening such as "lack of", unless it is nothing else."""
    return OPENING.sub("", text.strip().replace("’", "'")) or text


def words_of(text: str) -> list[str]:
    """The words of a note that say what it is about, in small letters, without an opening such as "lack of"."""
    found = [word.lower().removesuffix("'s") for word in WORD.findall(without_opening(text))]
    return [word for word in found if word not in EMPTY and len(word) > 1]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Notes as rows whose product is their likeness, and from which likeness on they belong together."""

    matrix: Any
    free: Any
    close: Callable[[int], float]
    near: float
    by: Literal["wording", "meaning"]


def _by_wording(words: Sequence[Sequence[str]], free: Sequence[int], seed: int) -> _Alike:
    matrix = _matrix(words)
    return _Alike(matrix, _directions(matrix[list(free)], seed), close_enough, NEAR, "wording")


def _by_meaning(vectors: Any, free: Sequence[int]) -> _Alike:
    from scipy.sparse import csr_array

    return _Alike(csr_array(vectors), vectors[list(free)], lambda _: CLOSE_IN_MEANING, NEAR_IN_MEANING, "meaning")


def _grams(words: Iterable[str]) -> Counter[str]:
    """Runs of letters within the stems of words, their ends marked by spaces; endings alone make nothing alike."""
    found: Counter[str] = Counter()
    for word in words:
        marked = f" {_stem(word)} "
        found[marked[:3]] += 1
        for size in GRAMS:
            found.update(marked[at : at + size] for at in range(max(1, len(marked) - size + 1)))
    return found


def _matrix(notes: Sequence[Sequence[str]]) -> Any:
    """Notes by runs of letters, weighed; a row's length is at most 1, and less where it shares little with others."""
    from scipy.sparse import csr_array

    counted = [_grams(words) for words in notes]
    spread = Counter(gram for grams in counted for gram in grams)
    columns = {gram: number for number, gram in enumerate(sorted(gram for gram, n in spread.items() if n > 1))}
    data, places, ends = [], [], [0]
    for grams in counted:
        weights = {
            gram: (1 + math.log(n)) * (1 + math.log((1 + len(notes)) / (1 + spread[gram]))) for gram, n in grams.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        for gram, weight in weights.items():
            if gram in columns:
                data.append(weight / length)
                places.append(columns[gram])
        ends.append(len(data))
    return csr_array((data, places, ends), shape=(len(notes), max(1, len(columns))))


def _groups(alike: _Alike, free: Sequence[int]) -> list[list[int]]:
    """Close groups among the free notes, largest first."""
    import numpy as np
    from scipy.cluster.hierarchy import linkage

    rows = alike.free
    lengths = np.linalg.norm(rows, axis=1)
    kept = np.flatnonzero(lengths > 0.15)
    if len(kept) < FEWEST:
        return []
    tree = linkage(rows[kept] / lengths[kept, None], "ward")
    found = _close(rows[kept], tree, alike.close(len(kept)))
    ordered = sorted(found, key=lambda ids: (-len(ids), ids))[:MOST_THEMES]
    return [[free[kept[i]] for i in ids] for ids in ordered]


def _directions(matrix: Any, seed: int) -> Any:
    """The notes on the main directions of what they share (a random start, sharpened three times)."""
    import numpy as np

    if min(matrix.shape) <= DIRECTIONS:
        return matrix.toarray()
    right = np.random.default_rng(seed).standard_normal((matrix.shape[1], DIRECTIONS))
    for _ in range(3):
        left, _ = np.linalg.qr(matrix @ right)
        right, _ = np.linalg.qr(matrix.T @ left)
    return matrix @ right


def close_enough(count: int) -> float:
    """Mean likeness of pairs (1: the same wording) from which on a group among so many notes is suggested.

    Found by trying recorded notes and made-up ones: of more notes, more are a little alike by chance.
    """
    return 0.05 + 0.017 * math.log(count)


def _close(rows: Any, tree: Any, close: float) -> list[list[int]]:
    """Goes down Ward's tree and takes groups that are close enough and do not fall into two that are much closer."""
    count = len(rows)
    sums, squares, sizes = [*rows], [float(row @ row) for row in rows], [1] * count
    for left, right in tree[:, :2].astype(int):
        sums.append(sums[left] + sums[right])
        squares.append(squares[left] + squares[right])
        sizes.append(sizes[left] + sizes[right])

    def likeness(at: int) -> float:
        return (float(sums[at] @ sums[at]) - squares[at]) / (sizes[at] * (sizes[at] - 1))

    found, waiting = [], [len(sums) - 1]
    while waiting:
        at = waiting.pop()
        if sizes[at] < FEWEST:
            continue
        parts = [int(part) for part in tree[at - count, :2]]
        two = all(sizes[part] >= FEWEST for part in parts)
        if likeness(at) < close or (two and likeness(at) * APART < min(map(likeness, parts))):
            waiting += parts
        else:
            found.append(_belonging(rows, sorted(_leaves(at, count, tree)), close / 2))
    return [ids for ids in found if len(ids) >= FEWEST]


def _belonging(rows: Any, ids: list[int], least: float) -> list[int]:
    """Without those that are hardly like the rest; the tree puts every note somewhere."""
    own = rows[ids]
    others = own @ own.sum(axis=0) - (own * own).sum(axis=1)
    return [one for one, like in zip(ids, others / (len(ids) - 1), strict=True) if like >= least]


def _leaves(at: int, count: int, tree: Any) -> list[int]:
    found, waiting = [], [at]
    while waiting:
        one = waiting.pop()
        if one < count:
            found.append(one)
        else:
            waiting += [int(tree[one - count, 0]), int(tree[one - count, 1])]
    return found


def _more(alike: _Alike, notes: Sequence[Note], free: Sequence[int]) -> list[More]:
    """Free notes near the centre of a theme that three notes or more have, each for its nearest theme."""
    import numpy as np

    themes: dict[str, list[int]] = {}
    for number, note in enumerate(notes):
        if note.theme:
            themes.setdefault(note.theme, []).append(number)
    grown = {theme: ids for theme, ids in sorted(themes.items()) if len(ids) >= FEWEST}
    if not grown or not free:
        return []
    matrix, likeness, usual = alike.matrix, [], []
    for ids in grown.values():
        own = matrix[ids]
        total = own.sum(axis=0)
        length = float(total @ total)
        likeness.append(matrix[list(free)] @ (total / np.sqrt(length)))
        with_all, alone = own @ total, own.multiply(own).sum(axis=1)
        to_others = (with_all - alone) / np.sqrt(np.maximum(1e-9, length - 2 * with_all + alone))
        usual.append(float(np.median(to_others)))
    table = np.array(likeness)
    best = table.argmax(axis=0)
    found = []
    for place, theme in enumerate(grown):
        mine = [
            i for i in np.argsort(-table[place], kind="stable") if best[i] == place and table[place, i] >= alike.near
        ]
        found += [More(theme, notes[free[i]].id, bool(table[place, i] >= usual[place])) for i in mine[:MOST_MORE]]
    return found


def _label(group: Sequence[int], all_notes: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Up to three words that notes of a group share and others have seldom, in the form that is used most."""
    forms: dict[str, Counter[str]] = {}
    for words in (all_notes[number] for number in group):
        for stem, word in {_stem(word): word for word in words}.items():
            forms.setdefault(stem, Counter())[word] += 1
    everywhere = Counter(stem for words in all_notes for stem in {_stem(word) for word in words})
    shared = {stem: sum(used.values()) for stem, used in forms.items() if sum(used.values()) > 1}

    def weight(stem: str) -> tuple[float, str]:
        return -shared[stem] * math.log((1 + len(all_notes)) / everywhere[stem]), stem

    chosen = sorted(shared, key=weight)[:3]
    return tuple(_usual(forms[stem]) for stem in chosen)


def _typical(alike: _Alike, group: Sequence[int], words: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first words of the note that is most like the rest, for notes that mean the same in other words."""
    rows = alike.matrix[list(group)]
    return tuple(words[group[int((rows @ rows.sum(axis=0)).argmax())]][:3]) if alike.by == "meaning" else ()


def _usual(used: Mapping[str, int]) -> str:
    return min(used, key=lambda word: (-used[word], len(word), word))


ENDING = re.compile(r"(?:ships?|ments?|ness(?:es)?|ations?|ions?|ings?|ies|ed|ers?|es|s|y|e)$")


def _stem(word: str) -> str:
    short = ENDING.sub("", word)
    return short if len(short) > 2 else word
