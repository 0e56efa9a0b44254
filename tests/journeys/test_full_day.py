"""The whole day as one journey, 09.30 to 16.00: a facilitator, six people in two groups, by a clock that moves on."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.clocked import Clock
from tests.journeys import the_afternoon, the_morning
from tests.journeys.test_sealed import EXCHANGE
from tests.journeys.the_day import DATE, ON_TIME, TITLE, ClockedHall, Day, Person, at, keeps, listen, say, write
from tests.serving import Server, database

pytestmark = pytest.mark.browser
SCENARIO = "Harbour tenants: they pay for it\nThe night bus firm: it runs at a loss"


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Eight browsers at once may take their time on a busy machine."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def hall(tmp_path: Path, browser: Browser) -> Iterator[ClockedHall]:
    """A server by the clock, with nothing in it but a facilitator's account and the demonstration."""
    with ExitStack() as stack:
        server = Server(
            tmp_path,
            stack.enter_context(database()),
            "tests.clocked",
        )
        clock = Clock(tmp_path)
        clock.set(at("09.00"))
        server.environment["COMMONWEAL_DEMO_TOKEN"] = "journey"
        links = re.findall(r"https?://\S+", server.run("demo", "--no-serve", "--port", str(server.port)))
        stack.callback(server.stop)
        server.start()
        made = ClockedHall(server, links[0], links[1], links[2], browser, clock=clock)
        yield made
        for context in made.contexts:
            context.close()


# --- before the first slot ------------------------------------------------------------------------------


def _prepare(hall: ClockedHall) -> Day:
    """The facilitator makes the workshop from the programme and opens its console and its big screen."""
    console = hall.open(1366)
    console.goto(hall.facilitator)
    console.goto(hall.server.address + "/plan/")
    console.get_by_role("link", name="New workshop").click()
    console.get_by_label("Programme").select_option("Collaborative working")
    console.get_by_label("Title").fill(TITLE)
    console.get_by_label("Date").fill(DATE)
    console.get_by_label("Time zone").select_option("Europe/London")
    console.get_by_role("button", name="Make the workshop").click()
    code = console.locator(".code").first.inner_text().replace(" ", "")
    room = re.search(r"/plan/(r\w+)/", console.url)
    assert room
    console.goto(f"{hall.server.address}/w/{room[1]}/console")
    console.get_by_role("button", name="A link for another machine").click()
    screen = hall.open(1366)
    screen.goto(console.get_by_label("Link for the big screen").input_value())
    screen.get_by_text("type this code").wait_for()
    return Day(hall, console, screen, code)


def _join(day: Day, name: str, width: int) -> Person:
    """Somebody types the code, says who they are, and waits for the day to begin."""
    page = day.hall.open(width)
    person = Person(name, width, page, 0)
    listen(page, person.heard)
    page.goto(day.hall.server.address)
    page.get_by_label("Workshop code").fill(day.code)
    page.get_by_role("button", name="Join").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.locator(".phrase li").nth(5).wait_for()
    page.get_by_role("link", name="I’ve kept them").click()
    expect(page.get_by_role("heading", name="We begin at 09.30")).to_be_visible()
    return person


def _arrive(day: Day) -> None:
    """People join by code; the facilitator opens the day and makes two groups; one shares a scenario."""
    day.it_is("09.20")
    day.people = [_join(day, *who) for who in Day.CAST]
    day.it_is("09.30")
    day.console.get_by_label("Go to another slot").select_option(label="Arrive and register")
    day.is_on("Arrive and register", "09.30", ON_TIME)
    day.console.get_by_label("How many groups").fill("2")
    day.console.get_by_role("button", name="Make groups").click()
    expect(day.console.get_by_role("heading", name="In no group")).to_have_count(0)
    for number, one in enumerate(day.people):
        one.group = number // 3 + 1
        day.hall.place(day.console, one.name, f"Group {one.group}")
    amina, ben = day.named("Amina"), day.named("Ben")
    amina.goes("scenario/step3")
    write(amina, "Who is involved", SCENARIO)
    amina.page.get_by_role("button", name="Share with my group").click()
    amina.page.get_by_label("I have read it through").check()
    amina.page.get_by_role("button", name="Share with my group").click()
    amina.page.get_by_role("heading", name="Portfolio").wait_for()
    ben.goes("portfolio").get_by_role("region", name="Shared with your group").locator("summary").click()
    expect(ben.page.get_by_text("The night bus firm")).to_be_visible()


# --- 15.00 to 16.00: feedback, reflection, close ----------------------------------------------------------


def _evaluate(day: Day) -> None:
    """The wall: four writers are too few, five are enough; what they wrote goes up in one batch."""
    day.begin("Break", "15.00", ON_TIME)
    day.begin("Feedback and reflection", "15.15", ON_TIME)
    day.choose("w7")
    day.console.get_by_role("link", name="Review and show the wall’s notes").click()
    for number, one in enumerate(day.people[:5]):
        one.goes("wall/w7")
        day.wrote(one, "w7", "wall", nameless=True)
        say(one.page, "What worked well?", one.says("wall"))
        expect(one.page.get_by_text("Yours, not shown yet")).to_be_visible()
        expect(one.page.get_by_text("Only on this device")).to_have_count(0)
        if number == 3:
            day.console.reload()
            expect(day.console.get_by_text("Fewer than five people")).to_be_visible()
    day.nobody_else_has("wall")
    day.console.reload()
    day.console.get_by_role("button", name="Collect the notes").click()
    day.console.get_by_role("button", name="Collect them").click()
    expect(day.console.get_by_text("5 notes are here for review")).to_be_visible()
    day.console.get_by_role("button", name="Show these notes").click()
    farid = day.named("Farid").goes("wall/w7")
    for one in day.people[:5]:
        expect(day.screen.get_by_text(one.says("wall"))).to_have_count(1)
        expect(farid.get_by_text(one.says("wall"))).to_have_count(1)
    day.console.get_by_role("link", name="Console", exact=True).click()


def _log(day: Day) -> None:
    """W8: everybody's own page, and nobody else's."""
    day.it_is("15.40")
    for one in day.people:
        one.goes("log")
        for about, label in (("experience", "^Experience"), ("plan", "^Plan")):
            day.wrote(one, "w8", about, alone=True, sealed=True)
            write(one, label, one.says(about))
    day.nobody_else_has("experience")
    day.begin("Close", "15.55", ON_TIME)


def _close(day: Day) -> None:
    """At four the workshop closes; what was written stays, and only the log goes on."""
    day.it_is("16.00")
    day.console.get_by_role("button", name="Close the workshop").click()
    day.console.get_by_role("button", name="Close it").click()
    expect(day.console.get_by_role("heading", name="This workshop is closed")).to_be_visible()
    for one in day.people:
        expect(one.page.get_by_role("heading", name="The workshop is over")).to_be_visible()
    amina = day.named("Amina")
    amina.goes("activity/a2").get_by_text(amina.says("opportunity")).wait_for()
    expect(amina.page.get_by_label("Add an opportunity")).to_have_count(0)
    day.it_is("19.30", days=1)
    for one in day.people:
        one.goes("today").get_by_role("link", name="Open my log").click()
        day.wrote(one, "w8", "evening", alone=True, sealed=True)
        write(one, "^Anything else", one.says("evening"))


# --- what is left of it --------------------------------------------------------------------------------


def _all_is_there(day: Day) -> None:
    """Everything that was written stands once where it belongs, on its writer's page and in the database."""
    for one in day.people:
        one.goes("log")
        for about, label in (("experience", "^Experience"), ("plan", "^Plan"), ("evening", "^Anything else")):
            keeps(one.page, label, one.says(about))
        one.goes("activity/a1")
        keeps(one.page, "What happened", one.says("example"))
        one.goes("activity/a4")
        expect(one.page.get_by_text(one.says("change"), exact=True)).to_have_count(1)
        for about in ("opportunity", "challenge"):
            one.goes("together/a2")
            expect(one.page.get_by_text(one.says(about))).to_have_count(1)
    words = {entry.words: entry for entry in day.written}
    assert len(words) == len(day.written) == 6 * 12 + 5 + 2 * 2
    command = [sys.executable, "-m", "tests.journeys.find_words"]
    given = subprocess.run(
        command,
        env=day.hall.server.environment,
        input=json.dumps(list(words)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(given.stdout) == {text: entry.where() for text, entry in words.items()}


def _nothing_private_is_elsewhere(day: Day) -> None:
    """A device that came new would be sent nothing of what others wrote for themselves or for their pair."""
    for one in day.people:
        fresh = one.goes("today").evaluate(EXCHANGE, [one.page.url.split("/")[4], "participant"])
        assert '"t":"welcome"' in fresh
        assert one.says("example") in fresh, "the control: one's own is sent"
        for entry in day.written:
            if entry.alone and entry.by is not one:
                assert entry.words not in fresh
            if entry.activity == "a1p" and entry.by.group != one.group:
                assert entry.words not in fresh


PARTS = (
    _arrive,
    the_morning.welcome,
    the_morning.when_it_went_well,
    the_morning.our_team,
    the_morning.opportunities_and_challenges,
    the_morning.who_needs_what,
    the_morning.changes,
    the_afternoon.meetings,
    _evaluate,
    _log,
    _close,
    _all_is_there,
    _nothing_private_is_elsewhere,
)


@pytest.mark.mission("W1", "W3", "W10", "A1", "A1b", "A2", "A3", "A4", "A5", "W6", "W7", "W8")
def test_a_whole_day_from_joining_to_the_log_at_home(hall: ClockedHall) -> None:
    day = _prepare(hall)
    for part in PARTS:
        part(day)
    assert hall.complaints == []
