"""The 7,776 words that passphrases are drawn from; where they come from stands beside them in SOURCE.md."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "words" / "eff-large.txt"


@cache
def words() -> tuple[str, ...]:
    """The EFF's long list in its own order: 6^5 words, so that six drawn at random are worth 77 bits."""
    return tuple(FILE.read_text(encoding="ascii").split())
