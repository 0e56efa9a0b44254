"""The demonstration that pictures are taken of: by a clock of its own, with people in four groups, at 11.42."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from docs.crowd import Crowd
from tests.clocked import Clock
from tests.serving import Server

COMMAND = """async ([address, body]) => {
  const headers = {"Content-Type": "application/json", "X-Commonweal": "1"};
  const answer = await fetch(address, {method: "POST", headers, body: JSON.stringify(body)});
  if (!answer.ok) throw new Error(await answer.text());
}"""
GROUPS = "document.querySelector('cw-console-groups').room.items('room', 'group').map(one => Number(one.id.slice(1)))"
PEOPLE = """document.querySelector('cw-console-groups').room.items('desk', 'person')
  .map(one => [one.fields.name, Number(one.id.slice(1))])"""
MORNING = (("09.30", "arrive"), ("10.00", "welcome"), ("10.14", "concepts"), ("11.25", "break1"), ("11.34", "climate"))
SCENARIO = {
    "step1": "Harbour Streets, a community safety partnership for the two estates behind the docks.",
    "step2": "It began when the youth club closed. Its aim is that people of any age can be out after dark.",
    "step3": "Lowhill Borough Council\nHarbour Tenants\nLowhill Police\nThe night bus firm",
    "step5": "Sarah Khan and I disagree about the waiting list. The council counts calls, Harbour Tenants counts who"
    " stays at home, and the board asks for one number.",
}
NOTES = {
    "Add an opportunity": (
        "One front door for families",
        "Four budgets in one room",
        "Young people helped to write the plan",
        "Data that nobody had alone",
    ),
    "Add a challenge": (
        "The police count arrests, we count friendships",
        "The shared post is paid for until March",
        "Trust takes longer than the funding",
        "Minutes go to the board only",
        "Nobody has asked the families in the flats",
    ),
}
LOG = {
    "^Experience": "Placing stakeholders with people who see other ones. We found four that nobody had named.",
    "^Reflect": "I had put residents under Inform. Nobody at the table could say when we last asked them anything.",
    "^Plan": "Ask Harbour Tenants what they would want to decide, by 20 March",
}


class Stage:
    """A facilitator's console, a phone, a laptop, the big screen and twenty-two people more."""

    console: Page
    phone: Page
    laptop: Page
    wall: Page
    crowd: Crowd
    room: str

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.contexts = browser, list[BrowserContext]()
        self.server, self.clock = Server(folder, module="tests.clocked"), Clock(folder)
        self.time("09.20")
        self.server.environment["COMMONWEAL_DEMO_TOKEN"] = "pictures"
        printed = self.server.run("demo", "--no-serve", "--port", str(self.server.port))
        self.facilitator, self.participant, self.screen = re.findall(r"https?://\S+", printed)[:3]
        self.server.start()

    def close(self) -> None:
        self.crowd.leave()
        self.server.stop()

    def time(self, when: str) -> None:
        """Makes it that time of the workshop's day, here and in all browsers."""
        hour, minute = map(int, when.split("."))
        running = getattr(self, "server", None) and self.server.process
        self.clock.set(datetime(2026, 3, 12, hour, minute, tzinfo=UTC), self.server if running else None)
        for context in self.contexts:
            context.clock.set_system_time(self.clock.now())

    def page(self, width: int, height: int = 0, scheme: Any = "light") -> Page:
        phone = width < 700
        size: Any = {"width": width, "height": height or (844 if phone else 900)}
        context = self.browser.new_context(
            viewport=size, color_scheme=scheme, locale="en-GB", has_touch=phone, is_mobile=phone
        )
        context.clock.set_system_time(self.clock.now())
        self.contexts.append(context)
        return context.new_page()

    def goto(self, page: Page, path: str) -> None:
        page.goto(f"{self.server.address}/w/{self.room}/{path}")
        page.locator("h1").first.wait_for(state="attached")

    @contextmanager
    def wide(self) -> Iterator[Page]:
        """The phone's page as wide as a laptop: its person wrote a scenario and a log."""
        self.phone.set_viewport_size({"width": 1366, "height": 900})
        yield self.phone
        self.phone.set_viewport_size({"width": 390, "height": 844})

    def do(self, command: str, **body: Any) -> None:
        """A command of the facilitator's."""
        self.console.evaluate(COMMAND, [f"/w/{self.room}/do/{command}", body])

    # --- setting the stage -----------------------------------------------------------------------------

    def open(self) -> None:
        """The console is there, and twenty-two people have joined."""
        self.console = self.page(1366)
        self.console.goto(self.facilitator)
        self.console.get_by_role("heading", name="Run of the day").wait_for()
        self.crowd = Crowd(self.server, self.participant)
        self.crowd.join()
        self.room = self.crowd.room

    def joins(self, page: Page, name: str, asked: Callable[[], object] = lambda: None) -> None:
        """Somebody says who they are; their words are on the page then."""
        page.goto(self.participant)
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Your organisation").fill("Harbour Tenants")
        asked()
        page.get_by_role("button", name="Join").click()
        page.locator(".phrase li").nth(5).wait_for()

    def begin(self, phone: Page) -> None:
        """The morning goes by, four minutes late; stakeholders are being placed when it is 11.42."""
        self.phone, self.laptop = phone, self.page(1366)
        self.joins(self.laptop, "Rhys Morgan")
        for page in (self.phone, self.laptop):
            page.get_by_role("link", name="I’ve kept them").click()
            page.get_by_role("heading", name="The day", exact=True).wait_for()
        self._seat()
        for when, slot in MORNING:
            self.time(when)
            self.do("start_item", key=slot)
        for activity in ("w6", "a2", "a3"):
            self.do("set_state", activity=activity, state="open")
        self.console.get_by_label("Activity", exact=True).select_option("a3")
        self.do("start_timer", minutes=25, activity="a3")
        self.do("set_screen", mode="question", activity="a3")
        self.time("11.38")
        self.do("message", text="Window tables: the blinds are yours.", group=None)
        self.time("11.39")
        self.crowd.post("Ben Cole", "do/ask_help", text="Do children count as one stakeholder?")
        self._write()
        self.time("11.42")
        self.wall = self.page(1920, 1080)
        self.wall.goto(self.screen)
        self.goto(self.phone, "today")
        self.console.reload()
        self.console.get_by_text("ends 11.59").wait_for()

    def _seat(self) -> None:
        """Everybody to their group."""
        self.console.get_by_text("Rhys Morgan").first.wait_for()
        groups, ids = self.console.evaluate(GROUPS), dict(self.console.evaluate(PEOPLE))
        for group, names in zip(groups, self.crowd.seats(), strict=False):
            for name in names:
                self.do("move_member", member=ids[name], group=group)

    def _write(self) -> None:
        """What their group wrote on its board, and the person at the phone in their scenario and log."""
        self.goto(self.laptop, "activity/a2")
        for label, texts in NOTES.items():
            for text in texts:
                self.laptop.get_by_label(label).fill(text)
                self.laptop.get_by_label(label).press("Enter")
        for step, words in SCENARIO.items():
            self.goto(self.phone, f"scenario/{step}")
            self._passage(".textarea", words)
        self.goto(self.phone, "log")
        for label, words in LOG.items():
            self._passage(re.compile(label), words)

    def _passage(self, which: str | re.Pattern[str], words: str) -> None:
        box = self.phone.locator(which) if isinstance(which, str) else self.phone.get_by_role("textbox", name=which)
        box.first.fill(words)
        box.first.blur()
        self.phone.get_by_text("Saved", exact=True).wait_for()

    def share(self, activity: str) -> None:
        """Shares an activity and shows it on the big screen, as the facilitator does."""
        self.do("set_state", activity=activity, state="shared")
        self.console.get_by_role("link", name="Review for the big screen").click()
        self.console.get_by_role("button", name=re.compile("All seen")).click()
        self.wall.locator(".matrix").first.wait_for()
        self.goto(self.console, "console")
