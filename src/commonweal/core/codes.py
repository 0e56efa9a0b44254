"""Join codes and recovery phrases: how they are made, written down and typed in."""

import re
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 letters and digits without look-alikes: no 0 O 1 I."""
LENGTH = 8
PHRASE = 6
JOIN_LINK = re.compile(r"/join/([^/?#\s]+)", re.IGNORECASE)
"""Where a join link has its code."""


def new_code(choice: Callable[[Sequence[str]], str]) -> str:
    """A code of 8 characters, each picked by `choice` (use `secrets.choice`): forty bits."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as people read it: two blocks of four."""
    return f"{code[:4]} {code[4:]}"


def normalise(text: str) -> str | None:
    """What a person typed as a code, or the code in a join link; None when it cannot be a code.

    Spaces, hyphens, case and the width of letters do not matter.
    """
    plain = unicodedata.normalize("NFKC", text)
    link = JOIN_LINK.search(plain)
    code = link[1] if link else plain
    found = "".join(letter for letter in code.upper() if not letter.isspace() and letter not in "-–—.")
    return found if len(found) == LENGTH and all(letter in ALPHABET for letter in found) else None
