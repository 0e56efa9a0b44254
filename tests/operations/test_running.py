"""Opening, locking and sharing; the timer; messages and help; the big screen: each rule with a yes and a no."""

from typing import Any

import pytest

from commonweal.operations import running
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Entry, Member, Message, Room, RoomActivity, Sheet
from tests.cast import NOW, Cast

NOTE = {"column": "opportunities", "text": "the name of a neighbour", "place": 1.0}


def _states(cast: Cast, activity: str) -> dict[str, str]:
    return dict(Sheet.objects.filter(room=cast.room, activity=activity).values_list("key", "state"))


def test_opening_for_all_opens_every_sheet_and_those_to_come(cast: Cast) -> None:
    cast.open("a2")
    assert set(_states(cast, "a2").values()) == {"open"}
    assert RoomActivity.objects.get(room=cast.room, key="a2").state == "open"


def test_opening_for_one_group_leaves_the_other_waiting(cast: Cast) -> None:
    running.set_state(by=cast.asha, activity="a2", state="open", group=cast.one.pk, now=NOW)
    assert _states(cast, "a2") == {f"a2.g{cast.one.pk}": "open", f"a2.g{cast.two.pk}": "waiting"}


def test_a_co_facilitator_changes_the_groups_they_run_and_no_other(cast: Cast) -> None:
    running.set_state(by=cast.fay, activity="a2", state="open", group=cast.two.pk, now=NOW)
    for group in (cast.one.pk, None):
        with pytest.raises(Refused):
            running.set_state(by=cast.fay, activity="a2", state="open", group=group, now=NOW)
    assert _states(cast, "a2") == {f"a2.g{cast.one.pk}": "waiting", f"a2.g{cast.two.pk}": "open"}


@pytest.mark.parametrize("who", ["ben", "elin"])
def test_nobody_else_changes_states(cast: Cast, who: str) -> None:
    if who == "elin":
        with pytest.raises(Refused):
            running.set_state(by=cast.elin, activity="a2", state="open", group=cast.one.pk, now=NOW)
    else:
        with pytest.raises(Refused):
            running.set_state(by=cast.ben, activity="a2", state="open", now=NOW)
    assert set(_states(cast, "a2").values()) == {"waiting"}


def test_only_sharing_changes_what_members_may_see(cast: Cast) -> None:
    def stamp() -> int:
        return cast.sheet(f"a2.g{cast.one.pk}").stamp

    first = stamp()
    cast.open("a2")
    running.set_state(by=cast.asha, activity="a2", state="closed", now=NOW)
    assert stamp() == first
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    assert stamp() > first


def _taken(together: dict[str, Any]) -> tuple[int, list[list[object]]]:
    """People, and what was picked at all, of the one step that has counts."""
    (step,) = together["steps"]
    return step["people"], [pair for pair in step["counts"] if pair[1]]


def test_counts_of_skills_come_together_from_five_people_on(cast: Cast) -> None:
    from commonweal.operations import people

    def share() -> dict[str, Any]:
        running.set_state(by=cast.asha, activity="a1", state="open", now=NOW)
        running.set_state(by=cast.asha, activity="a1", state="shared", now=NOW)
        found: dict[str, Any] = RoomActivity.objects.get(room=cast.room, key="a1").together
        return found

    cast.open("a1")
    writers = [cast.ben, cast.carys, cast.dele]
    for number in range(2):
        joined = people.join(code=cast.room.code, name=f"Guest {number}", organisation="", sector="", now=NOW)
        assert joined
        writers.append(joined.member)
    for member in writers[:4]:
        cast.write(member, f"a1.m{member.pk}", "experiences", row="team", example="secret", skills=["Listening"])
    assert share() == {"steps": [{"key": "experiences", "withheld": True}]}
    last = writers[4]
    cast.write(last, f"a1.m{last.pk}", "experiences", row="team", example="secret", skills=["Listening", "Trust"])
    counts = _taken(share())
    assert counts == (5, [["Listening", 5], ["Trust", 1]])


def test_counts_of_a_pick_that_all_made_are_kept_back_and_later_ones_must_not_tell_of_it(cast: Cast) -> None:
    from commonweal.operations import people

    def share() -> dict[str, Any]:
        for state in ("open", "shared"):
            running.set_state(by=cast.asha, activity="t10", state=state, now=NOW)
        (step,) = RoomActivity.objects.get(room=cast.room, key="t10").together["steps"]
        return {name: step[name] for name in step if name != "key"}

    def pick(option: str, count: int) -> None:
        for _ in range(count):
            joined = people.join(code=cast.room.code, name="Guest", organisation="", sector="", now=NOW)
            assert joined
            cast.write(joined.member, f"t10.m{joined.member.pk}", "phase", pick=option, reason="")

    cast.open("t10")
    pick("development", 5)
    assert share() == {"people": 5, "alike": True}
    pick("development", 4)
    pick("fulfilment", 1)
    assert share() == {"people": 5, "alike": True}, "only development can be what the first five picked"
    pick("fulfilment", 5)
    found = share()
    assert (found["people"], dict(found["counts"])["development"]) == (15, 9)
    pick("preparation", 5)
    assert share() == found, "the difference would tell of the five who came"
    pick("development", 1)
    assert share()["people"] == 21


def test_nothing_reaches_the_big_screen_unreviewed(cast: Cast) -> None:
    cast.open("a2")
    cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", **NOTE)
    for state in ("open", "shared"):
        running.set_state(by=cast.asha, activity="a2", state=state, now=NOW)
        with pytest.raises(Refused):
            running.set_screen(by=cast.asha, mode="shared", activity="a2", now=NOW)
    seen = Room.objects.get(pk=cast.room.pk).seq
    running.review(by=cast.asha, activity="a2", upto=seen, now=NOW)
    running.set_screen(by=cast.asha, mode="shared", activity="a2", now=NOW)
    assert Room.objects.get(pk=cast.room.pk).screen == {"mode": "shared", "activity": "a2"}


def test_hiding_needs_a_reason_a_shared_sheet_and_somebody_in_charge(cast: Cast) -> None:
    cast.open("a2")
    uid = cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", **NOTE)
    with pytest.raises(Refused):
        running.hide(by=cast.asha, entry=uid, reason="Names a person", now=NOW)
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    with pytest.raises(Invalid):
        running.hide(by=cast.asha, entry=uid, reason="  ", now=NOW)
    for nobody in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            running.hide(by=nobody, entry=uid, reason="Names a person", now=NOW)
    with pytest.raises(Refused):
        running.hide(by=cast.elin, entry=uid, reason="Names a person", now=NOW)
    running.hide(by=cast.asha, entry=uid, reason="Names a person", now=NOW)
    assert Entry.objects.get(uid=uid).hidden == "Names a person"
    running.unhide(by=cast.asha, entry=uid, now=NOW)
    assert Entry.objects.get(uid=uid).hidden == ""


def test_the_timer_pauses_goes_on_and_gains_minutes(cast: Cast) -> None:
    def timer() -> dict[str, int]:
        found: dict[str, int] = Room.objects.get(pk=cast.room.pk).timer
        return found

    running.start_timer(by=cast.asha, minutes=10, now=NOW)
    ends = timer()["ends"]
    assert ends == int(NOW.timestamp() * 1000) + 600_000
    running.pause_timer(by=cast.asha, now=NOW)
    running.add_minutes(by=cast.asha, minutes=1, now=NOW)
    assert timer()["left"] == 660_000
    running.resume_timer(by=cast.asha, now=NOW)
    assert timer()["ends"] == ends + 60_000
    with pytest.raises(Refused):
        running.start_timer(by=cast.ben, minutes=10, now=NOW)


def test_messages_and_help_go_to_those_who_may(cast: Cast) -> None:
    running.message(by=cast.fay, text="Window tables", group=cast.two.pk, now=NOW)
    with pytest.raises(Refused):
        running.message(by=cast.fay, text="Everybody", now=NOW)
    running.ask_help(by=cast.ben, text="", now=NOW)
    call = Message.objects.get(room=cast.room, kind="help")
    assert call.group_id == cast.one.pk
    with pytest.raises(Refused):
        running.answer_help(by=cast.fay, message_id=call.pk, now=NOW)
    running.answer_help(by=cast.asha, message_id=call.pk, now=NOW)
    assert Message.objects.get(pk=call.pk).answered


def test_a_removed_facilitator_runs_nothing(cast: Cast) -> None:
    Member.objects.filter(pk=cast.asha.pk).update(removed=True)
    with pytest.raises(Refused):
        running.start_timer(by=cast.asha, minutes=10, now=NOW)


def test_sealed_pages_open_and_close_and_are_never_shared(cast: Cast) -> None:
    cast.open("a4")
    with pytest.raises(Refused, match="sealed"):
        running.set_state(by=cast.asha, activity="a4", state="shared", now=NOW)
    assert set(_states(cast, "a4").values()) == {"open"}
    running.set_state(by=cast.asha, activity="a2", state="shared", now=NOW)
    assert set(_states(cast, "a2").values()) == {"shared"}
