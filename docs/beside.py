"""Every page of the day beside its design: the same page at the same width and in the same scheme."""

import html
import re
from pathlib import Path

from playwright.sync_api import Page

from docs.crowd import POINTS
from docs.stage import Stage

MADE = Path(__file__).parents[1] / ".make" / "pictures"
NOT_BUILT = ("10-partnership", "index")
"""Designs of what is not a page of the product."""
SHEET = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Beside the design</title><style>
body { font: 16px sans-serif; margin: 24px; background: #ddd } section { margin-bottom: 48px }
.pair { display: flex; gap: 24px; align-items: start } figure { margin: 0; flex: 0 1 auto; min-width: 0 }
img { max-width: 100%; border: 1px solid #888 } </style>"""


class Beside:
    """Takes the pictures while the stage goes through the day, and lays them out at the end."""

    def __init__(self, stage: Stage, design: Path) -> None:
        self.stage, self.design = stage, design
        (MADE / "product").mkdir(parents=True, exist_ok=True)
        (MADE / "pairs").mkdir(exist_ok=True)
        for old in MADE.rglob("*.png"):
            old.unlink()

    def shot(self, page: Page, name: str, scheme: str = "light") -> None:
        """The whole page, once nothing moves any more."""
        if scheme == "dark":
            page.emulate_media(color_scheme="dark")
        before = page.viewport_size
        assert before
        if "--wall" not in name:  # as tall as the page, so that bars stand at its edges, but not endlessly
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({**before, "height": max(before["height"], min(tall, 2600))})
        page.wait_for_timeout(500)
        page.screenshot(path=MADE / "product" / f"{name}.png")
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="light")

    # --- joining ---------------------------------------------------------------------------------------

    def joining(self, page: Page) -> None:
        stage = self.stage
        page.goto(stage.server.address)
        page.get_by_label("Workshop code").fill("MK4T 7WQZ")
        self.shot(page, "01a-join-code--phone")
        page.goto(stage.participant)
        page.get_by_label("Your organisation").fill("Harbour Tenants")
        page.get_by_role("button", name="Join").click()
        page.get_by_text("Type your name").first.wait_for()
        self.shot(page, "12b-form-errors--phone")
        page.goto(stage.participant)
        page.get_by_label("Your name").fill("Amina Yusuf")
        page.get_by_label("Your organisation").fill("Harbour Tenants")
        self.shot(page, "01b-join-name--phone")

    def phrase(self, page: Page) -> None:
        self.shot(page, "01c-join-phrase--phone")

    # --- 11.42 -----------------------------------------------------------------------------------------

    def morning(self) -> None:
        stage = self.stage
        stage.goto(stage.phone, "today")
        self.shot(stage.phone, "02-today--phone")
        self.shot(stage.phone, "02-today--phone-dark", "dark")
        self._console()
        self.shot(stage.wall, "08a-wall-question--wall")
        self.shot(stage.wall, "08a-wall-question--wall-dark", "dark")
        for page, size, words in ((stage.phone, "phone", "Night bus firm"), (stage.laptop, "laptop", "Foster carers")):
            self._board(page, size)
            stage.goto(page, "activity/a3")
            page.get_by_label("Add someone").fill(words)
            page.get_by_label("Add someone").press("Enter")
            page.get_by_role("button", name=words, exact=True).wait_for()
            self.shot(page, f"05-matrix--{size}")
        for name, path in (("03-scenario", "scenario/step5"), ("03b-names-check", "scenario/share")):
            stage.goto(stage.phone, path)
            stage.phone.get_by_text(re.compile("Problems|Sarah Khan")).locator("visible=true").first.wait_for()
            self.shot(stage.phone, f"{name}--phone")
            with stage.wide() as page:
                self.shot(page, f"{name}--laptop")

    def _console(self) -> None:
        console = self.stage.console
        console.get_by_label("To", exact=True).select_option(index=4)
        console.get_by_role("textbox", name="Message").fill("Stuck? Start with who would notice first if you stopped.")
        console.get_by_role("button", name=re.compile("Lena Novak")).first.click()
        self.shot(console, "07-console--laptop")

    def _board(self, page: Page, size: str) -> None:
        self.stage.goto(page, "activity/a2")
        page.locator(".note").first.wait_for()
        self.shot(page, f"04-board--{size}")
        if size == "laptop":
            self.shot(page, "04-board--laptop-dark", "dark")
        page.get_by_role("button", name=re.compile("^Actions for note")).locator("visible=true").first.click()
        self.shot(page, f"04-board--{size}-menu")
        page.keyboard.press("Escape")

    # --- 12.00 and later -------------------------------------------------------------------------------

    def afternoon(self) -> None:
        stage = self.stage
        self.shot(stage.wall, "08b-wall-matrices--wall")
        self.shot(stage.laptop, "05b-compare--laptop")
        stage.goto(stage.phone, "together/a3")
        stage.phone.locator(".matrix").first.wait_for()
        self.shot(stage.phone, "05b-compare--phone")
        self._team()
        self._meeting()
        self._wall()
        self._log()
        self._states()

    def _team(self) -> None:
        """The team profile: six people answer over HTTP, one on a phone and one on a laptop."""
        stage = self.stage
        stage.do("set_state", activity="a1b", state="open")
        stage.crowd.rate()
        for page in (stage.phone, stage.laptop):
            stage.goto(page, "rating/a1b")
            page.get_by_label("Which team do you mean?").fill("Harbour Streets")
        phone = stage.phone
        phone.get_by_role("button", name="Next").click()
        for number, point in enumerate(POINTS[2]):
            phone.get_by_role("heading", name=f"Contrast {number + 1} of 14").wait_for()
            phone.get_by_role("radio").nth(int(point) - 1).check()
            if number == 5:
                self.shot(phone, "06a-profile-respond--phone")
            phone.get_by_role("button", name="Next").click()
        for scale, point in zip(stage.laptop.locator(".bipolar").all(), POINTS[3], strict=True):
            scale.get_by_role("radio").nth(int(point) - 1).check()
        for page in (stage.phone, stage.laptop):
            page.get_by_role("button", name="Hand in").click()
            page.get_by_text("Handed in.", exact=True).wait_for()
        stage.do("set_state", activity="a1b", state="shared")
        for page, size in ((stage.phone, "phone"), (stage.laptop, "laptop")):
            page.get_by_text("people answered for this team").wait_for()
            self.shot(page, f"06b-profile-result--{size}")

    def _meeting(self) -> None:
        stage, laptop = self.stage, self.stage.laptop
        stage.time("13.30")
        stage.do("start_item", key="negotiation")
        for key in ("a5n", "a5"):
            stage.do("set_state", activity=key, state="open")
        stage.goto(stage.phone, "activity/a5")
        stage.goto(laptop, "activity/a5")
        laptop.get_by_label("Rhys Morgan plays").select_option("academic")
        laptop.get_by_label("Amina Yusuf plays").select_option("facilitator")
        for name, role in (("Sunita Rao", "individual"), ("Lewis Grant", "community"), ("Gwen Parry", "organisation")):
            laptop.get_by_label(f"{name} plays").select_option(role)
        stage.phone.get_by_role("heading", level=1, name=re.compile("You are the")).wait_for()
        parts = stage.phone.get_by_role("group", name="Parts of the meeting")
        parts.get_by_role("button", name="Agenda", exact=True).click()
        stage.phone.get_by_role("button", name="Begin the meeting").click()
        field = laptop.get_by_label("Next line of the minutes")
        stage.time("13.34")
        for who, words in (
            ("Community representative", "Residents were not asked about the lights."),
            ("Partnership facilitator", "Who could ask them before the twentieth?"),
        ):
            laptop.get_by_label("Who speaks").select_option(label=who)
            field.fill(words)
            field.press("Enter")
        laptop.get_by_role("button", name="Write a decision").click()
        laptop.get_by_label("What is decided").fill("One board hears residents before it votes")
        laptop.get_by_role("button", name="Keep").click()
        stage.time("13.38")
        self.shot(laptop, "09-meeting--laptop")

    def _wall(self) -> None:
        stage = self.stage
        stage.time("15.20")
        stage.do("start_item", key="reflection")
        stage.do("set_state", activity="w7", state="open")
        stage.crowd.evaluate()
        stage.goto(stage.console, "console/review/w7")
        stage.console.get_by_role("button", name="Collect the notes").click()
        stage.console.get_by_role("button", name="Collect them").click()
        stage.console.get_by_role("button", name="Show these notes").click()
        stage.wall.locator(".note").first.wait_for()
        self.shot(stage.wall, "08c-wall-evaluation--wall")

    def _log(self) -> None:
        phone = self.stage.phone
        self.stage.time("15.41")
        self.stage.goto(phone, "log")
        phone.get_by_role("textbox", name=re.compile("^Experience")).wait_for()
        self.shot(phone, "11-log--phone")
        phone.set_viewport_size({"width": 909, "height": 1287})
        phone.emulate_media(media="print")
        self.shot(phone, "11-log--print")
        phone.emulate_media(media="screen")
        phone.set_viewport_size({"width": 390, "height": 844})

    def _states(self) -> None:
        """Without a network: what waits is safe, and says so."""
        stage = self.stage
        for page, name in ((stage.laptop, "12-board-states--laptop"), (stage.phone, "02-today--phone-offline")):
            stage.goto(page, "activity/a2")
            page.get_by_label("Add an opportunity").wait_for()
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.context.set_offline(True)
            for words in ("A crèche at the meeting", "One map for all of us", "Tenants in the chair"):
                page.get_by_label("Add an opportunity").fill(words)
                page.get_by_label("Add an opportunity").press("Enter")
            page.get_by_text("You’re offline. Carry on.").wait_for(timeout=30_000)
            if page is stage.phone:
                page.get_by_role("link", name="Today").locator("visible=true").first.click()
                page.get_by_role("heading", name="The day", exact=True).wait_for()
            self.shot(page, name)

    # --- laying out ------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Each design beside the product: a page of all, and one picture for each pair."""
        parts = []
        page = self.stage.browser.new_page()
        for design in sorted(self.design.glob("*.png")):
            if design.stem.startswith(NOT_BUILT):
                continue
            product = MADE / "product" / design.name
            name = html.escape(design.stem)
            shown = f'<img src="{product.as_uri()}">' if product.exists() else "Not taken."
            pair = f"<h2>{name}</h2><div class='pair'><figure><p>Design</p><img src='{design.as_uri()}'></figure>"
            parts.append(f"<section>{pair}<figure><p>Product</p>{shown}</figure></div></section>")
            (MADE / "pair.html").write_text(SHEET + parts[-1])
            page.set_viewport_size({"width": _width(design.stem), "height": 900})
            page.goto((MADE / "pair.html").as_uri())
            page.screenshot(path=MADE / "pairs" / design.name, full_page=True)
        (MADE / "pair.html").unlink()
        (MADE / "index.html").write_text(SHEET + "<h1>The product beside its design</h1>" + "".join(parts))


def _width(name: str) -> int:
    """Wide enough for both."""
    return (
        2
        * next(
            width for kind, width in (("phone", 390), ("laptop", 1366), ("wall", 1920), ("print", 909)) if kind in name
        )
        + 76
    )
