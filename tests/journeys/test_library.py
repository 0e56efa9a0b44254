"""The library: found by typing, read, and read again without a network; the guide beside the console; a call's link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall, Scheme

pytestmark = pytest.mark.browser
PAGES = ("library", "library/mobius", "library/successful-partnerships", "library/resources", "library/scenario:1a")
"""The bibliography is looked at in its own journey: axe takes long over its hundred sources."""


def test_a_reading_is_found_by_typing_and_read_again_offline(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ben.get_by_role("link", name="Library: readings").click()
    expect(ben.get_by_role("heading", name="Readings", exact=True)).to_be_visible()
    field = ben.get_by_label("Find in readings")
    field.press_sequentially("xyzzy")
    expect(ben.get_by_text("Nothing has all of these words.")).to_be_visible()
    field.fill("co-evo")
    found = ben.locator(".found li")
    expect(ben.get_by_text("2 found", exact=True)).to_be_visible()
    expect(found.first).to_contain_text("Reading, found in the title")
    expect(found.first.locator("mark").first).to_have_text("co-evolve")
    field.press("ArrowDown")
    ben.keyboard.press("ArrowDown")
    ben.keyboard.press("ArrowUp")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("heading", level=1)).to_have_text(
        "Four purposes: compete, co-operate, co-ordinate, co-evolve"
    )
    expect(ben).to_have_title(re.compile("^Four purposes"))
    expect(ben.get_by_role("img", name="What a partnership is for: four purposes")).to_be_visible()
    ben.get_by_text("The drawing in words").click()
    expect(ben.get_by_text("A cross of two axes.", exact=False).last).to_be_visible()

    # a device that has the library needs no network for it, also in a new page
    ben.wait_for_function("caches.match(`/w/${location.pathname.split('/')[2]}/library.json`).then(found => !!found)")
    context = ben.context
    context.set_offline(True)
    ben.close()
    again = context.new_page()
    again.goto(f"{room}/library/purpose-quadrant")
    expect(again.get_by_role("heading", level=1)).to_have_text(re.compile("^Four purposes"))
    again.get_by_role("link", name="Seven conditions for partners who change together").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Seven conditions for partners who change together")
    again.get_by_role("link", name="Library", exact=True).first.click()
    again.get_by_label("Find in readings").fill("safer lowhill")
    again.get_by_role("link", name="1a: Safer Lowhill").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("1a: Safer Lowhill")
    assert hall.complaints == []


@pytest.mark.mission("W5", "W11")
def test_a_source_leads_to_its_readings_and_a_reading_to_its_sources_and_tools(
    hall: Hall, audit: Callable[[Page], None]
) -> None:
    ben = hall.join("Ben Cole", width=1366)
    room = hall.room(ben)
    ben.goto(f"{room}/activity/a3")
    ben.get_by_role("link", name="Read: Stakeholder analysis").click()
    ben.get_by_role("link", name=re.compile("^In the bibliography ?: Iles")).click()
    entry = ben.locator("#reference-iles-cranfield-2004")
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Bibliography")
    audit(ben)
    entry.get_by_role("link", name="Stakeholder analysis, and what it cannot tell you").click()
    ben.get_by_role("link", name="Who needs what from us").click()
    expect(ben).to_have_url(f"{room}/activity/a3")
    ben.goto(f"{room}/library/resources")
    ben.get_by_label("Kind").select_option("interactive tool")
    expect(ben.get_by_role("article")).to_have_count(1)
    expect(ben.get_by_role("heading", name="Digging Deeper")).to_be_visible()
    ben.get_by_label("Theme").select_option("culture")
    expect(ben.get_by_text("None is of this kind and on this theme.")).to_be_visible()
    assert hall.complaints == []


def test_the_guide_follows_the_activity_the_number_of_people_and_the_way_to_meet(hall: Hall) -> None:
    console = hall.facilitate()
    guide = console.get_by_role("region", name="Guide")
    console.get_by_label("Activity", exact=True).select_option("a2")
    expect(guide.get_by_role("heading", name="Opportunities and challenges")).to_be_visible()
    expect(guide.get_by_role("heading", name="With 6 people")).to_be_visible()
    guide.get_by_role("button", name="60").click()
    expect(guide.get_by_role("heading", name="With 60 people")).to_be_visible()
    expect(guide.get_by_role("button", name="In person")).to_have_attribute("aria-pressed", "true")
    console.get_by_label("Activity", exact=True).select_option("a3")
    expect(guide.get_by_role("heading", name="Who needs what from us")).to_be_visible()
    expect(guide.get_by_role("heading", name="Opportunities and challenges")).to_have_count(0)

    # the part that is on stands below; its slot has a call, so the advice is for a hybrid room
    console.get_by_label("Go to another slot").select_option(label="Concepts and contexts")
    expect(guide.get_by_text("Part, on now: Concepts and contexts of collaboration")).to_be_visible()
    console.goto(console.url.replace("/w/", "/plan/").replace("console", ""))
    slot = console.locator("#slot-concepts")
    slot.get_by_text("Title, fixed time, link, activities").click()
    slot.get_by_label("Meeting link").fill("https://meet.example.org/room")
    slot.get_by_role("button", name="Keep").click()
    expect(slot.get_by_role("link", name="Meeting link")).to_be_visible()
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    link = ben.get_by_role("link", name="Join the call").first
    expect(link).to_have_attribute("href", "https://meet.example.org/room")
    console.get_by_role("link", name="Console", exact=True).click()
    expect(guide.get_by_role("button", name="Hybrid")).to_have_attribute("aria-pressed", "true")
    expect(console.get_by_role("link", name="Call for Concepts and contexts")).to_be_visible()

    # the library, as a facilitator; what groups made is where a reading's tools lead
    guide.get_by_role("link", name="Library").click()
    console.get_by_role("link", name="Stakeholder analysis, and what it cannot tell you").click()
    console.get_by_role("link", name="Who needs what from us").click()
    expect(console).to_have_url(f"{room}/together/a3?as=facilitator")
    console.goto(f"{room}/console")

    # all guides, laid out for paper: each begins on a page of its own
    guide.get_by_role("link", name="All guides, to print").click()
    articles = console.locator("article.guide")
    expect(articles).to_have_count(21)
    console.emulate_media(media="print")
    breaks = articles.evaluate_all("all => all.map(one => getComputedStyle(one).breakBefore)")
    assert breaks == ["page"] * 21
    assert console.get_by_role("banner").count() == 0, "bars are not printed"
    assert hall.complaints == []


def test_the_library_passes_axe_and_fits(hall: Hall, audit: Callable[[Page], None]) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    looks: list[tuple[int, Scheme]] = [(320, "light"), (1366, "dark")]
    for width, scheme in looks:
        ben.emulate_media(color_scheme=scheme)
        ben.set_viewport_size({"width": width, "height": 3000})
        for page in PAGES:
            ben.goto(f"{room}/{page}")
            ben.locator("cw-library h2, cw-library dl").first.wait_for()
            audit(ben)
        ben.goto(f"{room}/library")
        ben.get_by_label("Find in readings").fill("change")
        ben.locator("mark").first.wait_for()
        audit(ben)
        small = ben.evaluate(
            "[...document.querySelectorAll('.found__link, .btn, input, nav a')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 99))"
        )
        assert small == [], small
