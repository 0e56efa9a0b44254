"""Tagging, themes and bringing together, in real browsers: by keyboard alone, on a phone, and across workshops."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
MONEY = ("The outreach money stops in September", "Money that comes too late", "Nobody says whose money it is")
OTHERS = ("Parking", "Data sharing takes a year", "A vision for young families")


def _sort(page: Page, by: str) -> None:
    """Chooses how the board is sorted: a row of buttons on a laptop, one field on a phone."""
    buttons = page.get_by_role("group", name="Sort by")
    if buttons.is_visible():
        buttons.get_by_role("button", name=by).click()
    else:
        page.get_by_role("combobox", name="Sort by").select_option(by)


def _write(page: Page, *texts: str) -> None:
    for text in texts:
        page.get_by_label("Add a challenge").fill(text)
        page.get_by_label("Add a challenge").press("Enter")
        page.get_by_role("listitem").filter(has_text=text).wait_for()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def _board(hall: Hall, name: str, width: int) -> Page:
    page = hall.join(name, width=width)
    page.goto(f"{hall.room(page)}/activity/a2")
    if width < 700:
        page.get_by_role("button", name=re.compile("^Challenges")).click()
    page.get_by_label("Add a challenge").wait_for()
    return page


def _place(console: Page, name: str, group: str) -> None:
    box = console.locator(".groupbox").filter(has=console.get_by_role("heading", name=group))
    there = box.get_by_role("button", name=re.compile(name))
    if not there.count():
        console.get_by_role("button", name=re.compile(name)).click()
        console.get_by_role("menu", name=f"Move {name}").get_by_role("menuitem", name=group).click()
    expect(there).to_be_visible()


@pytest.mark.mission("T15", "T16")
def test_a_note_is_tagged_and_untagged_by_keyboard_alone(hall: Hall) -> None:
    ben = _board(hall, "Ben Cole", 1366)
    carys = hall.join("Carys Hughes")
    console = hall.facilitate()
    for name in ("Ben Cole", "Carys Hughes"):
        _place(console, name, "Drug & Alcohol Partnership")
    for page in (ben, carys):
        page.goto(f"{hall.room(ben)}/activity/a2")
    carys.get_by_role("button", name=re.compile("^Challenges")).click()
    _write(ben, MONEY[0])
    note = ben.locator("[data-note]").filter(has_text=MONEY[0])
    theirs = carys.locator("[data-note]").filter(has_text=MONEY[0])
    keys = ben.keyboard
    note.focus()
    keys.press("Shift+F10")
    menu = ben.get_by_role("menu", name=f"Actions for note: {MONEY[0]}"[:60])
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    tag = menu.get_by_role("menuitem", name="Kind of conflict: not set")
    while not tag.evaluate("item => item === document.activeElement"):
        keys.press("ArrowDown")
    keys.press("Enter")
    expect(ben.get_by_role("menuitemradio", name="Not set")).to_be_focused()
    keys.press("Home")
    keys.press("ArrowDown")
    expect(ben.get_by_role("menuitemradio", name="Resources")).to_be_focused()
    keys.press("Enter")
    expect(note).to_be_focused()
    expect(note.get_by_text("Resources", exact=True)).to_be_visible()
    expect(theirs.get_by_text("Resources", exact=True)).to_be_visible()
    expect(ben.get_by_role("status").filter(has_text="Undo is available")).to_have_count(1)

    keys.press("Control+z")
    expect(note.get_by_text("Resources", exact=True)).to_have_count(0)
    expect(theirs.get_by_text("Resources", exact=True)).to_have_count(0)
    expect(note).to_be_focused()

    # what somebody else has changed since is left alone
    for page, chosen in ((ben, "Resources"), (carys, "History")):
        page.get_by_role("button", name=f"Actions for note: {MONEY[0]}").click()
        page.get_by_role("menuitem", name=re.compile("Kind of conflict")).click()
        page.get_by_role("menuitemradio", name=chosen).click()
        expect(note.get_by_text(chosen, exact=True)).to_be_visible()
        expect(theirs.get_by_text(chosen, exact=True)).to_be_visible()
    ben.get_by_role("button", name="Undo").click()
    expect(ben.get_by_role("status").filter(has_text="Somebody has changed it since")).to_have_count(1)
    expect(note.get_by_text("History", exact=True)).to_be_visible()
    assert hall.complaints == []


def test_suggestions_are_accepted_and_dismissed_on_a_phone(hall: Hall) -> None:
    ben = _board(hall, "Ben Cole", 390)
    _write(ben, *MONEY, *OTHERS)
    ben.get_by_role("button", name="Look for themes").click()
    offered = ben.get_by_role("group", name="Suggested theme: Money")
    offered.wait_for(timeout=30_000)  # the first use of a server loads what it takes
    expect(offered.get_by_text("Suggested by the computer")).to_be_visible()
    expect(offered.get_by_text("Nothing moves until someone in the group says so.")).to_be_visible()
    expect(ben.locator(".note .i-layers")).to_have_count(0)

    # a dismissal is remembered on this device
    offered.get_by_role("button", name="Not a theme: Money").click()
    expect(offered).to_have_count(0)
    ben.reload()
    ben.get_by_role("button", name="Look for themes").click()
    expect(ben.get_by_text("No three notes are enough alike.")).to_be_visible()

    # with one more person to look, it is offered there; accepted, it stands on the notes, and can be undone
    ben.evaluate("localStorage.clear()")
    ben.get_by_role("button", name="Look again").click()
    offered.get_by_role("button", name="Look at Money").click()
    ben.get_by_label("Name of the theme").fill("Money that runs out")
    ben.get_by_role("button", name="Make it a theme").click()
    _sort(ben, "Themes")
    theme = ben.get_by_role("region", name="Money that runs out")
    expect(theme.locator("[data-note]")).to_have_count(3)
    ben.get_by_role("button", name="Undo").click()
    expect(theme).to_have_count(0)
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()  # the server looks at what it has

    # a theme of three proposes more
    ben.get_by_role("button", name="Look again").click()
    offered.get_by_role("button", name="Look at Money").click()
    ben.get_by_role("button", name="Make it a theme").click()
    _sort(ben, "Columns")
    ben.get_by_role("button", name=re.compile("^Challenges")).click()
    _write(ben, "Our money is counted twice")
    ben.get_by_role("button", name="Look again").click()
    more = ben.get_by_role("group", name=re.compile("More for Money: Our money"))
    expect(more.get_by_text("Suggested by the computer")).to_be_visible()
    more.get_by_role("button", name="Put it there").click()
    expect(ben.locator("[data-note]").filter(has_text="counted twice").get_by_text("Money", exact=True)).to_be_visible()
    assert hall.complaints == []


def test_themes_are_renamed_and_sentences_taken_for_the_meeting(hall: Hall) -> None:
    ben = _board(hall, "Ben Cole", 1366)
    _write(ben, *MONEY[:2])
    for text, press in ((MONEY[0], "field"), (MONEY[1], "button")):
        ben.get_by_role("button", name=f"Actions for note: {text}"[:65]).click()
        ben.get_by_role("menuitem", name="Into a theme").click()
        panel = ben.get_by_role("dialog", name=re.compile("^Theme of note"))
        if press == "field":
            panel.get_by_label("A new theme").fill("Money")
            panel.get_by_label("A new theme").press("Enter")
        else:
            panel.get_by_role("button", name="Money 1").click()
    _sort(ben, "Themes")
    ben.get_by_role("button", name="Rename the theme Money").click()
    ben.get_by_label("New name for “Money”").fill("What things cost")
    ben.get_by_role("button", name="Rename it").click()
    expect(ben.get_by_role("region", name="What things cost").locator("[data-note]")).to_have_count(2)
    expect(ben.get_by_role("button", name="Rename the theme What things cost")).to_be_focused()
    ben.get_by_role("button", name="Undo").click()
    expect(ben.get_by_role("region", name="Money", exact=True).locator("[data-note]")).to_have_count(2)

    _sort(ben, "Columns")
    ben.get_by_text("Take from a scenario").click()
    ben.get_by_role("button", name=re.compile("^Take it: The police count arrests")).click()
    note = ben.locator("[data-note]").filter(has_text="The police count arrests")
    expect(note.get_by_text("From Problems and dilemmas, Safer Lowhill")).to_be_visible()
    expect(ben.get_by_role("button", name=re.compile("^Taken: The police count arrests"))).to_be_visible()
    ben.get_by_role("button", name="Actions for note: The police count").click()
    ben.get_by_role("menuitemcheckbox", name="Take this to the meeting").click()
    expect(note.get_by_text("For the meeting")).to_be_visible()
    expect(ben.get_by_role("region", name="For the meeting").get_by_text("1 chosen")).to_be_visible()


@pytest.mark.mission("A2", "W10")
def test_groups_are_brought_together_filtered_and_beside_another_workshop(
    hall: Hall, audit: Callable[[Page], None]
) -> None:
    ben = _board(hall, "Ben Cole", 1366)
    _write(ben, *MONEY[:2], OTHERS[0])
    _sort(ben, "Kind of conflict")
    quick = ben.get_by_role("group", name=re.compile(f"Kind of conflict of note: {MONEY[0]}"[:60]))
    quick.get_by_role("button", name="Resources").click()
    _sort(ben, "Order of change")
    expect(ben.get_by_role("heading", name="Which of these challenges relate to change?")).to_be_visible()
    ben.get_by_role("group", name=re.compile(f"Order of change of note: {OTHERS[0]}")).get_by_role(
        "button", name="Second order"
    ).click()
    expect(ben.get_by_text(re.compile("About change: 1 of"))).to_have_count(2)
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    console = hall.facilitate()
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Share all").click()
    room = hall.room(ben)
    ben.goto(f"{room}/together/a2")
    show = ben.get_by_role("group", name="Show notes")
    show.get_by_role("button", name="Resources 1").click()
    expect(ben.get_by_text(MONEY[0])).to_be_visible()
    expect(ben.get_by_text(OTHERS[0], exact=True)).to_have_count(0)
    expect(ben.get_by_role("heading", name="Other workshops of this programme")).to_have_count(0)

    # the facilitator agrees, and sees the other workshop that agreed: notes, and no names
    command = [sys.executable, "-m", "tests.journeys.second_workshop"]
    subprocess.run(command, env=hall.server.environment, check=True)
    console.goto(f"{room}/together/a2?as=facilitator")
    console.get_by_role("link", name="What is shared, and agreeing").click()
    audit(console)
    console.get_by_role("button", name="Agree to compare").click()
    expect(console.get_by_text("You agreed.")).to_be_visible()
    console.goto(f"{room}/together/a2?as=facilitator")
    console.get_by_text("Harbour workshop, 3 February 2026").click()
    expect(console.get_by_text("Their money runs out")).to_be_visible()
    assert "Secret group name" not in console.content()
    console.get_by_role("group", name="Show notes").get_by_role("button", name="Resources 1").click()
    expect(console.get_by_text("Their targets differ")).to_have_count(0)
    expect(console.get_by_text("Their money runs out")).to_be_visible()
    audit(console)
    expect(ben.get_by_text("Facilitators of other workshops that agreed to compare see it")).to_be_visible()
    assert hall.complaints == []


def test_sorted_boards_and_open_menus_pass_axe_and_fit(hall: Hall, audit: Callable[[Page], None]) -> None:
    ben = _board(hall, "Ben Cole", 1366)
    _write(ben, *MONEY, OTHERS[0])
    ben.get_by_role("button", name="Look for themes").click()
    ben.get_by_role("button", name="Look at Money").click(timeout=30_000)
    for width, scheme in ((320, "light"), (1366, "dark")):
        ben.set_viewport_size({"width": width, "height": 4000})
        ben.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for sort in ("Kind of conflict", "Themes", "Columns"):
            _sort(ben, sort)
            audit(ben)
        if width == 320:
            ben.get_by_role("button", name=re.compile("^Challenges")).click()
        ben.get_by_text("Take from a scenario").click()
        ben.get_by_role("button", name=f"Actions for note: {MONEY[0]}"[:65]).click()
        audit(ben)
        ben.get_by_role("menuitem", name=re.compile("Order of change")).click()
        audit(ben)
        ben.get_by_role("menuitem", name="Back").click()
        ben.get_by_role("menuitem", name="Into a theme").click()
        audit(ben)
        ben.get_by_label("A new theme").press("Escape")
        ben.get_by_role("menuitem", name="Close").click()
