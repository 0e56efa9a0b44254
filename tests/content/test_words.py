"""Passphrases are drawn from the whole list, unchanged."""

import hashlib

from commonweal.content.words import FILE, words


def test_words_are_6_to_the_fifth_and_differ() -> None:
    assert len(words()) == len(set(words())) == 6**5
    assert (words()[0], words()[-1]) == ("abacus", "zoom")


def test_words_are_the_list_that_its_source_names() -> None:
    source = (FILE.parent / "SOURCE.md").read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(FILE.read_bytes()).hexdigest()}`" in source
