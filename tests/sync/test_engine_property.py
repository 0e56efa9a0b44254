"""Clients, changes, reveals, group moves, hidings and reconnects in random order, against the engine without I/O.

At every step each client's copy equals a fresh read by the naive oracle, and no client was ever sent a word that its
member might not see at the moment of sending.
"""

import json
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.access import EntryFacts, SheetFacts, Viewer, refusal
from commonweal.blocks.fields import Text
from commonweal.sync.changes import Accepted, judge
from commonweal.sync.engine import Delivery, Engine, Link
from commonweal.sync.messages import Edit, Hello, Patch, Put, Remove
from commonweal.sync.rules import ActivityRules, RoomRules, StepRules
from commonweal.sync.shape import sheet_facts, viewer_from_row
from tests.sync.naive import NaiveRoom, member_row

PRIVACY = {
    "log": ("person", "private", True),
    "diary": ("person", "sealed", True),
    "board": ("group", "until-shared", True),
    "quiet": ("group", "until-shared", False),
    "alone": ("room", "until-shared", True),
    "open": ("room", "open", True),
    "gift": ("person", "private", True),
    "duo": ("pair", "private", True),
}
STEP = StepRules("s", "notes", {"text": Text(limit=500)}, 1, own_only=False)
RULES = RoomRules(
    {key: ActivityRules(key, h, p, n, {"s": STEP}, {"title": key, "steps": []}) for key, (h, p, n) in PRIVACY.items()},
    (),
)


class Client:
    """A device: what it holds, as the protocol tells it."""

    def __init__(self, member: int) -> None:
        self.member = member
        self.link = Link(member, f"device-{member}")
        self.channels: dict[str, dict[str, Any]] = {}
        self.connected = False

    def hear(self, data: bytes, allowed: dict[str, dict[str, tuple[Any, ...]]]) -> None:
        message = json.loads(data)
        kind = message["t"]
        if kind == "welcome":
            present = {channel["ch"] for channel in message["channels"]}
            self.channels = {name: held for name, held in self.channels.items() if name in present}
            for channel in message["channels"]:
                self._take(channel, allowed)
        elif kind == "channels":
            for name in message.get("drop", []):
                self.channels.pop(name, None)
            for channel in message.get("add", []):
                self._take(channel, allowed)
        elif kind == "frame" and message["ch"] in self.channels:
            self._take({**message, "stamp": self.channels[message["ch"]]["stamp"]}, allowed)
        elif kind == "stop":
            self.connected, self.channels = False, {}

    def _take(self, channel: dict[str, Any], allowed: dict[str, dict[str, tuple[Any, ...]]]) -> None:
        name = channel["ch"]
        if channel.get("whole") or name not in self.channels:
            self.channels[name] = {"items": {}}
        held = self.channels[name]
        held["stamp"], held["seq"] = channel["stamp"], channel["seq"]
        for item in channel.get("items", []):
            if item["kind"] != "entry":
                continue
            if item.get("gone"):
                held["items"].pop(item["id"], None)
                assert "fields" not in item
            else:
                words = (item["fields"].get("text"), item.get("by", ""), item.get("proxy", False))
                assert allowed[name][item["id"]] == words, f"m{self.member} was sent what it may not see in {name}"
                held["items"][item["id"]] = words

    def have(self) -> dict[str, tuple[int, int]]:
        return {name: (held["stamp"], held["seq"]) for name, held in self.channels.items()}


class World:
    """The room, its engine and its clients, driven by a random source."""

    def __init__(self, source: random.Random, engine: type[Engine] = Engine) -> None:
        self.random = source
        self.room = NaiveRoom()
        self.engine = engine(RULES)
        self._people()
        self.clients = {number: Client(number) for number in self.room.members}

    def _people(self) -> None:
        for number in (1, 2):
            self.room.groups[number] = {"id": number, "name": f"Group {number}", "scenario": "", "position": number}
            self.room.groups[number] |= {"seq": self.room.next(), "removed": False, "kind": "group"}
        roles = {1: "facilitator", 2: "screen", 3: "observer"}
        for number in range(1, 9):
            role = roles.get(number, "participant")
            group = None if role != "participant" else 1 + number % 2
            seq = self.room.next()
            self.room.members[number] = member_row(number, role, group, seq=seq, stamp=seq)
        for activity, (holder, _, _) in PRIVACY.items():
            if holder == "room":
                self._sheet(activity, "room")
            elif holder == "group":
                for group in self.room.groups:
                    self._sheet(activity, f"g{group}", group_id=group)
            elif holder == "person":
                for number, member in self.room.members.items():
                    if member["role"] == "participant":
                        self._sheet(activity, f"m{number}", member_id=number)
        for number in (4, 5, 6, 7):
            self._sheet("gift", f"m{number}.copy", member_id=number, copy=True, state="closed")

    def _sheet(self, activity: str, holder: str, **more: Any) -> None:
        number = len(self.room.sheets) + 1
        row = {"id": number, "key": f"{activity}.{holder}", "activity": activity, "member_id": None, "group_id": None}
        row |= {"copy": False, "state": "open", "opened": True, "reviewed": 0, "photos": 0, "colleagues": []}
        seq = self.room.next()
        self.room.sheets[number] = row | more | {"seq": seq, "stamp": seq}

    # --- one step ------------------------------------------------------------------------------------------

    def step(self) -> None:
        acts: list[tuple[int, Callable[[], None]]] = [
            (24, self.write),
            (4, self.rewrite),
            (2, self.remove),
            (2, self.set_state),
            (1, self.review),
            (2, self.hide),
            (2, self.move),
            (1, self.expel),
            (1, self.pair),
            (2, self.let_in),
            (3, self.cut),
            (4, self.connect),
        ]
        weights, functions = zip(*acts, strict=True)
        self.random.choices(functions, weights)[0]()
        if self.random.random() < 0.6:
            self.advance()

    def advance(self) -> None:
        self.deliver(self.engine.advance(self.room))
        self.check()

    def deliver(self, deliveries: list[Delivery]) -> None:
        by_link = {client.link: client for client in self.clients.values()}
        for delivery in deliveries:
            for link in delivery.links:
                client = by_link[link]
                if client.connected:
                    client.hear(delivery.data, self.room.visible(client.member, PRIVACY))

    def check(self) -> None:
        for client in self.clients.values():
            if client.connected:
                fresh = self.room.visible(client.member, PRIVACY)
                held = {n: c["items"] for n, c in client.channels.items() if "/" in n and not n.endswith("/counts")}
                assert held == fresh, f"m{client.member} holds other than a fresh read"

    def writer(self) -> tuple[Viewer, SheetFacts]:
        """Somebody and a sheet: mostly one that they may write on now, sometimes any."""
        number = self.random.choice([*self.room.members, 4, 5, 6, 7, 8, 4, 5, 6, 7, 8])
        viewer = viewer_from_row(self.room.members[number])
        sheets = [self.facts(row) for row in self.room.sheets.values()]
        own = [one for one in sheets if refusal(viewer, one, "put", None, room_open=True) is None]
        return viewer, self.random.choice(own if own and self.random.random() < 0.8 else sheets)

    def changer(self, entry: EntryFacts) -> Viewer:
        """Somebody to change an entry: mostly its author, sometimes anybody."""
        number = entry.author if self.random.random() < 0.6 else self.random.choice(list(self.room.members))
        return viewer_from_row(self.room.members[number])

    def facts(self, row: dict[str, Any]) -> SheetFacts:
        holder, privacy, named = PRIVACY[row["activity"]]
        owner = self.room.members.get(row["member_id"] or 0)
        group = owner["group_id"] if owner else row["group_id"]
        return sheet_facts(row, holder, privacy, named, group=group, stamp=row["stamp"])

    def change(self, change: Any, viewer: Viewer, sheet: SheetFacts) -> None:
        entry = self.room.entries_by_id.get(change.id)
        seq = self.room.seq + 1
        outcome = judge(change, viewer, sheet, {"s": STEP}, entry, seq=seq, room_open=True)
        if isinstance(outcome, Accepted) and outcome.changed:
            self.room.next(shape=False)
            self.room.entries_by_id[change.id] = outcome.entry

    def write(self) -> None:
        viewer, sheet = self.writer()
        text = f"word{self.random.randrange(10**6)}"
        uid = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        self.change(Put(1, uid, sheet.key, "s", {"text": text}), viewer, sheet)

    def some_entry(self) -> Any:
        return self.random.choice(list(self.room.entries_by_id.values()) or [None])

    def rewrite(self) -> None:
        if entry := self.some_entry():
            viewer = self.changer(entry)
            sheet = self.facts(self.room.sheets[entry.sheet])
            edit = Edit(entry.revs.get("text", 0), f"word{self.random.randrange(10**6)}")
            self.change(Patch(1, entry.uid, sheet.key, {"text": edit}), viewer, sheet)

    def remove(self) -> None:
        if entry := self.some_entry():
            viewer = self.changer(entry)
            sheet = self.facts(self.room.sheets[entry.sheet])
            self.change(Remove(1, entry.uid, sheet.key), viewer, sheet)

    def set_state(self) -> None:
        row = self.random.choice(list(self.room.sheets.values()))
        row["state"] = self.random.choice(["waiting", "open", "open", "open", "closed", "shared", "shared"])
        row["seq"] = row["stamp"] = self.room.next()

    def review(self) -> None:
        row = self.random.choice(list(self.room.sheets.values()))
        row["reviewed"] = self.room.seq
        row["seq"] = row["stamp"] = self.room.next()

    def hide(self) -> None:
        if (entry := self.some_entry()) and not entry.removed:
            entry.hidden = "" if entry.hidden else "Names a person"
            entry.seq = self.room.next(shape=False)

    def move(self) -> None:
        row = self.room.members[self.random.randrange(4, 9)]
        old, row["group_id"] = row["group_id"], self.random.choice([1, 2, None])
        row["past_groups"] = [*row["past_groups"], *([old] if old else [])]
        row["seq"] = row["stamp"] = self.room.next()

    def pair(self) -> None:
        """Ends every pair and makes new ones of neighbours in a random order; the last three are one."""
        people = [number for number, row in self.room.members.items() if row["role"] == "participant"]
        self.random.shuffle(people)
        for number in people:
            row = self.room.members[number]
            row["past_pairs"] = [*row["past_pairs"], *([row["pair_id"]] if row["pair_id"] else [])]
        for at in range(0, len(people) - 1, 2):
            group = len(self.room.groups) + 1
            self.room.groups[group] = {"id": group, "name": "Pair", "scenario": "", "position": 0, "kind": "pair"}
            self.room.groups[group] |= {"seq": self.room.next(), "removed": False}
            self._sheet("duo", f"g{group}", group_id=group)
            for number in people[at : at + 2] if at < len(people) - 3 else people[at:]:
                row = self.room.members[number]
                row["pair_id"] = group
                row["seq"] = row["stamp"] = self.room.next()

    def let_in(self) -> None:
        """Lets a colleague in to a person's sheet, or takes one off it; nobody comes in to a sealed one."""
        rows = [row for row in self.room.sheets.values() if row["member_id"] and not row["copy"]]
        row = self.random.choice(rows)
        colleague = self.random.randrange(4, 9)
        if colleague == row["member_id"]:
            return
        if colleague in row["colleagues"]:
            row["colleagues"] = [one for one in row["colleagues"] if one != colleague]
            member = self.room.members[colleague]
            member["seq"] = member["stamp"] = self.room.next()
        else:
            row["colleagues"] = [*row["colleagues"], colleague]
        row["seq"] = row["stamp"] = self.room.next()

    def expel(self) -> None:
        row = self.room.members[self.random.randrange(4, 9)]
        if row["removed"] or self.random.random() < 0.3:
            row["removed"] = not row["removed"]
            row["seq"] = row["stamp"] = self.room.next()

    def cut(self) -> None:
        client = self.random.choice(list(self.clients.values()))
        self.engine.leave(client.link)
        client.connected = False

    def connect(self) -> None:
        client = self.random.choice(list(self.clients.values()))
        if client.connected or self.room.members[client.member]["removed"]:
            return
        self.deliver(self.engine.advance(self.room))
        client.link = Link(client.member, client.link.device)
        client.connected = True
        hello = Hello(1, "first", f"m{client.member}", client.link.device, client.have())
        data = self.engine.welcome(client.link, hello, self.room, now=0, acked=0, refused=[])
        client.hear(data, self.room.visible(client.member, PRIVACY))
        self.check()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_every_client_equals_a_fresh_read_at_every_step(seed: int) -> None:
    world = World(random.Random(seed))
    for _ in range(60):
        world.step()
    world.advance()


def test_two_thousand_steps_in_one_room() -> None:
    world = World(random.Random(20261124))
    for _ in range(2000):
        world.step()
    world.advance()
    assert len(world.room.entries_by_id) > 300, "the run must write enough to mean something"


class Leaky(Engine):
    """The control: an engine that goes on sending by old rights."""

    def _concerned(self, members: set[int], sheets: set[int]) -> list[Link]:
        return []


def test_control_an_engine_that_keeps_old_rights_is_caught() -> None:
    def run() -> None:
        for seed in range(20):
            world = World(random.Random(seed), Leaky)
            for _ in range(200):
                world.step()

    with pytest.raises(AssertionError, match=r"may not see|fresh read"):
        run()
