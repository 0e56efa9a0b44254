"""When two names of teams are one, and how the team is called then."""

import pytest

from commonweal.core.teams import called, compared


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harbour Streets", "  harbour   STREETS ", True),
        ("Straße 5", "STRASSE 5", True),
        ("Cafe\u0301 team", "Caf\u00e9 team", True),
        ("Harbour Streets", "Harbour Street", False),
        ("Team 1", "Team 2", False),
    ],
)
def test_names_are_compared_without_case_and_extra_spaces(one: str, other: str, same: bool) -> None:
    assert (compared(one) == compared(other)) is same


@pytest.mark.parametrize("names", [["b", "A", "b"], ["A", "b", "b"], ["b  ", "b", "A"]])
def test_a_team_is_called_as_most_do_whoever_came_first(names: list[str]) -> None:
    assert called(names) == "b"


def test_level_spellings_go_by_the_alphabet() -> None:
    assert called(["b", "a"]) == called(["a", "b"]) == "a"
