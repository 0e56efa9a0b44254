"""Before the day: facilitators sign in, make a workshop and its plan, bring in help, and rehearse."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Hall
from tests.serving import Server

pytestmark = pytest.mark.browser
COMMAND = """async ([address, body]) => {
  const headers = {"Content-Type": "application/json", "X-Commonweal": "1"};
  const answer = await fetch(address, {method: "POST", headers, body: JSON.stringify(body)});
  return [answer.status, await answer.json()];
}"""


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _mailed_code(server: Server, to: str) -> str:
    """The code in the letter to somebody; without a mail server, letters are put in a folder here."""
    letters = [path.read_text() for path in (server.data / "mail").glob("*")]
    mine = "".join(letter for letter in letters if f"To: {to}\n" in letter)
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mine, re.MULTILINE)
    assert found, f"no letter with a code went to {to}"
    return found[0]


def _signed_in(hall: Hall) -> Page:
    """The facilitator's workshops, without the form to sign in."""
    page = hall.open(1366)
    page.goto(hall.facilitator)
    page.goto(hall.server.address + "/plan/")
    return page


def _make(page: Page, title: str) -> None:
    """Makes a workshop from the list of workshops; its plan is on the page then."""
    page.get_by_role("link", name="New workshop").click()
    page.get_by_label("Programme").select_option("Collaborative working")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Date").fill("2026-03-12")
    page.get_by_label("Place").fill("The Bridge Room")
    page.get_by_label("Time zone").select_option("Europe/Dublin")
    page.get_by_role("button", name="Make the workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _slot(page: Page, title: str) -> Locator:
    return page.locator(".slot").filter(has=page.get_by_role("heading", name=title, exact=True))


def _shows(slot: Locator, times: str, minutes: int) -> None:
    expect(slot.locator(".slot__time")).to_have_text(times)
    expect(slot.get_by_text(f"{minutes} min", exact=True)).to_be_visible()


def test_a_facilitator_signs_in_with_a_password_and_makes_a_workshop(common_hall: Hall) -> None:
    page = common_hall.open(1366)
    page.goto(common_hall.server.address)
    page.get_by_role("link", name="Facilitators sign in").click()
    _sign_in(page, "asha@example.org", "not her password")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    _sign_in(page, "asha@example.org", (common_hall.server.data / "demo-password").read_text().strip())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your workshops")
    _make(page, "Across the estuary")
    expect(page.get_by_text("Thursday 12 March 2026, The Bridge Room · Europe/Dublin")).to_be_visible()
    assert common_hall.complaints == []


@pytest.mark.mission("W3")
def test_a_slot_is_added_moved_and_resized_until_nothing_clashes(common_hall: Hall) -> None:
    page = _signed_in(common_hall)
    _make(page, "A day with a walk")
    walk, climate = _slot(page, "A walk"), _slot(page, "A climate for change")
    clashes = page.locator(".message").filter(has_text="to look at").get_by_role("listitem")
    expect(clashes).to_have_count(0)
    more = page.locator("form").filter(has=page.get_by_role("heading", name="Add a slot"))
    more.get_by_label("Title").fill("A walk")
    more.get_by_label("Minutes", exact=True).fill("20")
    more.get_by_label("Kind").select_option("Break")
    more.get_by_label("After").select_option("Lunch")
    more.get_by_role("button", name="Add it").click()
    _shows(walk, "13.30–13.50", 20)
    late = "Influencing and negotiation is fixed at 13.30 but is reached at 13.50, 20 minutes late."
    expect(clashes.first).to_have_text(late)
    walk.get_by_role("button", name="A walk earlier").click()
    _shows(walk, "12.30–12.50", 20)
    expect(clashes.first).to_have_text("Lunch is fixed at 12.30 but is reached at 12.50, 20 minutes late.")
    for minutes in (55, 50, 45, 40):
        climate.get_by_role("button", name="−5 minutes").click()
        expect(climate.get_by_text(f"{minutes} min", exact=True)).to_be_visible()
    _shows(walk, "12.10–12.30", 20)
    expect(clashes).to_have_count(0)
    walk.get_by_role("button", name="+5 minutes").click()
    _shows(walk, "12.10–12.35", 25)
    expect(clashes.first).to_have_text("Lunch is fixed at 12.30 but is reached at 12.35, 5 minutes late.")
    assert common_hall.complaints == []


def test_details_are_changed_and_the_poster_lets_people_in(common_hall: Hall) -> None:
    page = _signed_in(common_hall)
    _make(page, "Across the estuary")
    code = page.get_by_label("Joining").locator(".code").inner_text()
    page.get_by_role("link", name="Details").click()
    page.get_by_label("Title").fill("Across the water")
    page.get_by_label("Place").fill("The Boat House")
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_label("Begins").fill("09:15")
    page.get_by_role("button", name="Keep the details").click()
    expect(page.get_by_text("Thursday 12 March 2026, The Boat House · Europe/Lisbon")).to_be_visible()
    _shows(_slot(page, "Arrive and register"), "09.15–09.45", 30)

    page.get_by_role("link", name="Poster", exact=True).click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text("Across the water")
    expect(page.get_by_text(code, exact=True)).to_be_visible()
    picture = page.get_by_role("img", name="QR code to join")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(page.get_by_role("link", name="Back to the plan")).to_be_hidden()

    guest = common_hall.open()
    guest.goto(common_hall.server.address)
    guest.get_by_label("Workshop code").fill(code.lower())
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_text("Across the water")).to_be_visible()
    assert common_hall.complaints == []


def test_a_co_facilitator_comes_by_a_mailed_code_and_runs_one_group_alone(common_hall: Hall) -> None:
    plan = _signed_in(common_hall)
    _make(plan, "Run by two")
    help_link = plan.get_by_label("Link, shown only now").input_value()
    join_link = plan.get_by_label("Link", exact=True).input_value()
    plan.get_by_role("link", name="Console", exact=True).click()
    plan.get_by_label("How many groups").fill("2")
    plan.get_by_role("button", name="Make groups").click()
    expect(plan.get_by_role("heading", name="Group 2")).to_be_visible()
    guests = [common_hall.join(name, link=join_link) for name in ("Ben Cole", "Dele Adeyemi")]
    for guest in guests:
        guest.goto(f"{common_hall.room(guest)}/activity/a2")
        expect(guest.get_by_text("Not open yet.")).to_be_visible()

    common_hall.server.run("sign-up", "fay@example.org", "--name", "Fay Oduya")
    fay = common_hall.open(1366)
    fay.goto(help_link)
    fay.get_by_role("link", name="Send me a code instead").click()
    fay.get_by_label("Email").fill("fay@example.org")
    fay.get_by_role("button", name="Send me the code").click()
    fay.get_by_label("Code").fill("BBBB-BBBB")
    fay.get_by_role("button", name="Go on").click()
    expect(fay.get_by_role("alert")).to_contain_text("That is not the code.")
    fay.get_by_label("Code").fill(_mailed_code(common_hall.server, "fay@example.org"))
    fay.get_by_role("button", name="Go on").click()
    expect(fay.get_by_role("heading", level=1)).to_have_text("Help to facilitate Run by two")
    fay.get_by_label("Group 1").check()
    fay.get_by_role("button", name="Go to the console").click()

    # yes: the group she runs; no: the other one, and all of them
    fay.get_by_label("Activity", exact=True).select_option("a2")
    with fay.expect_request("**/do/set_state") as asked:
        fay.get_by_label("Change Group 1 alone").select_option("Open")
    group = json.loads(asked.value.post_data or "")["group"]
    ben, dele = guests
    expect(ben.get_by_label("Add an opportunity")).to_be_visible()
    expect(fay.get_by_role("alert")).to_have_count(0)
    expect(fay.get_by_text("You run Group 1. Open, lock and share for them in the table below.")).to_be_visible()
    expect(fay.get_by_label("Change Group 2 alone")).to_have_count(0)
    expect(fay.get_by_role("button", name="Open", exact=True)).to_have_count(0)
    address = f"{common_hall.room(fay)}/do/set_state"
    for more in ({"group": group + 1}, {}):
        status, answer = fay.evaluate(COMMAND, [address, {"activity": "a2", "state": "open", **more}])
        assert status == 403
        assert answer["error"] == "Only the facilitator who runs this can do that."
    plan.get_by_label("Activity", exact=True).select_option("a2")
    expect(plan.get_by_role("row", name=re.compile("Group 2"))).to_contain_text("Waiting")
    expect(dele.get_by_text("Not open yet.")).to_be_visible()
    assert common_hall.complaints == []


def _counted(server: Server) -> object:
    """What the database holds, by `tests.journeys.count_rows`."""
    command = [sys.executable, "-m", "tests.journeys.count_rows"]
    return json.loads(subprocess.run(command, env=server.environment, capture_output=True, check=True).stdout)


def test_a_rehearsal_is_wiped_in_one_press_and_leaves_nothing(common_hall: Hall) -> None:
    page = _signed_in(common_hall)
    _make(page, "To be rehearsed")
    before = _counted(common_hall.server)
    page.get_by_role("link", name="Rehearse").click()
    rehearsal = page.url
    page.get_by_label("How many pretend people").fill("6")
    page.get_by_role("button", name="Fill the workshop").click()
    expect(page.get_by_role("status")).to_have_text(
        "6 pretend people have joined, sit in groups, and write on whatever you open."
    )

    # the views of two roles: one of them calls for help and writes; the facilitator begins the day
    page.get_by_role("button", name="Amina Yusuf, Westmere Council").click()
    page.get_by_role("button", name="Ask for help").click()
    expect(page.get_by_text("The facilitator can see that you asked.")).to_be_visible()
    room = common_hall.room(page)
    page.goto(f"{room}/scenario/step5")
    page.get_by_label(re.compile("Problems")).fill("written as Amina")
    page.get_by_label(re.compile("Problems")).blur()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.goto(rehearsal)
    page.get_by_role("button", name="Rhys Morgan, Lowhill NHS Trust").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.goto(f"{room}/scenario/step5")
    expect(page.get_by_label(re.compile("Problems"))).not_to_have_value("written as Amina")
    page.goto(f"{room}/log")
    expect(page.get_by_role("heading", name="These pages are sealed")).to_be_visible()
    page.goto(f"{room}/console")
    expect(page.get_by_text("6 people. Choose a name")).to_be_visible()
    expect(page.get_by_role("heading", name="Asking for help")).to_be_visible()
    page.get_by_role("button", name="Next: Arrive and register").click()
    expect(page.get_by_role("button", name="Next: Welcome")).to_be_visible()
    assert _counted(common_hall.server) != before

    page.goto(rehearsal)
    page.get_by_role("button", name="Wipe the rehearsal").click()
    expect(page.get_by_role("status")).to_contain_text("the day stands as it stood before.")
    assert _counted(common_hall.server) == before
    page.goto(f"{room}/scenario/step5")
    expect(page.get_by_role("alert")).to_contain_text("You are not in this workshop on this device.")
    expect(page.get_by_label(re.compile("Problems"))).to_have_count(0)
    assert common_hall.complaints == []
