"""Makes the pictures: `make pictures`. Those of the README, and every page of the day beside its design.

They are taken of a demonstration by a clock of its own, on the morning of one workshop, so that they look the same
whenever they are made. The designs are looked for beside the repository; an argument names another folder of them.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from docs.beside import MADE, Beside
from docs.stage import Stage
from tests.conftest import BROWSER_ARGUMENTS, chromium

DESIGN = Path(__file__).parents[2] / "shared" / "design" / "png"
FOLDER = Path(__file__).parent / "pictures"
OURS = (("activity/a2", "board"), ("activity/a3", "stakeholders"))
MINE = (("scenario/step5", "scenario"), ("log", "log"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_ARGUMENTS)
        stage = Stage(browser, Path(folder))
        try:
            take(stage, Path(sys.argv[1]) if len(sys.argv) > 1 else DESIGN)
        finally:
            stage.close()


def take(stage: Stage, design: Path) -> None:
    """All pictures in the order of the day: what is shared or shown later is not yet there in those before."""
    FOLDER.mkdir(exist_ok=True)
    beside = Beside(stage, design) if design.is_dir() else None
    stage.open()
    join = stage.page(390)
    if beside:
        beside.joining(join)
    stage.joins(join, "Amina Yusuf", lambda: keep(join, "join"))
    if beside:
        beside.phrase(join)
    stage.begin(join)
    keep(stage.phone, "today-phone")
    keep(stage.console, "console")
    pages(stage, stage.phone, "phone", (*OURS, *MINE))
    pages(stage, stage.laptop, "laptop", OURS)
    with stage.wide() as page:
        pages(stage, page, "laptop", MINE)
    if beside:
        beside.morning()
    stage.share("a3")
    keep(stage.wall, "screen")
    stage.goto(stage.laptop, "together/a3")
    stage.laptop.locator(".matrix").first.wait_for()
    keep(stage.laptop, "together")
    if beside:
        beside.afternoon()
        beside.lay_out()
        print(f"Every page of the day beside its design: {MADE.relative_to(Path.cwd())}/index.html")
    else:
        print(f"No designs in {design}: only the pictures of the README were made.")
    print(f"The README's pictures: {FOLDER.relative_to(Path.cwd())}/")


def pages(stage: Stage, page: Page, size: str, wanted: tuple[tuple[str, str], ...]) -> None:
    for key, name in wanted:
        stage.goto(page, key)
        keep(page, f"{name}-{size}")


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
