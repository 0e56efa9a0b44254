"""Pages for people before and after the day: who may open them, what they show, personal links, series and copies."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.access import link_token
from commonweal.operations import checkins, invitations, people, series, workshops
from commonweal.store.models import CheckIn, Invitation, Member, Person, Room
from commonweal.web.limits import Quota
from tests.cast import NOW, Cast
from tests.operations.test_people_and_groups import KEY
from tests.web.test_commands import _as, _do
from tests.web.test_pages import _signed_in

POSTS = ("people/invite/", "people/link/", "people/remind/", "people/again/", "people/withdraw/", "series/", "state/")


@pytest.fixture
def amina(cast: Cast) -> Invitation:
    invitations.invite(by=cast.asha, text="Amina Yusuf <amina@example.org>", now=NOW)
    return Invitation.objects.get(room=cast.room)


@pytest.mark.parametrize("page", ["people/", "copy/"])
def test_pages_about_people_are_the_facilitators_alone(cast: Cast, page: str) -> None:
    address = f"/plan/{cast.room.pk}/{page}"
    assert _signed_in("asha@example.org").get(address).status_code == 200
    assert _signed_in("elin@example.org").get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("page", POSTS)
def test_nobody_else_acts_on_people(cast: Cast, page: str, amina: Invitation) -> None:
    before = Invitation.objects.values_list("pk", "due", "sent").get(), Room.objects.get(pk=cast.room.pk).state
    address = f"/plan/{cast.room.pk}/{page}"
    body = {"people": "x@example.org", "name": "X", "id": amina.pk, "act": "close"}
    assert _signed_in("elin@example.org").post(address, body).status_code == 404
    assert Client().post(address, body).status_code == 302
    assert _signed_in("asha@example.org").get(address).status_code == 405
    assert (
        Invitation.objects.values_list("pk", "due", "sent").get(),
        Room.objects.get(pk=cast.room.pk).state,
    ) == before


def test_people_are_shown_with_counts_and_never_with_words(cast: Cast, amina: Invitation) -> None:
    cast.write(cast.ben, f"w6.m{cast.ben.pk}", "steps", prompt="step1", text="canary of Ben")
    page = _signed_in("asha@example.org").get(f"/plan/{cast.room.pk}/people/").content.decode()
    assert "canary" not in page
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    found = {row.split()[0]: row for row in rows}
    assert "Our scenario: 1 of 10" in found["Ben"]
    assert "Our scenario: 0 of 10" in found["Carys"]
    assert "Mail waits to be sent" in found["Amina"]


def test_a_pasted_list_is_answered_in_words(cast: Cast) -> None:
    asha = _signed_in("asha@example.org")
    address = f"/plan/{cast.room.pk}/people/"
    said = asha.post(f"{address}invite/", {"people": "rhys@example.org\nnobody"}, follow=True).content.decode()
    assert "1 person invited" in said
    assert "nobody" in said
    refused = asha.post(f"{address}invite/", {"people": "nobody at all"})
    assert (refused.status_code, "nobody at all" in refused.content.decode()) == (400, True)
    asha.post(f"{address}link/", {"name": "Gwen"})
    assert asha.get(address).content.decode().count("/invited/") == 2


def test_the_page_of_people_asks_as_much_for_many_as_for_one(cast: Cast, amina: Invitation) -> None:
    asha = _signed_in("asha@example.org")
    counts = []
    for more in ([], [f"p{number}@example.org" for number in range(9)]):
        if more:
            invitations.invite(by=cast.asha, text=",".join(more), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert asha.get(f"/plan/{cast.room.pk}/people/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_personal_link_fills_the_form_and_lets_in_once(cast: Cast, amina: Invitation) -> None:
    address = invitations.link(amina)
    client = Client()
    assert 'value="Amina Yusuf"' in client.get(address).content.decode()
    answer = client.post(address, {"name": "Amina", "organisation": "", "sector": "", "interest": "1b"})
    assert answer.headers["Location"] == f"/phrase/{cast.room.pk}/"
    member = Member.objects.get(room=cast.room, name="Amina")
    assert (member.interest, answer.cookies[f"cw-{cast.room.pk}"]["httponly"]) == ("1b", True)
    again = Client()
    assert "joined already" in again.get(address).content.decode()
    again.post(address, {"name": "Mallory", "organisation": "", "sector": ""})
    assert not Member.objects.filter(name="Mallory").exists()
    assert Client().get("/invited/" + "0" * 64 + "/").status_code == 404


def test_links_in_mails_stop_them_only_when_the_button_is_pressed(cast: Cast, amina: Invitation) -> None:
    checkins.ask(by=cast.ben, email="ben@example.org", now=NOW)
    stop = f"/stop/{link_token(checkins.KIND, CheckIn.objects.get(weeks=6).pk)}/"
    quiet = f"{invitations.link(amina)}stop/"
    for address in (stop, quiet):
        assert Client().get(address).status_code == 200
    assert (CheckIn.objects.count(), Invitation.objects.get().quiet) == (2, False)
    for address in (stop, quiet):
        assert Client().post(address).status_code == 200
    assert (CheckIn.objects.count(), Invitation.objects.get().quiet) == (0, True)
    assert Client().get(stop).status_code == 404
    assert Client().get("/stop/nothing/").status_code == 404


def test_an_address_is_left_by_a_participant_a_few_times_a_day(cast: Cast) -> None:
    Room.objects.filter(pk=cast.room.pk).update(date=datetime.now(UTC).date())
    assert _do(cast, "ben", "check_in", {"email": "ben@example.org"}) == (200, {"ok": True, "mails": 2})
    codes = [
        _do(cast, "carys", "check_in", {"email": f"c{number}@example.org"})[1].get("error", "") for number in range(4)
    ]
    assert "several addresses" in str(codes[3])
    assert "several addresses" not in str(codes[:3])


def test_a_quota_counts_for_each_and_forgets() -> None:
    quota = Quota(most=3, seconds=10)
    assert [quota.take("a", many, 0) for many in (2, 2, 1, 1)] == [True, False, True, False]
    assert quota.take("b", 3, 0)
    assert quota.take("a", 3, 11)


def _series(cast: Cast) -> Room:
    """Ben has words in the first workshop; the second is in the same series."""
    people.set_verifier(member=cast.ben, verifier=KEY, now=NOW)
    cohort = series.begin(by=cast.asha, name="Spring", now=NOW)
    room = workshops.copy(by=cast.asha, title="The next", date=date(2026, 4, 16), now=NOW).room
    series.enter(by=Member.objects.get(room=room, role="facilitator"), cohort_id=cohort.pk, now=NOW)
    return Room.objects.get(pk=room.pk)


def test_a_browser_known_in_the_series_joins_with_one_press(cast: Cast) -> None:
    room = _series(cast)
    address = f"/join/{room.code}/"
    ben = _as(cast, "ben")
    assert "Join as Ben" in ben.get(address).content.decode()
    assert "Join as" not in Client().get(address).content.decode()
    answer = ben.post(address, {"known": cast.ben.pk})
    assert answer.headers["Location"] == f"/phrase/{room.pk}/"
    made = Member.objects.get(room=room, name="Ben")
    ben.post(address, {"known": cast.ben.pk})
    assert Member.objects.filter(room=room, name="Ben").count() == 1, "pressed twice"
    assert made.verifier == Member.objects.get(pk=cast.ben.pk).verifier
    Client().post(address, {"known": cast.ben.pk})
    _as(cast, "carys").post(address, {"known": cast.ben.pk})
    assert Member.objects.filter(room=room, role="participant").count() == 1, "nobody joins as somebody else"


def test_words_open_all_workshops_of_the_series_on_another_device(cast: Cast) -> None:
    room = _series(cast)
    client = Client()
    found = client.get(f"/join/{room.code}/room.json").json()
    assert found == {"ok": True, "room": room.pk, "mix": cast.room.pk}
    said = client.post("/back/", {"room": room.pk, "by": "code", "verifier": KEY}).json()
    again = Member.objects.get(room=room, role="participant")
    members = {cast.room.pk: f"m{cast.ben.pk}", room.pk: f"m{again.pk}"}
    assert said == {"ok": True, "go": f"/w/{room.pk}/today", "members": members}
    assert {f"cw-{cast.room.pk}", f"cw-{room.pk}"} <= set(client.cookies)
    by_link = Client()
    assert by_link.post("/back/", {"room": cast.room.pk, "by": "link", "verifier": KEY}).json()["ok"]
    assert {f"cw-{cast.room.pk}", f"cw-{room.pk}"} <= set(by_link.cookies)
    assert Client().post("/back/", {"room": room.pk, "by": "code", "verifier": "cd" * 32}).status_code == 404


def test_other_workshops_are_told_to_their_own_person_with_keys_for_them_alone(cast: Cast) -> None:
    room = _series(cast)
    joined = series.join_again(member=cast.ben, room=room, now=NOW)
    client = Client()
    client.cookies[f"cw-{room.pk}"] = joined.token
    answer = client.get(f"/w/{room.pk}/series.json")
    other = {"id": cast.room.pk, "member": f"m{cast.ben.pk}", "mix": cast.room.pk}
    assert answer.json()["rooms"] == [other | {"title": "Collaborative working", "date": "2026-03-12"}]
    assert f"cw-{cast.room.pk}" in answer.cookies
    assert f"cw-{cast.room.pk}" not in client.get(f"/w/{room.pk}/series.json").cookies, "kept, not made again"
    assert _as(cast, "carys").get(f"/w/{cast.room.pk}/series.json").json()["rooms"] == []
    assert Client().get(f"/w/{room.pk}/series.json").status_code == 403
    shared = Client()
    shared.cookies[f"cw-{room.pk}"] = joined.token
    shared.cookies[f"cw-{cast.room.pk}"] = cast.tokens["carys"]
    left = shared.get(f"/w/{room.pk}/series.json")
    assert (left.json()["rooms"], dict(left.cookies)) == ([], {}), "somebody else's key on this device stays"


def test_a_closed_workshop_is_found_for_coming_back_and_not_for_joining(cast: Cast) -> None:
    people.set_verifier(member=cast.ben, verifier=KEY, now=NOW)
    workshops.close(by=cast.asha, now=NOW)
    assert Client().get(f"/join/{cast.room.code}/").status_code == 404
    ben = Client()
    ben.cookies[f"cw-{cast.room.pk}"] = cast.tokens["ben"]
    assert ben.get(f"/join/{cast.room.code.lower()}/")["Location"] == f"/w/{cast.room.pk}/today", "by the poster"
    ben.cookies[f"cw-{cast.room.pk}"] = "guessed"
    assert ben.get(f"/join/{cast.room.code}/").status_code == 404
    assert Client().get(f"/join/{cast.room.code}/room.json").json()["room"] == cast.room.pk
    said = Client().post("/back/", {"room": cast.room.pk, "by": "code", "verifier": KEY}).json()
    assert said["go"] == f"/w/{cast.room.pk}/today"


def test_the_state_of_a_workshop_is_changed_from_its_plan(cast: Cast) -> None:
    asha = _signed_in("asha@example.org")
    states = []
    for act in ("close", "reopen", "archive"):
        asha.post(f"/plan/{cast.room.pk}/state/", {"act": act})
        states.append(Room.objects.get(pk=cast.room.pk).state)
    assert states == ["closed", "open", "archived"]
    assert cast.room.pk not in asha.get("/plan/").content.decode()
    assert cast.room.pk in asha.get("/plan/?archived").content.decode()
    assert asha.post(f"/plan/{cast.room.pk}/state/", {"act": "burn"}).status_code == 404


def test_a_copy_is_made_from_its_page(cast: Cast) -> None:
    asha = _signed_in("asha@example.org")
    answer = asha.post(f"/plan/{cast.room.pk}/copy/", {"title": "Again", "date": "2026-05-01"})
    copy = Room.objects.get(title="Again")
    assert answer.headers["Location"] == f"/plan/{copy.pk}/"
    assert "Group 1" not in asha.get(f"/plan/{copy.pk}/").content.decode()
    assert Person.objects.filter(memberships__room=copy).get().email == "asha@example.org"


def test_the_log_has_a_day_that_the_details_set(cast: Cast) -> None:
    asha = _signed_in("asha@example.org")
    body = {"title": "T", "date": "2026-03-12", "place": "", "zone": "Europe/London", "start": "09:30", "end": "16:00"}
    assert str(Room.objects.get(pk=cast.room.pk).log_until) == "2026-06-04"
    assert asha.post(f"/plan/{cast.room.pk}/details/", {**body, "log_until": "2026-04-30"}).status_code == 302
    assert str(Room.objects.get(pk=cast.room.pk).log_until) == "2026-04-30"
    wrong = asha.post(f"/plan/{cast.room.pk}/details/", {**body, "log_until": "2026-03-01"})
    assert "within the year" in wrong.content.decode()
