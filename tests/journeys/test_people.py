"""People before and after the day: invited and reminded by mail; in pairs; two workshops with one phrase."""

import re
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
TWO_DAYS_AGO = """
import django
django.setup()
from datetime import timedelta
from django.db.models import F
from commonweal.store.models import Invitation
Invitation.objects.filter(sent__isnull=False).update(sent=F("sent") - timedelta(days=2))
"""


def _plan(hall: Hall, console: Page) -> str:
    found = re.search(r"/w/(r\w+)/", console.url)
    assert found
    return f"{hall.server.address}/plan/{found[1]}/"


def _mails(hall: Hall, subject: str, many: int) -> list[str]:
    """The mails with that subject, when there are so many."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        texts = [path.read_text() for path in (hall.server.data / "mail").glob("*")]
        found = [text for text in texts if f"Subject: {subject}" in text]
        if len(found) >= many and all(text.count("/stop/") > 1 for text in found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"no {many} mails '{subject}' came: {texts}")


def _finish_joining(page: Page) -> None:
    page.locator(".phrase li").nth(5).wait_for()
    page.get_by_role("link", name="I’ve kept them").click()
    page.get_by_role("heading", name="The day", exact=True).wait_for()


def test_people_are_invited_join_by_their_link_and_are_reminded_of_what_is_missing(
    hall: Hall, audit: Callable[[Page], None]
) -> None:
    console = hall.facilitate()
    console.goto(_plan(hall, console) + "people/")
    console.get_by_label("Email addresses").fill("Amina Yusuf <amina@example.org>, rhys@example.org\nnobody")
    console.get_by_role("button", name="Invite").click()
    expect(console.get_by_text("2 people invited")).to_be_visible()
    expect(console.get_by_text("could not be read as an email address: nobody")).to_be_visible()
    mails = {re.findall(r"To: (\S+)", text)[0]: text for text in _mails(hall, "Invitation", 2)}
    assert set(mails) == {"amina@example.org", "rhys@example.org"}
    link = re.search(r"^http\S+/invited/\w+/$", mails["amina@example.org"], re.MULTILINE)
    assert link
    amina = hall.open()
    amina.goto(link[0])
    expect(amina.get_by_label("Your name")).to_have_value("Amina Yusuf")
    amina.get_by_label("What would you like to work on?").select_option("own")
    amina.get_by_role("button", name="Join").click()
    _finish_joining(amina)
    expect(amina.get_by_text("0 of 10, 10 empty")).to_be_visible()
    amina.goto(f"{hall.room(amina)}/scenario/step1")
    amina.get_by_label(re.compile("Name")).fill("canary partnership")
    amina.get_by_label(re.compile("Name")).blur()
    expect(amina.get_by_text("Saved", exact=True)).to_be_visible()
    stranger = hall.open()
    stranger.goto(link[0])
    stranger.get_by_role("heading", name="You have joined already").wait_for()

    console.reload()
    expect(console.get_by_role("row", name=re.compile("Amina"))).to_contain_text("Our scenario: 1 of 10")
    expect(console.get_by_role("button", name="Remind people")).to_have_attribute("aria-disabled", "true")
    command = [sys.executable, "-c", TWO_DAYS_AGO]
    environment = {**hall.server.environment, "DJANGO_SETTINGS_MODULE": "commonweal.project.settings"}
    subprocess.run(command, env=environment, check=True)
    console.reload()
    audit(console)
    console.get_by_role("button", name="Remind 2 people").click()
    expect(console.get_by_text("2 people will be reminded")).to_be_visible()
    reminders = {re.findall(r"To: (\S+)", text)[0]: text for text in _mails(hall, "Before the workshop", 2)}
    assert "9 of 10 parts are empty" in reminders["amina@example.org"]
    assert "You haven’t joined yet" in reminders["rhys@example.org"]
    everything = "".join(path.read_text() for path in (hall.server.data / "mail").glob("*"))
    assert "canary" not in everything + console.content()
    assert hall.complaints == []


@pytest.mark.mission("A1")
def test_three_people_make_a_three_and_what_a_pair_wrote_stays_with_it(
    hall: Hall, audit: Callable[[Page], None]
) -> None:
    console = hall.facilitate()
    ben, carys, dele = hall.join("Ben Cole"), hall.join("Carys Hughes", width=1366), hall.join("Dele Adeyemi")
    room = hall.room(ben)
    for key in ("a1", "a1p"):
        console.get_by_label("Activity", exact=True).select_option(key)
        console.get_by_role("button", name="Open").click()
        expect(console.get_by_role("button", name="Open")).to_have_attribute("aria-pressed", "true")
    ben.goto(f"{room}/activity/a1")
    ben.get_by_label("What happened").first.fill("Ben’s own example")
    ben.get_by_label("What happened").first.blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    for page in (ben, carys, dele):
        page.goto(f"{room}/activity/a1p")
    expect(dele.get_by_text("You are in no pair yet")).to_be_visible()
    console.get_by_role("button", name="Make pairs").click()
    expect(console.get_by_text("1 pair is made.")).to_be_visible()
    expect(dele.get_by_text("You are with Ben Cole and Carys Hughes.")).to_be_visible()
    ben.get_by_role("button", name="Read out: Personal").click()
    expect(ben.get_by_text("Ben’s own example")).to_be_visible()
    ben.get_by_label("Which skills did you both use?").fill("We both listen")
    ben.get_by_label("Which skills did you both use?").blur()
    expect(carys.get_by_text("We both listen")).to_be_visible()
    expect(carys.get_by_text("Ben’s own example")).to_have_count(0)

    # a fourth makes two new pairs; the three keep their page, the fourth never sees it
    elin = hall.join("Elin Price")
    elin.goto(f"{room}/activity/a1p")
    expect(elin.get_by_text("You are in no pair yet")).to_be_visible()
    console.get_by_label("Neighbours").select_option(label="from different groups")
    console.get_by_role("button", name="Make pairs again").click()
    expect(console.get_by_text("2 pairs are made.")).to_be_visible()
    expect(elin.get_by_text("You are with")).to_be_visible()
    for page in (ben, carys, dele):
        page.get_by_text("Pair 1").click()
        expect(page.get_by_text("We both listen")).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_count(4)
    for page in (ben, carys, console):
        audit(page)
    elin.reload()
    expect(elin.get_by_text("You are with")).to_be_visible()
    expect(elin.get_by_text("We both listen")).to_have_count(0)
    assert "We both listen" not in console.content()
    assert hall.complaints == []


@pytest.mark.mission("W1", "W8")
def test_a_series_of_two_workshops_with_one_phrase_one_log_and_a_copy(hall: Hall) -> None:
    console = hall.facilitate()
    first = _plan(hall, console)
    ben = hall.open()
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Ben Cole")
    ben.get_by_role("button", name="Join").click()
    ben.locator(".phrase li").nth(5).wait_for()
    words = ben.locator(".phrase li").all_inner_texts()
    ben.get_by_role("link", name="I’ve kept them").click()
    ben.get_by_role("heading", name="The day", exact=True).wait_for()
    ben.goto(f"{hall.room(ben)}/log")
    ben.get_by_label(re.compile("Plan:")).fill("ring the housing team")
    ben.get_by_label(re.compile("Plan:")).blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    code = _second_of_a_series(console, first)

    # on the same device: one press; the words are the same
    ben.goto(f"{hall.server.address}/join/{code}/")
    ben.get_by_role("button", name="Join as Ben Cole").click()
    ben.locator(".phrase li").nth(5).wait_for()
    assert ben.locator(".phrase li").all_inner_texts() == words
    ben.get_by_role("link", name="I’ve kept them").click()
    ben.get_by_role("heading", name="The day", exact=True).wait_for()
    second = hall.room(ben)
    ben.goto(f"{second}/log")
    ben.get_by_text("Collaborative working,").click()
    expect(ben.get_by_label(re.compile("Plan:")).nth(1)).to_have_value("ring the housing team")
    _from_another_device(hall, second, code, words)
    _first_is_closed_and_archived(hall, console, first, ben)
    assert hall.complaints == []


def _second_of_a_series(console: Page, first: str) -> str:
    """The facilitator begins a series, copies the workshop, and makes the copy part of it; its code."""
    console.goto(first)
    console.get_by_label("A new series, called").fill("Spring series")
    console.get_by_role("button", name="Begin a series").click()
    console.get_by_role("link", name="Copy").click()
    console.get_by_label("Title").fill("The second day")
    console.get_by_label("Date").fill("2030-05-14")
    console.get_by_role("button", name="Make the copy").click()
    console.get_by_role("heading", name="The second day").wait_for()
    expect(console.get_by_text("0 people have joined")).to_be_visible()
    console.get_by_role("button", name="Make it part of this series").click()
    expect(console.get_by_role("heading", name="Part of a series")).to_be_visible()
    return console.locator(".code").first.inner_text().replace(" ", "")


def _from_another_device(hall: Hall, second: str, code: str, words: list[str]) -> None:
    """On another device the second workshop's code and the words open both."""
    other = hall.open(1366)
    other.goto(hall.server.address + "/back/")
    other.get_by_label("Workshop code").fill(code)
    other.get_by_label("Your six words").fill(" ".join(words))
    other.get_by_role("button", name="Bring my work back").click()
    other.get_by_role("heading", name="The day", exact=True).wait_for()
    assert other.url.startswith(second)
    other.goto(f"{second}/portfolio")
    other.get_by_text("Collaborative working,").click()
    expect(other.get_by_text("Nothing was shared with your group there.")).to_be_visible()


def _first_is_closed_and_archived(hall: Hall, console: Page, first: str, ben: Page) -> None:
    """The first workshop is closed, its log stays open; then it is archived, out of the list."""
    console.goto(first)
    console.get_by_text("Close the workshop").click()
    console.get_by_role("button", name="Close it now").click()
    ben.goto(first.replace("/plan/", "/w/") + "today")
    expect(ben.get_by_role("heading", name="The workshop is over")).to_be_visible()
    ben.get_by_role("link", name="Open my log").click()
    ben.get_by_label(re.compile("Plan:")).fill("rang them")
    ben.get_by_label(re.compile("Plan:")).blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    expect(ben.get_by_text("Kept here for you")).to_have_count(0)
    console.get_by_text("Archive the workshop").click()
    console.get_by_role("button", name="Archive it now").click()
    ben.reload()
    expect(ben.get_by_text("This workshop is archived.")).to_be_visible()
    expect(ben.get_by_text("stays open for writing")).to_have_count(0)
    console.goto(hall.server.address + "/plan/")
    expect(console.get_by_role("heading", level=2)).to_have_text(["The second day"])
    console.get_by_role("link", name="Archived workshops").click()
    expect(console.get_by_role("heading", level=2)).to_have_text(["Collaborative working"])
