"""Writes a source as it is cited below a reading: author, year, title, where it appeared."""

from commonweal.content.schema import Name, Reference

MANY = 4
"""From so many authors on, only the first is named."""


def cited(reference: Reference) -> str:
    """One line of plain text: “Huxham, C. and Vangen, S. (1996) Title. Journal, 7(2), pp. 5-17.”"""
    head = f"{names(reference.author or reference.editor)} ({year(reference)})".strip()
    if reference.editor and not reference.author:
        head = head.replace(" (", " (ed.) (" if len(reference.editor) == 1 else " (eds) (", 1)
    parts = [f"{head} {reference.title}".strip(), appeared(reference), published(reference), found(reference)]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def names(people: list[Name]) -> str:
    said = [one_name(person) for person in people]
    if len(said) >= MANY:
        return f"{said[0]} and others"
    return " and ".join(part for part in [", ".join(said[:-1]), *said[-1:]] if part)


def one_name(person: Name) -> str:
    if person.literal or not person.given:
        return person.literal or person.family
    initials = "".join(f"{part[0]}." for part in person.given.replace(".", " ").replace("-", " ").split())
    return f"{person.family}, {initials}"


def year(reference: Reference) -> str:
    """The year as printed, with the letter that tells two of one year apart, or “no date”."""
    issued = reference.issued
    for key in ("literal", "raw"):
        if issued.get(key):
            return str(issued[key])
    dates = issued.get("date-parts")
    if isinstance(dates, list) and dates and isinstance(dates[0], list) and dates[0]:
        return str(dates[0][0])
    return "no date"


def appeared(reference: Reference) -> str:
    volume = f"{reference.volume}({reference.issue})" if reference.issue else str(reference.volume)
    pages = f"pp. {reference.page}" if reference.page else ""
    edition = f"{reference.edition} edition" if reference.edition else ""
    return ", ".join(part for part in [reference.container, volume, pages, edition] if part)


def published(reference: Reference) -> str:
    return ": ".join(part for part in [reference.place, reference.publisher] if part)


def found(reference: Reference) -> str:
    return f"https://doi.org/{reference.doi}" if reference.doi else reference.url
