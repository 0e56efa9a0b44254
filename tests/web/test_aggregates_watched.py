"""What comes together of ratings and picks tells of nobody: before it is shared nothing, then only of five and more.

Everything that can be obtained is looked at while people answer one after another in rooms of random answers.
"""

import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from commonweal.operations import people, rating, running
from commonweal.store.gateway import write
from commonweal.store.models import RoomActivity
from tests.cast import NOW, Cast
from tests.onlookers import Obtained, Onlookers
from tests.rated import ITEMS, Device, devices

RATING, CHOICE = "a1b", "t10"
TEAMS = ("Quince Lane", "Medlar Court", "Damson Row")
LEAKS: dict[str, Callable[..., bool]] = {
    "shown": lambda people: people > 0,
    "difference_allowed": lambda whole, part: True,
    "follows": lambda people, before, now: True,
    "tells_of_each": lambda counts: False,
}
"""Rules of `core.suppression`, set aside."""
PHASES = ("preparation", "development", "implementation", "fulfilment")


def _differs(before: Obtained, after: Obtained) -> set[tuple[str, str]]:
    return {asked for asked in before if before[asked] != after[asked]}


def _everything(found: Obtained) -> bytes:
    return b"".join(body for _, _, body in found.values())


def _results(seen: Onlookers, device: Device | None = None) -> dict[str, Any]:
    """What a facilitator is given of the results, or the participant Ben who shows a device's proof."""
    body = {"activity": RATING} if device is None else {"activity": RATING, "proof": device.proof}
    answer = seen.do(seen.browsers["ben" if device else "asha"], "see_result" if device else "see_results", body)
    found: dict[str, Any] = answer.json()
    return found


def _answers(source: random.Random) -> dict[str, str]:
    """Random answers; of some items most people can't say, of some all say the same."""
    given = {item: str(source.randint(1, 7)) for item in ITEMS}
    given |= {item: source.choice(("cannot", "cannot", "", "4")) for item in ITEMS[:4]}
    return given | dict.fromkeys(ITEMS[4:6], "2")


@pytest.mark.mission("A1b")
@pytest.mark.parametrize("seed", range(3))
def test_nothing_of_a_rating_is_obtained_before_it_is_shared_and_then_nothing_of_fewer_than_five(
    cast: Cast, seed: int
) -> None:
    _rate_and_share(cast, seed)


@pytest.mark.parametrize("leak", ["shown", "difference_allowed", "tells_of_each"])
def test_a_leak_of_results_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    """Each rule set aside in turn: the looking above must fail."""
    monkeypatch.setattr(rating, leak, LEAKS[leak])
    with pytest.raises(AssertionError):
        _rate_and_share(cast, 0)


def _rate_and_share(cast: Cast, seed: int) -> None:
    source = random.Random(seed)
    everybody = devices(cast, 16)
    sizes = ((8, 5, 3), (6, 6, 4), (12, 4, 0))[seed]
    teams = [team for team, size in zip(TEAMS, sizes, strict=True) for _ in range(size)]
    source.shuffle(teams)
    seen = Onlookers(cast, RATING)
    before = seen.poll()
    for device, team in zip(everybody, teams, strict=True):
        device.answer(team, **_answers(source))
        after = seen.poll(everything=device is everybody[-1])
        assert _differs({asked: before[asked] for asked in after}, after) == set()
        assert _results(seen) == {"ok": True, "shared": False, "teams": []}
    running.set_state(by=cast.asha, activity=RATING, state="shared", now=NOW)
    _nothing_of_fewer_than_five(seen, everybody, dict(zip(TEAMS, sizes, strict=True)))


def _nothing_of_fewer_than_five(seen: Onlookers, everybody: list[Device], sizes: dict[str, int]) -> None:
    found = _results(seen)
    assert {team["team"]: team["people"] for team in found["teams"]} == {t: n for t, n in sizes.items() if n >= 5}
    left = sum(sizes.values()) - sum(team["people"] for team in found["teams"])
    assert ("people" in found) is (left == 0 or left >= 5)
    withheld = alike = 0
    for team in found["teams"]:
        for item in team["items"]:
            if "withheld" in item:
                assert set(item) == {"key", "withheld"}
                withheld += 1
            elif "alike" in item:
                assert not {"counts", "middle"} & set(item)
                alike += 1
            else:
                assert 5 <= sum(item["counts"]) == item["answers"] <= team["people"]
                assert sum(count > 0 for count in item["counts"]) > 1
    assert withheld
    assert alike
    for device in everybody:
        for team in _results(seen, device)["teams"]:
            assert team in found["teams"]
    for team in found["teams"]:
        seen.do(seen.browsers["asha"], "show_result", {"activity": RATING, "team": team["key"], "part": "all"})
    few = [team for team, size in sizes.items() if size < 5]
    raw = (_everything(seen.poll()) + json.dumps(found).encode()).lower()
    assert not [team for team in few if team.lower().encode() in raw]
    assert b"medlar" in raw or b"quince" in raw


def test_results_are_the_same_whoever_of_a_team_gave_which_answers(cast: Cast) -> None:
    """How many could not say is told, from five people on; it might have been any of them."""
    everybody, source = devices(cast, 6), random.Random(5)
    given = [dict.fromkeys(ITEMS, str(number + 1)) for number in range(5)] + [dict.fromkeys(ITEMS, "cannot")]
    given[5]["status"] = "4"
    found = []
    for order in (range(6), source.sample(range(6), 6)):
        for device, number in zip(everybody, order, strict=True):
            device.answer(TEAMS[0], **given[number])
        row = RoomActivity.objects.get(room=cast.room, key=RATING)
        found.append(_frozen(row))
    assert found[0] == found[1]
    (team,) = found[0]["teams"]
    assert (team["people"], team["items"][1]["answers"]) == (6, 5)


def _frozen(row: RoomActivity) -> dict[str, Any]:
    """The results as sharing would work them out now; nothing is kept of it."""
    with transaction.atomic():
        with write(row.room_id) as writing:
            found = rating.freeze(writing, row)
        transaction.set_rollback(True)
    return found


def _published(cast: Cast) -> Iterator[dict[str, Any]]:
    (step,) = RoomActivity.objects.get(room=cast.room, key=CHOICE).together["steps"]
    if "people" in step:
        yield {"people": step["people"], "counts": dict(step["counts"]) if "counts" in step else None}


@pytest.mark.parametrize("seed", range(4))
def test_what_follows_from_all_counts_of_a_pick_ever_shown_is_about_five_people_or_more(cast: Cast, seed: int) -> None:
    """Shared again after each pick, as a facilitator may: each difference is of five people who were not alike."""
    _pick_and_share(cast, seed)


@pytest.mark.parametrize("leak", ["shown", "follows", "tells_of_each"])
def test_a_leak_of_counts_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    """Each rule set aside in turn: the looking above must fail."""
    monkeypatch.setattr(running, leak, LEAKS[leak])
    with pytest.raises(AssertionError):
        _pick_and_share(cast, 2)


def _pick_and_share(cast: Cast, seed: int) -> None:
    source = random.Random(seed)
    cast.open(CHOICE)
    picks: list[str] = []
    told: list[dict[str, Any]] = []
    for number in range(24):
        joined = people.join(code=cast.room.code, name=f"Guest {number}", organisation="", sector="", now=NOW)
        assert joined
        cast.open(CHOICE)
        pick = PHASES[0] if number < seed * 3 else source.choice(PHASES[:3])
        cast.write(joined.member, f"{CHOICE}.m{joined.member.pk}", "phase", pick=pick, reason="a secret of theirs")
        picks.append(pick)
        running.set_state(by=cast.asha, activity=CHOICE, state="shared", now=NOW)
        told += [one for one in _published(cast) if one not in told]
    assert len(told) > 1
    assert told[0]["people"] >= 5
    for one in told:
        real = Counter(picks[: one["people"]])
        assert (one["counts"] is None) is (len(real) == 1)
        assert one["counts"] is None or +Counter(one["counts"]) == real
    for one, other in itertools.pairwise(told):
        newcomers = picks[one["people"] : other["people"]]
        assert len(newcomers) >= 5
        assert one["counts"] is None or len(set(newcomers)) > 1
        assert one["counts"] is not None or sum(n >= one["people"] for n in other["counts"].values()) != 1


def test_a_pick_is_in_nothing_that_is_obtained_but_in_the_counts(cast: Cast) -> None:
    """That Ben has picked is shown to facilitators; what he picked, and why, to nobody."""
    cast.open(CHOICE)
    cast.open("w7")
    seen = Onlookers(cast, "w7")
    shared = {}
    for pick in PHASES[:2]:
        with transaction.atomic():
            seen.connect()
            cast.write(cast.carys, f"{CHOICE}.m{cast.carys.pk}", "phase", pick=pick, reason="a secret of hers")
            running.set_state(by=cast.asha, activity=CHOICE, state="shared", now=NOW)
            shared[pick] = seen.poll()
            transaction.set_rollback(True)
    one, other = shared.values()
    assert b"secret" not in _everything(one)
    assert _entry_ids(one) == set()
    assert one == other


def _entry_ids(found: Obtained) -> set[str]:
    """Ids of entries of the choice that anybody but its writer was sent."""
    frames = [body for (_, what), (_, _, body) in found.items() if what == "welcome"]
    channels = [channel for body in frames for channel in json.loads(body)["channels"]]
    return {
        item["id"]
        for channel in channels
        for item in channel["items"]
        if item["kind"] == "entry" and channel["ch"].startswith(f"{CHOICE}.")
    }
