"""All of a room but its entries, in memory, as last committed: members, groups, sheets, agenda, activities, messages.

It is filled from committed rows alone and knows, for each structural channel (`room`, `me`, `group:…`, `desk` and
`screen`), which items stand in it. Pure: rows in, items out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonweal.access import SheetFacts, Viewer
from commonweal.sync.messages import Item
from commonweal.sync.rules import RoomRules

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Structural rows that changed, by table; `info` is the room's own row."""

    info: Row
    members: tuple[Row, ...] = ()
    groups: tuple[Row, ...] = ()
    sheets: tuple[Row, ...] = ()
    agenda: tuple[Row, ...] = ()
    activities: tuple[Row, ...] = ()
    messages: tuple[Row, ...] = ()


@dataclass(slots=True)
class Shape:
    """A room's structure. `seq` is the last number it has taken in."""

    rules: RoomRules
    info: Row = field(default_factory=dict)
    members: dict[int, Row] = field(default_factory=dict)
    viewers: dict[int, Viewer] = field(default_factory=dict)
    groups: dict[int, Row] = field(default_factory=dict)
    sheets: dict[int, SheetFacts] = field(default_factory=dict)
    sheet_rows: dict[int, Row] = field(default_factory=dict)
    sheet_ids: dict[str, int] = field(default_factory=dict)
    own: dict[int, set[int]] = field(default_factory=dict)
    """Ids of the sheets that a member holds, alone or with colleagues, and of their copies."""
    of_pair: dict[int, set[int]] = field(default_factory=dict)
    """Ids of the private sheets that a pair holds."""
    common: set[int] = field(default_factory=set)
    """Ids of the sheets that others than one person may see: group's, room's, copies, and people's that get shared."""
    agenda: dict[int, Row] = field(default_factory=dict)
    activities: dict[str, Row] = field(default_factory=dict)
    messages: dict[int, Row] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return bool(self.info["state"] == "open")

    def take(self, rows: Rows) -> tuple[set[int], set[int]]:
        """Takes changed rows in; returns the ids of the members and of the sheets whose visibility may have changed."""
        self.info = rows.info
        self.groups |= {row["id"]: row for row in rows.groups}
        self.agenda |= {row["id"]: row for row in rows.agenda}
        self.activities |= {row["key"]: row for row in rows.activities}
        self.messages |= {row["id"]: row for row in rows.messages}
        moved: set[int] = set()
        for row in rows.members:
            self.members[row["id"]] = row
            self.viewers[row["id"]] = viewer_from_row(row)
            moved |= self._refresh_held(row["id"])
        for row in rows.sheets:
            self._take_sheet(row)
        return {row["id"] for row in rows.members}, moved | {row["id"] for row in rows.sheets}

    def _take_sheet(self, row: Row) -> None:
        self.sheet_rows[row["id"]] = row
        self.sheet_ids[row["key"]] = row["id"]
        facts = self._facts(row)
        before = self.sheets.get(facts.id)
        for left in before.colleagues - facts.colleagues if before else ():
            self.own[left].discard(facts.id)
        self.sheets[facts.id] = facts
        for holder in people_of(facts):
            self.own.setdefault(holder, set()).add(facts.id)
        if facts.holder == "pair" and facts.privacy == "private" and facts.group is not None:
            self.of_pair.setdefault(facts.group, set()).add(facts.id)
        elif facts.holder != "person" or facts.copy or facts.privacy in ("open", "until-shared"):
            self.common.add(facts.id)

    def _refresh_held(self, member: int) -> set[int]:
        """Reads a member's sheets anew: their group may be another, and with it who sees a copy, or their name."""
        held = self.own.get(member, set())
        for sheet in held:
            self.sheets[sheet] = self._facts(self.sheet_rows[sheet])
        return {sheet for sheet in held if sheet in self.common or self.sheets[sheet].colleagues}

    def _facts(self, row: Row) -> SheetFacts:
        rules = self.rules.activities[row["activity"]]
        viewer = self.viewers.get(row["member_id"]) if row["member_id"] else None
        group = viewer.group if viewer else row["group_id"]
        stamp = max(row["stamp"], viewer.stamp) if viewer else row["stamp"]
        return sheet_facts(
            row, rules.holder, rules.privacy, rules.named, group=group, stamp=stamp, segment=rules.segment
        )

    def by_key(self, key: str) -> SheetFacts:
        """The sheet of that key."""
        return self.sheets[self.sheet_ids[key]]

    def of_keys(self, keys: Iterable[str]) -> dict[str, SheetFacts]:
        """The sheets of those keys that there are."""
        return {key: self.sheets[self.sheet_ids[key]] for key in keys if key in self.sheet_ids}

    def candidates(self, viewer: Viewer) -> Iterator[SheetFacts]:
        """The sheets that a viewer might have a view of."""
        pairs = viewer.past_pairs | {viewer.pair} if viewer.pair else viewer.past_pairs
        of_pairs = [self.of_pair[pair] for pair in pairs if pair in self.of_pair]
        for sheet in self.own.get(viewer.member, set()).union(self.common, *of_pairs):
            yield self.sheets[sheet]

    def owners(self, sheets: Iterable[int]) -> set[int]:
        """The members who hold sheets by themselves, with colleagues or in a pair, or did in a pair that has ended."""
        found = {member for sheet in sheets for member in people_of(self.sheets[sheet])}
        pairs = {self.sheets[sheet].group for sheet in sheets if self.sheets[sheet].holder == "pair"}
        if pairs:
            found |= {n for n, one in self.viewers.items() if one.pair in pairs or not pairs.isdisjoint(one.past_pairs)}
        return found

    def channels(self, viewer: Viewer) -> list[str]:
        """The structural channels that a viewer has."""
        if not viewer.active or viewer.role == "tablet":
            return []
        if viewer.role == "screen":
            return ["room", "screen"]
        if viewer.role == "facilitator":
            return ["room", "me", "desk", "screen"]
        return ["room", "me", *(f"group:g{group}" for group in (viewer.group, viewer.pair) if group)]

    def dirty(self, rows: Rows, since: int) -> set[str]:
        """The structural channels that changed rows touch, without `me`."""
        touched: set[str] = set()
        if rows.agenda or rows.activities or rows.groups or rows.messages or rows.info["info_seq"] > since:
            touched |= {"room"}
        if rows.members or rows.groups or rows.messages or rows.sheets:
            touched |= {"desk"} | {f"group:g{group}" for group in self._near(rows)}
        if any(not row["member_id"] for row in rows.sheets):
            touched |= {"room"}
        if max(rows.info["screen_seq"], rows.info["info_seq"]) > since:
            touched |= {"screen"}
        return touched

    def _near(self, rows: Rows) -> Iterator[int]:
        """The groups that changed rows may touch: every group, and the pairs that the rows are about."""
        about = {row["id"] for row in rows.groups} | {row["group_id"] for row in rows.sheets}
        for row in rows.members:
            about |= {row["pair_id"], *row["past_pairs"]}
        return (group for group in self.groups if group in about or not self._is_pair(group))

    def _is_pair(self, group: int | None) -> bool:
        return group is not None and self.groups[group]["kind"] == "pair"

    def items(self, channel: str, member: int, since: int) -> list[Item]:
        """The items of a structural channel that changed after `since`; 0 gives all that stand in it."""
        if channel == "room":
            found = self._room(since)
        elif channel == "me":
            found = self._me(member, since)
        elif channel == "desk":
            found = self._desk(since)
        elif channel == "screen":
            found = self._screen(since)
        else:
            found = self._group(int(channel.removeprefix("group:g")), since)
        return [item for item in found if since or not item.gone]

    # --- the items of each channel -------------------------------------------------------------------------

    def _room(self, since: int) -> Iterator[Item]:
        if self.info["info_seq"] > since or not since:
            yield _info(self.info, self._in_charge())
        if not since:
            for scenario in self.rules.scenarios:
                yield Item(f"scenario:{scenario['key']}", "scenario", 0, fields=dict(scenario))
        for row in _since(self.agenda.values(), since):
            yield _agenda(row)
        for row in _since(self.activities.values(), since):
            yield self._activity(row)
        for row in _since(self.groups.values(), since):
            if row["kind"] != "pair":
                yield _group_item(row)
        for row in _since(self.messages.values(), since):
            if row["kind"] == "message" and row["group_id"] is None:
                yield self._message(row)
        for row in _since(self.sheet_rows.values(), since):
            if row["member_id"] is None and not self._is_pair(row["group_id"]):
                yield self._sheet(row, writable=row["group_id"] is None)

    def _in_charge(self) -> str:
        """The name of the facilitator who runs the whole room."""
        leads = (row for row in self.members.values() if row["role"] == "facilitator" and not row["removed"])
        return next((str(row["name"]) for row in leads if row["runs"] is None), "")

    def _me(self, member: int, since: int) -> Iterator[Item]:
        row = self.members[member]
        if row["seq"] > since or not since:
            yield self._person(row, "me", runs=row["runs"], pretend=bool(row.get("pretend")), **_wishes(row))
        for sheet in self.own.get(member, ()):
            people = people_of(self.sheets[sheet])
            named = max(self.members[one]["seq"] for one in people) if len(people) > 1 else 0
            if max(self.sheet_rows[sheet]["seq"], named) > since:
                yield self._sheet(self.sheet_rows[sheet], writable=True, people=people)

    def _group(self, group: int, since: int) -> Iterator[Item]:
        for row in _since(self.members.values(), since):
            seats = (row["group_id"], row["pair_id"])
            here = not row["removed"] and row["role"] == "participant"
            if here and group in seats:
                yield self._person(row)
            elif here and group in row["past_groups"]:  # what they wrote stays with the group, under their name
                yield Item(f"m{row['id']}", "left", row["seq"], fields={"name": row["name"]})
            else:
                yield Item(f"m{row['id']}", "person", row["seq"], gone=True)
        for row in _since(self.messages.values(), since):
            if row["group_id"] == group:
                yield self._message(row)
        moved = {row["id"] for row in _since(self.members.values(), since)}
        for row in self.sheet_rows.values():
            if row["group_id"] == group and row["seq"] > since:
                yield self._sheet(row, writable=True)
            elif row["copy"] and (row["seq"] > since or row["member_id"] in moved):
                yield self._copy(row, group)

    def _copy(self, row: Row, group: int) -> Item:
        shown = row["state"] == "shared" and self.sheets[row["id"]].group == group
        return self._sheet(row, writable=False) if shown else Item(row["key"], "sheet", row["seq"], gone=True)

    def _desk(self, since: int) -> Iterator[Item]:
        for row in _since(self.members.values(), since):
            if row["role"] == "participant" or row["role"] == "facilitator":
                yield self._person(row, "removed" if row["removed"] else "person", **_wishes(row))
        for row in _since(self.messages.values(), since):
            yield self._message(row)
        for row in _since(self.sheet_rows.values(), since):
            if (row["group_id"] and not self._is_pair(row["group_id"])) or row["copy"]:
                privacy = self.rules.activities[row["activity"]].privacy
                yield self._sheet(row, writable=privacy in ("open", "until-shared"))

    def _screen(self, since: int) -> Iterator[Item]:
        seq = max(self.info["screen_seq"], self.info["info_seq"])
        if seq > since or not since:
            fields = {**self.info["screen"], "code": self.info["code"], "title": self.info["title"]}
            yield Item("screen", "screen", seq, fields=fields)

    def _activity(self, row: Row) -> Item:
        rules = self.rules.activities[row["key"]]
        fields = {
            **rules.public,
            "segment": rules.segment,
            "state": row["state"],
            "batch": row["batch"],
            "position": row["position"],
        }
        counted = row["state"] == "shared" and rules.public.get("together") == "counts"
        fields["together_counts"] = row["together"] if counted else {}
        return Item(row["key"], "activity", row["seq"], fields=fields)

    def _sheet(self, row: Row, *, writable: bool, people: tuple[int, ...] = ()) -> Item:
        """A sheet; of a joint one, its holders are told of each other by name, the person whose it is first."""
        holder = f"m{row['member_id']}" if row["member_id"] else f"g{row['group_id']}" if row["group_id"] else "room"
        fields = {
            "activity": row["activity"],
            "holder": holder,
            "state": row["state"],
            "copy": row["copy"],
            "reviewed": row["reviewed"],
            "photos": row["photos"],
            "writable": writable and row["state"] == "open" and not row["copy"],
        }
        if len(people) > 1:
            there = (one for one in people if not self.members[one]["removed"])
            fields["people"] = [{"member": f"m{one}", "name": self.members[one]["name"]} for one in there]
        return Item(row["key"], "sheet", row["seq"], fields=fields)

    def _person(self, row: Row, kind: str = "person", **more: object) -> Item:
        fields = {key: row[key] for key in ("name", "organisation", "sector", "role")}
        group = f"g{row['group_id']}" if row["group_id"] else ""
        return Item(f"m{row['id']}", kind, row["seq"], fields={**fields, "group": group, **more})

    def _message(self, row: Row) -> Item:
        by = self.members[row["by_id"]]
        fields = {
            "text": row["text"],
            "sent": row["sent"].isoformat(),
            "from": by["name"],
            "group": f"g{row['group_id']}" if row["group_id"] else "",
            "answered": row["answered"],
        }
        return Item(f"x{row['id']}", row["kind"], row["seq"], fields=fields)


@dataclass(frozen=True, slots=True)
class Known:
    """A room's structure as read up to `seq` in `epoch`."""

    shape: Shape
    seq: int
    epoch: str

    def holds(self, shape_seq: int, epoch: str) -> bool:
        """Whether it is still the present one: every change of structure moves `shape_seq` in its own transaction."""
        return self.epoch == epoch and 0 < shape_seq <= self.seq


def sheet_facts(
    row: Row, holder: str, privacy: str, named: bool, *, group: int | None, stamp: int, segment: str = "during"
) -> SheetFacts:
    """A sheet's row with what its activity says of it."""
    return SheetFacts(
        id=row["id"],
        key=row["key"],
        activity=row["activity"],
        holder=holder,
        member=row["member_id"],
        group=group,
        copy=row["copy"],
        state=row["state"],
        opened=row["opened"],
        privacy=privacy,
        named=named and not row["copy"],
        stamp=stamp,
        reviewed=row["reviewed"],
        segment=segment,
        colleagues=frozenset(row["colleagues"]),
    )


def people_of(sheet: SheetFacts) -> tuple[int, ...]:
    """The members who hold a sheet by themselves: the person whose it is, then the colleagues they let in."""
    return () if sheet.member is None else (sheet.member, *sorted(sheet.colleagues))


def viewer_from_row(row: Row) -> Viewer:
    return Viewer(
        member=row["id"],
        role=row["role"],
        group=row["group_id"],
        past=frozenset(row["past_groups"]),
        runs=None if row["runs"] is None else frozenset(row["runs"]),
        active=not row["removed"],
        stamp=row["stamp"],
        pair=row["pair_id"],
        past_pairs=frozenset(row["past_pairs"]),
    )


def _since(rows: Iterable[Row], since: int) -> Iterator[Row]:
    return (row for row in rows if row["seq"] > since or not since)


def _info(row: Row, facilitator: str) -> Item:
    keys = ("title", "place", "zone", "start", "end", "state", "rehearsal", "timer", "presence", "compares")
    more = {"date": str(row["date"]), "log_until": str(row["log_until"] or ""), "mix": row["cohort_id"] or row["id"]}
    fields = {key: row[key] for key in keys} | more | {"facilitator": facilitator}
    return Item("room:info", "info", row["info_seq"], fields=fields)


def _wishes(row: Row) -> dict[str, str]:
    """What the member and the facilitators know of a member beside what their group knows."""
    return {"pair": f"g{row['pair_id']}" if row["pair_id"] else "", "interest": row["interest"]}


def _agenda(row: Row) -> Item:
    if row["removed"]:
        return Item(f"slot:{row['id']}", "agenda", row["seq"], gone=True)
    keys = ("key", "title", "minutes", "kind", "part", "core", "fixed", "note", "activities", "link", "position")
    times = {key: row[key].isoformat() if row[key] else None for key in ("started", "ended")}
    return Item(f"slot:{row['id']}", "agenda", row["seq"], fields={key: row[key] for key in keys} | times)


def _group_item(row: Row) -> Item:
    if row["removed"]:
        return Item(f"g{row['id']}", "group", row["seq"], gone=True)
    fields: dict[str, object] = {key: row[key] for key in ("name", "scenario", "position")}
    if row["kind"] == "recorded":
        fields["recorded"] = True
    return Item(f"g{row['id']}", "group", row["seq"], fields=fields)
