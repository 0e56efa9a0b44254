"""Committing what devices pushed: one transaction for all that arrived in a tick, then the answer to each device."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import DataError, IntegrityError, connection, transaction

from commonweal.access import EntryFacts, SheetFacts, Viewer, log_open
from commonweal.store.gateway import Writing, write
from commonweal.store.models import Device, Member, Refused, Sheet
from commonweal.sync.changes import MAX_ENTRIES, Accepted, judge
from commonweal.sync.committed import Committed
from commonweal.sync.messages import Change, Put, Refusal
from commonweal.sync.rules import RoomRules
from commonweal.sync.shape import Known, Shape, sheet_facts, viewer_from_row

INSERT = (
    "INSERT INTO store_entry (room_id, sheet_id, uid, step, author_id, fields, revs, versions, version, seq, late,"
    " hidden, removed) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', %s)"
)
UPDATE = (
    "UPDATE store_entry SET fields = %s, revs = %s, versions = %s, seq = %s, hidden = %s, removed = %s"
    " WHERE room_id = %s AND uid = %s"
)


@dataclass(slots=True)
class Submission:
    """Changes from one device, in the order of their numbers."""

    member: int
    device: str
    changes: Sequence[Change]


@dataclass(slots=True)
class Answer:
    """What became of a submission: all numbers up to `upto` are dealt with. `gap`: a number was missing."""

    upto: int
    refused: list[Refusal] = field(default_factory=list)
    gap: bool = False


@dataclass(slots=True)
class Outbox:
    """A device's row: how far its outbox has been dealt with."""

    id: int
    last: int


class Batch:
    """The state that one transaction works on: read fresh inside it, changed in memory, written at its end."""

    def __init__(
        self, writing: Writing, rules: RoomRules, submissions: Sequence[Submission], shape: Shape | None
    ) -> None:
        self.writing, self.rules = writing, rules
        self.room_id = writing.room_id
        self.open = writing.state == "open"
        self.after_open = not self.open and _log_open(writing)
        members, keys = {s.member for s in submissions}, {c.sheet for s in submissions for c in s.changes}
        self.viewers = shape.viewers if shape else _viewers(self.room_id, members)
        self.sheets = shape.of_keys(keys) if shape else _sheets(self.room_id, keys, rules)
        self.entries = Committed(self.room_id).by_id({c.id for s in submissions for c in s.changes})
        # Each entry took a number of its own, so that below so many numbers no sheet can be full.
        self.sizes = _sizes(self.sheets.values(), submissions) if writing.seq >= MAX_ENTRIES else {}
        self.new: dict[str, EntryFacts] = {}
        self.old: dict[str, EntryFacts] = {}

    def decide(self, member: int, change: Change) -> Refusal | None:
        """Applies one change to the batch, or says why not."""
        sheet = self.sheets.get(change.sheet)
        viewer = self.viewers.get(member)
        if viewer is None:
            return Refusal(change.n, change.id, "removed", "You are not in this workshop. Your words are kept here.")
        if sheet and isinstance(change, Put) and self.sizes.get(sheet.id, 0) >= MAX_ENTRIES:
            return Refusal(change.n, change.id, "full", "This sheet is full. Delete something, then add it again.")
        steps = self.rules.activities[sheet.activity].steps if sheet else {}
        entry = self.entries.get(change.id)
        seq = self.writing.seq + 1
        rights = {"room_open": self.open, "after_open": self.after_open}
        outcome = judge(change, viewer, sheet, steps, entry, seq=seq, **rights)
        if isinstance(outcome, Refusal):
            return outcome
        if outcome.changed:
            self._keep(outcome, isinstance(change, Put))
        return None

    def _keep(self, outcome: Accepted, is_new: bool) -> None:
        entry = outcome.entry
        self.writing.next(shape=False)
        self.entries[entry.uid] = entry
        if is_new or entry.uid in self.new:
            self.new[entry.uid] = entry
            self.sizes[entry.sheet] = self.sizes.get(entry.sheet, 0) + is_new
        else:
            self.old[entry.uid] = entry

    def save(self) -> None:
        """Writes the rows."""
        with connection.cursor() as cursor:
            if self.new:
                cursor.executemany(INSERT, [self._insert(entry) for entry in self.new.values()])
            if self.old:
                cursor.executemany(UPDATE, [self._update(entry) for entry in self.old.values()])

    def _insert(self, entry: EntryFacts) -> tuple[str | int, ...]:
        sheet = next(s for s in self.sheets.values() if s.id == entry.sheet)
        version = self.rules.activities[sheet.activity].steps[entry.step].version
        fields, revs, versions = _json(entry)
        late, removed = entry.late, entry.removed
        head = (self.room_id, entry.sheet, entry.uid, entry.step, entry.author)
        return (*head, fields, revs, versions, version, entry.seq, late, removed)

    def _update(self, entry: EntryFacts) -> tuple[str | int, ...]:
        return (*_json(entry), entry.seq, entry.hidden, entry.removed, self.room_id, entry.uid)


def commit(
    room_id: str, rules: RoomRules, submissions: Sequence[Submission], known: Known | None = None
) -> list[Answer]:
    """Commits a tick's submissions in one transaction and answers each, in their order.

    `known` is the structure of the room as last read; it is used where it is still the present one. When the rows as
    a whole cannot be stored, each change is tried alone and only the culprit is refused. Raises `OperationalError`
    when the storage itself fails; then nothing was committed.
    """
    try:
        with write(room_id) as writing:
            batch = Batch(
                writing,
                rules,
                submissions,
                known.shape if known and known.holds(writing.shape_seq, writing.epoch) else None,
            )
            answers = _deal(batch, submissions)
            batch.save()
            return answers
    except (IntegrityError, DataError):
        with write(room_id) as writing:
            return _one_by_one(writing, rules, submissions)


def _deal(batch: Batch, submissions: Sequence[Submission]) -> list[Answer]:
    """Decides every change of the submissions and moves the devices' counters on."""
    devices = _devices(submissions)
    answers = [_deal_one(batch, devices[(s.member, s.device)], s) for s in submissions]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE store_device SET last = %s WHERE id = %s", [(device.last, device.id) for device in devices.values()]
        )
    refused = [
        Refused(device_id=devices[(s.member, s.device)].id, n=r.n, uid=r.id[:36], code=r.code, reason=r.reason[:300])
        for s, answer in zip(submissions, answers, strict=True)
        for r in answer.refused
    ]
    if refused:
        Refused.objects.bulk_create(refused, ignore_conflicts=True)
    return answers


def _deal_one(batch: Batch, device: Outbox, submission: Submission) -> Answer:
    answer = Answer(device.last)
    repeated = [change.n for change in submission.changes if change.n <= device.last]
    if repeated:
        answer.refused += refused_before(device.id, min(repeated))
    for change in submission.changes:
        if change.n <= device.last:
            continue
        if change.n != device.last + 1:
            answer.gap = True
            break
        if refusal := batch.decide(submission.member, change):
            answer.refused.append(refusal)
        device.last = change.n
    answer.upto = device.last
    return answer


def _one_by_one(writing: Writing, rules: RoomRules, submissions: Sequence[Submission]) -> list[Answer]:
    """Each change in a savepoint of its own; one whose rows the database will not take is refused alone."""
    answers = []
    for submission in submissions:
        total = Answer(0)
        for change in submission.changes:
            single = Submission(submission.member, submission.device, [change])
            try:
                with transaction.atomic():
                    batch = Batch(writing, rules, [single], None)
                    answer = _deal(batch, [single])[0]
                    batch.save()
            except (IntegrityError, DataError):
                answer = _refuse_alone(single)
            total = Answer(answer.upto, [*total.refused, *answer.refused], answer.gap)
            if answer.gap:
                break
        answers.append(total)
    return answers


def _refuse_alone(single: Submission) -> Answer:
    """Refuses one change and moves its device's counter past it."""
    change = single.changes[0]
    words = "The server could not store this. Your words are kept here; change them a little and add them again."
    refusal = Refusal(change.n, change.id, "data", words)
    device = _devices([single])[(single.member, single.device)]
    device.last = max(device.last, change.n)
    Device.objects.filter(pk=device.id).update(last=device.last)
    Refused.objects.get_or_create(
        device_id=device.id, n=change.n, defaults={"uid": change.id[:36], "code": "data", "reason": words}
    )
    return Answer(device.last, [refusal])


def outbox(member: int, device: str) -> tuple[int, list[Refusal]]:
    """A device's last number dealt with, and what was refused of it, for the greeting."""
    row = Device.objects.filter(member_id=member, device=device).first()
    return (row.last, refused_before(row.pk, 1)) if row else (0, [])


def refused_before(device: int, since: int) -> list[Refusal]:
    """What a device was refused, from number `since` on; a device that missed an answer hears it again."""
    rows = Refused.objects.filter(device_id=device, n__gte=since).order_by("n")
    return [Refusal(row.n, row.uid, row.code, row.reason) for row in rows]


def _devices(submissions: Sequence[Submission]) -> dict[tuple[int, str], Outbox]:
    wanted = {(s.member, s.device) for s in submissions}
    members = [member for member, _ in wanted]
    marks = ", ".join(["%s"] * len(members))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, member_id, device, last FROM store_device WHERE member_id IN ({marks})", members)
        found = {(member, device): Outbox(row, last) for row, member, device, last in cursor.fetchall()}
    for member, device in wanted - found.keys():
        found[(member, device)] = Outbox(Device.objects.create(member_id=member, device=device).pk, 0)
    return {key: found[key] for key in wanted}


def _viewers(room_id: str, members: set[int]) -> dict[int, Viewer]:
    rows = Member.objects.filter(room_id=room_id, pk__in=members).values()
    return {row["id"]: viewer_from_row(row) for row in rows}


def _sheets(room_id: str, keys: set[str], rules: RoomRules) -> dict[str, SheetFacts]:
    rows = Sheet.objects.filter(room_id=room_id, key__in=keys).select_related("member")
    found = {}
    for row in rows:
        activity = rules.activities[row.activity]
        group = row.member.group_id if row.member else row.group_id
        values = {name: getattr(row, name) for name in SHEET_COLUMNS}
        found[row.key] = sheet_facts(
            values,
            activity.holder,
            activity.privacy,
            activity.named,
            group=group,
            stamp=row.stamp,
            segment=activity.segment,
        )
    return found


def _log_open(writing: Writing) -> bool:
    """Whether the log of a closed workshop can still be written today, where the workshop was."""
    room = writing.room
    return log_open(room.state, room.log_until, datetime.now(ZoneInfo(room.zone)).date())


SHEET_COLUMNS = ("id", "key", "activity", "member_id", "colleagues", "copy", "state", "opened", "reviewed")


def _sizes(sheets: Iterable[SheetFacts], submissions: Sequence[Submission]) -> dict[int, int]:
    """Rows on each sheet that is put to, so that an overfull sheet refuses."""
    ids = {sheet.id for sheet in sheets}
    if not ids or not any(isinstance(change, Put) for s in submissions for change in s.changes):
        return {}
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sheet_id, count(*) FROM store_entry WHERE sheet_id IN ({marks}) GROUP BY 1", [*ids])
        return dict(cursor.fetchall())


def _json(entry: EntryFacts) -> tuple[str, str, str]:
    encode = msgspec.json.encode
    return encode(entry.fields).decode(), encode(entry.revs).decode(), encode(entry.versions).decode()
