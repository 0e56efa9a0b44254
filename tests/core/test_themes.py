"""Suggested themes: what wording makes alike, what it does not, and that nothing is left to chance."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from commonweal.core.themes import FEWEST, MOST_NOTES, Group, More, Note, Suggested, suggest, words_of

MONEY = ("The outreach money stops in September", "Money that comes too late", "Nobody says whose money it is")
LEADING = ("Lack of leadership", "Leadership and capacity", "Who is leading the board?")
ALONE = ("Parking", "Data sharing takes a year", "A vision for young families")


def notes(*texts: str, theme: str = "", first: int = 0) -> list[Note]:
    return [Note(f"n{number}", text, theme) for number, text in enumerate(texts, first)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lack of leadership", ["leadership"]),
        ("Need for clear roles", ["roles"]),
        ("We need to talk about money", ["talk", "money"]),
        ("Not enough time", ["time"]),
        ("The council’s budget", ["council", "budget"]),
        ("Lack of", []),
        ("Lack", ["lack"]),
        ("No", []),
        ("", []),
        ("2026!", []),
    ],
)
def test_words_of_a_note_are_those_that_say_what_it_is_about(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


def test_three_notes_that_share_words_make_a_group_and_others_none() -> None:
    found = suggest(notes(*MONEY, *ALONE))
    assert found == Suggested((Group(("money",), ("n0", "n1", "n2")),))


def test_notes_that_only_begin_alike_make_no_group() -> None:
    assert suggest(notes("Lack of vision", "Lack of money", "Lack of parking", "Lack of trust")).groups == ()


def test_two_notes_make_no_group() -> None:
    assert suggest(notes(*MONEY[: FEWEST - 1], *ALONE)).groups == ()


@pytest.mark.parametrize("texts", [(), ("",) * 5, ("!!!", "123", "—"), ("a",) * 9, ("money",), ("money", "money")])
def test_notes_without_words_make_nothing(texts: tuple[str, ...]) -> None:
    assert suggest(notes(*texts)) == Suggested()


def test_the_same_note_many_times_is_a_group() -> None:
    assert suggest(notes(*["Money runs out"] * 5)).groups == (Group(("money", "runs"), ("n0", "n1", "n2", "n3", "n4")),)


def test_the_same_notes_and_seed_give_the_same_suggestions() -> None:
    many = notes(
        *(f"{word} {other} {number}" for number, word in enumerate(MONEY + LEADING + ALONE) for other in ALONE)
    )
    assert suggest(many, seed=3) == suggest(many, seed=3)
    assert suggest(many).groups != ()


def test_a_theme_of_three_proposes_what_is_near_it_and_not_what_is_far() -> None:
    themed = notes(*LEADING, theme="Who leads")
    found = suggest(themed + notes("Changes in leadership", "Parking", first=3))
    assert found.more == (More("Who leads", "n3", near=True),)


def test_a_theme_of_two_proposes_nothing() -> None:
    themed = notes(*LEADING[:2], theme="Who leads")
    assert suggest(themed + notes("Changes in leadership", "Parking", first=3)).more == ()


def test_a_note_that_has_a_theme_is_in_no_suggestion() -> None:
    found = suggest(notes(*LEADING, theme="Who leads") + notes(*MONEY, *LEADING, *ALONE, first=3))
    assert [group.notes for group in found.groups] == [("n3", "n4", "n5"), ("n6", "n7", "n8")]
    assert {more.note for more in found.more} == {"n6", "n7", "n8"}


def test_of_too_many_notes_the_last_are_looked_at() -> None:
    early = notes(*MONEY)
    late = [Note(f"late{number}", "") for number in range(MOST_NOTES - 1)]
    assert suggest([*early, *late]).groups == ()
    assert suggest([*early, *late[:-2]]).groups == (Group(("money",), ("n0", "n1", "n2")),)


def test_a_server_that_suggests_nothing_loads_no_numbers() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'commonweal.project.settings'\n"
        "import commonweal.project.asgi, commonweal.project.urls, commonweal.core.themes\n"
        "print(sorted({'numpy', 'scipy'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# --- by meaning: vectors stand for what a model gives ---

ONE, TWO = (1, 0, 0), (0, 1, 0)


def meant(**vectors: tuple[float, float, float]) -> Callable[[Sequence[str]], Any]:
    """Vectors by the letter that a text begins with, of length 1."""

    def rows(texts: Sequence[str]) -> Any:
        found = np.array([vectors[text[0].lower()] for text in texts], dtype=float)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    return rows


def test_notes_that_mean_the_same_in_other_words_make_a_group_named_by_the_most_typical() -> None:
    vectors = meant(m=(1, 0.2, 0), b=(1, 0, 0.3), g=ONE, p=TWO)
    found = suggest(notes("Money stops", "Budgets cut", "Grants are ending soon", "Parking"), meaning=vectors)
    assert found == Suggested((Group(("grants", "ending", "soon"), ("n0", "n1", "n2")),), (), "meaning")


def test_notes_that_share_words_alone_make_no_group_by_meaning() -> None:
    texts = ("Money stops", "Our money box", "Nobody has money")
    assert suggest(notes(*texts)).groups != ()
    assert suggest(notes(*texts), meaning=lambda t: np.eye(3)[: len(t)]) == Suggested(by="meaning")


def test_a_theme_proposes_what_is_near_it_in_meaning_and_not_what_is_far() -> None:
    vectors = meant(l=ONE, c=(1, 0.2, 0), w=(0.9, 0.1, 0), b=(0.6, 0, 0.9), f=(0.4, 0.9, 0), p=TWO)
    themed = notes("Leaders", "Chair", "Who decides", theme="Leading")
    found = suggest(themed + notes("Boss", "Forms", "Parking", first=3), meaning=vectors)
    assert found == Suggested((), (More("Leading", "n3", near=False),), "meaning")


def test_without_an_answer_from_the_model_wording_decides() -> None:
    assert suggest(notes(*MONEY, *ALONE), meaning=lambda texts: None) == suggest(notes(*MONEY, *ALONE))


def test_the_model_is_given_notes_without_their_openings() -> None:
    given: list[str] = []

    def listening(texts: Sequence[str]) -> None:
        given.extend(texts)

    suggest(notes("Lack of leadership", "Lack", "2026!", "The council’s budget"), meaning=listening)
    assert given == ["leadership", "Lack", "council's budget"]
