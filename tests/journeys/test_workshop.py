"""The main journey: a facilitator, two people in one group, one in another; from joining to the evaluation wall."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser


def _say(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).fill(words)
    page.get_by_label(label).press("Enter")


def _choose(console: Page, key: str) -> None:
    console.get_by_label("Activity", exact=True).select_option(key)


def _seat(hall: Hall, console: Page) -> None:
    """Groups of our own: two, with Ben and Carys together."""
    console.get_by_role("button", name="Mix again").click()
    console.get_by_role("button", name="Mix them").click()
    expect(console.get_by_role("button", name="Undo the mixing")).to_be_visible()
    console.wait_for_timeout(500)  # the answer comes by HTTP, and where people sit now a tick later by the socket
    hall.place(console, "Ben Cole", "Community Safety Partnership")
    hall.place(console, "Carys Hughes", "Community Safety Partnership")
    hall.place(console, "Dele Adeyemi", "Local Strategic Partnership")


def _evaluate(hall: Hall, console: Page, screen: Page, writers: list[Page]) -> None:
    """The wall: three writers are too few, five are enough."""
    room = hall.room(writers[0])
    _choose(console, "w7")
    console.get_by_role("button", name="Open").click()
    for number, page in enumerate(writers):
        page.goto(f"{room}/wall/w7")
        _say(page, "What worked well?", f"wall words {number}")
        expect(page.get_by_text("Yours, not shown yet")).to_be_visible()
        expect(page.get_by_text("Only on this device")).to_have_count(0)
    console.get_by_role("link", name="Review and show the wall’s notes").click()
    expect(console.get_by_text("Fewer than five people")).to_be_visible()
    expect(console.get_by_text("wall words")).to_have_count(0)
    for number in (3, 4):
        page = hall.join(f"Guest {number}")
        page.goto(f"{room}/wall/w7")
        _say(page, "What worked well?", f"wall words {number}")
        expect(page.get_by_text("Only on this device")).to_have_count(0)
    console.reload()
    expect(console.get_by_text("Five people or more have notes waiting")).to_be_visible()
    expect(console.get_by_text("wall words")).to_have_count(0)
    console.get_by_role("button", name="Collect the notes").click()
    console.get_by_role("button", name="Collect them").click()
    expect(console.get_by_text("5 notes are here for review")).to_be_visible()
    writers[0].get_by_role("button", name="Take back: wall words 0").click()
    expect(writers[0].get_by_text("The facilitator has this note now, so it stays as it is.")).to_be_visible()
    console.get_by_role("button", name="Show these notes").click()
    for number in range(5):
        expect(screen.get_by_text(f"wall words {number}")).to_be_visible()
        expect(writers[0].get_by_text(f"wall words {number}")).to_be_visible()
    expect(screen.get_by_alt_text("QR code to join")).to_be_visible()  # the wall still takes notes


@pytest.mark.mission("A2", "W7")
def test_a_workshop_from_joining_to_the_wall(hall: Hall) -> None:
    console = hall.facilitate()
    console.get_by_role("heading", name="Teenage Pregnancy").wait_for()
    console.get_by_label("How many groups").fill("2")
    ben = hall.join("Ben Cole", "Westmere Council")
    dele = hall.join("Dele Adeyemi", "Lowhill NHS Trust", width=1366)
    carys = hall.join("Carys Hughes", "Harbour Voices")
    room = hall.room(ben)

    _seat(hall, console)

    # A2: Ben writes, Carys sees it, Dele does not
    ben.goto(f"{room}/activity/a2")
    carys.goto(f"{room}/activity/a2")
    dele.goto(f"{room}/activity/a2")
    _say(ben, "Add an opportunity", "Four budgets in one room")
    expect(carys.get_by_text("Four budgets in one room")).to_be_visible()
    _say(dele, "Add an opportunity", "Shared data at last")
    expect(dele.get_by_text("Shared data at last")).to_be_visible()
    expect(dele.get_by_text("Four budgets in one room")).to_have_count(0)
    expect(carys.get_by_text("Shared data at last")).to_have_count(0)

    # the facilitator counts, and sees no words before sharing
    _choose(console, "a2")
    expect(console.get_by_role("row", name=re.compile("Community Safety Partnership"))).to_contain_text("Notes: 1")
    expect(console.get_by_text("Four budgets in one room")).to_have_count(0)

    # the big screen refuses what is not reviewed
    screen = hall.open(1366)
    screen.goto(hall.screen)
    screen.get_by_text("type this code").wait_for()
    console.get_by_role("button", name="Share all").click()
    expect(console.get_by_role("button", name="Share all")).to_have_attribute("aria-pressed", "true")
    console.get_by_label("Showing").select_option("shared")
    expect(console.get_by_role("alert")).to_contain_text("unreviewed")

    # review: hide one with a reason, show the rest
    console.get_by_role("link", name="Review for the big screen").click()
    note = console.get_by_role("listitem").filter(has_text="Shared data at last")
    note.get_by_role("button", name="Hide").click()
    note.get_by_label("Reason").fill("Names a project")
    note.get_by_role("button", name="Hide it").click()
    expect(note.get_by_text("Hidden: Names a project")).to_be_visible()
    console.get_by_role("button", name=re.compile("All seen")).click()
    expect(screen.get_by_text("Four budgets in one room")).to_be_visible()
    expect(screen.get_by_alt_text("QR code to join")).to_have_count(0)
    expect(screen.get_by_text("Shared data at last")).to_have_count(0)
    expect(dele.get_by_text("Names a project")).to_be_visible()
    ben.goto(f"{room}/together/a2")
    expect(ben.get_by_text("Four budgets in one room")).to_be_visible()
    expect(ben.get_by_text("Shared data at last")).to_have_count(0)

    console.get_by_role("link", name="Console", exact=True).click()
    _evaluate(hall, console, screen, [ben, carys, dele])
    assert hall.complaints == []


def test_ten_notes_written_offline_survive_closing_the_page(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/activity/a2")
    ben.get_by_label("Add an opportunity").wait_for()
    ben.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ben.wait_for_timeout(500)
    ben.context.set_offline(True)
    for number in range(10):
        _say(ben, "Add an opportunity", f"offline note {number}")
    expect(ben.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)
    expect(ben.get_by_text("10 changes are safe")).to_be_visible()
    context = ben.context
    ben.close()
    again = context.new_page()
    again.goto(f"{room}/activity/a2")
    for number in range(10):
        expect(again.get_by_text(f"offline note {number}", exact=True)).to_have_count(1)
    context.set_offline(False)
    expect(again.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)
    carys = hall.join("Carys Hughes")
    group = again.evaluate("location.href")
    assert group.startswith(room)
    console = hall.facilitate()
    _choose(console, "a2")
    row = console.get_by_role("row", name=re.compile("Community Safety Partnership"))
    expect(row).to_contain_text("Notes: 10")
    assert carys.url.startswith(room)


def test_the_http_transport_takes_over_where_sockets_are_blocked(hall: Hall) -> None:
    ben = hall.open()
    ben.add_init_script(
        "window.WebSocket = class { constructor() { this.readyState = 0; setTimeout(() => {"
        " this.readyState = 3; this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close')); }, 20); }"
        " send() {} close() {} };"
    )
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Ben Cole")
    ben.get_by_role("button", name="Join").click()
    ben.locator(".phrase li").nth(5).wait_for()
    ben.get_by_role("link", name="I’ve kept them").click()
    room = hall.room(ben)
    ben.goto(f"{room}/activity/a2")
    _say(ben, "Add an opportunity", "over plain HTTP")
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)
    console = hall.facilitate()
    _choose(console, "a2")
    expect(console.get_by_role("row", name=re.compile("Community Safety Partnership"))).to_contain_text("Notes: 1")


def test_the_phrase_brings_a_participant_back_on_another_device(hall: Hall) -> None:
    ben = hall.open()
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Ben Cole")
    ben.get_by_role("button", name="Join").click()
    ben.locator(".phrase li").nth(5).wait_for()
    words = ben.locator(".phrase li").all_inner_texts()
    ben.get_by_role("link", name="I’ve kept them").click()
    room = hall.room(ben)
    ben.goto(f"{room}/log")
    ben.get_by_label(re.compile("Experience")).fill("only for me")
    ben.get_by_label(re.compile("Experience")).blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    other = hall.open(1366)
    other.goto(hall.server.address + "/back/")
    code = re.search(r"/join/(\w+)/", hall.participant)
    assert code
    other.get_by_label("Workshop code").fill(f"{code[1][:4].lower()} {code[1][4:]}")
    other.get_by_label("Your six words").fill(" ".join(words))
    other.get_by_role("button", name="Bring my work back").click()
    other.get_by_role("heading", name="The day").wait_for(timeout=20_000)
    other.goto(f"{room}/log")
    expect(other.get_by_label(re.compile("Experience"))).to_have_value("only for me")
    # the no: the facilitator's console and the database of counts never carry the words
    console = hall.facilitate()
    assert "only for me" not in console.content()


def test_a_half_open_socket_shows_not_saved_within_ten_seconds(hall: Hall) -> None:
    """The network swallows everything without closing anything: the page stops saying Saved."""
    ben = hall.open()
    ben.add_init_script(
        "const Real = window.WebSocket; window.WebSocket = class extends Real {"
        " constructor(...a) { super(...a); window.__sockets = [...(window.__sockets ?? []), this]; }"
        " send(data) { if (!window.__hole) super.send(data); } };"
    )
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Ben Cole")
    ben.get_by_role("button", name="Join").click()
    ben.locator(".phrase li").nth(5).wait_for()
    ben.get_by_role("link", name="I’ve kept them").click()
    room = hall.room(ben)
    ben.goto(f"{room}/activity/a2")
    _say(ben, "Add an opportunity", "before the hole")
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    ben.route("**/sync/**", lambda route: None)
    ben.evaluate("window.__hole = true; for (const s of window.__sockets) s.onmessage = null;")
    _say(ben, "Add an opportunity", "into the hole")
    expect(ben.get_by_text("Offline", exact=True)).to_be_visible(timeout=10_000)
    ben.unroute_all()
    ben.evaluate("window.__hole = false")
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)


@pytest.mark.mission("W6")
def test_a_scenario_is_private_until_a_copy_is_shared_without_names(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    carys = hall.join("Carys Hughes")
    console = hall.facilitate()
    for name in ("Ben Cole", "Carys Hughes"):
        hall.place(console, name, "Drug & Alcohol Partnership")
    room = hall.room(ben)
    ben.goto(f"{room}/scenario/step5")
    ben.get_by_label(re.compile("Problems")).fill("Sarah Khan and I disagree about the waiting list.")
    ben.get_by_label(re.compile("Problems")).blur()
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()
    carys.goto(f"{room}/portfolio")
    expect(carys.get_by_text("Nothing shared yet")).to_be_visible()
    ben.get_by_role("button", name="Share with my group").click()
    ben.get_by_label("Replace with").first.press("Enter")
    ben.get_by_label("I have read it through").check()
    ben.get_by_role("button", name="Share with my group").click()
    ben.get_by_role("heading", name="Portfolio").wait_for()
    shared = carys.get_by_role("region", name="Shared with your group").locator("details")
    shared.locator("summary").click()
    expect(carys.get_by_text("A colleague and I disagree about the waiting list")).to_be_visible()
    expect(carys.get_by_text("Sarah Khan")).to_have_count(0)
    assert "Sarah Khan" not in console.content()
    assert hall.complaints == []


@pytest.mark.mission("A3")
def test_a_stakeholder_is_listed_and_placed_by_keyboard_alone(hall: Hall) -> None:
    ben = hall.join("Ben Cole", width=1366)
    room = hall.room(ben)
    ben.goto(f"{room}/activity/a3")
    ben.get_by_label("Add someone").focus()
    ben.keyboard.type("Foster carers")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("button", name="Foster carers", exact=True)).to_have_attribute("aria-pressed", "true")
    ben.get_by_role("group", name="Place Foster carers").get_by_role("button", name="Involve").focus()
    ben.keyboard.press("Enter")
    quadrant = ben.get_by_role("region", name=re.compile("Involve"))
    expect(quadrant.get_by_role("button", name="Foster carers", exact=True)).to_be_visible()
    ben.goto(f"{room}/activity/a2")
    ben.get_by_label("Add an opportunity").focus()
    ben.keyboard.type("by keyboard")
    ben.keyboard.press("Enter")
    note = ben.get_by_role("listitem").filter(has_text="by keyboard")
    note.focus()
    ben.keyboard.press("Alt+ArrowRight")
    expect(ben.get_by_role("region", name="Challenges").get_by_text("by keyboard")).to_be_visible()
    note.focus()
    ben.keyboard.press("Delete")
    expect(ben.get_by_text("Note deleted", exact=True)).to_be_visible()
    ben.get_by_role("button", name="Put it back").click()
    expect(ben.get_by_text("by keyboard")).to_be_visible()


def test_the_pages_rest_on_no_other_host(hall: Hall, tmp_path: Path) -> None:
    asked: list[str] = []
    page = hall.open(1366)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(hall.facilitator)
    page.get_by_role("heading", name="Run of the day").wait_for()
    assert asked
    assert all(url.startswith((hall.server.address, "data:", "blob:")) for url in asked)


def test_what_is_on_now_is_announced_and_nobody_is_pulled_off_their_page(hall: Hall) -> None:
    console = hall.facilitate()
    console.get_by_label("Go to another slot").select_option(label="Concepts and contexts")
    _choose(console, "a1")
    console.get_by_role("button", name="Open", exact=True).click()
    ben, carys = hall.join("Ben Cole"), hall.join("Carys Hughes", width=1366)
    room = hall.room(ben)
    for page in (ben, carys):
        page.goto(f"{room}/activity/a1")
        page.locator("textarea").first.fill("In the middle of a sen")
    _choose(console, "a2")
    console.get_by_label("minutes").fill("12")
    console.get_by_role("button", name="Open", exact=True).click()
    for page in (ben, carys):
        expect(page.get_by_text("Opportunities and challenges is on now.")).to_be_visible()
        expect(page.locator("textarea").first).to_have_value("In the middle of a sen")
    ben.get_by_role("button", name="Stay here").click()
    expect(ben.get_by_text("is on now.")).to_have_count(0)
    carys.get_by_role("link", name="Go there").click()
    expect(carys.get_by_label("Add an opportunity")).to_be_visible()
    expect(carys.get_by_text("is on now.")).to_have_count(0)

    # the timer says what it is for where another activity is looked at, and goes on in the bar by itself
    console.get_by_role("button", name="Start the timer").click()
    expect(console.get_by_role("timer")).to_have_text(re.compile(r"1[12]:\d\d"))
    _choose(console, "a3")
    expect(console.get_by_text("for Opportunities and challenges")).to_be_visible()
    left = carys.locator(".timed .num")
    before = left.inner_text()
    expect(left).not_to_have_text(before)
    assert hall.complaints == []
