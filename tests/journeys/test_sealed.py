"""Sealed pages in real browsers: a canary that nobody else finds, two devices, other words, quoting, taking home."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
LOG_CANARY = "zebrafinch-in-the-log"
CHANGE_CANARY = "zebrafinch-in-the-change"
GROUP_CANARY = "zebrafinch-on-the-board"
EXCHANGE = """async ([room, role]) => {
  const path = `/sync/${room}/exchange?as=${role}`;
  const self = await (await fetch(`/sync/${room}/self?as=${role}`)).json();
  const hello = {t: "hello", v: 1, epoch: self.epoch, member: self.member, device: crypto.randomUUID()};
  const init = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify([hello])};
  return (await fetch(path, init)).text();
}"""


def join(hall: Hall, name: str, width: int = 390) -> tuple[Page, list[str]]:
    """A participant on Today, and their six words."""
    page = hall.open(width)
    page.goto(hall.participant)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.locator(".phrase li").nth(5).wait_for()
    words = page.locator(".phrase li").all_inner_texts()
    page.get_by_role("link", name="I’ve kept them").click()
    page.get_by_role("heading", name="The day").wait_for()
    return page, words


def passage(page: Page, label: str) -> Any:
    return page.get_by_role("textbox", name=re.compile(label))


def write(page: Page, label: str, words: str) -> None:
    passage(page, label).fill(words)
    passage(page, label).blur()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def listen(page: Page, heard: list[str]) -> None:
    """Keeps every frame and every answer that a page gets."""

    def on_socket(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: heard.append(str(data)))

    def on_finished(request: Request) -> None:
        answer = request.response()
        if answer and answer.ok and request.resource_type in ("fetch", "xhr", "document"):
            heard.append(answer.text())

    page.on("websocket", on_socket)
    page.on("requestfinished", on_finished)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def found_in(folder: Path, words: str) -> set[str]:
    """Names of the files that hold the words, as UTF-8 or as UTF-16."""
    forms = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")]
    return {name for name, data in files(folder) if any(form in data for form in forms)}


@pytest.mark.mission("W4", "W8", "A4")
def test_what_is_written_in_the_log_and_about_change_is_found_by_nobody_else(hall: Hall, tmp_path: Path) -> None:
    heard: list[str] = []
    console = hall.facilitate()
    listen(console, heard)
    screen = hall.open(1366)
    listen(screen, heard)
    screen.goto(hall.screen)
    ben, _ = join(hall, "Ben Cole")
    carys = hall.open()
    listen(carys, heard)
    carys.goto(hall.participant)
    carys.get_by_label("Your name").fill("Carys Hughes")
    carys.get_by_role("button", name="Join").click()
    carys.locator(".phrase li").nth(5).wait_for()
    carys.get_by_role("link", name="I’ve kept them").click()
    room = hall.room(ben)

    _open(console, "a4", "a2")
    ben.goto(f"{room}/log")
    write(ben, "^Experience", f"What I felt: {LOG_CANARY}")
    ben.get_by_label("What I will do").fill(f"Ask about {LOG_CANARY}")
    ben.get_by_label("By when", exact=True).fill("2027-03-20")
    ben.get_by_role("button", name="Add an action").click()
    expect(ben.get_by_text("By when: Saturday 20 March 2027")).to_be_visible()
    ben.goto(f"{room}/activity/a4")
    write(ben, "second order", f"We closed {CHANGE_CANARY}")
    ben.goto(f"{room}/activity/a2")
    ben.get_by_label("Add an opportunity").fill(GROUP_CANARY)
    ben.get_by_label("Add an opportunity").press("Enter")
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible()

    # the facilitator shares what can be shared, and everybody looks at everything
    console.get_by_label("Activity", exact=True).select_option("a4")
    expect(console.get_by_role("button", name="Share all")).to_have_count(0)
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Share all").click()
    carys.goto(f"{room}/together/a2")
    expect(carys.get_by_text(GROUP_CANARY)).to_be_visible()
    console.get_by_role("link", name="Review for the big screen").click()
    console.get_by_role("button", name=re.compile("All seen")).click()
    expect(screen.get_by_text(GROUP_CANARY)).to_be_visible()
    plan = f"{hall.server.address}/plan/{room.rsplit('/', 1)[1]}/"
    for address in (f"{room}/console", f"{room}/console/review/a4", plan, f"{plan}details/", f"{room}/library.json"):
        console.goto(address)
        heard.append(console.content())
    for address in ("today", "group", "log", "activity/a4", "portfolio", "together/a4"):
        carys.goto(f"{room}/{address}")
        carys.locator("h1").first.wait_for(state="attached")
        heard.append(carys.content())
    for page, role in ((console, "facilitator"), (carys, "participant"), (screen, "screen")):
        heard.append(page.evaluate(EXCHANGE, [room.rsplit("/", 1)[1], role]))
        assert '"t":"welcome"' in heard[-1]
    heard += [screen.content(), carys.content()]
    everything = "\n".join(heard)
    assert everything.count(GROUP_CANARY) > 3, "the control: what is shared is heard"
    assert LOG_CANARY not in everything
    assert CHANGE_CANARY not in everything
    assert hall.complaints == []
    _no_byte_of_it(hall, tmp_path)


def _open(console: Page, *activities: str) -> None:
    """Opens activities for everybody."""
    for key in activities:
        console.get_by_label("Activity", exact=True).select_option(key)
        console.get_by_role("button", name="Open", exact=True).click()
        expect(console.get_by_role("button", name="Open", exact=True)).to_have_attribute("aria-pressed", "true")


def _no_byte_of_it(hall: Hall, folder: Path) -> None:
    """Neither in the database's files, its log, nor in a backup; the control is found in each."""
    sqlite = not os.environ.get("COMMONWEAL_TEST_DATABASE", "").startswith("postgres")
    backup = folder / "copy" / "backup.sqlite3"
    backup.parent.mkdir()
    hall.server.run("backup", str(backup), status=0 if sqlite else 1)
    assert backup.exists() is sqlite
    for canary in (LOG_CANARY, CHANGE_CANARY):
        assert found_in(hall.server.data, canary) == set()
        assert found_in(backup.parent, canary) == set()
    if sqlite:
        assert found_in(hall.server.data, GROUP_CANARY) & {"commonweal.sqlite3", "commonweal.sqlite3-wal"}
        assert found_in(backup.parent, GROUP_CANARY) == {"backup.sqlite3"}


def test_the_six_words_and_the_resume_link_open_sealed_pages_elsewhere(hall: Hall) -> None:
    ben, words = join(hall, "Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/log")
    expect(ben.get_by_text("Only you can read this. Not Asha Patel, not your group, not your employer")).to_be_visible()
    write(ben, "^Reflect", "only for me")
    laptop = _by_the_link(hall, room, words)
    _at_both_devices(ben, laptop)
    _begun_at_both(ben, laptop)
    _without_keys(laptop, room, words)

    # another key never overwrites
    laptop.evaluate("for (const name of Object.keys(localStorage)) localStorage.setItem(name, btoa('x'.repeat(32)))")
    laptop.goto(f"{room}/log")
    expect(laptop.get_by_role("heading", name="These pages were sealed with other words")).to_be_visible()
    expect(passage(laptop, "^Reflect")).to_have_count(0)
    ben.reload()
    expect(passage(ben, "^Reflect")).to_have_value("from the laptop again\nfrom the phone")

    # somebody else on the same device has words of their own
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Carys Hughes")
    ben.get_by_role("button", name="Join").click()
    ben.locator(".phrase li").nth(5).wait_for()
    assert ben.locator(".phrase li").all_inner_texts() != words
    assert hall.complaints == []


def _by_the_link(hall: Hall, room: str, words: list[str]) -> Page:
    """A second device comes by the link: the key travels in the fragment, which no server is sent."""
    asked: list[str] = []
    laptop = hall.open(1366)
    laptop.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    laptop.goto(f"{hall.server.address}/back/#{room.rsplit('/', 1)[1]}.{'.'.join(words)}")
    laptop.get_by_role("heading", name="The day").wait_for(timeout=20_000)
    laptop.goto(f"{room}/log")
    expect(passage(laptop, "^Reflect")).to_have_value("only for me")
    sent = [one.split("#")[0] for one in asked]
    assert sent
    assert not any(word in one for one in sent for word in words if len(word) > 5)
    return laptop


def _at_both_devices(ben: Page, laptop: Page) -> None:
    """What one device writes, the other shows; what both write at once is kept twice."""
    write(laptop, "^Reflect", "from the laptop")
    expect(passage(ben, "^Reflect")).to_have_value("from the laptop")
    ben.context.set_offline(True)
    expect(ben.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)
    passage(ben, "^Reflect").fill("from the phone")
    passage(ben, "^Reflect").blur()
    write(laptop, "^Reflect", "from the laptop again")
    ben.context.set_offline(False)
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)
    versions = laptop.get_by_role("group", name="Two versions")
    expect(versions).to_contain_text("You changed this on two devices at once")
    expect(versions).to_contain_text("from the phone")
    versions.get_by_role("button", name="Keep both").click()
    expect(passage(ben, "^Reflect")).to_have_value("from the laptop again\nfrom the phone")
    expect(ben.get_by_role("group", name="Two versions")).to_have_count(0)


def _begun_at_both(ben: Page, laptop: Page) -> None:
    """What both begin at once is there twice, until its writer joins the two or deletes one."""
    ben.context.set_offline(True)
    expect(ben.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)
    for label in ("^Conclude", "^Plan"):
        write(laptop, label, "begun on the laptop")
        passage(ben, label).fill("begun on the phone")
        passage(ben, label).blur()
    ben.context.set_offline(False)
    expect(ben.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)
    twins = laptop.get_by_role("group", name="Also written by you")
    expect(twins).to_have_count(2)
    expect(twins.first).to_contain_text("begun on the phone")
    twins.first.get_by_role("button", name="Put both together").click()
    expect(twins).to_have_count(1)
    twins.get_by_role("button", name="Delete this one").click()
    expect(twins).to_have_count(0)
    for page in (laptop, ben):
        expect(passage(page, "^Conclude")).to_have_value("begun on the laptop\nbegun on the phone")
        expect(passage(page, "^Plan")).to_have_value("begun on the laptop")
    expect(ben.get_by_role("group", name="Also written by you")).to_have_count(0)


def _without_keys(laptop: Page, room: str, words: list[str]) -> None:
    """A device that lost its keys: everything else works, and the six words open the pages."""
    laptop.evaluate("localStorage.clear()")
    laptop.goto(f"{room}/log")
    expect(laptop.get_by_role("heading", name="These pages are sealed")).to_be_visible()
    expect(passage(laptop, "^Reflect")).to_have_count(0)
    laptop.get_by_label("Your six words").fill(" ".join(reversed(words)))
    laptop.get_by_role("button", name="Open my pages").click()
    expect(laptop.get_by_role("alert")).to_contain_text("not the words")
    laptop.get_by_label("Your six words").fill(", ".join(words).upper())
    laptop.get_by_role("button", name="Open my pages").click()
    expect(passage(laptop, "^Reflect")).to_have_value("from the laptop again\nfrom the phone")


@pytest.mark.mission("W8", "W9")
def test_the_log_quotes_what_was_written_and_goes_home(hall: Hall) -> None:
    console = hall.facilitate()
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Open", exact=True).click()
    ben, _ = join(hall, "Ben Cole", 390)
    carys, _ = join(hall, "Carys Hughes", 1366)
    room = hall.room(ben)
    for page, words in ((ben, "Four budgets in one room"), (carys, "somebody else’s words")):
        page.goto(f"{room}/activity/a2")
        page.get_by_label("Add an opportunity").fill(words)
        page.get_by_label("Add an opportunity").press("Enter")
        expect(page.locator(".note", has_text=words)).to_be_visible()
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    carys.goto(f"{room}/log")
    passage(carys, "^Reflect").focus()
    carys.get_by_role("button", name="Quote this: somebody else’s words").click()
    expect(passage(carys, "^Reflect")).to_have_value(re.compile("^“somebody else’s words”\n– Opportunities"))
    ben.locator("summary", has_text="My private notes").click()
    write(ben, "^Notes", "a name to remember")
    ben.goto(f"{room}/log")
    write(ben, "^Plan", "1. Ask Cable Row residents, 20 March 2027\n2. Ask Mei")
    ben.get_by_role("button", name="Bring in something I wrote").nth(1).click()
    expect(ben.get_by_text("somebody else’s words")).to_have_count(0)
    ben.get_by_role("button", name="Quote this: Four budgets in one room").click()
    quoted = "“Four budgets in one room”\n– Opportunities and challenges: Opportunities\n"
    expect(passage(ben, "^Reflect")).to_have_value(quoted)
    expect(passage(ben, "^Reflect")).to_be_focused()
    ben.get_by_role("button", name="Make 2 actions of my plan").click()
    expect(ben.get_by_text("By when: Saturday 20 March 2027")).to_be_visible()
    with ben.expect_download() as calendar:
        ben.get_by_role("button", name="Add to my calendar").click()
    ics = Path(calendar.value.path()).read_text()
    assert re.findall(r"(?:DTSTART|SUMMARY).*", ics) == [
        "DTSTART;VALUE=DATE:20270320",
        "SUMMARY:Ask Cable Row residents\\, 20 March 2027",
    ]
    with ben.expect_download() as taken:
        ben.get_by_role("button", name="Take it with me").click()
    home = Path(taken.value.path()).read_text(encoding="utf-8")
    assert all(words in home for words in ("Four budgets in one room", "a name to remember", "Private to Ben Cole"))
    ben.emulate_media(media="print")
    expect(ben.get_by_text(re.compile("Private to Ben Cole. Printed on"))).to_be_visible()
    expect(ben.locator(".cycle p.on-print", has_text="Four budgets in one room")).to_be_visible()
    expect(ben.locator("textarea:visible, button:visible")).to_have_count(0)
    ben.emulate_media(media="screen")
    ben.goto(f"{room}/log/w9")
    write(ben, "^Roles I take", "I chair.")
    ben.get_by_role("button", name="Start another passage").click()
    passage(ben, "^Roles I take").press_sequentially("I also wait.")
    passage(ben, "^Roles I take").blur()
    expect(ben.locator(".by .prewrap", has_text="I chair.")).to_be_visible()
    expect(passage(ben, "^Roles I take")).to_have_value("I also wait.")
    ben.reload()
    expect(passage(ben, "^Roles I take")).to_have_value("I also wait.")
    assert hall.complaints == []


def test_two_devices_that_fill_one_row_of_a_table_have_both_texts(hall: Hall) -> None:
    console = hall.facilitate()
    console.get_by_label("Activity", exact=True).select_option("a1")
    console.get_by_role("button", name="Open", exact=True).click()
    phone, words = join(hall, "Ben Cole")
    room = hall.room(phone)
    laptop = hall.open(1366)
    laptop.goto(f"{hall.server.address}/back/#{room.rsplit('/', 1)[1]}.{'.'.join(words)}")
    laptop.get_by_role("heading", name="The day").wait_for(timeout=20_000)
    cells = [page.locator("cw-table textarea").first for page in (phone, laptop)]
    for page in (phone, laptop):
        page.goto(f"{room}/activity/a1")

    def at_once(of_phone: str, of_laptop: str) -> None:
        phone.context.set_offline(True)
        expect(phone.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)
        for cell, text in zip(cells, (of_phone, of_laptop), strict=True):
            cell.fill(text)
            cell.blur()
        for _ in range(200):  # the laptop's comes first
            if laptop.evaluate("document.querySelector('cw-app').room.pending") == 0:
                break
            laptop.wait_for_timeout(50)
        phone.context.set_offline(False)

    # the row was empty: what each began is there, until its writer puts both together
    at_once("begun on the phone", "begun on the laptop")
    twin = laptop.get_by_role("group", name="Also written here")
    expect(twin).to_contain_text("begun on the phone", timeout=30_000)
    twin.get_by_role("button", name="Put both together").click()
    for cell in cells:
        expect(cell).to_have_value("begun on the laptop\nbegun on the phone")
    expect(phone.get_by_role("group", name="Also written here")).to_have_count(0)

    # the row was full: neither is written over
    at_once("all from the phone", "all from the laptop")
    versions = laptop.get_by_role("group", name="Two versions")
    expect(versions).to_contain_text("all from the phone", timeout=30_000)
    expect(versions).to_contain_text("all from the laptop")
    versions.get_by_role("button", name="Keep both").click()
    expect(cells[0]).to_have_value("all from the laptop\nall from the phone")
    assert hall.complaints == []
