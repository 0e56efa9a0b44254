"""The big screen when groups bring more than it holds: everything has its turn, and nothing is cut off."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Demonstration, Hall, copied

pytestmark = pytest.mark.browser

SIZES = ((1920, 1080), (1366, 768))
MOST_TURNS = 12
TURN, TICK = 15_000, 1000  # milliseconds
LOOK = """() => [...document.querySelectorAll("cw-turning")].map(turning => {
  const place = turning.getBoundingClientRect();
  const things = [...turning.children].filter(one => !one.matches(".turn"));
  const there = one => one.getClientRects().length > 0;
  const said = things.filter(one => one.tagName !== "H3").map((one, at) => [one, at + one.textContent.trim()]);
  const heading = turning.closest(".wallcols > section, .fourwide > section").querySelector("h2").textContent;
  return {
    name: heading + (turning.closest(".quad")?.querySelector("h3").textContent ?? ""),
    all: said.map(([one, words]) => words),
    shown: said.filter(([one]) => there(one)).map(([one, words]) => words),
    cut: things.filter(there).filter(one => one.getBoundingClientRect().bottom > place.bottom + 1).length,
    out: place.bottom > innerHeight,
    says: turning.querySelector(".turn")?.textContent ?? "",
  };
})"""
# The page's clock goes on while it is looked at: a step of a whole turn would now and then pass over one.
TO_NEXT = f"() => {TURN} - Date.now() % {TURN} + {TICK}"
SETTLED = f"""() => ({LOOK})().every(one => !one.cut && !one.out)"""


@pytest.fixture
def overfull(
    request: pytest.FixtureRequest, tmp_path: Path, browser: Browser, _demonstration: Demonstration
) -> Iterator[Hall]:
    """The demonstration with more of one kind than a screen holds, shown on the big screen."""

    def fill(environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.journeys.overfull", request.param]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    yield from copied(tmp_path, browser, _demonstration, fill)


def _settled(screen: Page) -> None:
    """Waits until nothing that is shown goes over its place: what has a new height is laid out in the next frame."""
    for _ in range(50):
        if screen.evaluate(SETTLED):
            return
        screen.wait_for_timeout(20)
    pytest.fail(f"cut off: {screen.evaluate(LOOK)}")


@pytest.mark.parametrize("overfull", ["notes", "table", "prompts", "matrix"], indirect=True)
def test_what_is_too_much_takes_turns_and_nothing_is_cut_off(overfull: Hall) -> None:
    for width, height in SIZES:
        screen = overfull.open(width)
        screen.set_viewport_size({"width": width, "height": height})
        screen.clock.install(time=0)
        screen.goto(overfull.screen)
        screen.locator("cw-turning .turn").first.wait_for()
        all_, seen = set[Any](), set[Any]()
        for _ in range(2 * MOST_TURNS):  # a page of groups lasts one turn
            _settled(screen)
            for one in screen.evaluate(LOOK):
                assert (one["says"] == "") == (one["all"] == one["shown"]), one
                all_ |= {(one["name"], thing) for thing in one["all"]}
                seen |= {(one["name"], thing) for thing in one["shown"]}
            screen.clock.run_for(screen.evaluate(TO_NEXT))
        assert all_ - seen == set()
        assert len(all_) > 40
    assert overfull.complaints == []


def test_a_page_of_before_an_upgrade_is_loaded_anew_when_a_part_of_it_is_gone(hall: Hall) -> None:
    screen = hall.open(1366)
    gone: list[str] = []

    def answer(route: Route) -> None:
        if gone:
            route.continue_()
        else:
            gone.append(route.request.url)
            route.fulfill(status=404)

    screen.route(re.compile("/chunks/screen-"), answer)
    screen.goto(hall.screen)
    expect(screen.get_by_alt_text("QR code to join")).to_be_visible()
    assert len(gone) == 1
