"""A tablet that is handed round, over HTTP: what its cookie opens and what it does not; the way out of it."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from commonweal.store.models import Member, Person
from commonweal.sync.doors import AS, member_at_door
from commonweal.web.facilitating import FACILITATOR
from commonweal.web.taking_part import PARTICIPANT, TABLET
from tests.cast import Cast

OURS = {"X-Commonweal": "1", "Origin": "http://testserver"}


def facilitating(cast: Cast) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email="asha@example.org"))
    return client


def tablet_for(cast: Cast, activity: str) -> Client:
    """A browser that Asha made a tablet; Ben had joined in it before, and it had been the big screen."""
    cast.open(activity)
    client = facilitating(cast)
    client.cookies[f"cw-{cast.room.pk}"] = cast.tokens["ben"]
    client.cookies[f"cws-{cast.room.pk}"] = "a big screen's token"
    client.cookies["cw-relsewhere"] = "the key to another room"
    answer = client.post(f"/w/{cast.room.pk}/tablet/begin/{activity}", headers=OURS)
    assert answer.json() == {"ok": True}
    return client


def do(client: Client, cast: Cast, command: str, body: object = None) -> Any:
    address = f"/w/{cast.room.pk}/do/{command}"
    return client.post(address, json.dumps(body or {}), content_type="application/json", headers=OURS)


def held(client: Client) -> dict[str, str]:
    return {name: one.value for name, one in client.cookies.items() if one.value}


def test_a_tablet_keeps_one_cookie_and_nobody_signed_in(cast: Cast) -> None:
    client = tablet_for(cast, "w7")
    assert set(held(client)) == {f"cwt-{cast.room.pk}"}
    shown = do(client, cast, "see_tablet").json()
    assert shown["activity"]["key"] == "w7"
    assert "guide" not in shown["activity"]


@pytest.mark.parametrize("who", ["ben", "elin", "nobody"])
def test_nobody_but_the_rooms_facilitator_makes_a_tablet(cast: Cast, who: str) -> None:
    cast.open("w7")
    client = Client()
    if who == "elin":
        client.force_login(Person.objects.get(email="elin@example.org"))
    elif who == "ben":
        client.cookies[f"cw-{cast.room.pk}"] = cast.tokens["ben"]
    assert client.post(f"/w/{cast.room.pk}/tablet/begin/w7", headers=OURS).status_code == 403
    assert not Member.objects.filter(role="tablet").exists()


def test_another_page_cannot_make_a_tablet(cast: Cast) -> None:
    cast.open("w7")
    headers = {**OURS, "Origin": "http://elsewhere.example"}
    assert facilitating(cast).post(f"/w/{cast.room.pk}/tablet/begin/w7", headers=headers).status_code == 403


def test_its_cookie_gives_no_command_but_a_tablets(cast: Cast) -> None:
    client = tablet_for(cast, "w7")
    for command in [*FACILITATOR, *PARTICIPANT]:
        assert do(client, cast, command).status_code == 403, command


def test_its_cookie_reads_nothing_of_the_room(cast: Cast) -> None:
    client = tablet_for(cast, "w7")
    for page in ("wall/w7", "library.json", "guides.json", "recorded/a2", "pending/w7", "late"):
        answer = client.get(f"/w/{cast.room.pk}/{page}", headers=OURS)
        assert answer.status_code == 403, page


def test_its_cookie_opens_no_private_sheet_and_no_door_of_the_engine(cast: Cast) -> None:
    cast.write(cast.ben, f"w8.m{cast.ben.pk}", "log", prompt="plan", text="a secret of Ben's")
    client = tablet_for(cast, "w7")
    cookies = "; ".join(f"{name}={value}" for name, value in held(client).items())
    token = held(client)[f"cwt-{cast.room.pk}"]
    for role in AS:
        assert member_at_door(cast.room.pk, cookies, role) is None
        for name in ("cw", "cws"):
            assert member_at_door(cast.room.pk, f"{name}-{cast.room.pk}={token}", role) is None
    for page in ("today", "log", "scenario", "console", "screen", "tablet"):
        assert b"secret" not in client.get(f"/w/{cast.room.pk}/{page}").content
    for page in ("names", f"do/{next(iter(PARTICIPANT))}"):
        body = json.dumps({"sheet": f"w8.m{cast.ben.pk}"})
        address = f"/w/{cast.room.pk}/{page}"
        assert client.post(address, body, content_type="application/json", headers=OURS).status_code == 403
    assert client.get(f"/plan/{cast.room.pk}/").status_code == 302


def test_nobody_else_gives_a_tablets_command(cast: Cast) -> None:
    ben = Client()
    ben.cookies[f"cw-{cast.room.pk}"] = ben.cookies[f"cwt-{cast.room.pk}"] = cast.tokens["ben"]
    for client in (ben, facilitating(cast), Client()):
        for command in TABLET:
            assert do(client, cast, command).status_code == 403, command


def test_a_turn_is_handed_in_and_told_to_nobody(cast: Cast) -> None:
    client = tablet_for(cast, "w7")
    note = {"id": str(uuid.uuid4()), "column": "worked", "text": "words"}
    answer = do(client, cast, "hand_in_notes", {"person": cast.ben.pk, "notes": [note]})
    assert answer.json() == {"ok": True}
    assert answer["Cache-Control"] == "no-store"
    shown = do(client, cast, "see_tablet")
    assert [one["name"] for one in shown.json()["people"]] == ["Ben", "Carys", "Dele"]
    assert b"words" not in shown.content


def test_only_a_facilitator_of_the_room_ends_it_on_the_device(cast: Cast) -> None:
    client = tablet_for(cast, "w7")
    address = f"/tablet/{cast.room.pk}/end/"
    answer = client.post(address)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
    client.force_login(Person.objects.get(email="elin@example.org"))
    assert client.post(address).status_code == 404
    assert Member.objects.filter(role="tablet", removed=False).exists()
    client.force_login(Person.objects.get(email="asha@example.org"))
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == f"/w/{cast.room.pk}/console"
    assert f"cwt-{cast.room.pk}" not in held(client)
    assert not Member.objects.filter(role="tablet", removed=False).exists()


def test_answers_and_results_over_http(cast: Cast) -> None:
    cast.open("a1b")
    ben = Client()
    ben.cookies[f"cw-{cast.room.pk}"] = cast.tokens["ben"]
    body = {"activity": "a1b", "id": str(uuid.uuid4()), "key": "ab" * 32, "proof": "cd" * 32}
    assert do(ben, cast, "answer", {**body, "fields": {"team": "Ours", "say": "9"}}).status_code == 400
    assert do(ben, cast, "answer", {**body, "fields": {"team": "Ours", "say": "2"}}).json() == {"ok": True}
    mine = do(ben, cast, "see_result", {"activity": "a1b", "proof": "cd" * 32}).json()
    theirs = do(facilitating(cast), cast, "see_results", {"activity": "a1b"}).json()
    assert theirs == {"ok": True, "shared": False, "teams": []}
    assert mine == {**theirs, "answered": True}, "of oneself alone"
    assert do(ben, cast, "see_results", {"activity": "a1b"}).status_code == 403
