"""Drawing roles: nobody plays who they are where that can be helped, and it is said where it cannot."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.casting import Drawing, Player, draw

ROLES = ("facilitator", "individual", "organisation", "community", "academic")
DOUBLES = ("organisation", "individual", "community", "academic")
SHORT = {role[0]: role for role in ROLES} | {"-": ""}


def drawn(real: str, seed: int = 1) -> Drawing:
    """A drawing for people who are, in real life, what the letters say; - for none of the roles."""
    return draw([Player(n, SHORT[one]) for n, one in enumerate(real)], ROLES, DOUBLES, scribe="academic", seed=seed)


def held(drawing: Drawing) -> str:
    """The roles that are played, as letters in their order."""
    counts = Counter(drawing.roles.values())
    return "".join(role[0] * counts[role] for role in ROLES)


# people in real life, the roles they play, how many in their own
TABLE = [
    ("-", "f", 0),
    ("f", "f", 1),
    ("o", "f", 0),
    ("fo", "fi", 0),
    ("ff", "fi", 1),
    ("oo", "fi", 0),
    ("ii", "fo", 0),
    ("fii", "fio", 0),
    ("oooo", "fica", 0),
    ("fioc", "fioc", 0),
    ("----", "fioc", 0),
    ("fioca", "fioca", 0),
    ("ooooo", "fioca", 1),
    ("aaaaa", "fioca", 1),
    ("fffff", "fioca", 1),
    ("oooooo", "fiioca", 1),
    ("fiocao", "fiooca", 0),
    ("------", "fiooca", 0),
    ("---------", "fiioocca" + "a", 0),
]


@pytest.mark.parametrize(("real", "played", "own"), TABLE)
def test_the_drawing_follows_the_table(real: str, played: str, own: int) -> None:
    drawing = drawn(real)
    assert (held(drawing), len(drawing.own)) == (played, own)


def test_the_chair_is_the_facilitator_and_the_academic_writes() -> None:
    drawing = drawn("fioca")
    assert drawing.roles[drawing.chair] == "facilitator"
    assert drawing.roles[drawing.scribe] == "academic"


@pytest.mark.parametrize(("real", "writes"), [("oo", "individual"), ("---", "organisation"), ("-", "facilitator")])
def test_the_last_role_writes_where_nobody_is_the_academic(real: str, writes: str) -> None:
    drawing = drawn(real)
    assert drawing.roles[drawing.scribe] == writes


def test_another_seed_draws_another_way() -> None:
    assert {tuple(sorted(drawn("-----", seed).roles.items())) for seed in range(20)} > {
        tuple(sorted(drawn("-----", 1).roles.items()))
    }
    assert drawn("fioca", 7) == drawn("fioca", 7)


def test_nobody_to_cast_is_an_error() -> None:
    with pytest.raises(ValueError, match="somebody"):
        draw([], ROLES, DOUBLES, scribe="academic", seed=1)


def fewest(real: list[str]) -> int:
    """The fewest who must play their own role, by trying everything: up to five people, the chair among the roles."""
    ways = [way for way in permutations(ROLES, len(real)) if "facilitator" in way]
    return min(sum(one == other for one, other in zip(way, real, strict=True)) for way in ways)


@given(st.lists(st.sampled_from(["", *ROLES]), min_size=1, max_size=14), st.integers(0, 2**31))
def test_everybody_has_a_role_and_as_few_as_possible_their_own(real: list[str], seed: int) -> None:
    players = [Player(100 + n, one) for n, one in enumerate(real)]
    drawing = draw(players, ROLES, DOUBLES, scribe="academic", seed=seed)
    counts = Counter(drawing.roles.values())
    assert set(drawing.roles) == {player.id for player in players}
    assert counts["facilitator"] == 1
    assert max(counts.values()) == 1 or len(players) > len(ROLES)
    assert len(counts) == min(len(players), len(ROLES))
    assert drawing.own == tuple(player.id for player in players if drawing.roles[player.id] == player.real)
    assert drawing.roles[drawing.chair] == "facilitator"
    assert drawing.scribe in drawing.roles
    assert (drawing.scribe == drawing.chair) == (len(players) == 1)
    if len(players) <= len(ROLES):
        assert len(drawing.own) == fewest(real)
    else:
        assert len(drawing.own) == (1 if len(set(real)) == 1 and real[0] else 0)
