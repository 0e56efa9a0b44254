"""Photos over HTTP: from which pages they come, in which role, what a browser may keep, and what is too much."""

import asyncio
from typing import Any

import pytest

from commonweal.project import asgi
from commonweal.store.models import Photo
from tests.cast import Cast
from tests.operations.test_photos import file
from tests.web.test_commands import OURS, _as


@pytest.fixture
def opened(cast: Cast) -> Cast:
    cast.open("a2")
    return cast


def attach(cast: Cast, who: str, query: str = "", data: bytes = b"") -> tuple[int, dict[str, Any]]:
    address = f"/photos/{cast.room.pk}/a2.g{cast.one.pk}{query}"
    answer = _as(cast, who).post(address, data or file(), content_type="image/jpeg", headers=OURS)
    return answer.status_code, answer.json()


def test_a_participant_attaches_lists_and_opens_one(opened: Cast) -> None:
    status, said = attach(opened, "ben")
    assert (status, said["ok"]) == (200, True)
    listed = _as(opened, "carys").get(f"/photos/{opened.room.pk}/a2.g{opened.one.pk}")
    assert [one["id"] for one in listed.json()["photos"]] == [said["id"]]
    assert listed["Cache-Control"] == "no-store"
    for size in ("small", "large"):
        one = _as(opened, "carys").get(f"/photo/{opened.room.pk}/{said['id']}/{size}.jpg")
        assert (one.status_code, one["Content-Type"], one["Cache-Control"]) == (200, "image/jpeg", "private, no-cache")
        assert one["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_it_is_asked_for_no_bytes_but_still_for_the_right(opened: Cast) -> None:
    address = f"/photo/{opened.room.pk}/{attach(opened, 'ben')[1]['id']}/small.jpg"
    mark = _as(opened, "ben").get(address)["ETag"]
    assert _as(opened, "ben").get(address, headers={"If-None-Match": mark}).status_code == 304
    assert _as(opened, "dele").get(address, headers={"If-None-Match": mark}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("dele", 404), ("asha", 403), ("elin", 403), ("nobody", 403)])
def test_nobody_else_opens_it(opened: Cast, who: str, status: int) -> None:
    id = attach(opened, "ben")[1]["id"]
    answer = _as(opened, who).get(f"/photo/{opened.room.pk}/{id}/large.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    change = _as(opened, who).post(
        f"/photo/{opened.room.pk}/{id}", '{"gone": true}', content_type="application/json", headers=OURS
    )
    assert change.status_code == 403
    assert Photo.objects.filter(pk=id).exists()


def test_a_facilitator_attaches_from_a_facilitators_page_alone(opened: Cast) -> None:
    assert attach(opened, "asha")[0] == 403
    assert attach(opened, "asha", "?as=facilitator")[0] == 200
    assert attach(opened, "ben", "?as=facilitator")[0] == 403


@pytest.mark.parametrize("headers", [{"X-Commonweal": ""}, {"Origin": "https://elsewhere.example"}])
def test_another_sites_page_attaches_nothing(opened: Cast, headers: dict[str, str]) -> None:
    address = f"/photos/{opened.room.pk}/a2.g{opened.one.pk}"
    answer = _as(opened, "ben").post(address, file(), content_type="image/jpeg", headers={**OURS, **headers})
    assert answer.status_code == 403
    assert not Photo.objects.exists()


def test_what_is_no_photo_gets_words(opened: Cast) -> None:
    status, said = attach(opened, "ben", data=b"MZ\x90")
    assert status == 400
    assert "Choose a JPEG, PNG or WebP file" in said["error"]


def test_it_is_described_and_taken_away(opened: Cast) -> None:
    id = attach(opened, "ben")[1]["id"]
    for body in ('{"caption": "Our flip chart"}', '{"gone": true}'):
        answer = _as(opened, "carys").post(
            f"/photo/{opened.room.pk}/{id}", body, content_type="application/json", headers=OURS
        )
        assert answer.json() == {"ok": True}
    assert not Photo.objects.exists()


def test_a_request_that_goes_on_and_on_is_cut_off() -> None:
    """Without a limit Django would store all of it before the first line of ours runs."""
    sent: list[Any] = []
    parts = 0

    async def receive() -> dict[str, Any]:
        nonlocal parts
        parts += 1
        assert parts < 100, "it was read to no end"
        return {"type": "http.request", "body": b"x" * 1024 * 1024, "more_body": True}

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {"type": "http", "method": "POST", "path": "/photos/r/a2.g1", "query_string": b"", "headers": []}
    asyncio.run(asgi.application({**scope, "scheme": "http", "server": ("127.0.0.1", 80)}, receive, send))
    assert [event.get("status") for event in sent] == [413, None]
    assert parts == asgi.MOST // (1024 * 1024) + 1
