"""What blank sheets are ruled with."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
MOST = 24
"""Lines that fit on a page under a heading."""


@register.simple_tag
def ruled(parts: int, space: int, least: int) -> SafeString:
    """Lines to write on: a page's `space` shared among so many parts, and at least `least` for each."""
    count = min(MOST, max(least, space // max(1, parts)))
    return format_html('<div class="blank__ruled" aria-hidden="true">{}</div>', mark_safe("<i></i>" * count))  # noqa: S308


@register.filter
def points(count: int) -> range:
    """The numbers of a scale's points, from 1."""
    return range(1, count + 1)
