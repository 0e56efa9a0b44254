"""Makes the pictures of the README and of the comparison with the design: `make pictures`. Serves a demonstration."""

import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import BROWSER_ARGUMENTS
from tests.serving import Server

PAGES = (("activity/a2", "board"), ("activity/a3", "stakeholders"), ("scenario", "scenario"), ("log", "log"))
FOLDER = Path(__file__).parent / "pictures"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.environment["COMMONWEAL_DEMO_TOKEN"] = "pictures"
        printed = server.run("demo", "--no-serve", "--port", str(server.port))
        links = re.findall(r"https?://\S+", printed)
        server.start()
        try:
            chromium = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
            take(browser, *links[:3])
        finally:
            server.stop()


def page_of(browser: Browser, width: int, scheme: str = "light") -> Page:
    phone = width < 700
    options = {"has_touch": True, "is_mobile": True} if phone else {}
    size = {"width": width, "height": 844 if phone else 900}
    return browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB", **options).new_page()


def picture(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")


def joined(browser: Browser, link: str, name: str, width: int) -> Page:
    page = page_of(browser, width)
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    if name == "Amina Yusuf":
        picture(page, "join")
    page.get_by_role("button", name="Join").click()
    page.locator(".phrase li").nth(5).wait_for()
    page.get_by_role("link", name="I’ve kept them").click()
    page.get_by_role("heading", name="The day").wait_for()
    return page


def take(browser: Browser, facilitator: str, participant: str, screen: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    console = page_of(browser, 1366)
    console.goto(facilitator)
    console.get_by_role("heading", name="Run of the day").wait_for()
    console.get_by_label("Go to another slot").select_option(label="A climate for change")
    console.get_by_label("Activity", exact=True).select_option("a3")
    console.get_by_role("button", name=re.compile("Start the timer")).click()
    phone = joined(browser, participant, "Amina Yusuf", 390)
    laptop = joined(browser, participant, "Rhys Morgan", 1366)
    room = re.match(r".*/w/r\w+", phone.url)
    assert room
    picture(phone, "today-phone")
    picture(console, "console")
    for page, size in ((phone, "phone"), (laptop, "laptop")):
        for key, name in PAGES:
            page.goto(f"{room[0]}/{key}")
            page.locator("h1").first.wait_for(state="attached")
            picture(page, f"{name}-{size}")
    console.get_by_role("button", name="Share all").click()
    console.get_by_role("button", name="Share now").click()
    console.get_by_role("link", name="Review for the big screen").click()
    console.get_by_role("button", name=re.compile("All seen")).click()
    console.wait_for_timeout(500)
    wall = page_of(browser, 1920)
    wall.set_viewport_size({"width": 1920, "height": 1080})
    wall.goto(screen)
    wall.locator(".matrix").first.wait_for()
    picture(wall, "screen")
    laptop.goto(f"{room[0]}/together/a3")
    laptop.locator(".matrix").first.wait_for()
    picture(laptop, "together")


if __name__ == "__main__":
    main()
