"""The rules of access as one table: who × privacy × holder × state, and verb by verb; every cell a yes or a no.

The expectations are written out by hand, from the words of the design, not computed from the code.
"""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from commonweal.access import (
    EntryFacts,
    SheetFacts,
    View,
    Viewer,
    is_late,
    log_open,
    names,
    refusal,
    sees_result,
    shows,
    views,
)

ASHA = Viewer(1, "facilitator")
FAY = Viewer(2, "facilitator", runs=frozenset({2}))
BEN = Viewer(3, "participant", group=1)
CARYS = Viewer(4, "participant", group=1)
DELE = Viewer(5, "participant", group=2)
MOVED = Viewer(6, "participant", group=2, past=frozenset({1}))
OBI = Viewer(7, "observer")
SCREEN = Viewer(8, "screen")
TABLET = Viewer(9, "tablet")
GONE = Viewer(3, "participant", group=1, active=False)
CAST = {"asha": ASHA, "fay": FAY, "ben": BEN, "carys": CARYS, "dele": DELE, "obi": OBI, "screen": SCREEN}
CAST |= {"tablet": TABLET, "gone": GONE}
STATES = ("waiting", "open", "closed", "shared")
LETTER = {"i": View.INSIDE, "m": View.MINE, "s": View.SHARED, "b": View.SCREEN, "c": View.COUNTS}


def sheet(holder: str, privacy: str, state: str, *, named: bool = True, copy: bool = False) -> SheetFacts:
    """A sheet that Ben, or group 1, or the room holds."""
    member = 3 if holder == "person" or copy else None
    group = 1 if holder in ("person", "group") or copy else None
    return SheetFacts(9, "x.y", "x", holder, member, group, copy, state, state != "waiting", privacy, named)


# i inside, m mine, s shared, b screen, c counts; one word a state: waiting open closed shared; - is nothing
VIEWS = """
who     person/private group/until-shared room/until-shared person/until-shared group/open  room/open   person/sealed
asha    - - - -        mc mc mc ic        mc mc mc ic       c c c ic            ic ic ic ic ic ic ic ic - - - -
fay     - - - -        - - - sc           - - - sc          - - - sc            sc sc sc sc sc sc sc sc - - - -
ben     i i i i        i i i i            mc mc mc i        i i i i             i i i i     i i i i     i i i i
carys   - - - -        i i i i            mc mc mc i        - - - s             i i i i     i i i i     - - - -
dele    - - - -        - - - s            mc mc mc i        - - - s             s s s s     i i i i     - - - -
obi     - - - -        - - - s            - - - s           - - - s             s s s s     s s s s     - - - -
screen  - - - -        c c c bc           c c c bc          c c c bc            c c c bc    c c c bc    - - - -
tablet  - - - -        - - - -            - - - -           - - - -             - - - -     - - - -     - - - -
gone    - - - -        - - - -            - - - -           - - - -             - - - -     - - - -     - - - -
"""


def view_cells() -> list[tuple[str, str, str, str]]:
    """(who, holder/privacy, state, letters) for every cell of the table."""
    head, *rows = [line.split() for line in VIEWS.strip().splitlines()]
    cells = []
    for row in rows:
        for number, column in enumerate(head[1:]):
            for state, letters in zip(STATES, row[1 + 4 * number : 5 + 4 * number], strict=True):
                cells.append((row[0], column, state, letters))
    return cells


@pytest.mark.parametrize(("who", "column", "state", "letters"), view_cells())
def test_views_follow_the_table(who: str, column: str, state: str, letters: str) -> None:
    holder, privacy = column.split("/")
    expected = {LETTER[letter] for letter in letters if letter != "-"}
    assert views(CAST[who], sheet(holder, privacy, state)) == expected


def test_the_table_covers_every_cell() -> None:
    assert len(view_cells()) == len(CAST) * 7 * len(STATES)


@pytest.mark.parametrize(("who", "state"), list(itertools.product(CAST, STATES)))
def test_anonymous_sheets_have_no_views_at_all(who: str, state: str) -> None:
    assert views(CAST[who], sheet("room", "anonymous", state)) == frozenset()


@pytest.mark.parametrize("who", CAST)
def test_a_shared_copy_is_for_the_group_and_the_facilitators(who: str) -> None:
    copy = sheet("person", "private", "shared", copy=True)
    expected = {View.SHARED} if who in ("asha", "ben", "carys") else set()
    assert views(CAST[who], copy) == expected


@pytest.mark.parametrize("who", CAST)
def test_a_copy_that_was_withdrawn_is_for_nobody(who: str) -> None:
    assert views(CAST[who], sheet("person", "private", "closed", copy=True)) == frozenset()


# verbs: p put, a patch another's, o patch one's own, x remove another's; upper case: accepted
WRITES = """
who     person/private      group/until-shared  room/until-shared   room/open           person/sealed
asha    paox paox paox paox paox PaOx Paox Paox paox PaOx Paox Paox paox PaOx Paox Paox paox paox paox paox
fay     paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox
ben     paox PAOX Paox Paox paox PAOX Paox Paox paox PaOx Paox Paox paox PAOX Paox Paox paox PAOX Paox Paox
carys   paox paox paox paox paox PAOX Paox Paox paox PaOx Paox Paox paox PAOX Paox Paox paox paox paox paox
dele    paox paox paox paox paox paox paox paox paox PaOx Paox Paox paox PAOX Paox Paox paox paox paox paox
moved   paox paox paox paox paox Paox Paox Paox paox PaOx Paox Paox paox PAOX Paox Paox paox paox paox paox
obi     paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox
screen  paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox
tablet  paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox
gone    paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox paox
"""


@pytest.mark.parametrize(("state", "privacy"), list(itertools.product(STATES, ("until-shared", "open"))))
def test_who_types_in_for_a_group_always_finds_what_they_typed(state: str, privacy: str) -> None:
    """Where a sheet names nobody, what is one's own shows by being in the view of one's own."""
    assert View.MINE in views(ASHA, sheet("group", privacy, state, named=False))
    assert View.MINE not in views(FAY, sheet("group", privacy, state, named=False))
    assert View.MINE in views(FAY, replace(sheet("group", privacy, state, named=False), group=2))


@pytest.mark.parametrize("state", STATES)
def test_a_co_facilitator_types_in_for_their_own_group_alone(state: str) -> None:
    here, there = sheet("group", "until-shared", state), replace(sheet("group", "until-shared", state), group=2)
    assert refusal(FAY, here, "put", None, room_open=True) == "role"
    assert (refusal(FAY, there, "put", None, room_open=True) is None) == (state != "waiting")
    assert is_late(FAY, there) == (state != "open")


@pytest.mark.parametrize("holder", ["person", "pair"])
def test_nobody_types_in_on_what_one_or_two_people_hold(holder: str) -> None:
    for privacy in ("private", "sealed", "until-shared", "open"):
        one = sheet(holder, privacy, "open")
        assert refusal(ASHA, one, "put", None, room_open=True) == "role"
        assert View.MINE not in views(ASHA, one)


def write_cells() -> list[tuple[str, str, str, str]]:
    """(who, holder/privacy, state, letter) for every cell of the table."""
    head, *rows = [line.split() for line in WRITES.strip().splitlines()]
    cells = []
    for row in rows:
        for number, column in enumerate(head[1:]):
            for state, letters in zip(STATES, row[1 + 4 * number : 5 + 4 * number], strict=True):
                cells += [(row[0], column, state, letter) for letter in letters]
    return cells


@pytest.mark.parametrize(("who", "column", "state", "letter"), write_cells())
def test_writes_follow_the_table(who: str, column: str, state: str, letter: str) -> None:
    viewer = {**CAST, "moved": MOVED}[who]
    holder, privacy = column.split("/")
    verb, author = {"p": ("put", None), "a": ("patch", 99), "o": ("patch", viewer.member), "x": ("remove", 99)}[
        letter.lower()
    ]
    code = refusal(viewer, sheet(holder, privacy, state), verb, author, room_open=True)
    assert (code is None) == letter.isupper(), code


@pytest.mark.parametrize(("who", "verb"), list(itertools.product(CAST, ("put", "patch", "remove"))))
def test_nobody_writes_in_a_closed_room(who: str, verb: str) -> None:
    viewer = CAST[who]
    assert refusal(viewer, sheet("room", "open", "open"), verb, viewer.member, room_open=False) == "closed-room"


@pytest.mark.parametrize(("who", "verb"), list(itertools.product(CAST, ("put", "patch", "remove"))))
def test_nobody_writes_through_the_engine_on_copies_and_anonymous_sheets(who: str, verb: str) -> None:
    viewer = CAST[who]
    for one in (sheet("person", "private", "shared", copy=True), sheet("room", "anonymous", "open")):
        assert refusal(viewer, one, verb, viewer.member, room_open=True) is not None


@pytest.mark.parametrize(("who", "proven"), list(itertools.product(CAST, (True, False))))
def test_a_teams_result_is_for_facilitators_and_for_those_who_prove_that_they_answered(who: str, proven: bool) -> None:
    expected = who in ("asha", "fay") or (who in ("ben", "carys", "dele") and proven)
    assert sees_result(CAST[who], proven=proven) is expected


def of_pair(state: str, privacy: str = "private") -> SheetFacts:
    """A sheet that pair 7 holds."""
    return SheetFacts(9, "x.y", "x", "pair", None, 7, False, state, state != "waiting", privacy, True)


PAIRED = Viewer(3, "participant", group=1, pair=7)
PARTED = Viewer(4, "participant", group=1, pair=8, past_pairs=frozenset({7}))
PAIRS = {**CAST, "paired": PAIRED, "parted": PARTED, "other": Viewer(5, "participant", group=7, pair=8)}
PAIRS["removed"] = Viewer(3, "participant", pair=7, past_pairs=frozenset({7}), active=False)


@pytest.mark.parametrize(("who", "state"), list(itertools.product(PAIRS, STATES)))
def test_a_private_sheet_of_a_pair_is_read_by_those_who_are_or_were_of_it(who: str, state: str) -> None:
    expected = {View.INSIDE} if who in ("paired", "parted") else set()
    assert views(PAIRS[who], of_pair(state)) == expected


# who, verb, then one letter a state: waiting open closed shared; upper case: accepted
PAIR_WRITES = """
paired put    pPPP
paired patch  pPpp
paired remove pPpp
parted put    pPPP
parted patch  pppp
parted remove pppp
other  put    pppp
other  patch  pppp
carys  put    pppp
asha   put    pppp
"""


@pytest.mark.parametrize("line", PAIR_WRITES.strip().splitlines())
def test_a_pair_writes_and_one_who_left_only_what_was_on_its_way(line: str) -> None:
    who, verb, letters = line.split()
    found = [refusal(PAIRS[who], of_pair(state), verb, 3, room_open=True) is None for state in STATES]
    assert found == [letter.isupper() for letter in letters]


@pytest.mark.parametrize(("who", "state"), list(itertools.product(CAST, STATES)))
def test_a_joint_sheet_is_read_by_its_person_and_by_colleagues_who_were_let_in(who: str, state: str) -> None:
    joint = replace(sheet("person", "private", state), colleagues=frozenset({5, 2, 7}))
    assert views(CAST[who], joint) == ({View.INSIDE} if who in ("ben", "dele") else set())


@pytest.mark.parametrize("privacy", ["sealed", "until-shared", "open"])
def test_colleagues_come_in_to_private_sheets_alone(privacy: str) -> None:
    joint = replace(sheet("person", privacy, "open"), colleagues=frozenset({5}))
    assert View.INSIDE not in views(DELE, joint)
    assert refusal(DELE, joint, "put", None, room_open=True) == "not-yours"


# who, then a letter a verb as above, and one word a state: waiting open closed shared
JOINT_WRITES = """
ben    paox PAOX Paox Paox
dele   paox PAOX Paox Paox
carys  paox paox paox paox
asha   paox paox paox paox
fay    paox paox paox paox
obi    paox paox paox paox
gone   paox paox paox paox
"""


@pytest.mark.parametrize("line", JOINT_WRITES.strip().splitlines())
def test_a_joint_sheet_is_written_by_its_person_and_by_colleagues_who_were_let_in(line: str) -> None:
    who, *words = line.split()
    viewer, verbs = CAST[who], {"p": "put", "a": "patch", "o": "patch", "x": "remove"}
    for state, letters in zip(STATES, words, strict=True):
        joint = replace(sheet("person", "private", state), colleagues=frozenset({5, 2, 7}))
        for letter in letters:
            author = viewer.member if letter.lower() == "o" else 99
            code = refusal(viewer, joint, verbs[letter.lower()], author, room_open=True)
            assert (code is None) == letter.isupper(), (state, letter, code)


def test_a_colleague_who_left_writes_nothing_more_not_even_what_was_on_its_way() -> None:
    left = sheet("person", "private", "open")
    assert [refusal(DELE, left, verb, 5, room_open=True) for verb in ("put", "patch", "remove")] == ["not-yours"] * 3


UNTIL = date(2026, 6, 4)


@pytest.mark.parametrize(
    ("state", "until", "today", "expected"),
    [
        ("open", UNTIL, UNTIL, False),
        ("closed", UNTIL, date(2026, 3, 13), True),
        ("closed", UNTIL, UNTIL, True),
        ("closed", UNTIL, date(2026, 6, 5), False),
        ("closed", None, date(2026, 3, 13), False),
        ("archived", UNTIL, date(2026, 3, 13), False),
    ],
)
def test_the_log_of_a_closed_workshop_is_open_up_to_its_day(
    state: str, until: date | None, today: date, expected: bool
) -> None:
    assert log_open(state, until, today) is expected


@pytest.mark.parametrize("verb", ["put", "patch", "remove"])
@pytest.mark.parametrize("segment", ["before", "during", "after"])
@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("after_open", [True, False])
def test_in_a_closed_room_only_what_comes_after_is_written_by_its_holder(
    who: str, segment: str, verb: str, after_open: bool
) -> None:
    facts = replace(sheet("person", "private", "open"), segment=segment)
    code = refusal(CAST[who], facts, verb, CAST[who].member, room_open=False, after_open=after_open)
    assert (code is None) == (who == "ben" and segment == "after" and after_open)


LEAK = EntryFacts("e", 9, "s", author=3, seq=40, fields={"text": "the name of a neighbour"})


@pytest.mark.parametrize(
    ("view", "hidden", "seq", "expected"),
    [
        (View.INSIDE, "", 40, True),
        (View.INSIDE, "Names a person", 40, True),
        (View.SHARED, "", 40, True),
        (View.SHARED, "Names a person", 40, False),
        (View.SCREEN, "", 40, True),
        (View.SCREEN, "", 41, False),
        (View.SCREEN, "Names a person", 40, False),
        (View.COUNTS, "", 40, False),
    ],
)
def test_what_a_view_shows_of_an_entry(view: View, hidden: str, seq: int, expected: bool) -> None:
    reviewed = SheetFacts(9, "x.y", "x", "group", None, 1, False, "shared", True, "until-shared", True, reviewed=40)
    entry = EntryFacts("e", 9, "s", 3, seq, {"text": "words"}, hidden=hidden)
    assert shows(view, reviewed, entry) is expected


def test_mine_shows_ones_own_and_not_anothers() -> None:
    alone = sheet("room", "until-shared", "open")
    assert shows(View.MINE, alone, LEAK, 3)
    assert not shows(View.MINE, alone, LEAK, 4)


def test_a_removed_entry_stands_in_no_view() -> None:
    gone = EntryFacts("e", 9, "s", 3, 40, removed=True)
    assert not any(shows(view, sheet("group", "open", "open"), gone, 3) for view in View)


@pytest.mark.parametrize(
    ("view", "named", "expected"),
    [
        (View.INSIDE, True, True),
        (View.INSIDE, False, False),
        (View.MINE, False, True),
        (View.SHARED, True, False),
        (View.SCREEN, True, False),
    ],
)
def test_who_wrote_is_told_only_inside_a_sheet_that_names_people(view: View, named: bool, expected: bool) -> None:
    assert names(view, sheet("group", "until-shared", "shared", named=named)) is expected
