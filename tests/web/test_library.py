"""A room's library and its guides over HTTP: who gets which, how often, and what a closed door says."""

import json
import re

import pytest
from django.test import Client

from commonweal.operations import agenda
from commonweal.store.models import Person, Room
from commonweal.web.guides import guides
from commonweal.web.library import public
from tests.cast import NOW, Cast

GUIDE_WORDS = "every sheet, and which on one only"
"""Words of the guide to A2."""


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    if who in ("asha", "elin", "fay"):
        client.force_login(Person.objects.get(email=f"{who}@example.org"))
    elif who in cast.tokens:
        client.cookies[f"cw-{cast.room.pk}"] = cast.tokens[who]
    return client


@pytest.mark.parametrize(
    ("who", "library", "guides"),
    [("asha", 200, 200), ("fay", 200, 200), ("ben", 200, 403), ("elin", 403, 403), ("", 403, 403)],
)
def test_the_library_is_for_all_inside_and_the_guides_for_facilitators(
    cast: Cast, who: str, library: int, guides: int
) -> None:
    base = f"/w/{cast.room.pk}"
    assert _as(cast, who).get(f"{base}/library.json").status_code == library
    answer = _as(cast, who).get(f"{base}/guides.json")
    assert answer.status_code == guides
    assert (GUIDE_WORDS in answer.content.decode()) == (guides == 200)


def test_the_library_holds_what_the_programme_came_with_and_no_guide_and_nothing_written(cast: Cast) -> None:
    cast.open("a2")
    cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column="opportunities", text="a canary on the wing")
    answer = _as(cast, "ben").get(f"/w/{cast.room.pk}/library.json")
    library = json.loads(answer.content)
    assert set(library) == {"readings", "resources", "references"}
    assert [one["key"] for one in library["readings"]][:2] == ["learning-outcomes", "definitions"]
    assert (len(library["readings"]), len(library["resources"]), len(library["references"])) == (26, 14, 105)
    mobius = next(one for one in library["readings"] if one["key"] == "mobius")
    assert mobius["diagrams"][0]["svg"].startswith("<svg ")
    assert "<h2>Six qualities</h2>" in mobius["html"]
    assert "text" not in mobius
    for secret in (GUIDE_WORDS, "goes_wrong", "canary"):
        assert secret not in answer.content.decode()


def test_links_in_the_library_lead_somewhere_and_back(cast: Cast) -> None:
    """As the room keeps it: each reading's sources are in the bibliography, and each source is cited by something."""
    library = json.loads(_as(cast, "ben").get(f"/w/{cast.room.pk}/library.json").content)
    readings = {one["key"]: one for one in library["readings"]}
    references = {one["key"] for one in library["references"]}
    cited = {source for one in readings.values() for source in one["sources"]}
    cited |= {one["reference"] for one in library["resources"]}
    assert cited == references
    assert {key for one in readings.values() for key in one["related"]} <= set(readings)
    assert {theme for one in library["resources"] for theme in one["themes"]} <= set(readings)
    activities = Room.objects.get(pk=cast.room.pk).programme["activities"]
    assert {tool for one in readings.values() for tool in one["tools"]} <= set(activities)


def test_the_library_is_sent_small_and_only_once(cast: Cast) -> None:
    address = f"/w/{cast.room.pk}/library.json"
    first = _as(cast, "ben").get(address, headers={"Accept-Encoding": "gzip"})
    assert len(first.content) < 90_000
    assert "private" in first.headers["Cache-Control"]
    etag = first.headers["ETag"]
    again = _as(cast, "ben").get(address, headers={"If-None-Match": etag, "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    assert _as(cast, "").get(address, headers={"If-None-Match": etag}).status_code == 403


def test_a_room_of_an_earlier_version_opens_still() -> None:
    old = {
        "programme": {"parts": [{"key": "p", "title": "P"}]},
        "activities": {"a": {"title": "A", "guide": "**Purpose.** To try."}, "b": {"title": "B", "guide": ""}},
        "readings": {"r": {"key": "r", "title": "R", "text": "Words", "sources": ["Huxham, C. (1996) Book."]}},
    }
    assert guides(old) == ({}, {"a": {"title": "A", "guide": {"purpose": "**Purpose.** To try."}}})
    found = public(old)
    assert found["readings"][0]["sources"] == ["Huxham, C. (1996) Book."]
    assert (found["resources"], found["references"]) == ([], [])


def test_the_guide_to_print_follows_the_agenda(cast: Cast) -> None:
    agenda.move_item(by=cast.asha, key="climate", to=2, now=NOW)
    page = _as(cast, "asha").get(f"/plan/{cast.room.pk}/guide/").content.decode()
    articles = re.findall(r'<article class="guide[^"]*" id="([^"]+)"', page)
    morning = ["w6", "part-climate", "a3", "a4", "part-concepts", "a1", "a1p", "a1b", "a2"]
    loose = ["w4", "w9", "t4", "t9", "t10", "t11", "t12"]
    planned = [*morning, "part-influence", "a5", "a5n", "w7", "w8"]
    assert articles[: len(planned)] == planned
    assert sorted(articles[len(planned) :]) == sorted(loose)
    assert GUIDE_WORDS in page
    agenda.remove_item(by=cast.asha, key="climate", now=NOW)
    page = _as(cast, "asha").get(f"/plan/{cast.room.pk}/guide/").content.decode()
    articles = re.findall(r'<article class="guide[^"]*" id="([^"]+)"', page)
    assert set(articles[-len(loose) - 2 :]) == {"a3", "a4", *loose}
    assert "Not in the plan of the day" in page


def test_a_meeting_link_is_kept_from_the_plan(cast: Cast) -> None:
    asha, address = _as(cast, "asha"), f"/plan/{cast.room.pk}/slot/welcome/"
    kept = {"act": "keep", "title": "Welcome"}
    assert _as(cast, "elin").post(address, {**kept, "link": "https://a.example/b"}).status_code == 404
    asha.post(address, {**kept, "link": " https://meet.example.org/room?x=1 "})
    assert 'href="https://meet.example.org/room?x=1"' in asha.get(f"/plan/{cast.room.pk}/").content.decode()
    refused = asha.post(address, {**kept, "link": "javascript:alert(1)"}, follow=True).content.decode()
    assert "beginning with https://" in refused
    assert 'href="https://meet.example.org/room?x=1"' in refused
    asha.post(address, {**kept, "link": ""})
    assert "meet.example.org" not in asha.get(f"/plan/{cast.room.pk}/").content.decode()
