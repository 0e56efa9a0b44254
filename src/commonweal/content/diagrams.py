"""Reads diagrams: SVG of a few harmless elements and attributes, written out anew so that a page may hold it."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from xml.parsers import expat

from commonweal.blocks.step import KEY_PATTERN
from commonweal.content.faults import ContentError, Fault
from commonweal.content.schema import Diagram

LONGEST = 64_000
SVG = "http://www.w3.org/2000/svg"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
WORDS = {"title", "desc", "text", "tspan"}
ELEMENTS = {"svg", "g", "defs", "marker", "use"} | SHAPES | WORDS
NAMING = {"xmlns", "viewBox", "role", "aria-labelledby", "aria-hidden", "id", "class", "href"}
PLACING = {"transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy", "points"}
SIZING = {"width", "height", "text-anchor", "dominant-baseline", "pathLength", "preserveAspectRatio"}
MARKING = {f"marker{end}" for end in ("-start", "-mid", "-end", "Width", "Height", "Units")} | {
    "refX",
    "refY",
    "orient",
}
ATTRIBUTES = NAMING | PLACING | SIZING | MARKING
BOX = re.compile(r"\s*-?[\d.]+([\s,]+-?[\d.]+){3}\s*")


def read_diagram(source: str, file: Path) -> Diagram:
    """The diagram in a file, or ContentError with all that a page must not hold, by its line."""
    if len(source) > LONGEST:
        fault = Fault(file, 0, f"This is longer than {LONGEST} characters.", "Draw it more simply.")
        raise ContentError([fault])
    if not re.fullmatch(KEY_PATTERN, file.stem):
        words = "This name is no key."
        raise ContentError([Fault(file, 0, words, "Use small letters and digits, with hyphens between.")])
    reader = Reader(file)
    reader.read(source)
    if reader.faults:
        raise ContentError(reader.faults)
    told = {name: " ".join(words.split()) for name, words in reader.told.items()}
    return Diagram(key=file.stem, title=told["title"], description=told["desc"], svg="".join(reader.out))


class Reader:
    """Goes through one file, notes its faults and writes it out again without comments or anything else unknown."""

    def __init__(self, file: Path) -> None:
        self.file, self.key = file, file.stem
        self.faults: list[Fault] = []
        self.out: list[str] = []
        self.path: list[str] = []
        self.told: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, source: str) -> None:
        try:
            self.parser.Parse(source, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            self.faults.append(Fault(self.file, error.lineno, f"This is not SVG: {said}.", "Mend the line."))
            return
        for name, what in (("title", "what it is called"), ("desc", "all that it shows, in words")):
            if not self.told.get(name, "").strip():
                self.faults.append(Fault(self.file, 1, f"There is no <{name}>.", f"Say in it {what}, right in <svg>."))

    def fault(self, words: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, self.parser.CurrentLineNumber, words, remedy))

    def doctype(self, *_: object) -> None:
        """Ends the reading at once: what a document type declares could make a small file a very large one."""
        self.fault("A document type is not allowed.", "Take the line with <!DOCTYPE out.")
        raise ContentError(self.faults)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name not in ELEMENTS or (name == "svg") != (not self.path):
            self.fault(
                f"<{name}> may not stand here.", f"Use {', '.join(sorted(ELEMENTS - {'svg'}))} within one <svg>."
            )
        if not self.path and not BOX.fullmatch(attributes.get("viewBox", "")):
            self.fault("<svg> has no viewBox of four numbers.", 'Add one, such as viewBox="0 0 360 240".')
        for attribute, value in attributes.items():
            self.look_at(name, attribute, value)
        self.path.append(name)
        self.out.append(f"<{name}{self.written(name, attributes)}>")

    def look_at(self, name: str, attribute: str, value: str) -> None:
        """Notes what is wrong with one attribute."""
        if attribute not in ATTRIBUTES:
            remedy = "Take it out; for colours and lines use the classes of the other diagrams."
            self.fault(f"`{attribute}` is not allowed on <{name}>.", remedy)
        elif attribute == "href" and not value.startswith(f"#{self.key}-"):
            self.fault(f"`href` leads to '{value[:60]}'.", f"It may lead to an id of this drawing: #{self.key}-….")
        elif attribute == "id" and not value.startswith(f"{self.key}-"):
            self.fault(f"The id '{value[:60]}' could meet another on the page.", f"Begin it with {self.key}-.")
        elif attribute == "xmlns" and value != SVG:
            self.fault("`xmlns` names something else than SVG.", f'Write xmlns="{SVG}".')
        elif "url" in value.lower() and not re.fullmatch(rf"url\(#{self.key}-[\w-]+\)", value):
            self.fault(
                f"`{attribute}` fetches '{value[:60]}'.", f"It may name an id of this drawing: url(#{self.key}-…)."
            )

    def written(self, name: str, attributes: Mapping[str, str]) -> str:
        """The attributes as they are written out: the drawing is named by its title and its description."""
        kept = dict(attributes)
        if name == "svg":
            names = f"{self.key}-title {self.key}-desc"
            kept = {"xmlns": SVG, "viewBox": kept.get("viewBox", ""), "role": "img", "aria-labelledby": names}
        elif name in ("title", "desc") and len(self.path) == 2:
            kept = {"id": f"{self.key}-{name}"}
        return "".join(f' {attribute}="{escape(value)}"' for attribute, value in kept.items())

    def end(self, name: str) -> None:
        self.path.pop()
        self.out.append(f"</{name}>")

    def words(self, text: str) -> None:
        here = self.path[-1] if self.path else ""
        if here not in WORDS and text.strip():
            self.fault(f"'{text.strip()[:60]}' stands outside of <text>.", "Put it into <text>, or take it out.")
        if len(self.path) == 2 and here in ("title", "desc"):
            self.told[here] = self.told.get(here, "") + text
        self.out.append(escape(text, quote=False))
