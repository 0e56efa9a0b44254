"""Join codes and recovery phrases: how they are made, written down and typed in."""

from collections.abc import Callable, Sequence

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 letters and digits without look-alikes: no 0 O 1 I."""
LENGTH = 8
PHRASE = 6


def new_code(choice: Callable[[Sequence[str]], str]) -> str:
    """A code of 8 characters, each picked by `choice` (use `secrets.choice`): forty bits."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as people read it: two blocks of four."""
    return f"{code[:4]} {code[4:]}"


def normalise(text: str) -> str | None:
    """What a person typed as a code: spaces, hyphens and case do not matter. None when it cannot be a code."""
    found = "".join(letter for letter in text.upper() if not letter.isspace() and letter not in "-–—.")
    return found if len(found) == LENGTH and all(letter in ALPHABET for letter in found) else None
