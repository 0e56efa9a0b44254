"""A live room with a real database: rights withdrawn, commits by pages, a failing store, repeated pushes."""

import asyncio
import json
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection

from commonweal.store.gateway import write
from commonweal.store.models import Device, Entry, Member, Room, Sheet
from commonweal.sync import hub as hub_module
from commonweal.sync.engine import Link
from commonweal.sync.hub import Hub, Talk
from commonweal.sync.messages import Change, Edit, Hello, Patch, Push, Put
from tests.sync.rooms import make_room

pytestmark = pytest.mark.django_db(transaction=True)


class Phone:
    """A device in this process: keeps what it was sent."""

    def __init__(self, member: int) -> None:
        self.heard: list[dict[str, Any]] = []
        self.ended = asyncio.Event()
        self.talk = Talk(Link(member, f"phone-{member}"), self._send, self._end)

    def _send(self, data: bytes) -> None:
        self.heard.append(json.loads(data))

    def _end(self, data: bytes) -> None:
        self._send(data)
        self.ended.set()

    def channels(self) -> set[str]:
        return {channel["ch"] for channel in self.heard[0]["channels"]}

    async def until(self, kind: str, seconds: float = 2.0) -> dict[str, Any]:
        for _ in range(int(seconds / 0.01)):
            for message in self.heard:
                if message["t"] == kind:
                    self.heard.remove(message)
                    return message
            await asyncio.sleep(0.01)
        raise AssertionError(f"no {kind} within {seconds} s; heard {[m['t'] for m in self.heard]}")


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    made = Hub()
    yield made
    await made.close()


@pytest.fixture
def room() -> Room:
    return make_room()


async def in_thread(work: Callable[[], None]) -> None:
    """Does something to the database as another thread of the process does, and gives its connection back."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    await asyncio.to_thread(run)


def _people(room: Room) -> list[Member]:
    return list(Member.objects.filter(room=room, role="participant").order_by("pk"))


async def _enter(hub: Hub, room: Room, member: Member) -> Phone:
    phone = Phone(member.pk)
    hello = Hello(1, room.epoch, f"m{member.pk}", phone.talk.link.device)
    assert await hub.room(room.pk).hello(phone.talk, hello)
    return phone


def _put(n: int, sheet: str, text: str = "hello", uid: str | None = None) -> Put:
    return Put(n, uid or str(uuid.uuid4()), sheet, "notes", {"column": "up", "text": text, "place": 1.0})


async def _push(hub: Hub, room: Room, phone: Phone, *changes: Change) -> Any:
    return await hub.room(room.pk).push(phone.talk.link, Push(list(changes)))


async def test_a_note_reaches_the_group_and_nobody_else(hub: Hub, room: Room) -> None:
    ben, dele, carys, _ = await sync_to_async(_people)(room)
    phones = [await _enter(hub, room, one) for one in (ben, carys, dele)]
    await _push(hub, room, phones[0], _put(1, f"board.g{ben.group_id}"))
    for phone in phones[:2]:
        frame = await phone.until("frame")
        assert frame["items"][0]["fields"]["text"] == "hello"
        assert frame["items"][0]["by"] == f"m{ben.pk}"
    await asyncio.sleep(0.2)
    assert not any("hello" in json.dumps(message) for message in phones[2].heard)


async def test_a_withdrawn_right_closes_the_door_within_two_seconds(hub: Hub, room: Room) -> None:
    ben, *_ = await sync_to_async(_people)(room)
    phone = await _enter(hub, room, ben)

    def expel() -> None:
        with write(room.pk) as writing:
            seq = writing.next()
            Member.objects.filter(pk=ben.pk).update(removed=True, seq=seq, stamp=seq)

    await in_thread(expel)
    await asyncio.wait_for(phone.ended.wait(), 2)
    assert phone.heard[-1]["code"] == "removed"
    answer = await _push(hub, room, phone, _put(1, f"board.g{ben.group_id}", "after the door was shut"))
    assert [refusal.code for refusal in answer.refused] == ["removed"]
    assert await Entry.objects.filter(room=room).acount() == 0


async def test_a_group_move_takes_one_channel_and_gives_the_other(hub: Hub, room: Room) -> None:
    ben, dele, *_ = await sync_to_async(_people)(room)
    old, new = ben.group_id, dele.group_id
    phone, other = await _enter(hub, room, ben), await _enter(hub, room, dele)
    await _push(hub, room, other, _put(1, f"board.g{new}", "already here"))

    def move() -> None:
        with write(room.pk) as writing:
            seq = writing.next()
            Member.objects.filter(pk=ben.pk).update(group_id=new, past_groups=[old], seq=seq, stamp=seq)

    await in_thread(move)
    message = await phone.until("channels")
    assert {f"group:g{old}", f"board.g{old}/inside"} <= set(message["drop"])
    gained = {channel["ch"]: channel for channel in message["add"]}
    assert "already here" in json.dumps(gained[f"board.g{new}/inside"])


async def test_a_repeat_does_nothing_and_hears_the_same_refusal_again(hub: Hub, room: Room) -> None:
    ben, dele, *_ = await sync_to_async(_people)(room)
    phone = await _enter(hub, room, ben)
    changes = [_put(1, f"board.g{ben.group_id}"), _put(2, f"board.g{dele.group_id}")]
    first = await _push(hub, room, phone, *changes)
    again = await _push(hub, room, phone, *changes)
    assert (first.upto, again.upto) == (2, 2)
    assert [r.n for r in first.refused] == [r.n for r in again.refused] == [2]
    assert await Entry.objects.filter(room=room).acount() == 1


async def test_a_gap_in_the_numbers_stops_before_it(hub: Hub, room: Room) -> None:
    ben, *_ = await sync_to_async(_people)(room)
    phone = await _enter(hub, room, ben)
    sheet = f"board.g{ben.group_id}"
    answer = await _push(hub, room, phone, _put(1, sheet), _put(3, sheet))
    assert (answer.upto, answer.gap) == (1, True)
    assert await Entry.objects.filter(room=room).acount() == 1


async def test_one_bad_change_is_refused_alone(hub: Hub, room: Room) -> None:
    """Two devices put the same id in one batch: one is stored, one refused, and the rest of the batch stands."""
    ben, _, carys, _ = await sync_to_async(_people)(room)
    phones = [await _enter(hub, room, one) for one in (ben, carys)]
    sheet, uid = f"board.g{ben.group_id}", str(uuid.uuid4())
    answers = await asyncio.gather(
        _push(hub, room, phones[0], _put(1, sheet, "first", uid), _put(2, sheet, "second")),
        _push(hub, room, phones[1], _put(1, sheet, "third", uid), _put(2, sheet, "fourth")),
    )
    assert sorted(len(answer.refused) for answer in answers) == [0, 1]
    assert await Entry.objects.filter(room=room).acount() == 3


async def test_two_people_in_one_text_lose_no_word(hub: Hub, room: Room) -> None:
    ben, _, carys, _ = await sync_to_async(_people)(room)
    phones = [await _enter(hub, room, one) for one in (ben, carys)]
    sheet, uid = f"board.g{ben.group_id}", str(uuid.uuid4())
    base = "We meet on Mondays in the hall"
    await _push(hub, room, phones[0], _put(1, sheet, base, uid))
    rev = (await Entry.objects.aget(uid=uid)).revs["text"]
    mine, theirs = "We all meet on Mondays in the hall", "We meet on Mondays in the small hall"
    await _push(hub, room, phones[0], Patch(2, uid, sheet, {"text": Edit(rev, mine, base)}))
    await _push(hub, room, phones[1], Patch(1, uid, sheet, {"text": Edit(rev, theirs, base)}))
    entry = await Entry.objects.aget(uid=uid)
    assert entry.fields["text"] == "We all meet on Mondays in the small hall"
    assert entry.versions == {}
    clash = "We meet on Fridays in the hall"
    other = "We meet on Sundays in the hall"
    rev = entry.revs["text"]
    await _push(hub, room, phones[0], Patch(3, uid, sheet, {"text": Edit(rev, clash, entry.fields["text"])}))
    await _push(hub, room, phones[1], Patch(2, uid, sheet, {"text": Edit(rev, other, entry.fields["text"])}))
    entry = await Entry.objects.aget(uid=uid)
    assert [entry.fields["text"], entry.versions["text"][0]["text"]] == [clash, other]
    settled = Edit(entry.revs["text"], "We meet on Fridays and Sundays", clash, settles=True)
    await _push(hub, room, phones[0], Patch(4, uid, sheet, {"text": settled}))
    entry = await Entry.objects.aget(uid=uid)
    assert (entry.fields["text"], entry.versions) == ("We meet on Fridays and Sundays", {})


async def test_a_late_note_is_kept_and_marked_a_late_edit_becomes_a_draft(hub: Hub, room: Room) -> None:
    ben, *_ = await sync_to_async(_people)(room)
    phone = await _enter(hub, room, ben)
    sheet, uid = f"board.g{ben.group_id}", str(uuid.uuid4())
    await _push(hub, room, phone, _put(1, sheet, "in time", uid))

    def close() -> None:
        with write(room.pk) as writing:
            Sheet.objects.filter(room=room, key=sheet).update(state="closed", seq=writing.next())

    await in_thread(close)
    edit = Patch(3, uid, sheet, {"text": Edit(2, "changed", "in time")})
    answer = await _push(hub, room, phone, _put(2, sheet, "from the bus"), edit)
    assert [refusal.code for refusal in answer.refused] == ["late"]
    late = {entry.fields["text"]: entry.late async for entry in Entry.objects.filter(room=room)}
    assert late == {"in time": False, "from the bus": True}


async def test_a_failing_store_stops_the_room_with_words_and_it_comes_back(
    hub: Hub, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, *_ = await sync_to_async(_people)(room)
    phone = await _enter(hub, room, ben)

    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(hub_module, "commit", full)
        with pytest.raises(OperationalError):
            await _push(hub, room, phone, _put(1, f"board.g{ben.group_id}"))
    assert phone.ended.is_set()
    assert phone.heard[-1]["code"] == "storage"
    back = await _enter(hub, room, ben)
    answer = await _push(hub, room, back, _put(1, f"board.g{ben.group_id}"))
    assert (answer.upto, answer.refused) == (1, [])


async def test_a_device_of_an_earlier_epoch_is_told_so(hub: Hub, room: Room) -> None:
    ben, *_ = await sync_to_async(_people)(room)
    phone = Phone(ben.pk)
    hello = Hello(1, "an earlier epoch", f"m{ben.pk}", phone.talk.link.device)
    assert not await hub.room(room.pk).hello(phone.talk, hello)
    assert (phone.heard[0]["code"], phone.heard[0]["epoch"]) == ("epoch", room.epoch)


async def test_a_person_who_asks_by_exchanges_is_here_until_they_stop(
    hub: Hub, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "LINGER", 1.5)
    asha = await Member.objects.aget(room=room, role="facilitator")
    ben, *_ = await sync_to_async(_people)(room)
    desk = await _enter(hub, room, asha)

    async def here() -> list[str]:
        while "here" not in (frame := await desk.until("frame", 4)):
            pass
        return [one[0] for one in frame["here"]]

    assert await here() == [f"m{asha.pk}"]
    for _ in range(3):
        phone = await _enter(hub, room, ben)
        hub.room(room.pk).linger(phone.talk)
    assert await here() == [f"m{asha.pk}", f"m{ben.pk}"]
    assert len(hub.room(room.pk).engine.links) == 2  # type: ignore[union-attr]
    assert await here() == [f"m{asha.pk}"]


async def test_counters_of_devices_are_never_shared(hub: Hub, room: Room) -> None:
    ben, _, carys, _ = await sync_to_async(_people)(room)
    phones = [await _enter(hub, room, one) for one in (ben, carys)]
    for phone in phones:
        await _push(hub, room, phone, _put(1, f"board.g{ben.group_id}"))
    assert await Device.objects.filter(member__room=room, last=1).acount() == 2


def test_writers_of_one_room_wait_for_each_other(room: Room) -> None:
    """Sequence numbers have no gaps and no repeats, whatever the threads do."""
    numbers: list[int] = []

    def count() -> None:
        for _ in range(20):
            with write(room.pk) as writing:
                numbers.append(writing.next())
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(2, 82))
