"""Each page: axe with the WCAG 2.2 AA rules in light and dark, no sideways scrolling at 320 px, one main heading."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
WIDTHS = (320, 1366)
PAIRS = ("activity/a1p",)
PARTICIPANT = ("today", "group", "scenario/step1", "portfolio", "log", "activity/a1", "activity/a2", "activity/a3")
MORE = ("activity/a4", "wall/w7", "together/a3", "log/w4", "log/w9")


def test_every_page_passes_axe_and_fits(hall: Hall, audit: Callable[[Page], None]) -> None:
    console = hall.facilitate()
    for activity in ("a1", "a1p", "a4", "w7"):
        console.get_by_label("Activity", exact=True).select_option(activity)
        console.get_by_role("button", name="Open").click()
        expect(console.get_by_role("button", name="Open")).to_have_attribute("aria-pressed", "true")
    console.get_by_label("Activity", exact=True).select_option("a3")
    console.get_by_role("button", name="Share all").click()
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    for page in (*PARTICIPANT, *PAIRS, *MORE):
        _settled(ben, f"{room}/{page}")
        assert ben.locator("h1").count() == 1, page
        _audit_both(ben, audit)
    for width in WIDTHS:
        ben.set_viewport_size({"width": width, "height": 4000})
        _audit_sealed(ben, f"{room}/log", audit)
    for address in (f"{room}/console", f"{room}/console/review/a3", f"{room}/console/review/w7"):
        _settled(console, address)
        _audit_both(console, audit)


def _settled(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("h1").first.wait_for(state="attached")
    page.wait_for_timeout(250)


def _audit_both(page: Page, audit: Callable[[Page], None]) -> None:
    """A page at both widths in the light; in the dark, where colours alone differ, at the wider."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 4000})
        if width == WIDTHS[-1]:
            _in_both_schemes(page, audit)
        else:
            audit(page)


def _in_both_schemes(page: Page, audit: Callable[[Page], None]) -> None:
    audit(page)
    page.emulate_media(color_scheme="dark")
    audit(page)
    page.emulate_media(color_scheme="light")


def _audit_sealed(page: Page, log: str, audit: Callable[[Page], None]) -> None:
    """The log with a plan that became an action, and a chosen prompt; then as it is without its key."""
    page.goto(log)
    page.get_by_role("textbox", name=re.compile("^Plan")).fill("Ask Mei, 20 March")
    page.get_by_role("textbox", name=re.compile("^Plan")).blur()
    if page.get_by_role("button", name="Delete Ask Mei").count() == 0:
        page.get_by_role("button", name="Make an action of my plan").click()
    page.get_by_role("button", name="Delete Ask Mei").wait_for()
    page.get_by_role("textbox", name=re.compile("^Reflect")).focus()
    _in_both_schemes(page, audit)
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.evaluate("localStorage.clear()")
    page.goto(log)
    page.get_by_role("heading", name="These pages are sealed").wait_for()
    _in_both_schemes(page, audit)
    page.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", kept)


def test_every_served_page_passes_axe_and_fits(hall: Hall, audit: Callable[[Page], None]) -> None:
    console = hall.facilitate()
    found = re.search(r"/w/(r\w+)/", console.url)
    assert found
    plan = f"/plan/{found[1]}/"
    pages = (
        "/plan/",
        "/plan/new/",
        plan,
        f"{plan}details/",
        f"{plan}poster/",
        f"{plan}rehearse/",
        f"{plan}guide/",
        f"{plan}people/",
        f"{plan}copy/",
    )
    stranger = hall.open(320)
    for page in pages:
        console.goto(hall.server.address + page)
        if page.endswith("/poster/"):  # codes are random; the widest must fit, too
            console.evaluate("document.querySelector('.poster .code').textContent = 'WMWM WMWM'")
        _audit_both(console, audit)
    for address in ("/", "/join/", "/back/", "/privacy/", "/account/login/", "/join/ABCDEFGH/", "/nothing/"):
        stranger.goto(hall.server.address + address)
        _audit_both(stranger, audit)
    stranger.goto(hall.participant)
    _audit_both(stranger, audit)


def test_the_big_screen_passes_axe(hall: Hall, audit: Callable[[Page], None]) -> None:
    screen = hall.open(1366)
    screen.goto(hall.screen)
    screen.get_by_text("type this code").wait_for()
    _in_both_schemes(screen, audit)


def test_targets_are_large_enough_on_a_phone(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    for page in ("today", "activity/a2", "activity/a3", "activity/a5", "scenario", "log", "log/w9"):
        ben.goto(f"{room}/{page}")
        ben.wait_for_timeout(300)
        small = ben.evaluate(
            "[...document.querySelectorAll('button, input, select, textarea, nav a, .btn')]"
            ".filter(e => e.offsetParent && e.type !== 'checkbox' && e.getBoundingClientRect().height < 43.5)"
            ".map(e => e.outerHTML.slice(0, 120))"
        )
        assert small == [], f"{page}: {small}"


BAR = "document.querySelector('.topbar').getBoundingClientRect().height"
LINES = """words => [...document.querySelectorAll(".phrase li")].map((item, at) => {
  item.textContent = words[at];
  const text = document.createRange();
  text.selectNodeContents(item);
  return [item.textContent, text.getClientRects().length, item.scrollWidth <= item.clientWidth];
})"""


def test_on_a_small_phone_the_bar_is_one_row_and_the_six_words_are_whole(hall: Hall) -> None:
    console, ben, carys = hall.facilitate(), hall.join("Ben Cole", width=320), hall.join("Carys Hughes")
    room = hall.room(ben)
    for name in ("Ben Cole", "Carys Hughes"):
        hall.place(console, name, "Drug & Alcohol Partnership")
    for page in (carys, ben):
        page.goto(f"{room}/activity/a2")
        page.get_by_label("Add an opportunity").wait_for()
    expect(ben.get_by_text("Carys Hughes is here")).to_be_visible()
    assert ben.evaluate(BAR) < 60
    ben.context.set_offline(True)
    expect(ben.locator(".sync").get_by_text("Offline")).to_be_visible()
    assert ben.evaluate(BAR) < 60
    ben.context.set_offline(False)
    ben.goto(room.replace("/w/", "/phrase/") + "/")
    ben.locator(".phrase li").nth(5).wait_for()
    longest = sorted(ben.evaluate("fetch('/words.txt').then(got => got.text())").split(), key=len)[-6:]
    assert ben.evaluate(LINES, longest) == [[word, 1, True] for word in longest]
