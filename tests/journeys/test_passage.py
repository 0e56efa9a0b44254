"""Two people on one sheet in the same words: asked before joining in, merged, settled by hand, never written over."""

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.journeys.conftest import Hall, unfold

pytestmark = pytest.mark.browser
SHOWED, WHEN = "What did placing them show you?", "When would you do this for real?"
QUESTION = "Ben Cole is writing here now. Join in? Your words are merged; what cannot be merged is kept twice."
CLASH = "Two people changed the same words. Both versions are kept until one of you chooses."


def _under(page: Page, prompt: str) -> Locator:
    """What stands under one prompt: passages, the text area of one's own, versions to choose from."""
    return page.locator("cw-prompts section").filter(has=page.get_by_role("heading", name=prompt))


def _press(button: Locator, *, yes: bool) -> list[str]:
    """Presses a button, answers the question that it may bring, and returns what was asked."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if yes:
            dialog.accept()
        else:
            dialog.dismiss()

    button.page.on("dialog", answer)
    button.click()
    button.page.remove_listener("dialog", answer)
    return asked


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("You’re offline. Carry on.")).to_be_visible(timeout=15_000)


def _online(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=30_000)


def _in_one_group(hall: Hall, *names: str) -> list[Page]:
    """People on their group's sheet of A3."""
    console = hall.facilitate()
    pages = [hall.join(name) for name in names]
    for page, name in zip(pages, names, strict=True):
        hall.place(console, name, "Drug & Alcohol Partnership")
        page.goto(f"{hall.room(page)}/activity/a3")
    return pages


def test_two_people_write_in_the_same_passages_and_one_loses_the_network(common_hall: Hall) -> None:
    ben, carys = _in_one_group(common_hall, "Ben Cole", "Carys Hughes")
    _under(ben, WHEN).get_by_label(WHEN).fill("Before the first budget")
    _under(ben, SHOWED).get_by_label(SHOWED).fill("Residents came last of all")

    # she is asked where he is writing, and not where he has left
    join = _under(carys, SHOWED).get_by_role("button", name="Change")
    showed, when = (_under(carys, prompt).get_by_label("Passage of Ben Cole") for prompt in (SHOWED, WHEN))
    expect(_under(carys, SHOWED).get_by_text("Ben Cole is writing")).to_be_visible()
    assert _press(join, yes=False) == [QUESTION]
    expect(showed).to_have_count(0)
    assert _press(join, yes=True) == [QUESTION]
    expect(showed).to_be_focused()
    assert _press(_under(carys, WHEN).get_by_role("button", name="Change"), yes=False) == []
    expect(when).to_be_focused()

    # both write while she is offline: different words of one passage, the same word of the other
    _offline(carys)
    when.fill("Before the third budget")
    showed.fill("Residents came last of everybody")
    expect(carys.get_by_text("2 changes are safe")).to_be_visible()
    _under(ben, WHEN).get_by_label(WHEN).fill("Before the second budget")
    _under(ben, SHOWED).get_by_label(SHOWED).fill("Tenants came last of all")
    _online(carys)
    for field in (_under(ben, SHOWED).get_by_label(SHOWED), showed):
        expect(field).to_have_value("Tenants came last of everybody")
    for page in (ben, carys):
        versions = _under(page, WHEN).get_by_role("group", name="Two versions")
        expect(versions.get_by_text(CLASH)).to_be_visible()
        for words in ("Before the second budget", "Before the third budget"):
            expect(versions.get_by_text(words, exact=True)).to_be_visible()

    # a choice settles it for both; and what came in while she stayed in a passage is hers to change
    hers = _under(ben, WHEN).locator(".versions > div").filter(has_text="Before the third budget")
    hers.get_by_role("button", name="Keep this one").click()
    for field in (_under(ben, WHEN).get_by_label(WHEN), when):
        expect(field).to_have_value("Before the third budget")
    showed.fill("People came last of everybody")
    expect(_under(ben, SHOWED).get_by_label(SHOWED)).to_have_value("People came last of everybody")
    for page in (ben, carys):
        expect(page.get_by_role("group", name="Two versions")).to_have_count(0)
    assert common_hall.complaints == []


def _both_edit(ira: Page, mina: Page, field: str, typed: str, kept: str) -> Locator:
    """Mina is typing into a form when Ira keeps what he wrote into his; returns her field."""
    his, hers = (page.get_by_role("listitem").get_by_label(field) for page in (ira, mina))
    hers.fill(typed)
    his.fill(kept)
    his.press("Enter")
    return hers


def test_words_being_typed_into_a_row_or_a_note_are_not_written_over(common_hall: Hall) -> None:
    ira, mina = _in_one_group(common_hall, "Ira Lowe", "Mina Shah")
    for page in (ira, mina):
        unfold(page, "The list")
    ira.get_by_label("Organisation or people").fill("Foster carers")
    ira.get_by_role("button", name="Add a stakeholder").click()
    for page in (ira, mina):
        page.get_by_role("button", name="Change Foster carers").click()
    hers = _both_edit(ira, mina, "Organisation or people", "Foster carers and kin", "All foster carers")
    expect(mina.get_by_role("button", name="All foster carers", exact=True)).to_be_visible()
    expect(hers).to_have_value("Foster carers and kin")
    hers.press("Enter")
    expect(ira.get_by_role("button", name="Change All foster carers and kin")).to_be_visible()

    for page in (ira, mina):
        page.goto(f"{common_hall.room(page)}/activity/a2")
    _add(ira, "One budget")
    for page in (ira, mina):
        page.get_by_role("button", name="Actions for note: One budget").click()
        page.get_by_role("menuitem", name="Edit").click()
    hers = _both_edit(ira, mina, "Change this note", "One budget for the street", "Only one budget")
    _add(ira, "What came after")
    expect(mina.get_by_text("What came after")).to_be_visible()
    expect(hers).to_have_value("One budget for the street")
    hers.press("Enter")
    expect(ira.get_by_text("Only one budget for the street")).to_be_visible()
    assert common_hall.complaints == []


def _add(page: Page, words: str) -> None:
    page.get_by_label("Add an opportunity").fill(words)
    page.get_by_label("Add an opportunity").press("Enter")
