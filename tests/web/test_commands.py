"""Commands over HTTP: who may give which, from which pages, and what the private addresses tell."""

import json

import pytest
from django.test import Client

from commonweal.operations import people
from commonweal.store.models import Person, RoomActivity
from commonweal.web.facilitating import FACILITATOR
from commonweal.web.taking_part import PARTICIPANT
from tests.cast import NOW, Cast

OURS = {"X-Commonweal": "1", "Origin": "http://testserver"}


def _as(cast: Cast, who: str) -> Client:
    """A browser: of a facilitator who is signed in, of a participant with a key, or of nobody."""
    client = Client()
    if who in ("asha", "elin"):
        client.force_login(Person.objects.get(email=f"{who}@example.org"))
    elif who in cast.tokens:
        client.cookies[f"cw-{cast.room.pk}"] = cast.tokens[who]
    return client


def _do(cast: Cast, who: str, command: str, body: object = None, **headers: str) -> tuple[int, dict[str, object]]:
    answer = _as(cast, who).post(
        f"/w/{cast.room.pk}/do/{command}",
        json.dumps(body or {}),
        content_type="application/json",
        headers={**OURS, **headers},
    )
    return answer.status_code, answer.json()


def test_the_facilitator_opens_an_activity(cast: Cast) -> None:
    assert _do(cast, "asha", "set_state", {"activity": "a2", "state": "open"}) == (200, {"ok": True})
    assert RoomActivity.objects.get(room=cast.room, key="a2").state == "open"


@pytest.mark.parametrize("who", ["ben", "elin", "nobody"])
@pytest.mark.parametrize("command", sorted(FACILITATOR))
def test_nobody_else_gives_a_facilitators_command(cast: Cast, who: str, command: str) -> None:
    status, answer = _do(cast, who, command)
    assert (status, answer["ok"]) == (403, False)


@pytest.mark.parametrize("who", ["asha", "elin", "nobody"])
@pytest.mark.parametrize("command", sorted(PARTICIPANT))
def test_nobody_else_gives_a_participants_command(cast: Cast, who: str, command: str) -> None:
    assert _do(cast, who, command)[0] == 403


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"X-Commonweal": "0"}])
def test_a_command_from_another_page_is_refused(cast: Cast, headers: dict[str, str]) -> None:
    assert _do(cast, "asha", "set_state", {"activity": "a2", "state": "open"}, **headers)[0] == 403
    assert RoomActivity.objects.get(room=cast.room, key="a2").state == "waiting"


@pytest.mark.parametrize(
    "body", ["[", '{"activity": 1}', '{"activity": "a2", "state": "open", "more": 1}', "[" * 50_000]
)
def test_a_body_that_cannot_be_read_is_a_clear_error(cast: Cast, body: str) -> None:
    client = _as(cast, "asha")
    answer = client.post(f"/w/{cast.room.pk}/do/set_state", body, content_type="application/json", headers=OURS)
    assert answer.status_code == 400
    assert "Reload" in answer.json()["error"]


def test_names_are_looked_for_in_ones_own_sheet_alone(cast: Cast) -> None:
    key = f"w6.m{cast.ben.pk}"
    cast.write(cast.ben, key, "steps", prompt="step1", text="Sarah Khan's partnership")
    body = json.dumps({"sheet": key})
    address = f"/w/{cast.room.pk}/names"
    mine = _as(cast, "ben").post(address, body, content_type="application/json", headers=OURS)
    assert [one["text"] for one in mine.json()["findings"]] == ["Sarah Khan"]
    for who in ("carys", "asha", "nobody"):
        answer = _as(cast, who).post(address, body, content_type="application/json", headers=OURS)
        assert answer.status_code == 403
        assert b"Sarah" not in answer.content


def test_a_wall_note_is_written_by_a_participant_and_read_by_nobody_yet(cast: Cast) -> None:
    cast.open("w7")
    address = f"/w/{cast.room.pk}/wall/w7"
    note = {"id": "00000000-0000-4000-8000-000000000001", "key": "ab" * 32, "column": "worked", "text": "words"}
    post = {"data": json.dumps(note), "content_type": "application/json", "headers": OURS}
    assert _as(cast, "nobody").post(address, **post).status_code == 403  # type: ignore[arg-type]
    assert _as(cast, "asha").post(address, **post).status_code == 403  # type: ignore[arg-type]
    assert _as(cast, "ben").post(address, **post).status_code == 200  # type: ignore[arg-type]
    for who in ("ben", "carys", "asha"):
        assert _as(cast, who).get(address, headers=OURS).json()["notes"] == []
    assert _as(cast, "nobody").get(address, headers=OURS).status_code == 403
    whole = f"{address}?as=facilitator"  # with what was hidden: for those who ask for it and are in charge
    assert _as(cast, "asha").get(whole, headers=OURS).status_code == 200
    assert _as(cast, "ben").get(whole, headers=OURS).status_code == 403
    assert _as(cast, "asha").get(f"/w/{cast.room.pk}/pending/w7").json() == {
        "ok": True,
        "enough": False,
        "ready": False,
        "notes": [],
    }
    assert _as(cast, "ben").get(f"/w/{cast.room.pk}/pending/w7").status_code == 403


def test_recorded_feedback_is_quoted_with_its_source_to_those_inside(cast: Cast) -> None:
    address = f"/w/{cast.room.pk}/recorded/a2"
    found = _as(cast, "ben").get(address).json()["recorded"][0]
    columns = [entry["fields"]["column"] for entry in found["groups"][0]["entries"]]
    assert (columns.count("opportunities"), columns.count("challenges")) == (15, 19)
    assert "Markwell" in found["source"]
    assert len(_as(cast, "ben").get(f"/w/{cast.room.pk}/recorded/a3").json()["recorded"][0]["groups"]) == 4
    assert _as(cast, "elin").get(address).status_code == 403


def test_the_six_words_are_proved_to_their_member_alone(cast: Cast) -> None:
    right, wrong = "ab" * 32, "cd" * 32
    assert _do(cast, "ben", "check_phrase", {"verifier": right}) == (
        403,
        {"ok": False, "error": "You have no six words yet. Make them first, then open your sealed pages with them."},
    )
    people.set_verifier(member=cast.ben, verifier=right, now=NOW)
    assert _do(cast, "ben", "check_phrase", {"verifier": right}) == (200, {"ok": True, "right": True})
    assert _do(cast, "ben", "check_phrase", {"verifier": wrong}) == (200, {"ok": True, "right": False})
    assert _do(cast, "carys", "check_phrase", {"verifier": right})[0] == 403
    assert _do(cast, "asha", "check_phrase", {"verifier": right})[0] == 403
