"""Words that were begun and not finished: what happens around a person never takes them away or moves them."""

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import Hall, unfold

pytestmark = pytest.mark.browser
LONG = "harbour" * 40


def _two(hall: Hall) -> tuple[Page, Page, Page, str]:
    """A facilitator, and two people of one group on the board."""
    console = hall.facilitate()
    ben, carys = hall.join("Ben Cole"), hall.join("Carys Hughes")
    room = hall.room(ben)
    console.get_by_label("How many groups").fill("1")
    console.get_by_role("button", name="Mix again").click()
    console.get_by_role("button", name="Mix them").click()
    expect(console.get_by_role("button", name="Undo the mixing")).to_be_visible()
    for page in (ben, carys):
        page.goto(f"{room}/activity/a2")
        page.get_by_label("Add an opportunity").wait_for()
    return console, ben, carys, room


def _note(page: Page, words: str) -> None:
    page.get_by_label("Add an opportunity").fill(words)
    page.get_by_label("Add an opportunity").press("Enter")


def _edit(page: Page, words: str) -> None:
    note = page.locator(".note", has_text=words).last
    note.get_by_role("button", name=re.compile("Actions for note")).click()
    note.get_by_role("menuitem", name="Edit").click()


def test_half_a_note_outlives_a_reload_and_a_lock(hall: Hall) -> None:
    console, ben, _, room = _two(hall)
    ben.get_by_label("Add an opportunity").fill("half a sent")
    ben.reload()
    expect(ben.get_by_label("Add an opportunity")).to_have_value("half a sent")
    ben.goto(f"{room}/today")
    ben.goto(f"{room}/activity/a2")
    expect(ben.get_by_label("Add an opportunity")).to_have_value("half a sent")
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Lock").click()
    expect(ben.get_by_text("This was locked while you were writing.")).to_be_visible()
    expect(ben.get_by_text("“half a sent”")).to_be_visible()
    console.get_by_role("button", name="Open", exact=True).click()
    expect(ben.get_by_label("Add an opportunity")).to_have_value("half a sent")


def test_half_an_action_of_the_log_outlives_a_reload_and_lies_sealed_till_then(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/log")
    ben.get_by_label("What I will do").fill("Ring Sarah Khan")
    assert "Sarah" not in ben.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    ben.reload()
    expect(ben.get_by_label("What I will do")).to_have_value("Ring Sarah Khan")
    ben.get_by_label("By when", exact=True).fill("2027-03-20")
    ben.goto(f"{room}/today")
    ben.goto(f"{room}/log")
    expect(ben.get_by_label("By when", exact=True)).to_have_value("2027-03-20")
    ben.get_by_role("button", name="Add an action").click()
    expect(ben.get_by_text("By when: Saturday 20 March 2027")).to_be_visible()
    ben.reload()
    expect(ben.get_by_text("Ring Sarah Khan")).to_be_visible()
    expect(ben.get_by_label("What I will do")).to_have_value("")


def test_a_page_that_is_left_at_once_loses_no_note(hall: Hall) -> None:
    _, ben, carys, room = _two(hall)
    for number in range(6):
        words = f"written and gone {number}"
        _note(ben, words)
        ben.goto(f"{room}/today")
        ben.goto(f"{room}/activity/a2")
        expect(ben.locator(".note", has_text=words)).to_have_count(1)
        expect(ben.get_by_label("Add an opportunity")).to_have_value("")
        expect(carys.locator(".note", has_text=words)).to_be_visible()


def test_a_note_that_two_people_change_is_merged_and_never_overwritten_under_the_hand(hall: Hall) -> None:
    _, ben, carys, _ = _two(hall)
    _note(ben, "We meet on Mondays in the hall")
    carys.get_by_text("We meet on Mondays in the hall").wait_for()
    _edit(carys, "We meet on Mondays")
    box = carys.get_by_label("Change this note")
    box.fill("We meet on Mondays in the small hall")
    _edit(ben, "We meet on Mondays")
    ben.get_by_label("Change this note").fill("We all meet on Mondays in the hall")
    ben.get_by_role("button", name="Keep", exact=True).click()
    expect(ben.get_by_text("We all meet on Mondays in the hall")).to_be_visible()
    expect(box).to_have_value("We meet on Mondays in the small hall")
    carys.get_by_role("button", name="Keep", exact=True).click()
    for page in (ben, carys):
        expect(page.get_by_text("We all meet on Mondays in the small hall")).to_be_visible()


def test_a_note_deleted_while_somebody_changes_it_leaves_them_their_words(hall: Hall) -> None:
    _, ben, carys, _ = _two(hall)
    _note(ben, "Four budgets")
    carys.get_by_text("Four budgets").wait_for()
    _edit(carys, "Four budgets")
    carys.get_by_label("Change this note").fill("Four budgets in one room")
    note = ben.locator(".note", has_text="Four budgets")
    note.get_by_role("button", name=re.compile("Actions for note")).click()
    note.get_by_role("menuitem", name="Delete").click()
    expect(carys.get_by_text("This was deleted while you were changing it.")).to_be_visible()
    carys.reload()
    carys.get_by_role("button", name="Put it back").click()
    for page in (ben, carys):
        expect(page.locator(".note", has_text="Four budgets in one room")).to_be_visible()


def test_one_step_of_a_scenario_never_runs_into_the_next(hall: Hall) -> None:
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/scenario/step4")
    ben.locator("textarea").fill("Gamma")
    ben.get_by_role("link", name=re.compile("Problems")).first.click()
    expect(ben).to_have_url(f"{room}/scenario/step5")
    expect(ben.locator("textarea")).to_have_value("")
    ben.locator("textarea").press_sequentially("Delta")
    ben.goto(f"{room}/scenario/step4")
    expect(ben.locator("textarea")).to_have_value("Gamma")
    ben.goto(f"{room}/scenario/step5")
    expect(ben.locator("textarea")).to_have_value("Delta")


def test_who_is_moved_while_writing_keeps_their_words_and_is_asked(hall: Hall) -> None:
    console, ben = hall.facilitate(), hall.join("Ben Cole")
    ben.goto(f"{hall.room(ben)}/activity/a2")
    ben.get_by_label("Add an opportunity").fill("I was writing when")
    console.get_by_role("button", name=re.compile("Ben Cole")).click()
    console.get_by_role("menuitem", name=re.compile("Teenage")).click()
    expect(ben.get_by_text(re.compile("You are in Teenage .* now."))).to_be_visible()
    expect(ben.get_by_text("“I was writing when”")).to_be_visible()
    ben.get_by_role("button", name=re.compile("Go on with Teenage")).click()
    expect(ben.get_by_label("Add an opportunity")).to_have_value("")


def test_a_refused_change_can_be_added_again(hall: Hall) -> None:
    console = hall.facilitate()
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    ben.goto(f"{room}/scenario/step6")
    ben.locator("textarea").fill("We ring each other.")
    expect(ben.locator(".sync")).to_have_text("Saved")
    ben.context.set_offline(True)
    ben.locator("textarea").fill("We ring each other on Fridays.")
    expect(ben.get_by_text("1 change is safe")).to_be_visible()
    console.get_by_role("button", name="Close the workshop").click()
    console.get_by_role("button", name="Close it").click()
    expect(console.get_by_role("button", name="Open the workshop again")).to_be_visible()
    ben.context.set_offline(False)
    expect(ben.get_by_text("“We ring each other on Fridays.”")).to_be_visible()
    expect(ben.get_by_role("button", name="Add it again")).to_have_count(0)
    expect(ben.locator(".sync")).to_have_text("Not all saved")
    console.get_by_role("button", name="Open the workshop again").click()
    ben.get_by_role("button", name="Add it again").click()
    expect(ben.get_by_role("button", name="Add it again")).to_have_count(0)
    expect(ben.locator("textarea")).to_have_value("We ring each other on Fridays.")
    expect(ben.locator(".sync")).to_have_text("Saved")


@pytest.mark.parametrize("width", [320, 1366])
def test_one_long_word_breaks_no_page(hall: Hall, width: int) -> None:
    ben = hall.join(LONG[:80], width=width)
    room = hall.room(ben)
    for page, label in (("scenario/step5", None), ("activity/a3", "Organisation or people"), ("log", None)):
        ben.goto(f"{room}/{page}")
        if page == "activity/a3":
            unfold(ben, "The list")
        box = ben.get_by_label(label).first if label else ben.locator("textarea").first
        box.fill(LONG[:190])
        if label:
            box.press("Enter")
            expect(ben.get_by_role("button", name=f"Change {LONG[:190]}")).to_be_visible()
        wide = ben.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page} scrolls sideways by {wide} px"


def _dark(page: Page) -> CDPSession:
    """The phone in a pocket: no network, and the browser stops the page."""
    phone = page.context.new_cdp_session(page)
    page.context.set_offline(True)
    phone.send("Page.setWebLifecycleState", {"state": "frozen"})
    return phone


def _light(page: Page, phone: CDPSession) -> None:
    phone.send("Page.setWebLifecycleState", {"state": "active"})
    page.context.set_offline(False)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)


def test_a_phone_that_goes_dark_twice_misses_and_loses_nothing(hall: Hall) -> None:
    console, ben, carys, _ = _two(hall)
    console.get_by_label("Activity", exact=True).select_option("a2")

    # in the middle of a sentence; meanwhile a colleague writes
    ben.get_by_label("Add an opportunity").fill("half of a sen")
    phone = _dark(ben)
    _note(carys, "Written in the meantime")
    expect(carys.get_by_text("Saved", exact=True)).to_be_visible()
    _light(ben, phone)
    expect(ben.get_by_text("Written in the meantime")).to_be_visible()
    expect(ben.get_by_label("Add an opportunity")).to_have_value("half of a sen")
    _note(ben, "half of a sentence, and the rest")
    expect(carys.get_by_text("half of a sentence, and the rest")).to_be_visible()

    # with a note that has not gone out; meanwhile the activity is locked
    ben.context.set_offline(True)
    _note(ben, "As the light went out")
    phone = _dark(ben)
    console.get_by_role("button", name="Lock").click()
    expect(carys.get_by_text("Locked.")).to_be_visible()
    _light(ben, phone)
    expect(ben.get_by_text("Locked.")).to_be_visible()
    for page in (ben, carys):
        expect(page.get_by_text("As the light went out")).to_have_count(1)
    assert hall.complaints == []


@pytest.mark.mission("W8")
def test_words_being_typed_are_kept_when_the_page_is_left_in_the_same_instant(hall: Hall) -> None:
    """In the sealed log and on the wall, where no pause in the typing has come yet; of the log nothing lies open."""
    console = hall.facilitate()
    ben = hall.join("Ben Cole")
    room = hall.room(ben)
    console.get_by_label("Activity", exact=True).select_option("w7")
    console.get_by_role("button", name="Open", exact=True).click()
    ben.goto(f"{room}/log")
    ben.get_by_role("textbox", name=re.compile("^Plan")).fill("Ask Mei before Friday")
    ben.goto(f"{room}/wall/w7")
    words = ben.get_by_role("textbox").first
    words.fill("half a note for the wall")
    ben.goto(f"{room}/today")
    assert "Ask Mei" not in ben.evaluate("JSON.stringify(localStorage)")
    ben.evaluate("sessionStorage.clear()")  # as when the tab is closed
    ben.goto(f"{room}/wall/w7")
    expect(ben.get_by_role("textbox").first).to_have_value("half a note for the wall")
    ben.goto(f"{room}/log")
    expect(ben.get_by_role("textbox", name=re.compile("^Plan"))).to_have_value("Ask Mei before Friday")
    expect(ben.locator(".sync")).to_have_text("Saved")


def _list_foster_carers(ben: Page, carys: Page, room: str) -> None:
    """Both have the list of stakeholders open, and Ben adds to it."""
    for page in (ben, carys):
        page.goto(f"{room}/activity/a3")
        unfold(page, "The list")
    ben.get_by_label("Add someone").fill("Foster carers")
    ben.get_by_label("Add someone").press("Enter")


def test_a_row_that_is_deleted_is_had_back_with_its_place(hall: Hall) -> None:
    console, ben, carys, room = _two(hall)
    _list_foster_carers(ben, carys, room)
    ben.get_by_role("group", name="Place Foster carers").get_by_role("button", name="Involve").click()
    placed = carys.get_by_role("region", name=re.compile("Involve")).get_by_role("button", name="Foster carers")
    expect(placed).to_be_visible()
    ben.get_by_role("button", name="Delete Foster carers").click()
    expect(carys.get_by_text("Foster carers")).to_have_count(0)
    ben.get_by_role("button", name="Undo").click()
    expect(placed).to_be_visible()
    expect(console.get_by_role("heading", name="Run of the day")).to_be_visible()


def test_who_joins_on_a_device_after_somebody_else_is_themselves_also_while_a_tab_stands_open(hall: Hall) -> None:
    """Alice leaves her log open; Ben joins in another tab of the same browser."""
    alice = hall.join("Alice Jones")
    room = hall.room(alice)
    alice.goto(f"{room}/log")
    alice.get_by_role("textbox", name=re.compile("^Plan")).fill("canary of Alice")
    alice.get_by_role("textbox", name=re.compile("^Plan")).blur()
    expect(alice.locator(".sync")).to_have_text("Saved")
    ben = alice.context.new_page()
    ben.goto(hall.participant)
    ben.get_by_label("Your name").fill("Ben Cole")
    ben.get_by_role("button", name="Join", exact=True).click()
    ben.locator(".phrase li").nth(5).wait_for()
    ben.get_by_role("link", name="I’ve kept them").click()
    ben.get_by_role("heading", name="The day").wait_for()
    ben.goto(f"{room}/log")
    plan = ben.get_by_role("textbox", name=re.compile("^Plan"))
    expect(plan).to_have_value("")
    plan.fill("of Ben")
    plan.blur()
    expect(ben.locator(".sync")).to_have_text("Saved")
    assert "canary" not in ben.content()
    alice.evaluate("dispatchEvent(new Event('focus'))")
    expect(alice.get_by_text("Somebody else is signed in on this device now.")).to_be_visible()
    expect(alice.get_by_role("textbox", name=re.compile("^Plan"))).to_have_count(0)
    ben.reload()
    expect(ben.get_by_role("textbox", name=re.compile("^Plan"))).to_have_value("of Ben")


def test_a_message_reaches_people_wherever_they_are_until_they_have_read_it(hall: Hall) -> None:
    console, ben, carys, room = _two(hall)
    console.get_by_role("textbox", name="Message").fill("Window tables: the blinds are yours.")
    console.get_by_role("button", name=re.compile("^Send")).click()
    for page in (ben, carys):
        expect(page.get_by_text("Window tables: the blinds are yours.")).to_be_visible()
    ben.get_by_role("button", name="Got it", exact=True).click()
    expect(ben.get_by_text("Window tables")).to_have_count(0)
    ben.goto(f"{room}/activity/a3")
    ben.get_by_label("Add someone").wait_for()
    expect(ben.get_by_text("Window tables")).to_have_count(0)
    expect(carys.get_by_text("Window tables")).to_be_visible()


def test_a_row_that_is_being_changed_is_not_called_deleted_and_one_that_is_comes_back_whole(hall: Hall) -> None:
    _, ben, carys, room = _two(hall)
    _list_foster_carers(ben, carys, room)
    carys.get_by_role("button", name="Change Foster carers").click()
    row = carys.locator("li form")
    row.get_by_role("textbox").nth(0).fill("Foster carers and kin")
    row.get_by_role("textbox").nth(1).fill("They know the children")
    carys.reload()
    unfold(carys, "The list")
    expect(row.get_by_role("textbox").nth(0)).to_have_value("Foster carers and kin")
    deleted = carys.get_by_text("This was deleted while you were changing it.")
    expect(deleted).to_have_count(0)
    ben.get_by_role("button", name="Delete Foster carers").click()
    expect(deleted).to_have_count(1)
    carys.get_by_role("button", name="Put it back").click()
    for page in (ben, carys):
        kept = page.get_by_role("listitem").filter(has_text="Foster carers and kin")
        expect(kept.get_by_text("They know the children")).to_be_visible()
    expect(carys.get_by_text("Kept here for you")).to_have_count(0)
    assert hall.complaints == []


TYPED = """words => {
  const prompts = document.querySelector("cw-prompts");
  prompts.keepTyped(prompts.step.prompts[0].key, words);
  prompts.requestUpdate();
  document.querySelector("cw-app").requestUpdate();
}"""


def test_what_was_typed_as_a_lock_came_goes_out_when_it_is_opened_again(hall: Hall) -> None:
    console, ben, carys, room = _two(hall)
    for page in (ben, carys):
        page.goto(f"{room}/activity/a3")
        page.get_by_label("What did placing them show you?").wait_for()
    console.get_by_label("Activity", exact=True).select_option("a3")
    console.get_by_role("button", name="Lock").click()
    expect(ben.get_by_text("Locked.")).to_be_visible()
    ben.evaluate(TYPED, "We left out the children")  # as a letter that came in the same moment as the lock
    expect(ben.get_by_text("“We left out the children”")).to_be_visible()
    expect(ben.locator(".sync")).to_have_text("Not all saved")
    console.get_by_role("button", name="Open", exact=True).click()
    expect(carys.get_by_text("We left out the children")).to_be_visible()
    expect(ben.get_by_text("“We left out the children”")).to_have_count(0)
    expect(ben.locator(".sync")).to_have_text("Saved")
    assert hall.complaints == []
