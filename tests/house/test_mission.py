"""Every piece of the workbook is in the product and used by a test: docs/mission.md is the table, made here.

`make mission` writes it anew. A test says which pieces it uses with `@pytest.mark.mission("A1", "W7")`.
"""

import ast
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from commonweal.content.load import library

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mission.md"
PIECES = {
    "W1": "Programme, parts, segments, series",
    "W2": "Learning outcomes",
    "W3": "Timed agenda",
    "W4": "Personal and confidential; private notes",
    "W5": "Bibliography",
    "W6": "Scenario in ten steps",
    "W7": "Evaluation wall",
    "W8": "Learning log",
    "W9": "Personal assessment",
    "W10": "Feedback of groups",
    "W11": "Resources directory",
    "A1": "Positive collaborative experiences",
    "A1b": "Team profile",
    "A2": "Opportunities and challenges",
    "A3": "Stakeholder analysis",
    "A4": "Change reflection",
    "A5": "Role-played partnership meeting",
    "T1": "Definitions",
    "T2": "Benefits",
    "T3": "Shifts in policy and philosophy",
    "T4": "Typology of partnering forms",
    "T5": "Local strategic partnerships",
    "T6": "Purpose quadrant",
    "T7": "Conditions for co-evolving",
    "T8": "Characteristics of successful partnerships",
    "T9": "Continuum",
    "T10": "Lifecycle 1",
    "T11": "Lifecycle 2",
    "T12": "Lifecycle 3",
    "T13": "Programmes catalogue",
    "T14": "Culture",
    "T15": "Conflict",
    "T16": "Change",
    "T17": "Change checklist",
    "T18": "Mobius model",
    "T19": "Group roles and skills",
    "T20": "Principles of representation",
    "T21": "Partnership assessment",
    "T22": "Learning cycle",
}
CODE: dict[str, tuple[str, ...]] = {
    "W1": ("src/commonweal/content/data/programmes/collaborative-working.toml", "src/commonweal/operations/series.py"),
    "W3": ("src/commonweal/operations/agenda.py", "src/commonweal/web/templates/plan/plan.html"),
    "W4": ("frontend/store/sealing.ts",),
    "W10": ("src/commonweal/content/data/recorded", "frontend/pages/together.ts"),
    "W11": ("src/commonweal/content/data/resources",),
}
"""Where a piece is made by code, or by data that carries no code of its own."""


def in_content() -> dict[str, list[str]]:
    """Piece to the activities and readings that carry its code."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    shelf = library()
    for activity in shelf.activities.values():
        found[activity.code].append(f"activity `{activity.key}`")
    for reading in shelf.readings.values():
        found[reading.code].append(f"reading `{reading.key}`")
    return found


def marks(path: Path) -> Iterator[tuple[str, str]]:
    """Piece and test, for every mark in a file of tests; a mark on the module holds for all its tests."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.mission":
                for code in mark.args:
                    assert isinstance(code, ast.Constant), f"{name}: a mission mark names codes as plain text"
                    yield str(code.value), f"`{name}::{node.name}`"


def in_tests() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for code, test in marks(path):
            found[code].append(test)
    return found


def table() -> str:
    content, tests = in_content(), in_tests()
    unknown = (content.keys() | tests.keys()) - PIECES.keys() - {""}
    assert not unknown, f"no such pieces: {sorted(unknown)}"
    lines = [
        "# The mission, piece by piece",
        "",
        "Each piece of the workbook, where it is in the product, and the tests that use it. This page is made from",
        "the content, the code and the tests by `tests/house/test_mission.py`; `make mission` writes it anew.",
        "",
        "| piece | | where | tests |",
        "|---|---|---|---|",
    ]
    for code, title in PIECES.items():
        where = [*content.get(code, []), *(f"`{place}`" for place in CODE.get(code, ()))]
        lines.append(f"| {code} | {title} | {', '.join(where)} | {', '.join(tests.get(code, []))} |")
    return "\n".join(lines) + "\n"


def test_every_piece_is_somewhere_and_used_by_a_test() -> None:
    content, tests = in_content(), in_tests()
    missing = [code for code in PIECES if not (content.get(code) or CODE.get(code))]
    untested = [code for code in PIECES if not tests.get(code)]
    assert (missing, untested) == ([], [])
    assert [place for places in CODE.values() for place in places if not (ROOT / place).exists()] == []


def test_the_page_says_what_is_there() -> None:
    if os.environ.get("COMMONWEAL_WRITE_MISSION"):
        PAGE.write_text(table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == table()
