"""A served workshop and a cast of people in real browsers."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.serving import Server, database

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
Scheme = Literal["light", "dark"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules that look at colours: a dark page differs from a light one in nothing else."""


@dataclass
class Hall:
    """The demonstration served on loopback, its links, and what browsers complained of."""

    server: Server
    facilitator: str
    participant: str
    screen: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, width: int = 390, *, scheme: Scheme = "light") -> Page:
        """A browser of its own; phones have touch."""
        phone = width < 700
        options: dict[str, Any] = {"has_touch": phone, "is_mobile": phone} if phone else {}
        height = 844 if phone else 900
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", **options
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.complaints.append(text)

    def join(self, name: str, organisation: str = "", width: int = 390, link: str = "") -> Page:
        """A participant who has joined the demonstration, or the workshop of a link, and is on Today.

        The form is sent without being drawn; journeys that are about joining fill it in themselves.
        """
        page = self.open(width)
        address, sending = link or self.participant, page.context.request
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', sending.get(address).text())
        assert token, f"no form at {address}"
        about = {"name": name, "organisation": organisation, "sector": "", "interest": ""}
        page.goto(sending.post(address, form={"csrfmiddlewaretoken": token[1], **about}).url)
        page.locator(".phrase li").nth(5).wait_for()
        page.get_by_role("link", name="I’ve kept them").click()
        page.get_by_role("heading", name="The day").wait_for()
        return page

    def facilitate(self, width: int = 1366) -> Page:
        """The facilitator on the console."""
        page = self.open(width)
        page.goto(self.facilitator)
        page.get_by_role("heading", name="Run of the day").wait_for()
        return page

    def place(self, console: Page, name: str, group: str) -> None:
        """Moves somebody to a group by the console's menu, unless they are there already."""
        box = console.locator(".groupbox").filter(has=console.get_by_role("heading", name=group))
        there = box.get_by_role("button", name=re.compile(name))
        if not there.count():
            console.get_by_role("button", name=re.compile(name)).click()
            console.get_by_role("menu", name=f"Move {name}").get_by_role("menuitem", name=group).click()
        expect(there).to_be_visible()

    def room(self, page: Page) -> str:
        """The base address of the room that a page is in."""
        found = re.match(r"(.*/w/r\w+)/", page.url)
        assert found
        return found[1]


def unfold(page: Page, summary: str) -> None:
    """Opens what is folded under a summary, unless it is open."""
    fold = page.locator("details").filter(has=page.locator("summary", has_text=summary)).first
    fold.locator("summary").first.wait_for()
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


@dataclass
class Demonstration:
    """A data folder, and on PostgreSQL a database, with a demonstration in it, and what was printed."""

    server: Server
    printed: str


@pytest.fixture(scope="session")
def _demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with database() as address:
        server = Server(tmp_path_factory.mktemp("demonstration"), address)
        yield Demonstration(server, _furnished(server))


@pytest.fixture
def hall(tmp_path: Path, browser: Browser, _demonstration: Demonstration) -> Iterator[Hall]:
    """A demonstration of the test's own."""
    yield from copied(tmp_path, browser, _demonstration)


@pytest.fixture(scope="session")
def _common_hall(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, _demonstration: Demonstration
) -> Iterator[Hall]:
    yield from copied(tmp_path_factory.mktemp("hall"), browser, _demonstration)


@pytest.fixture
def common_hall(_common_hall: Hall) -> Iterator[Hall]:
    """One demonstration for all tests that stay out of each other's way: workshops or names of their own."""
    yield _common_hall
    for context in _common_hall.contexts:
        context.close()
    _common_hall.contexts.clear()


def copied(
    folder: Path,
    browser: Browser,
    made: Demonstration,
    before: Callable[[dict[str, str]], None] = lambda environment: None,
) -> Iterator[Hall]:
    """A copy of the demonstration; `before` is called with its environment while nothing serves it."""
    shutil.copytree(made.server.data, folder, dirs_exist_ok=True)
    with database(made.server.environment["COMMONWEAL_DATABASE"]) as address:
        server = Server(folder, address)
        before(server.environment)
        yield from _served(server, made.printed.replace(made.server.address, server.address), browser)


def _furnished(server: Server) -> str:
    """Makes the demonstration; returns what was printed, links among it."""
    server.environment["COMMONWEAL_DEMO_TOKEN"] = "journey"
    return server.run("demo", "--no-serve", "--port", str(server.port))


def _served(server: Server, printed: str, browser: Browser) -> Iterator[Hall]:
    links = re.findall(r"https?://\S+", printed)
    server.environment["COMMONWEAL_DEMO_TOKEN"] = "journey"
    server.start()
    made = Hall(server, links[0], links[1], links[2], browser)
    try:
        yield made
    finally:
        for context in made.contexts:
            context.close()
        server.stop()


@pytest.fixture
def audit() -> Callable[[Page], None]:
    """Runs axe with the WCAG 2.2 AA rules, in the dark with those about colours, and looks for sideways scrolling."""

    def run(page: Page) -> None:
        page.emulate_media(reduced_motion="reduce")  # colours are measured when they have come to rest
        found = page.evaluate(
            "async ([source, rules, colours]) => { if (!window.axe) (0, eval)(source); "
            "const dark = matchMedia('(prefers-color-scheme: dark)').matches; "
            "const runOnly = dark ? {type: 'rule', values: colours} : {type: 'tag', values: rules}; "
            "const r = await axe.run(document, {runOnly, resultTypes: ['violations']}); return r.violations"
            ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(' | ')); }",
            [AXE, RULES, COLOURS],
        )
        assert found == [], f"{page.url}: {found}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls sideways by {wide} px at {page.viewport_size}"

    return run
