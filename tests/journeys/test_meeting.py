"""The role-played meeting: drawing roles, private briefs, chair and scribe, decisions, looking back, sharing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Hall
from tests.journeys.test_workshop import _choose

pytestmark = pytest.mark.browser
OURS, THEIRS = "Community Safety Partnership", "Local Strategic Partnership"
FEEL = "How would a person in this role come out of such a meeting?"
LINE = "Next line of the minutes"
BRIEFS = {
    "partnership facilitator": "Nobody here reports to you.",
    "organisational representative": "a manager who will ask what came of this",
    "individual member": "You live with what this partnership is about",
}


def _open(hall: Hall) -> Page:
    console = hall.facilitate()
    _choose(console, "a5")
    console.get_by_role("button", name="Open").click()
    expect(console.get_by_role("button", name="Open")).to_have_attribute("aria-pressed", "true")
    return console


def _tab(page: Page, name: str) -> None:
    """On a phone, goes to a part of the meeting; a laptop shows them all."""
    if page.viewport_size and page.viewport_size["width"] < 700:
        parts = page.get_by_role("group", name="Parts of the meeting")
        parts.get_by_role("button", name=name, exact=True).click()


def _writes(page: Page, words: str) -> None:
    page.get_by_label(LINE).fill(words)
    page.get_by_label(LINE).press("Enter")


def _drawn(people: list[Page]) -> dict[str, Page]:
    """Waits for everybody's role; the pages by it."""
    found = {}
    for page in people:
        heading = page.get_by_role("heading", level=1, name=re.compile("You are the"))
        expect(heading).to_be_visible()
        found[heading.inner_text().removeprefix("You are the ")] = page
    return found


@dataclass
class Players:
    """Three who play, by their roles, and somebody of another group."""

    chair: Page
    scribe: Page
    reader: Page
    other: Page

    @property
    def all(self) -> tuple[Page, ...]:
        return self.chair, self.scribe, self.reader


@pytest.mark.mission("A5")
def test_a_meeting_from_drawing_roles_to_another_group_reading(hall: Hall) -> None:
    console = _open(hall)
    players = _draw(hall, console)
    _read_their_own_briefs(players)
    players.reader.get_by_label("What matters to you in this role").fill("a canary in my notes")
    players.reader.get_by_label("What matters to you in this role").blur()
    _keep_minutes(players)
    _decide(players)
    _hand_over_the_minutes(players)
    _end_and_look_back(players)
    _share(console, players)
    screen = _show(hall, console)
    pages = (console, players.other, players.chair, screen)
    assert "canary" not in "".join(page.content() for page in pages)
    assert hall.complaints == []


def _draw(hall: Hall, console: Page) -> Players:
    """Each says what they are in real life; one draws for all who are here, and nobody plays that."""
    ben, gwen = hall.join("Ben Cole"), hall.join("Gwen Parry")
    carys, dele = hall.join("Carys Hughes", width=1366), hall.join("Dele Adeyemi", width=1366)
    for name, group in (("Ben Cole", OURS), ("Gwen Parry", OURS), ("Carys Hughes", OURS), ("Dele Adeyemi", THEIRS)):
        hall.place(console, name, group)
    for page in (ben, carys, gwen, dele):
        page.goto(f"{hall.room(ben)}/activity/a5")
        page.get_by_role("heading", name="Who plays what").wait_for()
    ben.get_by_label("In real life I am nearest to").select_option("individual")
    expect(carys.get_by_text("In real life: individual member")).to_be_visible()
    for name in ("Ben Cole", "Gwen Parry"):
        expect(carys.get_by_role("checkbox", name=re.compile(name))).to_be_checked()
    carys.get_by_role("button", name="Draw roles").click()
    roles = _drawn([ben, carys, gwen])
    assert set(roles) == set(BRIEFS)
    assert roles["individual member"] is not ben
    expect(dele.get_by_role("heading", name="The partnership meeting")).to_be_visible()
    chair, scribe, reader = (roles[role] for role in BRIEFS)
    return Players(chair, scribe, reader, dele)


def _read_their_own_briefs(players: Players) -> None:
    for page, (role, words) in zip(players.all, BRIEFS.items(), strict=True):
        _tab(page, "Your brief")
        expect(page.get_by_text(words)).to_be_visible()
        for other in BRIEFS.keys() - {role}:
            assert BRIEFS[other] not in page.content()


def _keep_minutes(players: Players) -> None:
    """The facilitator in role begins; the scribe writes, the others read along and ask to correct."""
    chair, scribe, reader = players.all
    _tab(chair, "Agenda")
    expect(reader.get_by_role("button", name="Begin the meeting")).to_have_count(0)
    chair.get_by_role("button", name="Begin the meeting").click()
    _tab(scribe, "Minutes")
    _tab(reader, "Minutes")
    scribe.get_by_label("Who speaks").select_option(label="Individual member")
    _writes(scribe, "Nobody told us.")
    expect(reader.get_by_text("Nobody told us.")).to_be_visible()
    expect(reader.get_by_text("Only the scribe can type here")).to_be_visible()
    expect(reader.get_by_label(LINE)).to_have_count(0)
    scribe.get_by_label(LINE).press_sequentially("half a line, not sent")
    expect(reader.get_by_text("half a line, not sent")).to_be_visible()
    expect(reader.get_by_text(re.compile("is writing"))).to_be_visible()
    reader.get_by_role("button", name="Ask to correct").click()
    reader.get_by_label("Which line").select_option(index=1)
    reader.get_by_label("What should stand there").fill("Nobody told us in time.")
    reader.get_by_role("button", name="Ask the scribe").click()
    scribe.get_by_role("button", name="Take it in").click()
    expect(reader.get_by_text("Nobody told us in time.")).to_be_visible()
    reader.locator("summary").filter(has_text="When the talk gets stuck").click()
    expect(reader.get_by_role("link", name=re.compile("Read: Mobius"))).to_be_visible()


def _decide(players: Players) -> None:
    """A decision is proposed by one and taken by another."""
    chair, _, reader = players.all
    _tab(reader, "Decisions")
    reader.get_by_role("button", name="Propose a decision").click()
    reader.get_by_label("What is decided").fill("Somebody asks both boards")
    reader.get_by_role("button", name="Propose it").click()
    _tab(chair, "Decisions")
    expect(chair.get_by_text("0 made, 1 open")).to_be_visible()
    chair.get_by_role("button", name="I’ll take it").click()
    expect(reader.get_by_text("1 made, 0 open")).to_be_visible()
    expect(reader.locator(".decision").get_by_text("Partnership facilitator")).to_be_visible()


def _hand_over_the_minutes(players: Players) -> None:
    """Somebody else takes over the minutes, having asked."""
    _, scribe, reader = players.all
    _tab(reader, "Minutes")
    reader.get_by_role("button", name="Take over the minutes").click()
    expect(reader.get_by_text("Have you agreed on this?")).to_be_visible()
    reader.get_by_role("button", name="Yes, take over").click()
    _writes(reader, "A new hand writes.")
    expect(scribe.get_by_text("Only the scribe can type here")).to_be_visible()


def _end_and_look_back(players: Players) -> None:
    """On to the next item, and the end; then each answers for the role they played."""
    chair, _, reader = players.all
    _tab(chair, "Now")
    chair.get_by_role("button", name="Next: What each of us brings").click()
    expect(reader.get_by_role("heading", name="2 What each of us brings")).to_be_visible()
    chair.get_by_role("button", name="Close the meeting").click()
    for page in players.all:
        expect(page.get_by_role("heading", level=1, name=re.compile(r"You are .* again"))).to_be_visible()
    _tab(chair, "Now")
    for words, state in (("Who is here", "done"), ("Not reached", None)):
        assert chair.locator(".agenda > li").filter(has_text=words).first.get_attribute("data-state") == state
    expect(chair.get_by_role("heading", name=re.compile("My side of the table: what moved afterwards"))).to_be_visible()
    expect(chair.get_by_text("Your group reads each answer under its writer’s name.")).to_be_visible()
    chair.get_by_label(FEEL).fill("Alone with the clock")
    chair.get_by_label(FEEL).blur()
    passage = reader.locator(".by").filter(has_text="Alone with the clock")
    expect(passage).to_contain_text("as the partnership facilitator")
    expect(passage.get_by_role("button", name="Change")).to_have_count(0)


def _share(console: Page, players: Players) -> None:
    """Another group reads it by question and by role, without names, beside earlier workshops."""
    other = players.other
    other.goto(other.url.replace("/activity/", "/together/"))
    expect(other.get_by_text("Nothing shared here.")).to_be_visible()
    console.get_by_role("button", name="Share all").click()
    heading = other.get_by_role("heading", name="Partnership facilitator")
    expect(other.locator("section").filter(has=heading).get_by_text("Alone with the clock")).to_be_visible()
    expect(other.get_by_text("Isolated", exact=True)).to_be_visible()
    other.get_by_role("button", name="Individual member").click()
    expect(other.get_by_text("Alone with the clock")).to_have_count(0)
    other.get_by_role("button", name="What was decided").click()
    expect(other.get_by_text("Somebody asks both boards")).to_be_visible()
    for name in ("Ben Cole", "Gwen Parry", "Carys Hughes"):
        assert name not in other.locator("main").inner_text()
    expect(players.reader.get_by_text("Isolated", exact=True)).to_be_visible()


def _show(hall: Hall, console: Page) -> Page:
    """The big screen, which shows what was shared once it is reviewed."""
    console.get_by_role("link", name="Review for the big screen").click()
    console.get_by_role("button", name=re.compile("All seen")).click()
    screen = hall.open(1366)
    screen.goto(hall.screen)
    expect(
        screen.get_by_text("Alone with the clock").or_(screen.get_by_text("Somebody asks both boards"))
    ).to_be_visible()
    return screen


def test_a_meeting_is_cast_chaired_and_written_by_keyboard_alone(hall: Hall) -> None:
    console = _open(hall)
    ben = hall.join("Ben Cole", width=1366)
    hall.place(console, "Ben Cole", OURS)
    ben.goto(f"{hall.room(ben)}/activity/a5")

    def press(name: str, key: str = "Enter") -> None:
        ben.get_by_role("button", name=name).focus()
        ben.keyboard.press(key)

    press("Draw roles")
    _drawn([ben])
    ben.get_by_text("My side of the table: before the meeting").focus()
    summary = ben.locator("summary").first
    summary.focus()
    expect(ben.get_by_label("What matters to you in this role")).to_be_visible()
    ben.keyboard.press("Enter")
    expect(ben.get_by_label("What matters to you in this role")).to_be_hidden()
    press("Choose")
    expect(ben.get_by_label("Whom do you play?")).to_be_focused()
    ben.get_by_label(re.compile("own words|Whom do you play")).last.focus()
    ben.keyboard.type("Lowhill Police")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("list", name="Cast").get_by_text("Lowhill Police")).to_be_visible()
    press("Begin the meeting")
    ben.get_by_label(LINE).focus()
    ben.keyboard.type("By keyboard")
    ben.keyboard.press("Enter")
    expect(ben.locator(".minutes").get_by_text("By keyboard", exact=True)).to_be_visible()
    press("Write a decision")
    expect(ben.get_by_label("What is decided")).to_be_focused()
    ben.keyboard.type("We meet again")
    ben.keyboard.press("Tab")
    ben.keyboard.type("Partnership")
    press("Keep")
    expect(ben.get_by_text("1 made, 0 open")).to_be_visible()
    press("Next: What each of us brings", "Space")
    press("Close the meeting", "Space")
    expect(ben.get_by_role("heading", level=1, name="You are Ben Cole again")).to_be_visible()


def test_what_the_scribe_writes_offline_arrives(hall: Hall, audit: Callable[[Page], None]) -> None:
    console = _open(hall)
    ben, carys = hall.join("Ben Cole"), hall.join("Carys Hughes", width=1366)
    for name in ("Ben Cole", "Carys Hughes"):
        hall.place(console, name, OURS)
    room = hall.room(ben)
    for page in (ben, carys):
        page.goto(f"{room}/activity/a5")
        page.get_by_role("heading", name="Who plays what").wait_for()
        page.set_viewport_size({"width": 390 if page is ben else 1366, "height": 3000})
    audit(ben)
    carys.get_by_label("Carys Hughes plays").select_option("facilitator")
    ben.get_by_label("Ben Cole plays").select_option("academic")
    _drawn([ben, carys])
    _tab(ben, "Your brief")
    for scheme in ("light", "dark"):
        for page in (ben, carys):
            page.emulate_media(color_scheme=scheme)
            audit(page)
    carys.get_by_role("button", name="Begin the meeting").click()
    _tab(ben, "Brief")
    ben.get_by_text("You play the academic.").wait_for()
    _tab(ben, "Minutes")
    _writes(ben, "before the hole")
    expect(carys.get_by_text("before the hole")).to_be_visible()
    ben.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ben.context.set_offline(True)
    expect(ben.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)
    for number in range(3):
        _writes(ben, f"offline line {number}")
    _tab(ben, "Decisions")
    ben.get_by_role("button", name="Write an action").click()
    ben.get_by_label("What will be done").fill("Ring the ward councillor")
    ben.get_by_role("button", name="Keep").click()
    expect(carys.get_by_text("offline line")).to_have_count(0)
    _tab(ben, "Minutes")
    ben.get_by_label("Next line of the minutes").fill("half a line")
    context = ben.context
    ben.close()
    again = context.new_page()
    again.goto(f"{room}/activity/a5")
    _tab(again, "Brief")
    expect(again.get_by_text("A university has lent you")).to_be_visible()
    _tab(again, "Minutes")
    for number in range(3):
        expect(again.get_by_text(f"offline line {number}", exact=True)).to_be_visible()
    expect(again.get_by_text("half a line", exact=True)).to_be_visible()
    context.set_offline(False)
    for number in range(3):
        expect(carys.get_by_text(f"offline line {number}", exact=True)).to_be_visible(timeout=30_000)
    expect(carys.get_by_text("Ring the ward councillor")).to_be_visible()
    for width in (320, 1366):
        again.set_viewport_size({"width": width, "height": 3000})
        audit(again)
    audit(carys)
    carys.goto(f"{room}/together/a5")
    carys.get_by_role("heading", name="At earlier workshops").wait_for()
    audit(carys)
    assert hall.complaints == []


@pytest.mark.mission("A2", "A5")
def test_what_a_group_chose_on_its_board_goes_on_the_agenda_of_its_meeting(hall: Hall) -> None:
    console = _open(hall)
    ben, carys = hall.join("Ben Cole", width=1366), hall.join("Carys Hughes", width=1366)
    for name in ("Ben Cole", "Carys Hughes"):
        hall.place(console, name, OURS)
    room, words = hall.room(ben), "The outreach money stops in September"
    ben.goto(f"{room}/activity/a2")
    ben.get_by_label("Add a challenge").fill(words)
    ben.get_by_label("Add a challenge").press("Enter")
    ben.get_by_role("button", name=f"Actions for note: {words}").click()
    ben.get_by_role("menuitemcheckbox", name="Take this to the meeting").click()
    expect(ben.get_by_role("region", name="For the meeting")).to_contain_text("1 chosen. At the meeting")
    carys.goto(f"{room}/activity/a5")
    offered = carys.get_by_role("region", name="Your group chose for this meeting")
    expect(offered).to_contain_text("Once roles are drawn, you can put it on the agenda here.")
    expect(offered).to_contain_text("From Opportunities and challenges")
    carys.get_by_role("checkbox", name=re.compile("Ben Cole")).check()
    carys.get_by_role("button", name="Draw roles").click()
    offered.get_by_role("button", name=f"Put it on the agenda: {words}").click()
    expect(offered).to_have_count(0)
    there = carys.locator(".agenda > li").nth(3)  # behind the matter itself
    expect(there).to_contain_text(f"{words} From Opportunities and challenges")

    # the item is a copy: the note goes on without it, and is another to bring
    ben.get_by_role("button", name=f"Actions for note: {words}").click()
    ben.get_by_role("menuitem", name="Edit").click()
    ben.get_by_label("Change this note").fill("The money stops in May")
    ben.get_by_label("Change this note").press("Enter")
    expect(offered).to_contain_text("The money stops in May")
    ben.goto(f"{room}/activity/a5")
    expect(ben.locator(".agenda > li").nth(3)).to_contain_text(words)

    # while the meeting runs, whoever chairs puts more on it, behind what is on
    chair = _drawn([ben, carys])["partnership facilitator"]
    other = ben if chair is carys else carys
    chair.get_by_role("button", name="Begin the meeting").click()
    expect(other.get_by_role("heading", name="Minutes")).to_be_visible()
    expect(other.get_by_role("region", name="Your group chose for this meeting")).to_have_count(0)
    chair.get_by_role("button", name="Put it on the agenda: The money stops in May").click()
    expect(other.locator(".agenda > li").nth(4)).to_contain_text("The money stops in May")
    assert hall.complaints == []


def test_what_was_begun_in_a_meeting_outlives_a_reload_and_a_lock(hall: Hall) -> None:
    console = _open(hall)
    ben, carys = hall.join("Ben Cole", width=1366), hall.join("Carys Hughes", width=1366)
    for name in ("Ben Cole", "Carys Hughes"):
        hall.place(console, name, OURS)
    for page in (ben, carys):
        page.goto(f"{hall.room(ben)}/activity/a5")
        page.get_by_role("heading", name="Who plays what").wait_for()
    ben.get_by_label("Ben Cole plays").select_option("facilitator")
    ben.get_by_label("Carys Hughes plays").select_option("academic")
    _drawn([ben, carys])
    _begin_before_it(ben)
    ben.get_by_role("button", name="Begin the meeting").click()
    _writes(carys, "Two came.")
    _begin_during_it(ben, carys)
    _lock_and_open(console, ben, carys)
    screen = hall.open(1366)
    screen.goto(hall.screen)
    console.get_by_label("Showing").select_option("question")
    expect(screen.get_by_text("Counted: minutes, decisions and actions")).to_be_visible()
    expect(screen.locator(".tally > div").first).to_contain_text(f"{OURS}3")  # no roles, no agenda, no correction
    assert hall.complaints == []


def _begin_before_it(ben: Page) -> None:
    """Whom one plays, and the agenda: an item that was changed is kept whatever comes next."""
    ben.get_by_role("button", name="Choose whom I play").click()
    ben.get_by_label("Or in your own words").fill("Lowhill Pol")
    ben.get_by_role("button", name="Change the agenda").click()
    ben.get_by_label("Item 2", exact=True).fill("Offers first")
    ben.get_by_role("group", name="Change the agenda").get_by_role("button", name="Up").nth(1).click()
    expect(ben.locator(".agenda > li").first).to_contain_text("Offers first")
    ben.get_by_label("Item 6", exact=True).fill("Names and dates")
    ben.get_by_label("One more item").fill("Any other bus")
    ben.get_by_label("Item 5", exact=True).fill("Half an ite")
    ben.reload()
    expect(ben.get_by_label("Or in your own words")).to_have_value("Lowhill Pol")
    expect(ben.get_by_label("One more item")).to_have_value("Any other bus")
    expect(ben.get_by_label("Item 6", exact=True)).to_have_value("Names and dates")
    expect(ben.locator(".agenda > li").nth(4)).to_contain_text("Half an ite")
    ben.get_by_role("button", name="Add it").click()
    expect(ben.get_by_label("One more item")).to_have_value("")
    ben.get_by_role("button", name="Change the agenda").click()
    expect(ben.get_by_label("One more item")).to_have_count(0)
    expect(ben.locator(".agenda > li").nth(6)).to_contain_text("Any other bus")


def _begin_during_it(ben: Page, carys: Page) -> None:
    """A correction and a proposal of who reads; a decision of the scribe with owner and date, and a changed line."""
    ben.get_by_role("button", name="Ask to correct").click()
    ben.get_by_label("What should stand there").fill("Three ca")
    ben.get_by_role("button", name="Propose a decision").click()
    ben.get_by_label("What is decided").fill("We ask bo")
    carys.get_by_role("button", name="Write a decision").click()
    carys.get_by_label("What is decided").fill("Somebody wri")
    carys.get_by_label("Owner").select_option("academic")
    carys.get_by_label("By when").fill("2027-03-20")
    carys.get_by_role("button", name="Change the line").click()
    carys.get_by_label("This line of the minutes").fill("Two came, la")
    for page in (ben, carys):
        page.reload()
    expect(ben.get_by_label("What should stand there")).to_have_value("Three ca")
    expect(ben.get_by_label("What is decided")).to_have_value("We ask bo")
    expect(carys.get_by_label("What is decided")).to_have_value("Somebody wri")
    expect(carys.get_by_label("Owner")).to_have_value("academic")
    expect(carys.get_by_label("By when")).to_have_value("2027-03-20")
    expect(carys.get_by_label("This line of the minutes")).to_have_value("Two came, la")


def _lock_and_open(console: Page, ben: Page, carys: Page) -> None:
    """While the sheet is locked the words are offered; afterwards they are in their forms."""
    ben.get_by_label("What is decided").press_sequentially("th")
    console.get_by_role("button", name="Lock").click()
    expect(ben.get_by_text("“We ask both”")).to_be_visible()
    expect(ben.get_by_text("“Three ca”")).to_be_visible()
    expect(carys.get_by_text("“Two came, la”")).to_be_visible()
    expect(carys.get_by_label("This line of the minutes")).to_have_count(0)
    console.get_by_role("button", name="Open", exact=True).click()
    expect(ben.get_by_label("What is decided")).to_have_value("We ask both")
    ben.get_by_role("button", name="Propose it").click()
    expect(carys.get_by_text("We ask both", exact=True)).to_be_visible()
    carys.get_by_role("form", name="Write a decision").get_by_role("button", name="Keep").click()
    expect(ben.get_by_text("Academic, by 20 March")).to_be_visible()
    carys.locator(".minutes").get_by_role("button", name="Keep").click()
    expect(ben.locator(".minutes").get_by_text("Two came, la")).to_be_visible()
    expect(ben.get_by_label("What is decided")).to_have_count(0)
