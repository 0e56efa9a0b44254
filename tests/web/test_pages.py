"""The served pages: who may open which, nothing inline, one main heading, the headers, and no growth of queries."""

import re

import pytest
from django.test import Client

from commonweal.store.models import Person
from tests.cast import Cast, make_workshop

PLAN = ("", "details/", "poster/", "rehearse/", "guide/")


def _signed_in(email: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=email))
    return client


@pytest.mark.parametrize("page", PLAN)
def test_a_plan_is_its_facilitators_alone(cast: Cast, page: str) -> None:
    address = f"/plan/{cast.room.pk}/{page}"
    assert _signed_in("asha@example.org").get(address).status_code == 200
    assert _signed_in("elin@example.org").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_slot_is_changed_by_its_facilitator_alone(cast: Cast) -> None:
    address = f"/plan/{cast.room.pk}/slot/lunch/"
    assert _signed_in("elin@example.org").post(address, {"act": "remove"}).status_code == 404
    assert _signed_in("asha@example.org").post(address, {"act": "remove"}).status_code == 302
    page = _signed_in("asha@example.org").get(f"/plan/{cast.room.pk}/").content.decode()
    assert 'id="slot-lunch"' not in page
    assert "without a break" in page, "the clash is shown"


def test_pages_hold_nothing_inline_and_one_main_heading(cast: Cast) -> None:
    asha = _signed_in("asha@example.org")
    pages = [
        "/",
        "/join/",
        f"/join/{cast.room.code}/",
        "/back/",
        "/privacy/",
        "/account/login/",
        "/plan/",
        "/plan/new/",
    ]
    pages += [f"/plan/{cast.room.pk}/{page}" for page in PLAN] + ["/nothing/"]
    for address in pages:
        page = (asha if address.startswith("/plan") else Client()).get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page), address
        assert len(re.findall(r"<h1", page)) == 1, address


def test_every_answer_carries_the_policy(cast: Cast) -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_shell_is_the_same_for_everybody(cast: Cast) -> None:
    address = f"/w/{cast.room.pk}/log"
    mine = Client(headers={"cookie": f"cw-{cast.room.pk}={cast.tokens['ben']}"}).get(address).content
    assert mine == Client().get("/w/rsomewhereelse/today").content
    assert b"Ben" not in mine


def test_joining_leaves_a_key_that_scripts_cannot_read(cast: Cast) -> None:
    client = Client()
    answer = client.post(f"/join/{cast.room.code}/", {"name": "Gwen", "organisation": "", "sector": ""})
    assert answer.status_code == 302
    cookie = answer.cookies[f"cw-{cast.room.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Client().get("/join/ABCDEFGH/").status_code == 404


def test_the_poster_has_the_code(cast: Cast) -> None:
    page = _signed_in("asha@example.org").get(f"/plan/{cast.room.pk}/poster/").content.decode()
    assert f"{cast.room.code[:4]} {cast.room.code[4:]}" in page
    picture = Client().get(f"/join/{cast.room.code}/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"


def test_the_list_asks_as_much_for_three_workshops_as_for_one(cast: Cast, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asha = _signed_in("asha@example.org")
    counts = []
    for more in (0, 2):
        for number in range(more):
            make_workshop(Person.objects.get(email="asha@example.org"), f"More {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert asha.get("/plan/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_demo_sign_in_is_closed_where_no_demo_is_served(cast: Cast) -> None:
    assert Client().get("/demo-sign-in/anything").status_code == 404
    assert Client().get("/demo-sign-in/").status_code == 404
