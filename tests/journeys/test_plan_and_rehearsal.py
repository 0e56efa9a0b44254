"""Short journeys of a facilitator who plans and rehearses, and of what starts from a scenario."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall, unfold

pytestmark = pytest.mark.browser


def _plan(hall: Hall, page: Page) -> str:
    found = re.search(r"/w/(r\w+)/", page.url)
    assert found
    return f"{hall.server.address}/plan/{found[1]}/"


def _inside(page: Page) -> None:
    """No button of the plan is cut off at the side."""
    cut = page.evaluate(
        "[...document.querySelectorAll('main .btn')].filter(e => e.offsetParent"
        " && e.getBoundingClientRect().right > innerWidth).map(e => e.textContent)"
    )
    assert cut == []


def test_the_plan_keeps_the_focus_and_takes_everything_back(hall: Hall, audit: Callable[[Page], None]) -> None:
    page = hall.facilitate(390)
    page.goto(_plan(hall, page))
    _inside(page)
    page.get_by_role("button", name="+5 minutes, Lunch").click()
    expect(page.get_by_role("button", name="+5 minutes, Lunch")).to_be_focused()
    expect(page.locator("#slot-lunch").get_by_text("65 min")).to_be_visible()
    page.get_by_role("button", name="Take out Lunch").click()
    expect(page.get_by_role("button", name="Put it back Lunch")).to_be_focused()
    expect(page.locator("#slot-lunch")).to_have_count(0)
    page.get_by_role("button", name="Put it back Lunch").click()
    expect(page.get_by_role("button", name="Take out Lunch")).to_be_focused()
    lunch = page.locator("#slot-lunch")
    lunch.get_by_text("Title, fixed time, link, activities").click()
    lunch.get_by_label("Must begin at Lunch").fill("")
    lunch.get_by_role("button", name="Keep").click()
    expect(lunch.get_by_role("button", name="Keep")).to_be_focused()
    expect(lunch.get_by_text("Fixed", exact=True)).to_have_count(0)
    lunch.get_by_label("Must begin at Lunch").fill("12:45")
    lunch.get_by_label("Must begin at Lunch").press("Enter")
    expect(lunch.get_by_text("Fixed", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 3000})
    audit(page)
    assert hall.complaints == []


def test_a_rehearsal_shows_each_role_and_goes_without_a_trace(hall: Hall) -> None:
    page = hall.facilitate()
    plan = _plan(hall, page)
    room = hall.room(page)
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{plan}rehearse/")
    page.get_by_role("button", name="Fill the workshop").click()
    expect(page.get_by_text("12 pretend people sit in")).to_be_visible()
    page.get_by_role("button", name=re.compile("Amina Yusuf")).click()
    expect(page.get_by_text("you are seeing this as Amina Yusuf, who is pretend")).to_be_visible()
    page.goto(f"{room}/activity/a2")
    expect(page.locator(".board__notes .note").first).to_be_visible()
    page.get_by_role("link", name="Back to being the facilitator").click()
    page.goto(f"{room}/console/review/a2")
    page.get_by_role("heading", name=re.compile("^Review: ")).wait_for()
    page.goto(f"{room}/console/review/w7")
    expect(page.get_by_text("Fewer than five people have notes waiting")).to_be_visible()
    assert [url.rsplit("/", 1)[1] for url in asked if "/pending/" in url] == ["w7"], "only a wall has notes that wait"
    page.goto(f"{plan}rehearse/")
    page.get_by_role("button", name="Wipe the rehearsal").click()
    expect(page.get_by_text("the day stands as it stood before")).to_be_visible()
    page.goto(f"{room}/console")
    page.get_by_role("heading", name="Run of the day").wait_for()
    expect(page.get_by_text("Amina Yusuf")).to_have_count(0)
    assert refused == []
    assert hall.complaints == []


def test_a_list_starts_from_what_was_shared_alone(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/scenario/step3")
    ben.get_by_label(re.compile("Who is involved")).fill("Sarah Khan\nThe tenants")
    ben.get_by_label(re.compile("Who is involved")).blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    ben.goto(f"{room}/activity/a3")
    unfold(ben, "The list")
    expect(ben.get_by_role("button", name="Add a stakeholder")).to_be_visible()
    starter = ben.get_by_role("button", name="Start from a shared scenario")
    if starter.count():  # the group's sample scenario
        starter.click()
    expect(ben.get_by_text("Sarah Khan")).to_have_count(0)
    ben.goto(f"{room}/scenario/share")
    expect(ben.get_by_role("heading", name="0 of 1 checked")).to_be_visible()
    expect(ben.get_by_label("Replace with")).to_have_value("a colleague")
    ben.get_by_role("button", name="Keep as it is").click()
    expect(ben.get_by_text("stays as it is")).to_be_visible()
    ben.get_by_role("button", name="Undo Sarah Khan").click()
    ben.get_by_label("Replace with").press("Enter")
    expect(ben.get_by_role("heading", name="1 of 1 checked")).to_be_visible()
    expect(ben.get_by_text("is now “a colleague”")).to_be_visible()
    expect(ben.get_by_label("I have read it through")).to_be_focused()
    ben.get_by_label("I have read it through").check()
    ben.get_by_role("button", name="Share with my group").click()
    ben.get_by_role("heading", name="Portfolio").wait_for()
    ben.goto(f"{room}/activity/a3")
    unfold(ben, "The list")
    ben.get_by_role("button", name="Start from a shared scenario").click()
    mine = ben.get_by_role("group", name="Your scenario as you shared it")
    expect(mine.get_by_role("checkbox")).to_have_count(2)
    mine.get_by_label("The tenants").check()
    ben.get_by_role("button", name="Add what is chosen").click()
    expect(ben.get_by_role("button", name="Change The tenants")).to_be_visible()
    expect(ben.get_by_role("button", name="Change A colleague")).to_have_count(0)
    ben.get_by_label("Possible role").first.fill("Nobody in particular")
    ben.get_by_role("button", name="Add a stakeholder").click()
    expect(ben.get_by_text("Fill in “Organisation or people”.")).to_be_visible()
    expect(ben.get_by_text("Nobody in particular", exact=True)).to_have_count(0)
    assert hall.complaints == []
