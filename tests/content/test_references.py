"""Sources are cited in one form, whatever is known of them, and nothing in one can run."""

from typing import Any

import pytest

from commonweal.content.references import cited
from commonweal.content.schema import Reference

HUXHAM = {"family": "Huxham", "given": "Chris"}
VANGEN = {"family": "Vangen", "given": "S. J."}


def cite(*items: dict[str, Any]) -> list[str]:
    """Sources as they are cited, in the order of a bibliography."""
    found = cited(Reference.model_validate({"id": f"x-{number}", **item}) for number, item in enumerate(items))
    return list(found.values())


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            {
                "type": "article-journal",
                "author": [HUXHAM, VANGEN],
                "issued": {"date-parts": [[1996]]},
                "title": "Working together",
                "container-title": "Public Sector",
                "volume": 9,
                "issue": "7",
                "page": "5-17",
            },
            "Huxham, C. and Vangen, S.J. (1996) Working together. <i>Public Sector</i>, 9(7), pp. 5–17.",
        ),
        (
            {
                "type": "chapter",
                "author": [VANGEN],
                "editor": [HUXHAM, {"family": "van der Merwe", "given": "H."}],
                "issued": {"date-parts": [[1998]]},
                "title": "A part",
                "container-title": "The whole",
            },
            "Vangen, S.J. (1998) A part. In Huxham, C. and van der Merwe, H. (eds) <i>The whole</i>.",
        ),
        (
            {
                "author": [{"literal": "Audit Commission"}],
                "issued": {"date-parts": [[2000]]},
                "year-suffix": "b",
                "title": "A Fruitful Partnership.",
            },
            "Audit Commission (2000b) <i>A Fruitful Partnership.</i>",
        ),
        (
            {"author": [HUXHAM], "issued": {"literal": "about 1990"}, "title": "Why?"},
            "Huxham, C. (about 1990) <i>Why?</i>",
        ),
        (
            {"editor": [HUXHAM], "title": "Creating", "publisher": "Sage", "publisher-place": "London", "edition": 2},
            "Huxham, C. (ed.) (no date) <i>Creating</i>. 2nd edition. London: Sage.",
        ),
        (
            {"author": [HUXHAM] * 4, "issued": {"date-parts": [["2001", 3]]}},
            "Huxham, C. and others (2001) [title not known].",
        ),
        ({"title": "Nobody's", "URL": "https://example.org/x"}, "<i>Nobody's</i> (no date). https://example.org/x."),
        ({"title": "R&D <img src=x onerror=alert(1)>"}, "<i>R&amp;D &lt;img src=x onerror=alert(1)&gt;</i> (no date)."),
    ],
)
def test_cited(item: dict[str, Any], expected: str) -> None:
    assert cite(item) == [expected]


def test_a_bibliography_is_in_the_order_of_names_years_and_letters() -> None:
    body: dict[str, Any] = {"author": [{"literal": "DH"}], "issued": {"date-parts": [[2007]]}}
    in_order: list[dict[str, Any]] = [
        {"title": "Act of 1999", "type": "legislation", "issued": {"date-parts": [[1999]]}},
        {**body, "title": "Zebra", "year-suffix": "a"},
        {**body, "title": "Ant", "year-suffix": "b"},
        {"editor": [HUXHAM], "title": "By an editor"},
        {"author": [VANGEN], "title": "Last"},
    ]
    assert cite(*reversed(in_order)) == cite(*in_order)
    assert [line.split(" (")[0] for line in cite(*in_order)] == [
        "<i>Act of 1999</i>",
        "DH",
        "DH",
        "Huxham, C.",
        "Vangen, S.J.",
    ]


def test_no_sources_make_an_empty_bibliography() -> None:
    assert cited([]) == {}
