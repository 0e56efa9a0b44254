"""Names of teams as several people write them: when two are one team, and how it is then called."""

import unicodedata
from collections import Counter
from collections.abc import Iterable


def compared(name: str) -> str:
    """A name as it is compared: without case, without extra spaces, whichever way its letters are encoded."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def called(names: Iterable[str]) -> str:
    """The spelling that most people used; the first by alphabet where several are level, never the first that came."""
    spellings = Counter(" ".join(name.split()) for name in names)
    return min(spellings, key=lambda name: (-spellings[name], name))
