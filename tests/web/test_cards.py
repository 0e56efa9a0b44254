"""The private cards of a meeting's roles: whose they are, and that nothing sent to everybody has a word of them."""

import json

import pytest

from commonweal.content.load import library
from commonweal.operations import casting, groups
from commonweal.store.models import Member
from commonweal.sync.committed import Committed
from commonweal.sync.shape import Shape
from tests.cast import NOW, Cast
from tests.web.test_commands import _as, _do

CARDS = {role.key: role.card for role in library().activity("a5").step("meeting").roles}  # type: ignore[union-attr]


def read(cast: Cast, who: str, activity: str = "a5") -> tuple[int, list[str], str]:
    """The status, the roles whose cards came, and what else the answer says of being stored."""
    answer = _as(cast, who).get(f"/w/{cast.room.pk}/card/{activity}")
    return answer.status_code, [one["role"] for one in answer.json().get("cards", [])], answer["Cache-Control"]


@pytest.fixture
def drawn(cast: Cast) -> Cast:
    cast.open("a5")
    people = [cast.ben.pk, cast.carys.pk]
    casting.draw_roles(by=cast.ben, activity="a5", members=people, seed=1, now=NOW)
    casting.give_role(by=cast.ben, activity="a5", member_id=cast.ben.pk, role="facilitator", now=NOW)
    return cast


@pytest.mark.parametrize(
    ("who", "roles"),
    [("ben", ["facilitator"]), ("carys", ["individual"]), ("dele", []), ("asha", list(CARDS))],
)
def test_a_card_is_for_whoever_plays_the_role_and_for_facilitators(drawn: Cast, who: str, roles: list[str]) -> None:
    assert read(drawn, who) == (200, roles, "no-store")


@pytest.mark.parametrize("who", ["elin", "nobody"])
def test_a_card_is_for_nobody_outside(drawn: Cast, who: str) -> None:
    assert read(drawn, who) == (403, [], "no-store")


def test_the_big_screen_and_an_observer_read_no_card(drawn: Cast) -> None:
    screen = _do(drawn, "asha", "open_screen")[1]["token"]
    client = _as(drawn, "nobody")
    client.cookies[f"cws-{drawn.room.pk}"] = str(screen)
    assert client.get(f"/w/{drawn.room.pk}/card/a5").status_code == 403
    Member.objects.filter(pk=drawn.ben.pk).update(role="observer")
    assert read(drawn, "ben")[:2] == (403, [])


def test_a_card_says_what_the_role_is_and_not_what_others_are(drawn: Cast) -> None:
    mine = _as(drawn, "ben").get(f"/w/{drawn.room.pk}/card/a5").content.decode()
    assert "Two of the partners pay for your post" in mine
    assert "telling your own story as evidence" not in mine
    assert "<strong>" in json.loads(mine)["cards"][0]["html"]


def test_a_role_given_to_another_takes_the_card_along(drawn: Cast) -> None:
    casting.give_role(by=drawn.carys, activity="a5", member_id=drawn.carys.pk, role="facilitator", now=NOW)
    assert read(drawn, "carys")[1] == ["facilitator"]
    assert read(drawn, "ben")[1] == ["individual"]


def test_somebody_moved_to_another_group_has_no_card_there(drawn: Cast) -> None:
    groups.move_member(by=drawn.asha, member_id=drawn.ben.pk, group_id=drawn.two.pk, now=NOW)
    assert read(drawn, "ben")[:2] == (200, [])
    groups.move_member(by=drawn.asha, member_id=drawn.ben.pk, group_id=None, now=NOW)
    assert read(drawn, "ben")[:2] == (403, [])


@pytest.mark.parametrize("activity", ["a2", "w6", "nothing"])
def test_an_activity_without_roles_has_no_cards(drawn: Cast, activity: str) -> None:
    assert read(drawn, "ben", activity)[:2] == (403, [])


def test_what_everybody_is_sent_has_no_word_of_a_card(drawn: Cast) -> None:
    reader = Committed(drawn.room.pk)
    shape = Shape(reader.rules())
    shape.take(reader.shape(0))
    sent = json.dumps([[item.fields for item in shape.items(name, drawn.ben.pk, 0)] for name in ("room", "me", "desk")])
    assert "Partnership facilitator" in sent
    answer = _as(drawn, "asha").get(f"/w/{drawn.room.pk}/library.json")
    assert answer["Content-Type"] == "application/json"
    readings = answer.content.decode()
    for card in CARDS.values():
        for line in [line for line in card.splitlines() if line]:
            assert line.rpartition("**")[2].strip() not in sent + readings


def test_roles_are_drawn_by_a_command_of_the_group(cast: Cast) -> None:
    cast.open("a5")
    status, answer = _do(cast, "ben", "draw_roles", {"activity": "a5", "members": [cast.ben.pk, cast.carys.pk]})
    assert (status, answer) == (200, {"ok": True, "own": []})
    assert _do(cast, "carys", "say_real", {"activity": "a5", "real": "individual"})[0] == 200
    assert _do(cast, "carys", "set_plays", {"activity": "a5", "plays": "Police", "source": "our list"})[0] == 200
    assert _do(cast, "carys", "take_duty", {"activity": "a5", "duty": "scribe"})[0] == 200
    assert _do(cast, "carys", "give_role", {"activity": "a5", "member": cast.ben.pk, "role": ""})[0] == 200
    assert _do(cast, "dele", "give_role", {"activity": "a5", "member": cast.ben.pk, "role": "academic"})[0] == 403
