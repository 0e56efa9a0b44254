"""Diagrams are drawn of harmless parts alone, are named and told in words, and come out as what was checked."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from commonweal.content.diagrams import read_diagram
from commonweal.content.faults import ContentError
from commonweal.content.load import library
from tests.content.conftest import DIAGRAM

FILE = Path("two-doors.svg")
RECT = '    <rect class="d-thin d-paper" x="5" y="5" width="40" height="40"/>\n'


def faults(source: str, file: Path = FILE) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        read_diagram(source, file)
    return [(fault.line, f"{fault.words} {fault.remedy}") for fault in caught.value.faults]


def test_a_diagram_is_written_out_anew_with_its_names() -> None:
    assert read_diagram(DIAGRAM, FILE).svg.replace("\n", "").replace("  ", "") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" role="img"'
        ' aria-labelledby="two-doors-title two-doors-desc"><title id="two-doors-title">Two doors</title>'
        '<desc id="two-doors-desc">Left, a closed door.Right, an open one.</desc><g class="tone-plain">'
        '<rect class="d-thin d-paper" x="5" y="5" width="40" height="40"></rect>'
        '<text class="d-text" x="50" y="20">Closed &amp; open</text></g></svg>'
    )


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ("<script>alert(1)</script>", "<script> may not stand here. Use circle, defs,"),
        ("<style>*{}</style>", "<style> may not stand here."),
        ("<foreignObject/>", "<foreignObject> may not stand here."),
        ('<image href="#two-doors-a"/>', "<image> may not stand here."),
        ("<a><circle/></a>", "<a> may not stand here."),
        ("<animate/>", "<animate> may not stand here."),
        ("<svg/>", "<svg> may not stand here."),
        ('<circle onclick="alert(1)"/>', "`onclick` is not allowed on <circle>. Take it out"),
        ('<circle style="fill:red"/>', "`style` is not allowed on <circle>."),
        ('<circle fill="red"/>', "`fill` is not allowed on <circle>."),
        ('<use href="https://example.org/x.svg#a"/>', "`href` leads to 'https://example.org/x.svg#a'. It may lead to"),
        ('<use href="#elsewhere"/>', "`href` leads to '#elsewhere'."),
        ('<use xlink:href="#two-doors-a" xmlns:xlink="x"/>', "`xlink:href` is not allowed on <use>."),
        ('<circle id="main"/>', "The id 'main' could meet another on the page. Begin it with two-doors-."),
        ('<path marker-end="url(https://example.org/x)"/>', "`marker-end` fetches 'url(https://example.org/x)'."),
        ('<path class="url(#other)"/>', "`class` fetches 'url(#other)'."),
        ('<g xmlns="http://www.w3.org/1999/xhtml"/>', "`xmlns` names something else than SVG."),
        ("words", "'words' stands outside of <text>."),
        ("<circle>", "This is not SVG: mismatched tag."),
        ("&nbsp;", "This is not SVG: undefined entity."),
    ],
)
def test_what_a_page_must_not_hold_is_named_with_its_line(instead: str, says: str) -> None:
    found = faults(DIAGRAM.replace(RECT, f"    {instead}\n"))
    assert [line for line, words in found if says in words] == [9 if "mismatched" in says else 7]


def test_allowed_references_lead_within_the_drawing() -> None:
    source = '<path id="two-doors-a" marker-end="url(#two-doors-b)"/><use href="#two-doors-a"/>'
    assert '<use href="#two-doors-a">' in read_diagram(DIAGRAM.replace(RECT, source), FILE).svg


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<title>Two doors</title>", "", "There is no <title>. Say in it what it is called"),
        ("<title>Two doors</title>", "<title> </title>", "There is no <title>."),
        ("<desc>", "<g><desc>", "This is not SVG: mismatched tag."),
        ('viewBox="0 0 100 50"', "", "<svg> has no viewBox of four numbers."),
        ('viewBox="0 0 100 50"', 'viewBox="0 0 100"', "<svg> has no viewBox of four numbers."),
        ("<svg", "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg", "A document type is not allowed."),
        ("<svg", "<html", "<html> may not stand here."),
    ],
)
def test_a_drawing_is_whole_and_told_in_words(old: str, new: str, says: str) -> None:
    assert [words for _, words in faults(DIAGRAM.replace(old, new, 1)) if says in words] != []


def test_a_drawing_s_file_is_named_by_its_key_and_is_not_too_long() -> None:
    assert faults(DIAGRAM, Path("Two doors.svg"))[0][1].startswith("This name is no key.")
    assert faults(DIAGRAM + " " * 64_000)[0][1].startswith("This is longer than 64000 characters.")


def test_text_that_looks_like_markup_stays_text() -> None:
    sneaky = DIAGRAM.replace("Two doors", "<![CDATA[> <img src=x onerror=alert(1)>]]>")
    assert "<img" not in read_diagram(sneaky, FILE).svg


def test_shipped_diagrams_hold_what_was_drawn() -> None:
    for diagram in library().diagrams.values():
        root = ElementTree.fromstring(diagram.svg)
        words = [text for text in root.itertext() if text.strip()]
        assert words[:2] == [diagram.title, diagram.description]
        assert len(words) > 8, diagram.key
