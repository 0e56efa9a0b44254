"""A scenario written jointly by three colleagues on phones of their own, and what is left when one goes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
SAVED = re.compile("^Saved$")


def _write(page: Page, words: str) -> None:
    page.locator("textarea").last.fill(words)
    page.locator("textarea").last.blur()
    expect(page.locator(".sync")).to_have_text(SAVED)


def _link(page: Page) -> str:
    """The owner's link, made on their scenario page."""
    page.get_by_text("A link for colleagues").click()
    page.get_by_role("button", name="Make a link").click()
    field = page.get_by_label("The link", exact=True)
    expect(field).to_have_value(re.compile(r"/together-with/[0-9a-f]{64}/$"))
    return field.input_value()


def _owner(hall: Hall) -> tuple[Page, str, str]:
    """Rhys, who has begun a scenario; the room's address, and his link."""
    rhys = hall.join("Rhys Morgan", "Harbour Council")
    room = hall.room(rhys)
    rhys.goto(f"{room}/scenario/step2")
    _write(rhys, "It began with a flood.")
    return rhys, room, _link(rhys)


def _come_in(page: Page, link: str, room: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Write it together").click()
    page.goto(f"{room}/scenario/step2")
    expect(page.get_by_text("It began with a flood.")).to_be_visible()


def _join_by_link(hall: Hall, name: str, link: str) -> Page:
    """Somebody who has the link alone: the ordinary joining page, the six words, and on to what the link is for."""
    page = hall.open()
    page.goto(link)
    expect(page.get_by_text("Rhys Morgan invites you to write together.")).to_be_visible()
    expect(page.get_by_label("Your organisation")).to_have_value("Harbour Council")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.locator(".phrase li").nth(5).wait_for()
    page.get_by_role("link", name="I’ve kept them").click()
    page.get_by_role("heading", name="with Rhys Morgan?").wait_for()
    return page


@pytest.mark.mission("W6")
def test_three_colleagues_write_one_scenario_and_one_of_them_joined_by_the_link(hall: Hall) -> None:
    console = hall.facilitate()
    rhys, room, link = _owner(hall)
    expect(rhys.get_by_text("Private to you until you share a copy")).to_be_visible()
    carys = hall.join("Carys Hughes", "Harbour Council")
    carys.goto(f"{room}/scenario/step2")
    _write(carys, "What Carys had begun alone.")
    carys.goto(link)
    expect(carys.get_by_text("Your own is kept; you can go back to it.")).to_be_visible()
    expect(carys.get_by_text("It began with a flood.")).to_have_count(0)
    _come_in(carys, link, room)
    expect(carys.get_by_text("What Carys had begun alone.")).to_have_count(0)
    expect(carys.get_by_text("You and Rhys Morgan can read this.")).to_be_visible()
    expect(rhys.get_by_text("You and Carys Hughes can read this.")).to_be_visible()
    dele = _join_by_link(hall, "Dele Ade", link)
    _come_in(dele, link, room)
    expect(rhys.get_by_text("You, Carys Hughes and Dele Ade can read this.")).to_be_visible()

    # everybody writes under one step; nobody's words displace another's
    _write(carys, "The traders came first.")
    _write(dele, "The school came later.")
    for page in (rhys, carys, dele):
        for words in ("flood", "traders", "school"):
            expect(page.get_by_text(re.compile(words)).or_(page.locator("textarea")).first).to_be_visible()
    expect(rhys.get_by_text("The traders came first.")).to_be_visible()
    expect(rhys.get_by_text("The school came later.")).to_be_visible()
    expect(rhys.locator(".by__who", has_text="Carys Hughes")).to_be_visible()
    expect(rhys.get_by_text("2 others here")).to_be_visible()

    # the same sheet as an ordinary activity's page has it
    dele.goto(f"{room}/activity/w6")
    expect(dele.get_by_text("You, Rhys Morgan and Carys Hughes are shown this, and nobody else")).to_be_visible()
    expect(dele.get_by_role("heading", name="Written together")).to_be_visible()

    # whoever was never let in sees nothing of it
    assert "flood" not in console.content()
    gwen = hall.join("Gwen Lloyd", "Harbour Council")
    gwen.goto(f"{room}/scenario/step2")
    gwen.locator("textarea").wait_for()
    assert "flood" not in gwen.content()
    assert hall.complaints == []


def test_two_in_one_passage_are_asked_and_merged_also_after_a_time_without_network(hall: Hall) -> None:
    rhys, room, link = _owner(hall)
    carys = hall.join("Carys Hughes")
    _come_in(carys, link, room)
    rhys.locator("textarea").focus()
    expect(carys.get_by_text("Rhys Morgan is writing")).to_be_visible()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    carys.once("dialog", agree)
    carys.get_by_role("button", name="Change").click()
    passage = carys.get_by_label("Passage of Rhys Morgan")
    expect(passage).to_be_focused()
    assert asked
    assert asked[0].startswith("Rhys Morgan is writing here now. Join in?")

    # another place in the same passage: both are kept
    carys.context.set_offline(True)
    passage.fill("It began with a flood. The traders came first.")
    passage.blur()
    expect(carys.get_by_text("1 change is safe")).to_be_visible()
    rhys.locator("textarea").fill("In 2019 it began with a flood.")
    rhys.locator("textarea").blur()
    expect(rhys.locator(".sync")).to_have_text(SAVED)
    carys.context.set_offline(False)
    both = "In 2019 it began with a flood. The traders came first."
    expect(rhys.locator("textarea")).to_have_value(both, timeout=20_000)
    expect(passage).to_have_value(both)

    # the same words: both versions stand side by side until one of them chooses
    carys.context.set_offline(True)
    passage.fill(both.replace("2019", "2020"))
    passage.blur()
    expect(carys.get_by_text("1 change is safe")).to_be_visible()
    rhys.locator("textarea").fill(both.replace("2019", "2018"))
    rhys.locator("textarea").blur()
    expect(rhys.locator(".sync")).to_have_text(SAVED)
    carys.context.set_offline(False)
    versions = rhys.get_by_role("group", name="Two versions")
    expect(versions).to_be_visible(timeout=20_000)
    expect(versions).to_contain_text("Two people changed the same words.")
    expect(carys.get_by_role("group", name="Two versions")).to_be_visible()
    his = versions.locator(".versions > div").filter(has_text="2018")  # whichever of the two arrived first
    his.get_by_role("button", name="Keep this one").click()
    expect(versions).to_have_count(0)
    expect(passage).to_have_value(both.replace("2019", "2018"))
    expect(rhys.get_by_text("One of the two versions was chosen.")).to_have_count(0)

    # whoever did not choose is told what was left out, and can add it again
    told = carys.get_by_role("status").filter(has_text="One of the two versions was chosen.")
    expect(told).to_contain_text(both.replace("2019", "2020"))
    told.get_by_role("button", name="Add it again").click()
    expect(told).to_have_count(0)
    expect(passage).to_have_value(re.compile("2018[\\s\\S]*2020"))


def test_who_is_taken_off_loses_the_scenario_at_once_and_keeps_words_that_had_not_gone_out(hall: Hall) -> None:
    rhys, room, link = _owner(hall)
    carys = hall.join("Carys Hughes")
    carys.goto(f"{room}/scenario/step2")
    _write(carys, "What Carys had begun alone.")
    _come_in(carys, link, room)
    _write(carys, "The traders came first.")
    expect(rhys.get_by_text("The traders came first.")).to_be_visible()
    carys.context.set_offline(True)
    carys.get_by_role("link", name="Who is involved").first.click()
    expect(carys).to_have_url(f"{room}/scenario/step3")
    carys.locator("textarea").fill("Not gone out yet.")
    carys.locator("textarea").blur()
    expect(carys.get_by_text("1 change is safe")).to_be_visible()
    rhys.get_by_role("button", name="End the part of Carys Hughes").click()
    rhys.get_by_role("button", name="End it").click()
    expect(rhys.get_by_text("Private to you until you share a copy")).to_be_visible()
    carys.context.set_offline(False)
    expect(carys.get_by_text("“Not gone out yet.”")).to_be_visible(timeout=20_000)
    expect(carys.get_by_text("You are back on your own scenario.")).to_be_visible()
    expect(rhys.get_by_text("The traders came first.")).to_be_visible()
    carys.goto(f"{room}/scenario/step2")
    expect(carys.locator("textarea")).to_have_value("What Carys had begun alone.")
    assert "flood" not in carys.content()

    # the link went with it; by a new one it can begin again
    carys.goto(link)
    expect(carys.get_by_role("heading", name="This link opens nothing any more")).to_be_visible()
    rhys.get_by_role("button", name="Make a link").click()
    field = rhys.get_by_label("The link", exact=True)
    expect(field).to_have_value(re.compile(r"/together-with/[0-9a-f]{64}/$"))

    # with both connected it happens under the hand, also in the middle of a sentence
    _come_in(carys, field.input_value(), room)
    carys.locator("textarea").press_sequentially(" And in the middle of")
    rhys.get_by_role("button", name="End the part of Carys Hughes").click()
    rhys.get_by_role("button", name="End it").click()
    expect(carys.get_by_text("You are back on your own scenario.")).to_be_visible()
    expect(carys.locator("textarea")).to_have_value("What Carys had begun alone.")


def test_a_colleague_goes_back_to_their_own_by_keyboard_and_a_withdrawn_link_opens_nothing(hall: Hall) -> None:
    rhys, _, link = _owner(hall)
    carys = hall.join("Carys Hughes", width=1366)
    carys.goto(link)
    carys.get_by_role("button", name="Write it together").focus()
    carys.keyboard.press("Enter")
    expect(carys.get_by_text("You and Rhys Morgan can read this.")).to_be_visible()
    expect(carys.get_by_text("Only Rhys Morgan can share a copy of this.")).to_be_visible()
    expect(carys.get_by_role("button", name="Share with my group")).to_have_count(0)
    carys.get_by_role("button", name="Go back to my own").focus()
    carys.keyboard.press("Enter")
    carys.keyboard.press("Enter")
    expect(carys.get_by_text("You are back on your own scenario.")).to_be_visible()
    expect(carys.get_by_text("Private to you until you share a copy")).to_be_visible()
    fold = rhys.get_by_text("A link for colleagues")
    rhys.reload()
    fold.wait_for()
    rhys.context.set_offline(True)
    fold.click()
    expect(rhys.get_by_text("The server cannot be reached just now.")).to_be_visible()
    expect(rhys.get_by_text("Looking…")).to_have_count(0)
    rhys.context.set_offline(False)
    fold.click()
    fold.click()
    expect(rhys.get_by_label("The link", exact=True)).to_have_value(link)
    rhys.get_by_role("button", name="Withdraw the link").click()
    rhys.get_by_role("button", name="Withdraw it").click()
    expect(rhys.get_by_role("button", name="Make a link")).to_be_visible()
    carys.goto(link)
    expect(carys.get_by_role("heading", name="This link opens nothing any more")).to_be_visible()


def test_its_person_shares_a_copy_of_what_all_wrote_after_a_look_for_names(hall: Hall) -> None:
    console = hall.facilitate()
    rhys, room, link = _owner(hall)
    carys = hall.join("Carys Hughes")
    for name in ("Rhys Morgan", "Carys Hughes"):
        hall.place(console, name, "Drug & Alcohol Partnership")
    _come_in(carys, link, room)
    _write(carys, "Sarah Khan came first.")
    expect(rhys.get_by_text("Sarah Khan came first.")).to_be_visible()
    rhys.get_by_role("button", name="Share with my group").click()
    expect(rhys.get_by_text("It began with a flood.")).to_be_visible()
    rhys.get_by_label("Replace with").first.press("Enter")
    rhys.get_by_label("I have read it through").check()
    rhys.get_by_role("button", name="Share with my group").click()
    rhys.get_by_role("heading", name="Portfolio").wait_for()
    carys.goto(f"{room}/portfolio")
    shared = carys.get_by_role("region", name="Shared with your group").locator("details")
    shared.locator("summary").click()
    expect(shared.get_by_text("It began with a flood.")).to_be_visible()
    expect(shared.get_by_text("A colleague came first.")).to_be_visible()
    assert "Sarah Khan" not in shared.inner_html()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_joint_scenario_pass_axe_and_fit(hall: Hall, audit: Callable[[Page], None], scheme: str) -> None:
    rhys, room, link = _owner(hall)
    carys = hall.join("Carys Hughes" * 3, "An organisation with a long name")
    guest = hall.open()
    gone = hall.open()
    gone.goto(link.replace(link[-9:-1], "0" * 8))
    guest.goto(link)
    carys.goto(link)
    pages = [rhys, carys, guest, gone]
    for page in pages:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
    rhys.get_by_text("A link for colleagues").click()
    rhys.get_by_label("The link", exact=True).wait_for()
    for width in (320, 1366):
        for page in pages:
            page.set_viewport_size({"width": width, "height": 2400})
            audit(page)
    _come_in(carys, link, room)
    _write(carys, "The traders came first.")
    for width in (320, 1366):
        for page in (rhys, carys):
            page.set_viewport_size({"width": width, "height": 2400})
            page.get_by_role("heading", name="Written together").wait_for()
            audit(page)
