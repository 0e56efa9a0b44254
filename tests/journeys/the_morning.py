"""The morning of the full day, 10.00 to 12.40: concepts and contexts of collaboration, and a climate for change."""

import re

from playwright.sync_api import expect

from tests.journeys.test_rating import POINTS, TEAM
from tests.journeys.the_day import ON_TIME, Day, say, write

# --- 10.00 to 11.20: concepts and contexts ----------------------------------------------------------------


def welcome(day: Day) -> None:
    day.begin("Welcome, agenda and scenarios", "10.00", ON_TIME)
    day.console.get_by_role("textbox", name="Message").fill("Tea is at the back.")
    day.console.get_by_role("button", name="Send").click()
    for one in day.people:
        expect(one.page.get_by_text("Asha Patel, 10.00: Tea is at the back.")).to_be_visible()
    expect(day.screen.get_by_role("banner")).to_contain_text("Welcome, agenda and scenarios")


def when_it_went_well(day: Day) -> None:
    """A1: each alone; one has a second skill, since counts of a pick that all made are kept back."""
    day.it_is("10.13")  # nothing else happens, and the console says so all the same
    day.lateness("3 minutes behind. Lunch absorbs it.")
    day.begin("Concepts and contexts", "10.14", "4 minutes behind. Lunch absorbs it.")
    day.choose("a1")
    day.start_timer("When it went well", until="10.39")
    for one in day.people:
        one.goes("activity/a1")
        day.wrote(one, "a1", "example", alone=True)
        write(one, "What happened", one.says("example"))
        one.page.locator("summary").filter(has_text="Skills you used").first.click()
        for skill in ("Listening", "Trust") if one is day.people[-1] else ("Listening",):
            one.page.get_by_role("button", name=skill, exact=True).first.click()
        one.saved()
    day.it_is("10.28")
    day.choose("a1p")
    day.console.get_by_role("button", name="Make pairs").click()
    expect(day.console.get_by_text("2 pairs are made.")).to_be_visible()
    for one in day.people:
        one.goes("activity/a1p")
        day.wrote(one, "a1p", "overlap")
        write(one, "Which skills did you both use", one.says("overlap"))
    for one in day.people:
        for other in day.people:
            seen = one.page.get_by_text(other.says("overlap"))
            expect(seen).to_have_count(1 if other.group == one.group else 0)
    day.show("a1")
    expect(day.screen.get_by_text("Skills that 6 people used when it went well")).to_be_visible()
    expect(day.screen.locator(".tally > div").first).to_contain_text("Listening6")
    day.nobody_else_has("example")
    day.nobody_else_has("overlap")


def our_team(day: Day) -> None:
    """A1b: six people of one team, on phones and laptops; the result has no names."""
    day.it_is("10.40")
    day.choose("a1b")
    for one, points in zip(day.people, POINTS, strict=True):
        one.goes("rating/a1b").get_by_label("Which team do you mean?").fill(TEAM)
        if one.width < 700:
            one.page.get_by_role("button", name="Next").click()
        for number, point in enumerate(points):
            scale = one.page.locator(".bipolar").nth(0 if one.width < 700 else number)
            if one.width < 700:
                expect(one.page.get_by_role("heading", name=f"Contrast {number + 1} of 14")).to_be_focused()
            scale.get_by_role("radio").nth(int(point) - 1).check()
            if one.width < 700:
                one.page.get_by_role("button", name="Next").click()
        one.page.get_by_role("button", name="Hand in").click()
        expect(one.page.get_by_text("Handed in.", exact=True)).to_be_visible()
    day.choose("a1b", "Share all")
    for one in day.people:
        expect(one.page.get_by_text("6 people answered for this team")).to_be_visible()


def opportunities_and_challenges(day: Day) -> None:
    """A2: two notes each; the other group sees them only when they are shared."""
    day.it_is("10.58")
    day.choose("a2")
    day.start_timer("Opportunities and challenges", until="11.23")
    day.console.get_by_label("Showing").select_option("question")
    expect(day.screen.get_by_role("timer")).to_contain_text("left, until 11.23")
    for one in day.people:
        one.goes("activity/a2")
        for column, label in (("opportunity", "Add an opportunity"), ("challenge", "Add a challenge")):
            if one.width < 700:
                one.page.get_by_role("button", name=re.compile(f"^{column[:6].title()}")).click()
            day.wrote(one, "a2", column)
            say(one.page, label, one.says(column))
        one.saved()
    row = day.console.get_by_role("row", name=re.compile("Group 1"))
    expect(row).to_contain_text("3 of 3")
    expect(row).to_contain_text("Notes: 6")
    expect(day.screen.locator(".tally > div").first).to_contain_text("Group 16")
    for about in ("opportunity", "challenge"):
        day.only_the_group_has(about)
    day.it_is("11.19")
    day.show("a2")
    for one in day.people:
        one.goes("together/a2")
        for other in day.people:
            expect(one.page.get_by_text(other.says("challenge"))).to_have_count(1)
    expect(day.screen.get_by_text(day.people[0].says("challenge"))).to_be_visible()


# --- 11.20 to 12.30: a climate for change ---------------------------------------------------------------


def who_needs_what(day: Day) -> None:
    """A3: one group begins with a shared scenario; all list and place; two grids on the big screen."""
    day.begin("Break", "11.24", "4 minutes behind. Lunch absorbs it.")
    day.begin("A climate for change", "11.34", "4 minutes behind. Lunch absorbs it.")
    day.choose("a3")
    amina = day.named("Amina")
    amina.goes("activity/a3").get_by_role("button", name="Start from a shared scenario").click()
    amina.page.get_by_role("button", name="Choose all of these").first.click()
    amina.page.get_by_role("button", name="Add what is chosen").click()
    amina.saved()
    for one in day.people:
        one.goes("activity/a3")
        day.wrote(one, "a3", "stakeholder")
        day.wrote(one, "a3", "showing")
        say(one.page, "Add someone", one.says("stakeholder"))
        place = one.page.get_by_role("group", name=f"Place {one.says('stakeholder')}")
        place.get_by_role("button", name="Involve").click()
        quadrant = one.page.get_by_role("region", name=re.compile("Involve"))
        expect(quadrant.get_by_role("button", name=one.says("stakeholder"), exact=True)).to_be_visible()
        write(one, "What did placing them show you", one.says("showing"))
    expect(day.named("Carys").page.get_by_role("button", name=re.compile("^The night bus firm"))).to_be_visible()
    for number, placed in ((1, "3 of 5 placed"), (2, "3 of 3 placed")):
        expect(day.console.get_by_role("row", name=re.compile(f"Group {number}"))).to_contain_text(placed)
    day.only_the_group_has("stakeholder")
    day.only_the_group_has("showing")
    day.show("a3")
    expect(day.screen.locator(".matrix")).to_have_count(2)
    for one in day.people:
        expect(day.screen.get_by_text(one.says("stakeholder"))).to_have_count(1)
        there = day.named("Dele").goes("together/a3") if one is day.people[0] else day.named("Dele").page
        expect(there.locator(".matrix").get_by_text(one.says("stakeholder"))).to_have_count(1)


def changes(day: Day) -> None:
    """A4: sealed, so that the console has nothing to share."""
    day.it_is("12.08")
    day.choose("a4")
    expect(day.console.get_by_role("button", name="Share all")).to_have_count(0)
    for one in day.people:
        one.goes("activity/a4")
        day.wrote(one, "a4", "change", alone=True, sealed=True)
        write(one, "second order", one.says("change"))
    day.nobody_else_has("change")
    day.begin("Lunch", "12.40", "10 minutes behind. Nothing later absorbs it.")
    after = day.run_of_the_day().get_by_role("listitem").filter(has_text="Influencing and negotiation")
    expect(after.locator("time")).to_have_text("13.30")
    day.console.get_by_text("What could be cut").click()
    expect(day.run_of_the_day().get_by_text(re.compile("^Leave out A5N in"))).to_be_visible()
