"""The sync engine of one room, without I/O: who holds which channel, what a newcomer is sent, what a commit sends on.

Rows come in through a `Reader` (the database in production, a dictionary in the property test), bytes go out as
deliveries. Nothing is sent on from memory of a write: `advance` reads what is committed since it last did.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from commonweal.access import EntryFacts, SheetFacts, View, names, shows, views
from commonweal.sync.messages import VERSION, Frame, Hello, Item, Stop, encode
from commonweal.sync.rules import RoomRules
from commonweal.sync.shape import Known, Rows, Shape

Chan = tuple[str, int]
"""A channel: its name on the wire, and whose it is where it differs from member to member (else 0)."""

Counts = Mapping[tuple[str, str], int]
"""How many entries of a sheet stand, by step and field `kind`."""

SHEET_VIEWS = (View.INSIDE, View.SHARED, View.SCREEN)


class Reader(Protocol):
    """Committed rows, read when asked."""

    def head(self) -> tuple[int, int, str]:
        """The room's seq, its shape's seq and its epoch."""

    def shape(self, since: int) -> Rows:
        """Structural rows changed after `since`."""

    def changed(self, since: int) -> Iterable[EntryFacts]:
        """Entries of the room changed after `since`, removed ones included."""

    def entries(self, sheets: Collection[int], since: int) -> Iterable[EntryFacts]:
        """Entries of some sheets changed after `since`, removed ones included; 0 gives all."""

    def counts(self, sheets: Collection[int]) -> Mapping[int, Counts]:
        """Entries that stand, by sheet, and by step and field `kind`."""


@dataclass(eq=False, slots=True)
class Link:
    """A conversation with one device of one member."""

    member: int
    device: str
    held: dict[Chan, int] = field(default_factory=dict)
    """Channels that the device holds, with their stamps."""
    at: tuple[str, str, str] = ("", "", "")
    """Sheet, entry and field where the person is."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Bytes for some links; `ends` says that the conversation is over with them."""

    data: bytes
    links: tuple[Link, ...]
    ends: bool = False


class WireChannel(msgspec.Struct, omit_defaults=True):
    """`messages.Channel` with items that are encoded already, so that all who get them share the work."""

    ch: str
    stamp: int
    seq: int
    items: msgspec.Raw
    whole: bool = False


class WireChannels(msgspec.Struct, tag_field="t", tag="channels", omit_defaults=True):
    """`messages.Channels` with encoded items."""

    seq: int
    add: list[WireChannel] = []
    drop: list[str] = []


class WireWelcome(msgspec.Struct, tag_field="t", tag="welcome", omit_defaults=True):
    """`messages.Welcome` with encoded items."""

    v: int
    epoch: str
    member: str
    seq: int
    now: int
    acked: int
    channels: list[WireChannel]
    refused: list[Any] = []


class Engine:
    """One room, as one process serves it."""

    def __init__(self, rules: RoomRules) -> None:
        self.shape = Shape(rules)
        self.seq = 0
        self.epoch = ""
        self.links: set[Link] = set()
        self.subscribers: defaultdict[Chan, set[Link]] = defaultdict(set)
        self.encoded: dict[Chan, msgspec.Raw] = {}
        self.counted: set[int] = set()
        """Sheets whose counts changed since counts were last sent."""
        self.present: set[int] = set()
        """Members who are here, as facilitators were last told."""
        self.stirred: set[str] = set()
        """Sheets on which somebody came, went or typed since presence was last sent."""

    def known(self) -> Known:
        """The room's structure as this engine has it, for the writer."""
        return Known(self.shape, self.seq, self.epoch)

    # --- what was committed --------------------------------------------------------------------------------

    def advance(self, reader: Reader) -> list[Delivery]:
        """Takes in what was committed since the last call and says what to send to whom."""
        seq, shape_seq, epoch = reader.head()
        if self.epoch and epoch != self.epoch:
            return self._restart(epoch)
        self.epoch = epoch
        if seq <= self.seq:
            return []
        since, out = self.seq, []
        changed = [entry for entry in reader.changed(since) if entry.seq <= seq] if since else []
        for sheet in {entry.sheet for entry in changed} & self.shape.sheets.keys():
            self._forget_encoded(self.shape.sheets[sheet].key)
        if shape_seq > since:
            out += self._take_shape(reader, since, seq)
        out += self._entry_frames(changed, seq)
        self.seq = seq
        return out

    def _restart(self, epoch: str) -> list[Delivery]:
        """The past has changed: every conversation begins anew."""
        stop = Stop("epoch", "The server has gone back to an earlier state. Your unsent words are kept.", epoch)
        links = tuple(self.links)
        self.__init__(self.shape.rules)  # type: ignore[misc]
        return [Delivery(encode(stop), links, ends=True)]

    def _take_shape(self, reader: Reader, since: int, head: int) -> list[Delivery]:
        rows = reader.shape(since)
        members, sheets = self.shape.take(rows)
        touched = self.shape.dirty(rows, since)
        for sheet in sheets:
            self._forget_encoded(self.shape.sheets[sheet].key)
        out = []
        for name in touched:
            self.encoded.pop((name, 0), None)
            if links := self.subscribers.get((name, 0)):
                out.append(Delivery(encode(Frame(name, head, self.shape.items(name, 0, since))), tuple(links)))
        owners = members | self.shape.owners(sheets)
        for link in self.links:
            if link.member in owners:
                frame = Frame("me", head, self.shape.items("me", link.member, since))
                out.append(Delivery(encode(frame), (link,)))
        self.counted |= sheets
        return out + self._regrant(reader, self._concerned(members, sheets), head)

    def _concerned(self, members: set[int], sheets: set[int]) -> list[Link]:
        """The links whose channels may have changed with these members and sheets."""
        if sheets & self.shape.common:
            return list(self.links)
        owners = members | self.shape.owners(sheets)
        return [link for link in self.links if link.member in owners]

    def _regrant(self, reader: Reader, links: list[Link], seq: int) -> list[Delivery]:
        """Works out anew what some links hold; sends what they gained and the names of what they lost."""
        changes: list[tuple[Link, dict[Chan, int]]] = [(link, self.grants(link.member)) for link in links]
        gained = {chan for link, new in changes for chan, stamp in new.items() if link.held.get(chan) != stamp}
        contents = self._contents(reader, dict.fromkeys(gained, 0), seq)
        out = []
        for link, new in changes:
            viewer = self.shape.viewers[link.member]
            if not viewer.active:
                self.leave(link)
                stop = Stop("removed", "You are no longer in this workshop. What you wrote stays with your group.")
                out.append(Delivery(encode(stop), (link,), ends=True))
                continue
            add = [
                WireChannel(chan[0], stamp, seq, contents[chan], whole=True)
                for chan, stamp in new.items()
                if link.held.get(chan) != stamp
            ]
            drop = [chan[0] for chan in link.held if chan not in new]
            self._hold(link, new)
            if add or drop:
                out.append(Delivery(encode(WireChannels(seq, add, drop)), (link,)))
        return out

    def _entry_frames(self, entries: list[EntryFacts], seq: int) -> list[Delivery]:
        """One frame a channel for what changed in it."""
        items: defaultdict[Chan, list[Item]] = defaultdict(list)
        for entry in entries:
            sheet = self.shape.sheets[entry.sheet]
            self.counted.add(sheet.id)
            for view in SHEET_VIEWS:
                self._add_item(items, (f"{sheet.key}/{view}", 0), view, sheet, entry)
            self._add_item(items, (f"{sheet.key}/mine", entry.author), View.MINE, sheet, entry)
        out = []
        for chan, found in items.items():
            if links := self.subscribers.get(chan):
                out.append(Delivery(encode(Frame(chan[0], seq, found)), tuple(links)))
        return out

    def _add_item(
        self, items: defaultdict[Chan, list[Item]], chan: Chan, view: View, sheet: SheetFacts, entry: EntryFacts
    ) -> None:
        if self.subscribers.get(chan):
            items[chan].append(self._item(view, sheet, entry, chan[1]))

    # --- newcomers -----------------------------------------------------------------------------------------

    def welcome(self, link: Link, hello: Hello, reader: Reader, *, now: int, acked: int, refused: list[Any]) -> bytes:
        """Lets a device in and brings it up to date. Call `advance` first, so that the member is known."""
        grants = self.grants(link.member)
        wanted = {chan: self._since(hello, chan, stamp) for chan, stamp in grants.items()}
        contents = self._contents(reader, wanted, self.seq)
        channels = [
            WireChannel(chan[0], stamp, self.seq, contents[chan], whole=wanted[chan] == 0)
            for chan, stamp in grants.items()
        ]
        self.links.add(link)
        self.stirred.add("")
        if ("desk", 0) in grants:
            self.present = set()  # whoever comes to the desk is told who is here
        self._hold(link, grants)
        member = f"m{link.member}"
        return encode(WireWelcome(VERSION, self.epoch, member, self.seq, now, acked, channels, refused))

    def _since(self, hello: Hello, chan: Chan, stamp: int) -> int:
        had = hello.have.get(chan[0])
        return min(had[1], self.seq) if had and had[0] == stamp and had[1] > 0 else 0

    def leave(self, link: Link) -> None:
        """Forgets a link."""
        self.links.discard(link)
        self.stirred.add("")
        self._hold(link, {})

    def grants(self, member: int) -> dict[Chan, int]:
        """The channels that a member has now, with their stamps."""
        viewer = self.shape.viewers[member]
        found: dict[Chan, int] = {}
        for name in self.shape.channels(viewer):
            found[(name, member if name == "me" else 0)] = viewer.stamp
        for sheet in self.shape.candidates(viewer):
            for view in views(viewer, sheet):
                chan = (f"{sheet.key}/{view}", member if view == View.MINE else 0)
                found[chan] = max(sheet.stamp, viewer.stamp)
        return found

    def _hold(self, link: Link, grants: dict[Chan, int]) -> None:
        for chan in link.held.keys() - grants.keys():
            self.subscribers[chan].discard(link)
            if not self.subscribers[chan]:
                del self.subscribers[chan]
        for chan in grants.keys() - link.held.keys():
            self.subscribers[chan].add(link)
        link.held = grants
        self.place(link, link.at)

    # --- content -------------------------------------------------------------------------------------------

    def _contents(self, reader: Reader, wanted: Mapping[Chan, int], head: int) -> dict[Chan, msgspec.Raw]:
        """The encoded items of channels, each from its own sequence number on (0: all). Whole ones are kept for reuse.

        What was committed after `head` is left out: rights may have changed with it; the next `advance` brings it.
        """
        found = {chan: self.encoded[chan] for chan, since in wanted.items() if not since and chan in self.encoded}
        missing = {chan: since for chan, since in wanted.items() if chan not in found}
        by_sheet = self._read(reader, missing, head)
        counts: Mapping[int, Counts] = {}
        counted = [self._sheet_of(chan).id for chan in missing if chan[0].endswith("/counts")]
        if counted:
            counts = reader.counts(counted)
        for chan, since in missing.items():
            raw = msgspec.Raw(encode(self._items(chan, since, by_sheet, counts)))
            found[chan] = raw
            if not since and not chan[1] and not chan[0].endswith("/counts"):
                self.encoded[chan] = raw
        return found

    def _read(self, reader: Reader, missing: Mapping[Chan, int], head: int) -> Mapping[int, list[EntryFacts]]:
        """Entries of the sheets that channels are views of, in one or two reads."""
        whole: set[int] = set()
        later: dict[int, int] = {}
        for chan, since in missing.items():
            if "/" in chan[0] and not chan[0].endswith("/counts"):
                sheet = self._sheet_of(chan).id
                if since:
                    later[sheet] = min(since, later.get(sheet, since))
                else:
                    whole.add(sheet)
        found: defaultdict[int, list[EntryFacts]] = defaultdict(list)
        rest = later.keys() - whole
        read = [*reader.entries(whole, 0)] if whole else []
        read += reader.entries(rest, min(later[sheet] for sheet in rest)) if rest else []
        for entry in read:
            if entry.seq <= head:
                found[entry.sheet].append(entry)
        return found

    def _items(
        self,
        chan: Chan,
        since: int,
        entries: Mapping[int, list[EntryFacts]],
        counts: Mapping[int, Counts],
    ) -> list[Item]:
        name, member = chan
        if "/" not in name:
            return self.shape.items(name, member, since)
        sheet, view = self._sheet_of(chan), View(name.rpartition("/")[2])
        if view == View.COUNTS:
            return [self._counted(sheet, counts)]
        found = (self._item(view, sheet, entry, member) for entry in entries.get(sheet.id, ()) if entry.seq > since)
        return [one for one in found if since or not one.gone]

    def _item(self, view: View, sheet: SheetFacts, entry: EntryFacts, member: int) -> Item:
        """An entry as a view shows it. Only facilitators write on a sheet that is not theirs."""
        writer = self.shape.viewers.get(entry.author)
        return item(view, sheet, entry, member, proxy=writer is not None and writer.role == "facilitator")

    def _sheet_of(self, chan: Chan) -> SheetFacts:
        return self.shape.by_key(chan[0].rpartition("/")[0])

    def _forget_encoded(self, key: str) -> None:
        for view in SHEET_VIEWS:
            self.encoded.pop((f"{key}/{view}", 0), None)

    # --- what is sent now and then: counts and presence ----------------------------------------------------

    def murmur(self, reader: Reader) -> list[Delivery]:
        """Counts and presence that changed since the last call; called about once a second."""
        return [*self._count_frames(reader), *self._presence_frames()]

    def _count_frames(self, reader: Reader) -> Iterable[Delivery]:
        wanted = [s for s in self.counted if self.subscribers.get((f"{self.shape.sheets[s].key}/counts", 0))]
        self.counted.clear()
        counts = reader.counts(wanted) if wanted else {}
        for sheet_id in wanted:
            sheet = self.shape.sheets[sheet_id]
            name = f"{sheet.key}/counts"
            frame = Frame(name, self.seq, [self._counted(sheet, counts)])
            yield Delivery(encode(frame), tuple(self.subscribers[(name, 0)]))

    def _counted(self, sheet: SheetFacts, counts: Mapping[int, Counts]) -> Item:
        """How much people wrote on a sheet, step by step; what a block lays out itself is left out."""
        steps = self.shape.rules.activities[sheet.activity].steps
        found: Counter[str] = Counter()
        for (step, kind), count in counts.get(sheet.id, {}).items():
            if step not in steps or steps[step].counted(kind):
                found[step] += count
        fields = {"total": found.total(), "steps": dict(found)}
        return Item("counts", "counts", self.seq, sheet=sheet.key, fields=fields)

    def _presence_frames(self) -> Iterable[Delivery]:
        stirred, self.stirred = self.stirred, set()
        if not self.shape.info or not self.shape.info["presence"]:
            return
        for key in stirred - {""}:
            name = f"{key}/inside"
            if links := self.subscribers.get((name, 0)):
                yield Delivery(encode(Frame(name, self.seq, here=self._here(key, links))), tuple(links))
        present = {link.member for link in self.links}
        if "" in stirred and present != self.present and (links := self.subscribers.get(("desk", 0))):
            self.present = present
            here = [(f"m{member}", "", "") for member in sorted(present)]
            yield Delivery(encode(Frame("desk", self.seq, here=here)), tuple(links))

    def _here(self, key: str, links: Iterable[Link]) -> list[tuple[str, str, str]]:
        """Who is on a sheet that names its writers; on any other sheet nobody is told."""
        if not self.shape.by_key(key).named:
            return []
        return sorted({(f"m{link.member}", link.at[1], link.at[2]) for link in links if link.at[0] == key})

    def place(self, link: Link, at: tuple[str, str, str]) -> None:
        """Notes where a person is; only sheets that the link holds from inside count."""
        if at[0] and (f"{at[0]}/inside", 0) not in link.held:
            at = ("", "", "")
        if at != link.at:
            self.stirred |= {at[0], link.at[0]} - {""}
            link.at = at


def item(view: View, sheet: SheetFacts, entry: EntryFacts, member: int = 0, *, proxy: bool = False) -> Item:
    """An entry as a view shows it: its fields, or only that it is gone. `proxy`: its author is a facilitator."""
    if not shows(view, sheet, entry, member):
        return Item(entry.uid, "entry", entry.seq, gone=True)
    named = names(view, sheet)
    inside = view in (View.INSIDE, View.MINE)
    versions = entry.versions
    if versions and not named:
        versions = {name: [{**kept, "by": ""} for kept in many] for name, many in versions.items()}
    return Item(
        entry.uid,
        "entry",
        entry.seq,
        step=entry.step,
        by=f"m{entry.author}" if named else "",
        fields=entry.fields,
        revs=entry.revs,
        versions=versions if inside else {},
        late=entry.late,
        proxy=proxy,
        hidden=entry.hidden if inside else "",
    )
