"""A team profile from answering to the big screen; choices that come together; a tablet from hand to hand."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
TEAM = "Harbour Streets"
POINTS = ("11465253216542", "27452633266521", "21561622576537", "37353632466422", "22462631365616", "26672733657521")
"""Six people's answers to the fourteen contrasts."""


def _open(console: Page, activity: str) -> None:
    console.get_by_label("Activity", exact=True).select_option(activity)
    console.get_by_role("button", name="Open", exact=True).click()
    expect(console.get_by_role("button", name="Open", exact=True)).to_have_attribute("aria-pressed", "true")


def _audit_both(page: Page, audit: Callable[[Page], None], widths: tuple[int, ...]) -> None:
    before = page.viewport_size
    assert before
    for width in widths:
        page.set_viewport_size({"width": width, "height": 3000})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            audit(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def _answer_on_a_phone(page: Page, points: str, audit: Callable[[Page], None]) -> None:
    """One contrast at a time: nothing is preset, nothing goes on by itself; without a network the answers wait."""
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the team’s name")
    page.get_by_label("Which team do you mean?").fill(TEAM)
    page.get_by_role("button", name="Next").click()
    for number, point in enumerate(points, start=1):
        expect(page.get_by_role("heading", name=f"Contrast {number} of 14")).to_be_focused()
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        page.get_by_role("radio").nth(int(point) - 1).check()
        if number == 1:
            expect(page.locator(".bipolar__words")).to_have_text("Very much: equal value and status")
            _audit_both(page, audit, (320,))
            narrowest = page.evaluate(
                "Math.min(...[...document.querySelectorAll('.bipolar__dots label')].map(e => e.clientWidth))"
            )
            assert narrowest >= 38
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("14 of 14 answered")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Handed in.", exact=True)).to_be_visible()


def _answer_by_keyboard(page: Page, points: str, audit: Callable[[Page], None]) -> None:
    """On a laptop, all together, without a mouse."""
    _audit_both(page, audit, (1366,))
    page.get_by_label("Which team do you mean?").focus()
    page.keyboard.type("harbour  streets")
    for point in points:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(int(point) - 1):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hand in")).to_be_focused()
    expect(page.get_by_text("14 of 14 answered")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Handed in.", exact=True)).to_be_visible()


def _answer(page: Page, points: str, team: str = TEAM) -> None:
    page.get_by_label("Which team do you mean?").fill(team)
    for scale, point in zip(page.locator(".bipolar").all(), points, strict=True):
        scale.get_by_role("radio").nth(int(point) - 1).check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in.", exact=True)).to_be_visible()


def _look_at_the_result(page: Page, folder: Path) -> None:
    expect(page.get_by_text("6 people answered for this team")).to_be_visible()
    expect(page.locator(".differ figure")).to_have_count(3)
    rows = page.locator(".pairrow")
    expect(rows).to_have_count(14)
    expect(rows.first).to_contain_text("A minority or the leader dominates")
    expect(rows.first.locator(".spread")).to_have_attribute("aria-label", re.compile("^2, 1, 0, 0, 0, 1, 2 answers"))
    expect(rows.first.locator("[data-median]")).to_have_count(2)
    expect(rows.first).to_contain_text("Far apart")
    expect(rows.last).to_contain_text("Close together")
    page.get_by_role("button", name="As asked").click()
    expect(rows.first).to_contain_text("Equal value and status")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(15)
    with page.expect_download() as download:
        page.get_by_role("button", name="Table").click()
    download.value.save_as(folder / "team.csv")
    lines = (folder / "team.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[3] == "Equal value and status,1,4,1,0,0,0,0,Unequal value and status,6,0,2,0.8333,close together"


@pytest.mark.mission("A1b")
def test_six_people_rate_their_team_and_see_where_it_differs(
    hall: Hall, audit: Callable[[Page], None], tmp_path: Path
) -> None:
    console = hall.facilitate()
    _open(console, "a1b")
    people = [hall.join(f"Person {number}", width=390 if number == 0 else 1366) for number in range(7)]
    room = hall.room(people[0])
    for person in people:
        person.goto(f"{room}/rating/a1b")
    _answer_on_a_phone(people[0], POINTS[0], audit)
    _answer_by_keyboard(people[1], POINTS[1], audit)
    for person, points in zip(people[2:6], POINTS[2:], strict=True):
        _answer(person, points)
    _answer(people[6], POINTS[0], team="Somewhere else")
    people[2].get_by_role("button", name="Change my answers").click()
    people[2].locator(".bipolar").first.get_by_role("radio").nth(1).check()
    people[2].get_by_role("button", name="Hand in the changes").click()
    expect(people[2].get_by_text("Handed in.", exact=True)).to_be_visible()

    expect(console.get_by_text("Nobody is told how many have")).to_be_visible()
    console.get_by_role("button", name="Share all").click()
    expect(console.get_by_text("Sharing ends the answering for good")).to_be_visible()
    console.get_by_role("button", name="Share now").click()
    _look_at_the_result(people[1], tmp_path)
    expect(people[0].locator(".pairrow")).to_have_count(14)
    _audit_both(people[0], audit, (320, 1366))
    expect(people[6].get_by_text("Fewer than five people answered for “Somewhere else”")).to_be_visible()

    screen = hall.open(1366)
    screen.goto(hall.screen)
    console.get_by_role("link", name="Results by team").click()
    expect(console.get_by_label("Team").get_by_role("option")).to_have_count(1)
    for button, words in (("where it differs", "where we differ most"), ("all contrasts", "all contrasts")):
        console.get_by_role("button", name=f"Big screen: {button}").click()
        expect(screen.get_by_role("heading", name=f"{TEAM.lower()}: {words}", exact=False)).to_be_visible()
        audit(screen)
    audit(console)
    assert hall.complaints == []


@pytest.mark.mission("T12")
def test_five_people_pick_a_stage_and_only_counts_come_together(hall: Hall, audit: Callable[[Page], None]) -> None:
    console = hall.facilitate()
    console.get_by_label("Activity", exact=True).select_option("t12")
    expect(console.get_by_text("This stands in no slot of the day")).to_be_visible()
    _open(console, "t12")
    people = [hall.join(f"Person {number}", width=390 if number == 0 else 1366) for number in range(5)]
    room = hall.room(people[0])
    for person, pick in zip(people, ("Starting", "Doing", "Doing", "Initiating", "Doing"), strict=True):
        person.goto(f"{room}/activity/t12")
        person.get_by_label(pick, exact=True).check()
        person.get_by_label("What did you see").first.fill("The chair spoke of it")
        person.get_by_label("What did you see").first.blur()
        expect(person.locator(".sync")).to_have_text("Saved")
    people[0].get_by_label("Connecting", exact=True).check()
    _audit_both(people[0], audit, (320, 1366))
    people[0].reload()
    expect(people[0].get_by_label("Starting", exact=True)).to_be_checked()
    expect(people[0].get_by_label("What did you see").first).to_have_value("The chair spoke of it")

    console.get_by_role("button", name="Share all").click()
    expect(people[1].get_by_text("Only counts have come together")).to_be_visible()
    people[1].get_by_role("link", name="See the counts").click()
    work = people[1].locator("section").filter(has=people[1].get_by_role("heading", name="What the work is doing"))
    for row in ("Initiating 1 of 5", "Starting 1 of 5", "Doing 3 of 5", "Following through, or finishing 0 of 5"):
        expect(work.get_by_role("row", name=row)).to_be_visible()
    expect(people[1].get_by_text("Fewer than five people have picked here")).to_be_visible()
    expect(people[1].get_by_text("The chair spoke of it")).to_have_count(0)
    _audit_both(people[1], audit, (320, 1366))
    screen = hall.open(1366)
    screen.goto(hall.screen)
    console.get_by_role("link", name="Review for the big screen").click()
    console.get_by_role("button", name=re.compile("All seen")).click()
    expect(screen.get_by_role("heading", name="What the work is doing")).to_be_visible()
    audit(screen)
    assert hall.complaints == []


def _nothing_is_left(tablet: Page, room: str, words: str) -> None:
    """The last person's words are on no page that this browser can reach, and in nothing that it keeps."""

    def see() -> str:
        kept: str = tablet.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
        return tablet.content() + kept

    expect(tablet.get_by_text("Thank you. It is handed in.")).to_be_visible()
    assert words not in see()
    tablet.reload()
    tablet.get_by_role("heading", name="Who has the tablet now?").wait_for()
    assert words not in see()
    tablet.go_back()
    assert words not in tablet.content()
    tablet.go_forward()
    tablet.get_by_role("heading", name="Who has the tablet now?").wait_for()
    assert words not in see()
    assert tablet.evaluate("indexedDB.databases().then(all => all.map(one => one.name))") in ([], ["commonweal"])
    for page in ("today", "log", "console", "wall/w7", "activity/a2"):
        tablet.goto(f"{room}/{page}")
        expect(tablet.get_by_role("alert").filter(has_text="Come back with your six words")).to_be_visible()
        assert words not in see()
    tablet.goto(f"{room}/tablet")


def test_a_tablet_goes_from_hand_to_hand_and_keeps_nothing(hall: Hall, audit: Callable[[Page], None]) -> None:
    hall.join("Ben Cole", "Westmere Council")
    carys = hall.join("Carys Hughes", width=1366)
    room = hall.room(carys)
    tablet = hall.facilitate()
    _open(tablet, "w7")
    tablet.get_by_text("Hand a tablet round").click()
    tablet.get_by_role("button", name="Make this a tablet").click()
    tablet.get_by_role("button", name="Sign out and hand this device round").click()
    names = tablet.locator(".namelist button")
    expect(names).to_have_text([re.compile("Ben Cole"), re.compile("Carys Hughes"), "Somebody else"])
    _audit_both(tablet, audit, (320, 1366))

    for number, name in enumerate(("Ben Cole", "Carys Hughes", "Somebody else")):
        tablet.get_by_role("button", name=name).click()
        tablet.get_by_role("button", name="Done").click()
        expect(tablet.get_by_role("alert")).to_contain_text("Write at least one note")
        tablet.get_by_label("What worked well?").fill(f"words {number} a")
        tablet.get_by_label("What worked well?").press("Enter")
        tablet.get_by_label("What should be better, and how?").fill(f"words {number} b")
        if not number:
            _audit_both(tablet, audit, (320, 1366))
            tablet.context.set_offline(True)
            tablet.get_by_role("button", name="Done").click()
            expect(tablet.get_by_role("alert")).to_contain_text("Nothing was handed in")
            tablet.context.set_offline(False)
        tablet.get_by_role("button", name="Done").click()
        expect(names.filter(has_text="has had a turn here")).to_have_count(1 if number < 2 else 0)
        _nothing_is_left(tablet, room, f"words {number}")
        expect(names).to_have_count(3)

    tablet.get_by_role("link", name="End hand-round").click()
    expect(tablet).to_have_url(re.compile("/account/login/"))
    tablet.goto(hall.facilitator)
    tablet.goto(f"{hall.server.address}/tablet/{room.rsplit('/', 1)[1]}/end/")
    audit(tablet)
    tablet.get_by_role("button", name="End hand-round here").click()
    tablet.get_by_role("heading", name="Run of the day").wait_for()
    assert hall.complaints == []
