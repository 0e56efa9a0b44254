"""Cutting a text into the pieces of words that a BERT model was taught with (WordPiece, uncased)."""

import unicodedata
from collections.abc import Iterator, Sequence

MOST_PIECES = 128
"""Pieces of one text that are looked at, the two marks included."""
LONGEST_WORD = 100
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"


class WordPieces:
    """The vocabulary of a model; the place of a piece in the list is its number."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces, between the marks of beginning and end; at most `MOST_PIECES`."""
        found = [number for word in words(text) for number in self._word(word)]
        return [self._numbers[BEGIN], *found[: MOST_PIECES - 2], self._numbers[END]]

    def _word(self, word: str) -> list[int]:
        """The longest piece that begins the word, then the longest that goes on, to the end; otherwise unknown."""
        unknown = [self._numbers[UNKNOWN]]
        if len(word) > LONGEST_WORD:
            return unknown
        found, at = [], 0
        while at < len(word):
            mark = "##" if at else ""
            ends = (end for end in range(len(word), at, -1) if mark + word[at:end] in self._numbers)
            end = next(ends, None)
            if end is None:
                return unknown
            found.append(self._numbers[mark + word[at:end]])
            at = end
        return found


def words(text: str) -> list[str]:
    """Words in small letters without accents; a punctuation mark or a Chinese character is a word of its own."""
    plain = unicodedata.normalize("NFD", "".join(_clean(text)).lower())
    return "".join(f" {one} " if _alone(one) else one for one in plain if unicodedata.category(one) != "Mn").split()


def _clean(text: str) -> Iterator[str]:
    for one in text:
        if one in "\t\n\r" or unicodedata.category(one) == "Zs":
            yield " "
        elif one not in "\0\ufffd" and not unicodedata.category(one).startswith("C"):
            yield one


def _alone(one: str) -> bool:
    code = ord(one)
    mark = code < 128 and not one.isalnum() and not one.isspace()
    chinese = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x2CEAF
    return mark or chinese or 0xF900 <= code <= 0xFAFF or unicodedata.category(one).startswith("P")
