"""The wall's review as a facilitator sees it: nothing, five people's notes at once, and what comes after them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser


def _note(page: Page, words: str) -> None:
    page.get_by_label("What worked well?").fill(words)
    page.get_by_label("What worked well?").press("Enter")
    expect(page.get_by_text("Only on this device")).to_have_count(0)
    expect(page.get_by_text(words)).to_be_visible()


@pytest.mark.mission("W7")
def test_notes_come_to_the_review_from_five_people_at_once_and_stay_as_they_are(
    hall: Hall, audit: Callable[[Page], None]
) -> None:
    console = hall.facilitate()
    room = hall.room(console)
    console.get_by_label("Activity", exact=True).select_option("w7")
    console.get_by_role("button", name="Open").click()
    narrow = hall.open(320)
    narrow.goto(hall.facilitator)
    narrow.get_by_role("heading", name="Run of the day").wait_for()
    both = (console, narrow)

    def look(words: str) -> None:
        for page in both:
            page.goto(f"{room}/console/review/w7")
            expect(page.get_by_text(words)).to_be_visible()
            audit(page)

    writers = [hall.join(f"Guest {number}") for number in range(6)]
    for number, page in enumerate(writers):
        page.goto(f"{room}/wall/w7")
        if number < 4:
            _note(page, f"wall words {number}")
    look("Fewer than five people have notes waiting.")
    expect(console.get_by_role("button", name="Collect the notes")).to_have_count(0)
    _note(writers[4], "wall words 4")
    look("Five people or more have notes waiting.")
    expect(console.get_by_text("wall words")).to_have_count(0)
    console.get_by_role("button", name="Collect the notes").click()
    console.get_by_role("button", name="Collect them").click()
    expect(console.get_by_text("The notes are here for review.")).to_be_visible()
    expect(console.get_by_text("wall words")).to_have_count(5)
    _note(writers[5], "wall words 5")
    writers[0].get_by_role("button", name="Take back: wall words 0").click()
    expect(writers[0].get_by_text("The facilitator has this note now, so it stays as it is.")).to_be_visible()
    audit(writers[0])
    look("Fewer than five people have new notes waiting.")
    expect(narrow.get_by_text("wall words")).to_have_count(5)
    console.get_by_role("listitem").filter(has_text="wall words 1").get_by_role("button", name="Hide").click()
    console.get_by_label("Reason, for facilitators").fill("Names a person")
    console.get_by_role("button", name="Hide it").click()
    look("With what you have hidden, fewer than five people’s notes may be left. Show a note again.")
    expect(console.get_by_role("button", name="Show these notes")).to_have_attribute("aria-disabled", "true")
    console.get_by_role("button", name="Show it again").click()
    console.get_by_role("button", name="Show these notes").click()
    expect(console.get_by_text("The notes are on the big screen and on everybody’s device.")).to_be_visible()
    expect(writers[0].get_by_text("wall words 4")).to_be_visible()
    expect(writers[5].get_by_text("Yours, not shown yet")).to_be_visible()
    expect(writers[0].get_by_text("wall words 5")).to_have_count(0)
    assert hall.complaints == []
