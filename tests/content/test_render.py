"""Markdown becomes HTML that is safe to show, and fetches nothing."""

import pytest

from commonweal.content.render import html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Doors\n\n*Open* **them**", "<h2>Doors</h2>\n<p><em>Open</em> <strong>them</strong></p>\n"),
        (
            "[source](https://example.org/a)",
            '<p><a href="https://example.org/a" rel="noopener noreferrer">source</a></p>\n',
        ),
        (
            "a | b\n--|--\n1 | 2",
            '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table class="table">\n<thead>',
        ),
        ('They "don\'t"', "<p>They “don’t”</p>\n"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
    ],
)
def test_html_shows_what_was_meant(text: str, expected: str) -> None:
    assert html(text).startswith(expected)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![tracker](https://example.org/pixel.png)",
        '[x](https://example.org "&quot; onclick=&quot;alert(1)")',
        "<style>*{}</style>\n<iframe src='https://example.org'></iframe>",
    ],
)
def test_html_lets_nothing_run_and_fetches_nothing(text: str) -> None:
    made = html(text)
    for start in ("<script", "<img", "<style", "<iframe", 'href="javascript', 'href="data', '" onclick='):
        assert start not in made.lower()
