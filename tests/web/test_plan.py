"""The plan's slots, one button at a time; the words of forms and accounts; what a rehearsal's page says."""

import re

import pytest
from django.test import Client

from commonweal.operations import agenda, people, rehearsal
from commonweal.operations.errors import Invalid
from commonweal.store.models import AgendaItem, Member, Person, Room
from tests.cast import NOW, Cast


@pytest.fixture
def asha(cast: Cast) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email="asha@example.org"))
    return client


def _press(client: Client, cast: Cast, slot: str, act: str, **more: str) -> str:
    """Presses a button of a slot; gives the fragment that has the focus then."""
    answer = client.post(f"/plan/{cast.room.pk}/slot/{slot}/", {"act": act, **more})
    assert answer.status_code == 302
    where: str = answer["Location"].split("#")[1]
    page = client.get(f"/plan/{cast.room.pk}/").content.decode()
    assert f'id="{where}"' in page, f"nothing on the page is called {where}"
    return where


def _slot(cast: Cast, key: str) -> AgendaItem:
    return AgendaItem.objects.get(room=cast.room, key=key)


@pytest.mark.parametrize("act", ["up", "down", "shorter", "longer"])
def test_the_button_that_was_pressed_has_the_focus(asha: Client, cast: Cast, act: str) -> None:
    assert _press(asha, cast, "concepts", act) == f"at-concepts-{act}"


def test_a_fixed_time_is_set_changed_and_cleared(asha: Client, cast: Cast) -> None:
    title = _slot(cast, "concepts").title
    assert _press(asha, cast, "concepts", "keep", title=title, fixed="10:15") == "at-concepts-keep"
    assert _slot(cast, "concepts").fixed == 615
    _press(asha, cast, "concepts", "keep", title=title, fixed="10.20")
    assert _slot(cast, "concepts").fixed == 620
    assert _press(asha, cast, "concepts", "keep", title=title, fixed="soon") == "said"
    assert _slot(cast, "concepts").fixed == 620
    _press(asha, cast, "concepts", "keep", title=title, fixed="")
    assert _slot(cast, "concepts").fixed is None


def test_everything_that_was_changed_of_a_slot_is_kept_at_once(asha: Client, cast: Cast) -> None:
    link = "https://meet.example.org/room"
    _press(asha, cast, "concepts", "keep", title="Ideas", fixed="10:15", link=link)
    slot = _slot(cast, "concepts")
    assert (slot.title, slot.fixed, slot.link) == ("Ideas", 615, link)
    assert _press(asha, cast, "concepts", "keep", title="", fixed="10:15", link=link) == "said"
    assert _slot(cast, "concepts").title == "Ideas"


def test_a_slot_that_is_gone_in_another_tab_leads_back_to_the_plan(asha: Client, cast: Cast) -> None:
    _press(asha, cast, "concepts", "remove")
    assert _press(asha, cast, "concepts", "shorter") == "said"


def test_a_slot_that_is_taken_out_is_put_back_where_it_stood(asha: Client, cast: Cast) -> None:
    before = [slot.key for slot in agenda.plan(cast.room)]
    assert _press(asha, cast, "concepts", "remove") == "out-concepts"
    assert "concepts" not in [slot.key for slot in agenda.plan(cast.room)]
    answer = asha.post(f"/plan/{cast.room.pk}/back/concepts/")
    assert answer["Location"].endswith("#at-concepts-remove")
    assert [slot.key for slot in agenda.plan(cast.room)] == before
    assert [one["key"] for one in _slot(cast, "concepts").activities] == ["a1", "a1p", "a1b", "a2"]


def test_an_activity_goes_to_another_slot_and_stands_in_one_alone(asha: Client, cast: Cast) -> None:
    assert _press(asha, cast, "concepts", "place", activity="a2", to="climate") == "more-concepts"
    assert [one["key"] for one in _slot(cast, "climate").activities] == ["a3", "a4", "a2"]
    assert [one["key"] for one in _slot(cast, "concepts").activities] == ["a1", "a1p", "a1b"]
    _press(asha, cast, "concepts", "remove")
    for activity in ("a1", "a1p", "a1b"):
        _press(asha, cast, "climate", "place", activity=activity)
    asha.post(f"/plan/{cast.room.pk}/back/concepts/")
    assert _slot(cast, "concepts").activities == [], "what has moved meanwhile does not come back"
    _press(asha, cast, "climate", "place", activity="a1", to="")
    assert "In no slot" in asha.get(f"/plan/{cast.room.pk}/").content.decode()


def test_a_slot_for_an_activity_is_added_with_it(asha: Client, cast: Cast) -> None:
    slot = {"title": "More notes", "minutes": "20", "kind": "activity", "activity": "a2", "after": "climate"}
    key = re.findall(r"#at-(own-\w+)-up", asha.post(f"/plan/{cast.room.pk}/", slot)["Location"])[0]
    keys = [one.key for one in agenda.plan(cast.room)]
    assert keys.index(key) == keys.index("climate") + 1
    assert [one["key"] for one in _slot(cast, key).activities] == ["a2"]
    assert [one["key"] for one in _slot(cast, "concepts").activities] == ["a1", "a1p", "a1b"]
    first = {**slot, "activity": "", "after": "-"}
    asha.post(f"/plan/{cast.room.pk}/", first)
    assert agenda.plan(cast.room)[0].title == "More notes"


def test_a_slot_keeps_a_minute_at_least(asha: Client, cast: Cast) -> None:
    for _ in range(2):
        assert _press(asha, cast, "break1", "shorter")
    assert _slot(cast, "break1").minutes == 5
    with pytest.raises(Invalid):
        agenda.resize_item(by=cast.asha, key="break1", minutes=0, now=NOW)
    agenda.resize_item(by=cast.asha, key="close", minutes=0, now=NOW)


@pytest.mark.parametrize(("date", "warned"), [("1970-01-01", True), ("2999-01-01", False)])
def test_a_day_in_the_past_is_taken_with_a_warning(asha: Client, cast: Cast, date: str, warned: bool) -> None:
    values = {"title": "Day", "date": date, "place": "", "zone": "Europe/London", "start": "09:30", "end": "16:00"}
    page = asha.post(f"/plan/{cast.room.pk}/details/", values, follow=True).content.decode()
    assert ("is in the past" in page) is warned
    assert str(Room.objects.get(pk=cast.room.pk).date) == date
    made = asha.post("/plan/new/", {**values, "programme": "collaborative-working"}, follow=True).content.decode()
    assert ("is in the past" in made) is warned


NEW = (
    "Choose the programme that the day follows.",
    "Give the workshop a title.",
    "Say on which day the workshop is.",
    "Choose the time zone from the list.",
)
FORMS = (
    ("/plan/new/", NEW),
    ("/account/login/", ("Type your email address.", "Type your password.")),
    ("/account/password/reset/", ("Type your email address.",)),
    ("/account/login/code/", ("Type your email address.",)),
    ("/join/", ("Type the workshop’s code: eight letters and digits.",)),
)


@pytest.mark.parametrize(("address", "wanted"), FORMS, ids=[address for address, _ in FORMS])
def test_errors_name_the_field_and_say_what_to_do(asha: Client, address: str, wanted: tuple[str, ...]) -> None:
    client = asha if address.startswith("/plan") else Client()
    page = client.post(address, {"sent": "1"}).content.decode()
    assert "<title>Error: " in page
    summary = re.findall(r'<div class="errors".*?</div>', page, re.DOTALL)
    assert len(summary) == 1
    assert re.findall(r'<a href="#\w+">(.*?)</a>', summary[0]) == list(wanted)
    assert page.index('class="errors"') < page.index("<h1"), "at the top"


def test_a_code_instead_of_a_password_leads_where_one_was_going() -> None:
    client = Client()
    page = client.get("/account/login/?next=/help/abc/").content.decode()
    address = re.findall(r'<a class="btn btn--wide" href="([^"]+)">Send me a code instead', page)[0]
    assert re.search(r'name="next"[^>]*value="/help/abc/"', client.get(address).content.decode())


ACCOUNT = ("login/", "signup/", "password/reset/", "password/reset/done/", "login/code/", "inactive/")


@pytest.mark.parametrize("page", ACCOUNT)
def test_account_pages_speak_as_the_others_do(db: None, page: str) -> None:
    words = Client().get(f"/account/{page}").content.decode()
    heading = re.findall(r"<h1>(.*?)</h1>", words)
    assert len(heading) == 1
    assert heading[0] == heading[0][0] + heading[0][1:].lower().replace("commonweal", "Commonweal"), "no Title Case"
    for strange in ("Remember Me", "Sign Up", "Sign In", "Password Reset", "(if you like)", "Please"):
        assert strange not in words


def test_the_closed_sign_up_says_who_makes_accounts(db: None) -> None:
    assert "Ask the person or the IT team who runs Commonweal" in Client().get("/account/signup/").content.decode()


def test_a_rehearsal_tells_whom_one_is_being_and_what_wiping_does(asha: Client, cast: Cast) -> None:
    for member in (cast.ben, cast.carys, cast.dele):
        people.remove_member(by=cast.asha, member_id=member.pk, now=NOW)
    rehearsal.fill(by=cast.asha, people=4, now=NOW)
    pretend = Member.objects.filter(room=cast.room, pretend=True)[0]
    page = asha.get(f"/plan/{cast.room.pk}/rehearse/").content.decode()
    assert f"{pretend.name}, {pretend.organisation} (Group 1)" in page
    answer = asha.post(f"/plan/{cast.room.pk}/be/{pretend.pk}/")
    assert answer["Location"] == f"/w/{cast.room.pk}/today"
    wiped = asha.post(f"/plan/{cast.room.pk}/rehearse/", {"act": "wipe"}, follow=True).content.decode()
    assert "the day stands as it stood before" in wiped
