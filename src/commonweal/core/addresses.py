"""Reading a pasted list of people with their email addresses."""

import re
from collections.abc import Sequence

ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+",
    re.IGNORECASE,
)
"""An address as mail servers everywhere take it: no spaces, no control characters, no quotes."""
LONGEST = 254


def address(text: str) -> str | None:
    """An email address in small letters, or None when it is none."""
    found = text.strip().lower()
    return found if len(found) <= LONGEST and ADDRESS.fullmatch(found) else None


def people_in(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(name, address) of everybody in a pasted list, each address once, and the pieces that could not be read.

    A piece is a line, or stands between commas or semicolons: an address, or a name and the address in angle brackets.
    """
    found: dict[str, str] = {}
    wrong: list[str] = []
    for piece in _pieces(text):
        named = re.fullmatch(r"(.*?)<([^<>]*)>", piece)
        name, written = (named[1], named[2]) if named else ("", piece)
        email = address(written)
        if email is None:
            wrong.append(piece)
        elif email not in found:
            found[email] = " ".join(name.replace('"', " ").split())[:80]
    return [(name, email) for email, name in found.items()], wrong


def _pieces(text: str) -> Sequence[str]:
    return [piece for piece in (one.strip() for one in re.split(r"[\r\n,;]", text)) if piece]
