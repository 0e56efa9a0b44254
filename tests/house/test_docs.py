"""The docs say what is there: every setting, block, word and decision; and nothing calls outside."""

import re
from pathlib import Path

from commonweal.blocks.registry import kinds

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "commonweal"


def _read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_every_setting_read_from_the_environment_is_documented() -> None:
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    read = set(re.findall(r"COMMONWEAL_[A-Z_]+", code))
    documented = set(re.findall(r"COMMONWEAL_[A-Z_]+", _read("docs", "settings.md")))
    assert read == documented


def test_every_block_is_in_the_glossary() -> None:
    blocks = re.search(r"\*\*block\*\* \| .*?: (.*?)\.", _read("docs", "glossary.md"))
    assert blocks
    assert set(blocks[1].split(", ")) == set(kinds())


def test_every_view_and_state_is_in_the_docs() -> None:
    from commonweal.access import View
    from commonweal.store.models import Sheet

    architecture, glossary = _read("docs", "architecture.md"), _read("docs", "glossary.md")
    assert all(f"`{view}`" in architecture for view in View)
    assert all(state in glossary for state in Sheet.State.values)


def test_every_decision_has_the_five_headings() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        text = path.read_text()
        assert text.startswith("# "), path.name
        for heading in ("**Status**", "**Context.**", "**Decision.**", "**Consequences.**"):
            assert heading in text, f"{path.name} has no {heading}"


def test_links_between_docs_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_the_front_end_names_no_other_host() -> None:
    allowed = ("http://www.w3.org/",)
    for path in [*(ROOT / "frontend").rglob("*.ts"), *(ROOT / "frontend").rglob("*.css"), *SOURCE.rglob("*.html")]:
        for address in re.findall(r"https?://[^\s\"'`)<>]+", path.read_text()):
            assert address.startswith(allowed), f"{path.relative_to(ROOT)} names {address}"
