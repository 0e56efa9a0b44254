"""Cites sources in one form: by a citation library, in the style that `harvard.csl` beside this file describes."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import nh3

from commonweal.content.schema import Reference

STYLE = Path(__file__).parent / "harvard.csl"
STOP_AFTER_MARK = re.compile(r"([?!.](?:</i>)?)\.")
"""A full stop that the style sets behind a title which ends in a mark of its own."""


def cited(references: Iterable[Reference]) -> dict[str, str]:
    """Each source as it is cited, by its key, in the order of a bibliography; safe HTML of text and italics alone."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = [as_csl(reference) for reference in references]
    style = CitationStylesStyle(str(STYLE), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.html)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    bibliography.sort()
    lines = (nh3.clean(str(line), tags={"i"}) for line in bibliography.bibliography())
    return {key: STOP_AFTER_MARK.sub(r"\1", line) for key, line in zip(bibliography.keys, lines, strict=True)}


def as_csl(reference: Reference) -> dict[str, Any]:
    """A source as the library reads it: what is set and used, with its marks escaped, since the library does not."""
    item: dict[str, Any] = {}
    for key, value in reference.model_dump(by_alias=True, exclude_defaults=True, exclude={"note"}).items():
        if isinstance(value, list):
            item[key] = [{part: escaped(words) for part, words in name.items()} for name in value]
        else:
            item[key] = value if isinstance(value, dict) else escaped(value)
    return {"type": "document", **item, "id": reference.id}


def escaped(words: str) -> str:
    return escape(words, quote=False)
