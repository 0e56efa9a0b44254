"""A workshop's day in real browsers by a clock that moves on: its people, its slots, and what everybody wrote."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.clocked import Clock
from tests.journeys.conftest import Hall, Scheme

ZONE = ZoneInfo("Europe/London")
DATE = "2026-06-11"
TITLE = "Across the estuary"
ON_TIME = "On time."


def at(time: str, days: int = 0) -> datetime:
    """A time of the workshop's day where it is held (in summer), such as 09.30; or of a day after it."""
    there = datetime.fromisoformat(f"{DATE}T{time.replace('.', ':')}").replace(tzinfo=ZONE)
    return (there + timedelta(days=days)).astimezone(UTC)


@dataclass
class ClockedHall(Hall):
    """A hall in which server and browsers go by one clock."""

    clock: Clock = field(kw_only=True)

    def open(self, width: int = 390, *, scheme: Scheme = "light") -> Page:
        """A browser of its own, by the clock."""
        page = super().open(width, scheme=scheme)
        page.context.clock.set_system_time(self.clock.now())
        return page

    def set(self, moment: datetime) -> None:
        """Moves the server's clock, and those of all browsers."""
        self.clock.set(moment, self.server)
        for context in self.contexts:
            context.clock.set_system_time(self.clock.now())


def listen(page: Page, heard: list[str]) -> None:
    """Keeps all that the server sends to a page over its socket."""
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: heard.append(str(data))))


@dataclass
class Person:
    """Somebody who takes part: their browser, and all that the server sent to it."""

    name: str
    width: int
    page: Page
    group: int
    heard: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Marks what this person writes, so that it can be told from everybody else's."""
        return self.name.split()[0].lower()

    def says(self, about: str) -> str:
        return f"{self.key} wrote this about {about}"

    def goes(self, path: str) -> Page:
        """Their page at an address of the room."""
        self.page.goto(
            f"{re.split('/(?:today|activity|together|rating|wall|log|scenario|portfolio)', self.page.url)[0]}/{path}"
        )
        return self.page

    def saved(self) -> None:
        expect(self.page.get_by_text("Saved", exact=True)).to_be_visible()


@dataclass
class Written:
    """What somebody wrote, and where: alone (nobody else may read it), sealed, or without a name."""

    by: Person
    activity: str
    about: str
    alone: bool = False
    sealed: bool = False
    nameless: bool = False

    @property
    def words(self) -> str:
        return self.by.says(self.about)

    def where(self) -> list[list[str]]:
        """Where the database holds the words, and by whom; what is sealed it holds nowhere."""
        return [] if self.sealed else [[self.activity, "" if self.nameless else self.by.name]]


@dataclass
class Day:
    """The workshop, its facilitator at the console, its big screen, and six people in two groups."""

    CAST: ClassVar = (
        ("Amina Yusuf", 390),
        ("Ben Cole", 390),
        ("Carys Hughes", 1366),
        ("Dele Adeyemi", 390),
        ("Elin Price", 1366),
        ("Farid Khan", 390),
    )
    hall: ClockedHall
    console: Page
    screen: Page
    code: str
    people: list[Person] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    sent: dict[str, list[str]] = field(default_factory=lambda: {"the console": [], "the big screen": []})

    def __post_init__(self) -> None:
        listen(self.console, self.sent["the console"])
        listen(self.screen, self.sent["the big screen"])

    def group(self, number: int) -> list[Person]:
        return [one for one in self.people if one.group == number]

    def named(self, name: str) -> Person:
        return next(one for one in self.people if one.name.startswith(name))

    # --- what was written ------------------------------------------------------------------------------

    def wrote(self, by: Person, activity: str, about: str, **how: bool) -> None:
        """Notes what somebody is about to write."""
        self.written.append(Written(by, activity, about, **how))

    def about(self, one: Person) -> set[str]:
        return {entry.about for entry in self.written if entry.by is one}

    def nobody_else_has(self, about: str) -> None:
        """What each wrote about this is on nobody else's page but their pair's, and nobody else was sent it."""
        for entry in self.written:
            if entry.about == about:
                pair = self.group(entry.by.group) if entry.activity == "a1p" else [entry.by]
                self._is_elsewhere(entry.words, pair)

    def only_the_group_has(self, about: str) -> None:
        """What each wrote about this is on their own group's pages alone."""
        for entry in self.written:
            if entry.about == about:
                self._is_elsewhere(entry.words, self.group(entry.by.group))

    def _is_elsewhere(self, words: str, may: list[Person]) -> None:
        for one in self.people:
            if one not in may:
                assert words not in one.page.content() + "".join(one.heard), f"{one.name} has: {words}"
        for name, page in (("the console", self.console), ("the big screen", self.screen)):
            assert words not in page.content() + "".join(self.sent[name]), f"{name} has: {words}"

    # --- the clock and the console ---------------------------------------------------------------------

    def it_is(self, time: str, days: int = 0) -> None:
        self.hall.set(at(time, days))

    def run_of_the_day(self) -> Locator:
        return self.console.get_by_role("region", name="Run of the day")

    def lateness(self, words: str) -> None:
        """What the console says of how late the day runs."""
        expect(self.run_of_the_day().get_by_role("status")).to_have_text(words)

    def begin(self, slot: str, time: str, lateness: str) -> None:
        """The facilitator goes on to the next slot; everybody's Today says so, and the console how late it is."""
        self.it_is(time)
        self.console.get_by_role("button", name=f"Next: {slot}", exact=True).click()
        early = self.console.get_by_role("button", name=f"Go on to {slot}", exact=True)
        self.is_on(slot, time, lateness, ask=early)

    def is_on(self, slot: str, time: str, lateness: str, ask: Locator | None = None) -> None:
        live = self.run_of_the_day().locator("li[aria-current=step]")
        if ask:
            expect(ask.or_(live.filter(has_text=slot))).to_be_visible()
            if ask.is_visible():
                ask.click()
        expect(live).to_contain_text(slot)
        expect(live.locator("time")).to_have_text(time)
        self.lateness(lateness)
        for one in self.people:
            one.goes("today")
            row = one.page.locator("ol.agenda > li[aria-current=step]")
            expect(row.locator("time")).to_have_text(time)
            expect(row).to_contain_text(slot)

    def choose(self, activity: str, state: str = "Open") -> None:
        """Opens, locks or shares an activity for all."""
        self.console.get_by_label("Activity", exact=True).select_option(activity)
        button = self.console.get_by_role("button", name=state, exact=True)
        button.click()
        sure = self.console.get_by_role("button", name="Share now")
        expect(sure.or_(self.console.locator(f"button[aria-pressed=true]:has-text('{state}')"))).to_be_visible()
        if sure.is_visible():
            sure.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    def start_timer(self, title: str, until: str) -> None:
        """The timer of the chosen activity; everybody on Today reads until when."""
        before = self.console.get_by_role("button", name="Stop", exact=True)
        if before.is_visible():
            before.click()
        self.console.get_by_role("button", name=re.compile("Start the timer")).click()
        expect(self.console.get_by_text(f"ends {until}")).to_be_visible()
        for one in self.people:
            now = one.goes("today").get_by_role("region", name=title)
            expect(now.get_by_text(f"left, until {until}")).to_be_visible()

    def show(self, activity: str) -> None:
        """Shares an activity, reviews it and puts it up on the big screen."""
        self.choose(activity, "Share all")
        self.console.get_by_role("link", name="Review for the big screen").click()
        self.console.get_by_role("button", name=re.compile("All seen")).click()
        self.console.get_by_role("link", name="Console", exact=True).click()
        self.console.get_by_role("heading", name="Run of the day").wait_for()


def say(page: Page, label: str, words: str) -> None:
    """Types words in a field and presses Enter."""
    page.get_by_label(label).fill(words)
    page.get_by_label(label).press("Enter")


def write(person: Person, label: str, words: str, nth: int = 0) -> None:
    """Types words in a passage and leaves it."""
    box = person.page.get_by_role("textbox", name=re.compile(label)).nth(nth)
    box.fill(words)
    box.blur()
    person.saved()


def keeps(page: Page, label: str, words: str) -> None:
    """A passage of one's own holds the words, and no other field of the page does."""
    expect(page.get_by_role("textbox", name=re.compile(label)).first).to_have_value(words)
    values = page.locator("textarea").evaluate_all("all => all.map(one => one.value)")
    assert values.count(words) == 1, values
