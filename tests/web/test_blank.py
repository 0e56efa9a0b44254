"""Blank sheets: who gets one, what stands on it, and what does not."""

import re

import pytest
from django.template.loader import get_template

from commonweal.blocks.registry import kinds
from commonweal.content.load import library
from tests.cast import Cast
from tests.web.test_commands import _as

PRINTED = {
    "w6": ("Our scenario", "Skill mix"),
    "a1": ("When it went well", "Seeking alternative views"),
    "a1b": ("Our team, from both ends", "Adversarial, confrontational", "Can’t say", "No name on this sheet"),
    "a2": ("Opportunities", "Challenges"),
    "a3": ("Possible role", "Keep on board", "Talk it over"),
    "a5": ("Partnership facilitator", "Decisions and actions"),
    "t4": ("Local strategic partnership", "What did you see that made you pick it?"),
    "w7": ("No name on this sheet",),
    "w8": ("This page is yours",),
}


def read(cast: Cast, who: str, activity: str = "") -> tuple[int, str]:
    """The status and the page without its script and style."""
    answer = _as(cast, who).get(f"/blank/{cast.room.pk}/{activity + '/' if activity else ''}")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("activity", PRINTED)
def test_a_sheet_has_everything_to_answer_on_it(cast: Cast, activity: str) -> None:
    status, page = read(cast, "ben", activity)
    assert status == 200
    for words in PRINTED[activity]:
        assert words in page, words
    assert page.count("<article") == 1


def test_every_activity_prints_each_prompt_option_and_item(cast: Cast) -> None:
    status, page = read(cast, "asha")
    activities = library().resolve("collaborative-working")["activities"]
    assert (status, page.count("<article")) == (200, len(activities))
    plain = page.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    for activity in activities.values():
        for step in activity["steps"]:
            asked = [
                one["label"] for key in ("prompts", "columns", "cells", "rows", "roles") for one in step.get(key, [])
            ]
            asked += [one["label"] for one in step.get("options", [])] + [
                one["title"] for one in step.get("agenda", [])
            ]
            asked += [pole for one in step.get("items", []) if "left" in one for pole in (one["left"], one["right"])]
            for words in asked if step["block"] != "reading" else ():
                assert words in plain, (activity["key"], words)


@pytest.mark.parametrize("kind", sorted(kinds().keys() - {"reading"}))
def test_every_block_says_how_it_is_printed(kind: str) -> None:
    get_template(f"blank/{kind}.html")  # raises TemplateDoesNotExist where there is none


def test_sheets_come_in_the_order_of_the_day(cast: Cast) -> None:
    keys = re.findall(r'id="b-(\w+)"', read(cast, "ben")[1])
    assert keys.index("w6") < keys.index("a1") < keys.index("a2") < keys.index("a5") < keys.index("w7")
    assert keys[0] == "w6"


@pytest.mark.parametrize("who", ["elin", "nobody"])
def test_whoever_is_not_in_the_workshop_gets_none(cast: Cast, who: str) -> None:
    assert read(cast, who)[0] == 404
    assert read(cast, who, "a2")[0] == 404


def test_nothing_written_no_guide_and_no_private_card_is_printed(cast: Cast) -> None:
    cast.open("a2")
    cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column="challenges", text="a canary on the wing")
    page = read(cast, "ben")[1]
    for secret in ("canary", "Ben", "Two of the partners pay for your post", "every sheet, and which on one only"):
        assert secret not in page


def test_an_activity_that_is_not_there_has_no_sheet(cast: Cast) -> None:
    assert read(cast, "asha", "a9")[0] == 404
