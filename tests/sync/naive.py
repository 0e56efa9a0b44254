"""A room in a dictionary, and an independent, naive statement of who may see what: the oracle of the engine's tests."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonweal.access import EntryFacts
from commonweal.sync.shape import Rows

Seen = dict[str, dict[str, tuple[Any, ...]]]
"""Channel to entry id to what is shown of it."""


def member_row(number: int, role: str = "participant", group: int | None = None, **more: Any) -> dict[str, Any]:
    """A row of the members' table."""
    row = {"id": number, "name": f"Person {number}", "organisation": "Org", "sector": "NHS", "role": role}
    row |= {"group_id": group, "past_groups": [], "runs": None, "removed": False, "seq": 0, "stamp": 0}
    row |= {"pair_id": None, "past_pairs": [], "interest": ""}
    return row | more


@dataclass
class NaiveRoom:
    """Rows as the database would hold them; also the engine's reader."""

    seq: int = 1
    shape_seq: int = 1
    epoch: str = "first"
    state: str = "open"
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    groups: dict[int, dict[str, Any]] = field(default_factory=dict)
    sheets: dict[int, dict[str, Any]] = field(default_factory=dict)
    activities: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries_by_id: dict[str, EntryFacts] = field(default_factory=dict)

    def next(self, *, shape: bool = True) -> int:
        self.seq += 1
        if shape:
            self.shape_seq = self.seq
        return self.seq

    # --- the engine's reader -------------------------------------------------------------------------------

    def head(self) -> tuple[int, int, str]:
        return self.seq, self.shape_seq, self.epoch

    def shape(self, since: int) -> Rows:
        def changed(rows: Mapping[Any, dict[str, Any]]) -> tuple[dict[str, Any], ...]:
            return tuple(dict(row) for row in rows.values() if row["seq"] > since or not since)

        info = {"seq": self.seq, "info_seq": 1, "screen_seq": 1, "state": self.state, "title": "Day", "place": ""}
        info |= {
            "zone": "Europe/London",
            "start": 570,
            "end": 960,
            "rehearsal": False,
            "timer": {},
            "presence": True,
            "compares": False,
        }
        info |= {"date": "2026-03-12", "screen": {}, "code": "ABCDEFGH", "id": "r", "cohort_id": None}
        info |= {"log_until": None}
        sheets = changed(self.sheets)
        return Rows(info, changed(self.members), changed(self.groups), sheets, (), changed(self.activities), ())

    def changed(self, since: int) -> Iterable[EntryFacts]:
        return [replace(e) for e in sorted(self.entries_by_id.values(), key=lambda e: e.seq) if e.seq > since]

    def entries(self, sheets: Collection[int], since: int) -> Iterable[EntryFacts]:
        return [e for e in self.changed(since) if e.sheet in sheets]

    def counts(self, sheets: Collection[int]) -> Mapping[int, Mapping[tuple[str, str], int]]:
        found: dict[int, dict[tuple[str, str], int]] = {}
        for entry in self.entries_by_id.values():
            if entry.sheet in sheets and not entry.removed:
                steps = found.setdefault(entry.sheet, {})
                key = entry.step, str(entry.fields.get("kind", ""))
                steps[key] = steps.get(key, 0) + 1
        return found

    # --- the oracle ----------------------------------------------------------------------------------------

    def visible(self, number: int, privacy: Mapping[str, tuple[str, str, bool]]) -> Seen:
        """What a member may see: channel to entry id to (text, author shown, typed in for others).

        Written from the words of the design, not from the code. `privacy` gives holder, privacy and named for each
        activity.
        """
        found: Seen = {}
        me = self.members[number]
        if me["removed"]:
            return found
        for sheet in self.sheets.values():
            for view in self._views(me, sheet, *privacy[sheet["activity"]]):
                named = view == "mine" or (view == "inside" and privacy[sheet["activity"]][2] and not sheet["copy"])
                found[f"{sheet['key']}/{view}"] = {
                    e.uid: (e.fields.get("text"), f"m{e.author}" if named else "", self._typed_in(e))
                    for e in self.entries_by_id.values()
                    if e.sheet == sheet["id"] and not e.removed and self._stands(view, e, me, sheet)
                }
        return found

    def _typed_in(self, entry: EntryFacts) -> bool:
        return bool(self.members[entry.author]["role"] == "facilitator")

    def _stands(self, view: str, entry: EntryFacts, me: dict[str, Any], sheet: dict[str, Any]) -> bool:
        if view == "mine":
            return bool(entry.author == me["id"])
        if view == "shared":
            return not entry.hidden
        if view == "screen":
            return bool(not entry.hidden and entry.seq <= sheet["reviewed"])
        return True

    def _views(self, me: dict[str, Any], sheet: dict[str, Any], holder: str, privacy: str, named: bool) -> set[str]:
        shared = sheet["state"] == "shared"
        owner = self.members.get(sheet["member_id"] or 0)
        facilitator = me["role"] == "facilitator"
        if sheet["copy"]:
            same_group = me["group_id"] is not None and owner is not None and owner["group_id"] == me["group_id"]
            mine = owner is not None and owner["id"] == me["id"]
            takes_part = me["role"] == "participant" and (mine or same_group)
            return {"shared"} if shared and (takes_part or facilitator) else set()
        inside = me["role"] == "participant" and (
            (holder == "person" and sheet["member_id"] == me["id"])
            or (holder == "person" and privacy == "private" and me["id"] in sheet["colleagues"])
            or (holder == "group" and sheet["group_id"] == me["group_id"])
            or (holder == "pair" and sheet["group_id"] in {me["pair_id"], *me["past_pairs"]})
            or holder == "room"
        )
        if privacy in ("private", "sealed"):
            return {"inside"} if inside else set()
        if me["role"] == "screen":
            return {"screen"} if shared else set()
        if facilitator:
            types = {"mine"} if holder in ("group", "room") else set()
            if not (shared or privacy == "open"):
                return types
            return {"inside"} if named else {"inside"} | types
        if inside and holder == "room" and privacy == "until-shared" and not shared:
            return {"mine"}
        if inside:
            return {"inside"} if named else {"inside", "mine"}
        return {"shared"} if shared or privacy == "open" else set()
