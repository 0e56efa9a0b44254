"""Paper beside the screens: what a table wrote is typed in, a photo is attached, a blank sheet is printed."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Hall

pytestmark = pytest.mark.browser
SAFETY, LOCAL = "Community Safety Partnership", "Local Strategic Partnership"
Audit = Callable[[Page], None]


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3200, 2400), "seagreen").save(out, "JPEG", comment=b"a canary on the wing")
    return out.getvalue()


def _opened(hall: Hall, key: str) -> tuple[Page, str]:
    """The console with an activity open, and the address of the room."""
    console = hall.facilitate()
    console.get_by_label("Activity", exact=True).select_option(key)
    console.get_by_role("button", name="Open").click()
    expect(console.get_by_role("button", name="Open")).to_have_attribute("aria-pressed", "true")
    return console, hall.room(console)


def _type_in(console: Page, group: str) -> None:
    row = console.get_by_role("row", name=group)
    row.get_by_role("link", name="Type in from paper").click()
    expect(console.get_by_role("heading", name=f"Type in for {group}")).to_be_visible()


@pytest.mark.mission("W10")
def test_what_a_table_wrote_is_typed_in_and_put_right_by_the_table(hall: Hall, audit: Audit) -> None:
    console, room = _opened(hall, "a2")
    ben, dele = hall.join("Ben Cole"), hall.join("Dele Adeyemi")
    hall.place(console, "Ben Cole", SAFETY)
    hall.place(console, "Dele Adeyemi", LOCAL)
    for page in (ben, dele):
        page.goto(f"{room}/activity/a2")
    ben.get_by_label("Add an opportunity").fill("A canary of our own")
    ben.get_by_label("Add an opportunity").press("Enter")
    expect(ben.locator("[data-note]").filter(has_text="A canary of our own")).to_be_visible()

    _type_in(console, SAFETY)
    console.get_by_label("Add a challenge").fill("The buss stops at six")
    console.get_by_label("Add a challenge").press("Enter")
    typed = console.locator("[data-note]").filter(has_text="The buss stops at six")
    expect(typed.get_by_text("Typed in by a facilitator")).to_be_visible()
    expect(console.get_by_text("Saved", exact=True)).to_be_visible()
    console.reload()
    expect(typed).to_be_visible()
    expect(console.get_by_text("A canary of our own")).to_have_count(0)
    audit(console)

    ben.get_by_role("button", name=re.compile("Challenges")).click()
    note = ben.locator("[data-note]").filter(has_text="The buss stops")
    expect(note.get_by_text("Typed in by a facilitator")).to_be_visible()
    note.get_by_role("button", name=re.compile("Actions for note")).click()
    note.get_by_role("menuitem", name="Edit").click()
    ben.get_by_label("Change this note").fill("The bus stops at six")
    ben.keyboard.press("Enter")
    expect(console.locator("[data-note]").filter(has_text="The bus stops at six")).to_be_visible()
    dele.get_by_role("button", name=re.compile("Challenges")).click()
    expect(dele.get_by_text("bus stops")).to_have_count(0)

    console.goto(f"{room}/console")
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Share all").click()
    dele.goto(f"{room}/together/a2")
    shared = dele.locator(".note").filter(has_text="The bus stops at six")
    expect(shared.get_by_text("Typed in by a facilitator")).to_be_visible()


@pytest.mark.mission("W10")
def test_a_photo_of_a_flip_chart_goes_on_the_sheet(hall: Hall, audit: Audit) -> None:
    console, room = _opened(hall, "a2")
    ben, carys, dele = (
        hall.join("Ben Cole"),
        hall.join("Carys Hughes", width=1366),
        hall.join("Dele Adeyemi", width=320),
    )
    for name, group in (("Ben Cole", SAFETY), ("Carys Hughes", SAFETY), ("Dele Adeyemi", LOCAL)):
        hall.place(console, name, group)
    for page in (ben, carys):
        page.goto(f"{room}/activity/a2")
    upload = FilePayload(name="chart.jpg", mimeType="image/jpeg", buffer=_photo())
    ben.get_by_label("Attach a photo").set_input_files(upload)
    ben.context.set_offline(True)
    ben.get_by_role("button", name="Attach it").click()
    expect(ben.get_by_text("The photo could not be sent. It is kept on this device")).to_be_visible()
    ben.context.set_offline(False)
    ben.reload()
    ben.get_by_role("button", name="Attach it").click()
    ben.get_by_label("What it shows").fill("Our flip chart: ten worries")
    ben.get_by_role("button", name="Keep").click()
    picture = carys.get_by_role("img", name=re.compile("Our flip chart: ten worries"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 480
    audit(ben)
    ben.reload()
    expect(ben.get_by_label("Attach a photo")).to_be_visible()

    _type_in(console, SAFETY)
    expect(console.get_by_role("img", name=re.compile("flip chart"))).to_have_count(0)
    words = FilePayload(name="chart.txt", mimeType="text/plain", buffer=b"Ten worries")
    console.get_by_label("Attach a photo").set_input_files(words)
    expect(console.get_by_text("This is not a photo that can be read")).to_be_visible()
    expect(console.get_by_role("button", name="Attach it")).to_have_count(0)
    console.get_by_label("Attach a photo").set_input_files(
        FilePayload(name="chart.jpg", mimeType="image/jpeg", buffer=b"MZ not a photo")
    )
    console.get_by_role("button", name="Attach it").click()
    expect(console.get_by_text("This is not a photo that can be read")).to_be_visible()
    console.get_by_role("button", name="Leave it").click()
    console.get_by_label("Attach a photo").set_input_files(upload)
    console.get_by_role("button", name="Attach it").click()
    expect(carys.get_by_text("Attached by a facilitator")).to_be_visible()
    audit(console)

    console.goto(f"{room}/console")
    console.get_by_label("Activity", exact=True).select_option("a2")
    console.get_by_role("button", name="Share all").click()
    console.get_by_role("link", name="Review for the big screen").click()
    expect(console.get_by_role("img", name=re.compile("ten worries"))).to_be_visible()
    expect(console.get_by_role("button", name="Take it away").first).to_be_visible()
    dele.goto(f"{room}/together/a2")
    expect(dele.get_by_role("img", name=re.compile("ten worries"))).to_be_visible()
    expect(dele.get_by_role("heading", name=f"Photos of paper: {SAFETY}")).to_be_visible()
    audit(dele)
    with dele.expect_popup() as opened:
        dele.get_by_role("link", name=re.compile("ten worries")).click()
    large = opened.value.evaluate("fetch(location.href).then(a => a.blob()).then(b => b.text())")
    assert "canary" not in large
    assert opened.value.evaluate("document.images[0].naturalWidth") == 2000


@pytest.mark.mission("W10")
def test_a_blank_sheet_is_found_from_the_console_and_fits_a_phone(hall: Hall, audit: Audit) -> None:
    console, room = _opened(hall, "a3")
    with console.expect_popup() as opened:
        console.get_by_role("link", name="Blank sheet, to print").click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", name="Who needs what from us")).to_be_visible()
    expect(sheet.get_by_role("button", name="Print")).to_be_visible()
    audit(sheet)
    sheet.set_viewport_size({"width": 320, "height": 700})
    for key in ("a1", "a1b", "a3", "a5", "t4", "w7"):
        sheet.goto(f"{room.replace('/w/', '/blank/')}/{key}/")
        audit(sheet)
    sheet.get_by_role("link", name="All blank sheets").click()
    expect(sheet.locator("article")).to_have_count(18)
