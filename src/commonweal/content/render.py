"""Turns the Markdown of readings into HTML that is safe to show, and fetches nothing from elsewhere."""

import nh3
from markdown_it import MarkdownIt

TAGS = nh3.ALLOWED_TAGS - {"img", "area", "map"}
"""Pictures would be fetched from elsewhere."""
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'

markdown = MarkdownIt("commonmark", {"html": False, "typographer": True})
markdown.enable(["table", "strikethrough", "smartquotes"])


def html(text: str) -> str:
    """Markdown as safe HTML. Raw HTML shows as the characters it is made of; pictures are left out.

    A table scrolls by itself where it is too wide, by keyboard too.
    """
    safe = nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return safe.replace("<table>", f'{SCROLL}<table class="table">').replace("</table>", "</table></div>")
