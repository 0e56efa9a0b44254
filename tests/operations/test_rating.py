"""Ratings without names: answering and changing, sharing once, the rule of five, and who sees which team's result."""

from typing import Any

import pytest

from commonweal import access
from commonweal.operations import rating, running, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Response, Room, RoomActivity, TeamProof, WallWriter
from tests.cast import NOW, Cast
from tests.rated import Device, all_answer, devices, results_of, share


def test_answers_are_kept_once_and_changed_by_their_key_alone(cast: Cast) -> None:
    (ben,) = devices(cast, 1)
    ben.answer(say="2")
    ben.answer(say="6", ease="")
    kept = Response.objects.get()
    assert (kept.answers["say"], "ease" in kept.answers, kept.team) == ("6", False, "Harbour Streets")
    with pytest.raises(Refused, match="another device"):
        Device(cast.carys, id=ben.id).answer(say="1")
    with pytest.raises(Refused, match="answered this already"):
        Device(cast.ben).answer(say="1")
    assert Response.objects.get().answers["say"] == "6"
    assert WallWriter.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"team": "  "}, "Nothing is written"),
        ({"team": "x" * 81}, "too long"),
        ({"say": "8"}, "not one of the choices"),
        ({"elsewhere": "1"}, "does not belong"),
        ({"team": None}, "missing"),
    ],
)
def test_answers_of_another_shape_are_refused_in_words(cast: Cast, wrong: dict[str, Any], words: str) -> None:
    (ben,) = devices(cast, 1)
    fields = {"team": "x", "say": "1"} | wrong
    fields = {name: value for name, value in fields.items() if value is not None}
    with pytest.raises(Invalid, match=words):
        rating.answer(by=cast.ben, activity="a1b", id=ben.id, key=ben.key, proof=ben.proof, fields=fields, now=NOW)
    assert not Response.objects.exists()


@pytest.mark.parametrize("bad", [{"id": "1"}, {"key": "short"}, {"proof": "AB" * 32}])
def test_secrets_of_another_shape_are_refused(cast: Cast, bad: dict[str, str]) -> None:
    devices(cast, 1)
    with pytest.raises(Invalid):
        Device(cast.ben, **bad).answer()


def test_no_answer_at_all_is_not_handed_in(cast: Cast) -> None:
    (ben,) = devices(cast, 1)
    own = {"id": ben.id, "key": ben.key, "proof": ben.proof}
    with pytest.raises(Invalid, match="at least one"):
        rating.answer(by=cast.ben, activity="a1b", fields={"team": "x", "say": ""}, now=NOW, **own)


@pytest.mark.parametrize("state", ["waiting", "closed"])
def test_answers_are_taken_only_while_it_is_open(cast: Cast, state: str) -> None:
    (ben,) = devices(cast, 1)
    running.set_state(by=cast.asha, activity="a1b", state=state, now=NOW)
    with pytest.raises(Refused, match="not open"):
        ben.answer()


def test_others_than_participants_and_other_activities_are_refused(cast: Cast) -> None:
    (ben,) = devices(cast, 1)
    for stranger in (cast.asha, cast.elin):
        with pytest.raises(Refused):
            Device(stranger).answer()
    cast.open("w7")
    with pytest.raises(Refused, match="not part"):
        rating.answer(by=cast.ben, activity="w7", id=ben.id, key=ben.key, proof=ben.proof, fields={"say": "1"}, now=NOW)


def test_four_answers_give_no_result_and_close_nothing(cast: Cast) -> None:
    everybody = devices(cast, 5)
    all_answer(everybody[:4], "1234")
    with pytest.raises(Refused, match="No team has five"):
        share(cast)
    assert RoomActivity.objects.get(room=cast.room, key="a1b").state == "open"
    everybody[4].answer(say="5")
    assert results_of(share(cast), "say")[0]["counts"] == [1, 1, 1, 1, 1, 0, 0]


# what eight people answered to one item: a point, c for "I can't say", - for nothing; and what comes together of it
ITEM: dict[str, tuple[str, dict[str, Any]]] = {
    "status": ("12345---", {"answers": 5, "counts": [1, 1, 1, 1, 1, 0, 0], "middle": [3, 3]}),
    "say": ("1234cccc", {"withheld": True}),
    "formality": ("1234----", {"withheld": True}),
    "objectives": ("cccccccc", {"withheld": True}),
    "conflict": ("--------", {"withheld": True}),
    "ease": ("12345ccc", {"answers": 5, "counts": [1, 1, 1, 1, 1, 0, 0], "middle": [3, 3]}),
    "clarity": ("22222222", {"answers": 8, "alike": True, "agreement": 1.0, "words": "close together"}),
    "enjoyment": ("22222cc-", {"answers": 5, "alike": True, "agreement": 1.0, "words": "close together"}),
    "energy": ("111777--", {"answers": 6, "counts": [3, 0, 0, 0, 0, 0, 3], "middle": [1, 7], "words": "far apart"}),
}


def test_the_rule_of_five_item_by_item(cast: Cast) -> None:
    words = {"c": "cannot", "-": ""}
    for number, device in enumerate(devices(cast, 8)):
        device.answer(**{item: words.get(points[number], points[number]) for item, (points, _) in ITEM.items()})
    together = share(cast)
    for item, (_, expected) in ITEM.items():
        (found,) = results_of(together, item)
        assert found.items() >= expected.items(), item
        assert ("counts" in found) is ("counts" in expected), item


# people who answer for each team; which teams have a result; whether the number of all is told
TEAMS = [
    ({"a": 5}, ["a"], 5),
    ({"a": 5, "b": 4}, ["a"], None),
    ({"a": 6, "b": 5}, ["a", "b"], 11),
    ({"a": 5, "b": 3, "c": 2}, ["a"], 10),
    ({"a": 5, "b": 1}, ["a"], None),
]


@pytest.mark.parametrize(("sizes", "shown", "people"), TEAMS)
def test_a_team_under_five_and_what_would_tell_its_size_are_withheld(
    cast: Cast, sizes: dict[str, int], shown: list[str], people: int | None
) -> None:
    everybody = devices(cast, sum(sizes.values()))
    teams = [team for team, size in sizes.items() for _ in range(size)]
    for number, (device, team) in enumerate(zip(everybody, teams, strict=True)):
        device.answer(team, say=str(number % 7 + 1))
    together = share(cast)
    assert [team["key"] for team in together["teams"]] == shown
    assert together.get("people") == people


def test_one_team_however_it_is_written(cast: Cast) -> None:
    everybody = devices(cast, 5)
    names = ["Harbour Streets", "harbour streets", "HARBOUR  STREETS", " Harbour Streets", "Harbour Streets"]
    for device, name in zip(everybody, names, strict=True):
        device.answer(name, say="3" if name == "harbour streets" else "5")
    (team,) = share(cast)["teams"]
    assert (team["team"], team["key"], team["people"]) == ("Harbour Streets", "harbour streets", 5)


def test_sharing_is_once_and_for_good(cast: Cast) -> None:
    everybody = devices(cast, 7)
    all_answer(everybody[:6], "123456")
    before = share(cast)
    for state in ("open", "closed", "waiting", "shared"):
        with pytest.raises(Refused, match="have been shared"):
            running.set_state(by=cast.asha, activity="a1b", state=state, now=NOW)
    for late in (everybody[0], everybody[6]):
        with pytest.raises(Refused, match="no more answers"):
            late.answer(say="7")
    assert RoomActivity.objects.get(room=cast.room, key="a1b").together == before
    assert set(Response.objects.values_list("edit_hash", "proof_hash")) == {("", "")}


def test_a_result_is_seen_by_those_who_answered_for_the_team(cast: Cast) -> None:
    everybody = devices(cast, 13)
    ours, theirs, few, nobody = everybody[:5], everybody[5:10], everybody[10:12], everybody[12]
    all_answer(ours, "12345", team="Ours")
    all_answer(theirs, "76543", team="Theirs")
    all_answer(few, "11", team="Few")
    for device in everybody:
        assert device.sees() == []
    share(cast)
    seen = [[team["team"] for team in device.sees()] for device in everybody]
    assert seen == [["Ours"]] * 5 + [["Theirs"]] * 5 + [[], [], []]
    assert nobody.sees(proof="") == []
    assert few[0].sees(proof=ours[0].key) == []
    for facilitator in (cast.asha, cast.fay):
        assert [team["team"] for team in Device(facilitator).sees()] == ["Ours", "Theirs"]
    assert TeamProof.objects.count() == 10


def test_people_are_told_of_themselves_alone_whether_they_have_answered(cast: Cast) -> None:
    cast.open("a1b")
    Device(cast.ben).answer("Ours", say="3")

    def told(name: str) -> Any:
        viewer = access.viewer_of(getattr(cast, name))
        return rating.results(room=cast.room, activity="a1b", viewer=viewer, proof="").get("answered")

    assert (told("ben"), told("carys"), told("asha")) == (True, False, None)


def test_the_big_screen_gets_one_teams_result_from_a_facilitator(cast: Cast) -> None:
    all_answer(devices(cast, 5), "12345")
    show: dict[str, Any] = {"activity": "a1b", "team": "harbour streets", "part": "most", "now": NOW}
    with pytest.raises(Refused, match="no result"):
        rating.set_screen(by=cast.asha, **show)
    share(cast)
    for stranger in (cast.ben, cast.fay, cast.elin):
        with pytest.raises(Refused):
            rating.set_screen(by=stranger, **show)
    with pytest.raises(Invalid):
        rating.set_screen(by=cast.asha, **{**show, "part": "names"})
    with pytest.raises(Refused):
        running.set_screen(by=cast.asha, mode="shared", activity="a1b", now=NOW)
    rating.set_screen(by=cast.asha, **show)
    screen = Room.objects.get(pk=cast.room.pk).screen
    assert (screen["mode"], screen["result"]["people"]) == ("rating", 5)


def test_closing_the_workshop_forgets_the_keys(cast: Cast) -> None:
    all_answer(devices(cast, 5), "12345")
    workshops.close(by=cast.asha, now=NOW)
    assert set(Response.objects.values_list("edit_hash", "proof_hash")) == {("", "")}
