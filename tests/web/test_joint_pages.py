"""The link by which a colleague comes in to a scenario: joining first, what it says, and what opens nothing."""

import json
from datetime import date

import pytest
from django.test import Client

from commonweal.operations import joint, people, series, workshops
from commonweal.store.models import Member
from commonweal.web import joint as pages
from commonweal.web.limits import Limits
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "limits", Limits(burst=5, refill=0))


def _link(cast: Cast) -> str:
    return joint.make_link(by=cast.ben, sheet_key=f"w6.m{cast.ben.pk}", now=NOW)


def _as(cast: Cast, name: str) -> Client:
    client = Client()
    client.cookies[f"cw-{cast.room.pk}"] = cast.tokens[name]
    return client


def _do(client: Client, cast: Cast, command: str, **body: object) -> tuple[int, dict[str, object]]:
    headers = {"X-Commonweal": "1", "Sec-Fetch-Site": "same-origin"}
    address = f"/w/{cast.room.pk}/do/{command}"
    answer = client.post(address, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_a_colleague_reads_what_it_means_and_presses_the_button(cast: Cast) -> None:
    link, carys = _link(cast), _as(cast, "carys")
    cast.write(cast.carys, f"w6.m{cast.carys.pk}", "steps", prompt="step1", text="canary of Carys")
    page = carys.get(link).content.decode()
    for words in ("with Ben?", "Your own is kept; you can go back to it.", "Ben is not shown it", "Write it together"):
        assert words in page
    assert "canary" not in page
    assert cast.sheet(f"w6.m{cast.ben.pk}").colleagues == [], "nothing has happened before the press"
    answer = carys.post(link)
    assert answer["Location"] == f"/w/{cast.room.pk}/scenario"
    assert cast.sheet(f"w6.m{cast.ben.pk}").colleagues == [cast.carys.pk]
    assert carys.get(link)["Location"] == f"/w/{cast.room.pk}/scenario"
    assert "Ben and Carys" in _as(cast, "dele").get(link).content.decode()


def test_who_is_not_in_the_workshop_joins_it_first_and_then_sees_the_link(cast: Cast) -> None:
    link, guest = _link(cast), Client()
    page = guest.get(link).content.decode()
    assert 'value="Org"' in page, "the colleague's organisation"
    assert "Ben invites you to write together." in page
    answer = guest.post(link, {"name": "Gwen", "organisation": "Org", "sector": "", "interest": ""})
    phrase = answer["Location"]
    assert phrase == f"/phrase/{cast.room.pk}/?with={link.split('/')[2]}"
    assert f'href="{link}"' in guest.get(phrase).content.decode()
    assert cast.sheet(f"w6.m{cast.ben.pk}").colleagues == []
    guest.post(link)
    assert cast.sheet(f"w6.m{cast.ben.pk}").colleagues == [Member.objects.get(name="Gwen").pk]


def test_who_is_known_from_another_workshop_of_the_series_comes_by_the_link_as_themselves(cast: Cast) -> None:
    people.set_verifier(member=cast.carys, verifier="ab" * 32, now=NOW)
    cohort = series.begin(by=cast.asha, name="Spring", now=NOW)
    room = workshops.copy(by=cast.asha, title="The next", date=date(2026, 4, 16), now=NOW).room
    series.enter(by=Member.objects.get(room=room, role="facilitator"), cohort_id=cohort.pk, now=NOW)
    rhys = people.join(code=room.code, name="Rhys", organisation="Org", sector="", now=NOW)
    assert rhys
    link = joint.make_link(by=rhys.member, sheet_key=f"w6.m{rhys.member.pk}", now=NOW)
    carys = _as(cast, "carys")
    assert "Join as Carys" in carys.get(link).content.decode()
    answer = carys.post(link, {"known": cast.carys.pk})
    assert answer["Location"] == f"/phrase/{room.pk}/?with={link.split('/')[2]}"
    assert Member.objects.get(room=room, name="Carys").verifier
    assert "Join as" not in Client().get(link).content.decode()
    Client().post(link, {"known": cast.carys.pk})
    assert Member.objects.filter(room=room, role="participant").count() == 2, "nobody joins as somebody else"


def test_a_link_that_opens_nothing_leads_back_to_ones_own_workshop_alone(cast: Cast) -> None:
    gone = "/together-with/" + "0" * 64 + "/"
    back = f'href="/w/{cast.room.pk}/today"'
    for address in (gone, "/"):
        assert back in _as(cast, "carys").get(address).content.decode()
        assert back not in Client().get(address).content.decode()
        wrong = Client()
        wrong.cookies[f"cw-{cast.room.pk}"] = "a" * 43
        page = wrong.get(address).content.decode()
        assert back not in page
        assert cast.room.title not in page


@pytest.mark.parametrize("onward", ["//evil.example", "../../back", "x", "ab" * 31])
def test_the_six_words_lead_on_to_todays_page_or_a_link_and_nowhere_else(cast: Cast, onward: str) -> None:
    page = _as(cast, "carys").get(f"/phrase/{cast.room.pk}/", {"with": onward}).content.decode()
    assert f'data-onward href="/w/{cast.room.pk}/today"' in page


def test_its_own_person_is_told_that_it_is_theirs(cast: Cast) -> None:
    page = _as(cast, "ben").get(_link(cast)).content.decode()
    assert "This is your own link" in page
    assert "Write it together" not in page


def test_a_participant_of_another_workshop_has_to_join_this_one(cast: Cast) -> None:
    other = people.join(code=cast.elin.room.code, name="Gwen", organisation="", sector="", now=NOW)
    assert other
    client = Client()
    client.cookies[f"cw-{cast.elin.room_id}"] = other.token
    assert "Who are you?" in client.get(_link(cast)).content.decode()


def test_withdrawn_links_open_nothing_and_guessing_is_limited(cast: Cast) -> None:
    link, carys = _link(cast), _as(cast, "carys")
    joint.withdraw_link(by=cast.ben, sheet_key=f"w6.m{cast.ben.pk}", now=NOW)
    for _ in range(5):
        answer = carys.get(link)
        assert answer.status_code == 404
        assert "Ben" not in answer.content.decode()
    assert carys.get(link).status_code == 429
    assert carys.get(_link(cast)).status_code == 429, "nothing is looked up any more"


def test_a_closed_workshop_lets_nobody_in(cast: Cast) -> None:
    link = _link(cast)
    workshops.close(by=cast.asha, now=NOW)
    assert "is closed" in _as(cast, "carys").get(link).content.decode()
    assert "is closed" in Client().get(link).content.decode()


def test_a_refusal_is_said_on_the_page(cast: Cast) -> None:
    link = _link(cast)
    other = joint.make_link(by=cast.dele, sheet_key=f"w6.m{cast.dele.pk}", now=NOW)
    carys = _as(cast, "carys")
    carys.post(other)
    answer = carys.post(link)
    assert answer.status_code == 400
    assert "You write with Dele now" in answer.content.decode()


def test_the_owner_makes_shows_and_withdraws_a_link_and_a_colleague_does_not(cast: Cast) -> None:
    ben, carys, sheet = _as(cast, "ben"), _as(cast, "carys"), f"w6.m{cast.ben.pk}"
    assert _do(ben, cast, "joint_link", sheet=sheet) == (200, {"ok": True, "link": ""})
    _, made = _do(ben, cast, "make_joint_link", sheet=sheet)
    assert _do(ben, cast, "joint_link", sheet=sheet)[1] == made
    carys.post(str(made["link"]))
    for command in ("joint_link", "make_joint_link", "withdraw_joint_link"):
        assert _do(carys, cast, command, sheet=sheet)[0] == 403
    assert _do(carys, cast, "end_joint", sheet=sheet, member=cast.carys.pk)[0] == 403
    assert _do(carys, cast, "leave_joint", sheet=sheet)[0] == 200
    carys.post(str(made["link"]))
    assert _do(ben, cast, "end_joint", sheet=sheet, member=cast.carys.pk)[0] == 200
    assert cast.sheet(sheet).colleagues == []
    assert _do(ben, cast, "withdraw_joint_link", sheet=sheet)[0] == 200
    assert carys.get(str(made["link"])).status_code == 404


def test_a_link_can_be_shown_as_a_code_to_scan(cast: Cast) -> None:
    answer = Client().get(f"{_link(cast)}qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"<svg xmlns=")
