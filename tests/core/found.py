"""What is found in one text, for tests."""

from collections.abc import Mapping

from commonweal.core.names import Finding, find_all


def find(text: str, known: Mapping[str, str]) -> list[Finding]:
    return find_all([text], known)[0]
