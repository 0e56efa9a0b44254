"""Pieces of words: cut as the model was taught, whatever people type."""

import pytest

from commonweal.core.wordpieces import LONGEST_WORD, MOST_PIECES, WordPieces, words

PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lead", "##er", "##ship", "leaders", "money", ","])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [2, 3]),
        ("Money", [2, 8, 3]),
        ("leader", [2, 4, 5, 3]),
        ("leaders, money", [2, 7, 9, 8, 3]),
        ("leadership", [2, 1, 3]),
        ("leaderer", [2, 4, 5, 5, 3]),
        ("parking", [2, 1, 3]),
        ("x" * (LONGEST_WORD + 1), [2, 1, 3]),
    ],
)
def test_a_word_is_cut_into_its_longest_pieces(text: str, expected: list[int]) -> None:
    assert PIECES.numbers(text) == expected


def test_of_a_long_text_the_beginning_is_looked_at() -> None:
    assert PIECES.numbers("money " * 500) == [2, *[8] * (MOST_PIECES - 2), 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ŵyn a'r ŵyl", ["wyn", "a", "'", "r", "wyl"]),
        ("naïve\tcafé (“yes”)", ["naive", "cafe", "(", "“", "yes", "”", ")"]),
        ("a\x00b\u200bc\x07", ["abc"]),
        ("日本 text", ["日", "本", "text"]),
    ],
)
def test_words_are_small_and_plain_with_their_marks_apart(text: str, expected: list[str]) -> None:
    assert words(text) == expected
