"""Sources are cited in one form, whatever is known of them."""

from typing import Any

import pytest

from commonweal.content.references import cited
from commonweal.content.schema import Reference

HUXHAM = {"family": "Huxham", "given": "Chris"}
VANGEN = {"family": "Vangen", "given": "S. J."}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            {
                "author": [HUXHAM, VANGEN],
                "issued": {"date-parts": [[1996]]},
                "title": "Working together",
                "container-title": "Public Sector",
                "volume": 9,
                "issue": "7",
                "page": "5-17",
            },
            "Huxham, C. and Vangen, S.J. (1996) Working together. Public Sector, 9(7), pp. 5-17.",
        ),
        (
            {
                "author": [{"literal": "Audit Commission"}],
                "issued": {"literal": "2000b"},
                "title": "A Fruitful Partnership.",
            },
            "Audit Commission (2000b) A Fruitful Partnership.",
        ),
        (
            {"editor": [HUXHAM], "title": "Creating", "publisher": "Sage", "publisher-place": "London", "edition": 2},
            "Huxham, C. (ed.) (no date) Creating. 2 edition. London: Sage.",
        ),
        ({"author": [HUXHAM] * 4, "issued": {"date-parts": [["2001", 3]]}}, "Huxham, C. and others (2001)."),
        ({"title": "Nobody's", "URL": "https://example.org/x"}, "(no date) Nobody's. https://example.org/x."),
    ],
)
def test_cited(item: dict[str, Any], expected: str) -> None:
    assert cited(Reference.model_validate({"id": "x", **item})) == expected
