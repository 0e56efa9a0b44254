"""Turns the Markdown of readings and guides into HTML that is safe to show, and fetches nothing from elsewhere."""

import nh3
from markdown_it import MarkdownIt

TAGS = nh3.ALLOWED_TAGS - {"img", "area", "map"}
"""Pictures would be fetched from elsewhere."""
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}

markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def html(text: str) -> str:
    """Markdown as safe HTML. Raw HTML shows as the characters it is made of; pictures are left out."""
    return nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
