"""The one definition of every message on the wire; the TypeScript types are generated from these structs.

Frames are JSON text, one message a frame over WebSocket, a list of messages over HTTP. Field names are short where a
message is sent thousands of times. `VERSION` rises when an older client could misread a newer server.
"""

from typing import Any

import msgspec

VERSION = 1
MAX_FRAME = 256 * 1024
"""Bytes that one frame from a client may have."""
MAX_CHANGES = 200
"""Changes that one push may carry; a client with more sends several pushes."""


class Edit(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A new value for one field, made against revision `base`; `was` is the text it was made from."""

    base: int
    value: Any
    was: str | None = None
    settles: bool = False
    """True when a person chose between two versions: the versions kept beside the field are dropped."""


class Put(msgspec.Struct, tag_field="t", tag="put", omit_defaults=True, forbid_unknown_fields=True):
    """A new entry; `n` is its number in the device's outbox, counting from 1 without gaps."""

    n: int
    id: str
    sheet: str
    step: str
    fields: dict[str, Any]


class Patch(msgspec.Struct, tag_field="t", tag="patch", omit_defaults=True, forbid_unknown_fields=True):
    """New values for some fields of an entry."""

    n: int
    id: str
    sheet: str
    edits: dict[str, Edit]


class Remove(msgspec.Struct, tag_field="t", tag="remove", omit_defaults=True, forbid_unknown_fields=True):
    """The end of an entry; final."""

    n: int
    id: str
    sheet: str


Change = Put | Patch | Remove


class Hello(msgspec.Struct, tag_field="t", tag="hello", omit_defaults=True, forbid_unknown_fields=True):
    """The first message: who the outbox belongs to, and what the device holds: channel to (stamp, sequence number).

    Nothing else is taken before it is answered by a welcome.
    """

    v: int
    epoch: str
    member: str
    device: str
    have: dict[str, tuple[int, int]] = {}


class Push(msgspec.Struct, tag_field="t", tag="push", omit_defaults=True, forbid_unknown_fields=True):
    """Changes from the outbox, in the order of their numbers."""

    changes: list[Change]


class At(msgspec.Struct, tag_field="t", tag="at", omit_defaults=True, forbid_unknown_fields=True):
    """Where the sender is: the sheet that is open, and the entry and field being typed in. Never stored."""

    sheet: str = ""
    entry: str = ""
    field: str = ""


class Ping(msgspec.Struct, tag_field="t", tag="ping", omit_defaults=True, forbid_unknown_fields=True):
    """Are you there? Answered at once by a pong."""


FromClient = Hello | Push | At | Ping


class Item(msgspec.Struct, omit_defaults=True):
    """One thing in a channel as it is now. `gone` says that it left the channel (removed, hidden or moved)."""

    id: str
    kind: str
    seq: int
    gone: bool = False
    sheet: str = ""
    step: str = ""
    by: str = ""
    """Author's member id; empty where the channel names nobody."""
    fields: dict[str, Any] = {}
    revs: dict[str, int] = {}
    versions: dict[str, list[dict[str, Any]]] = {}
    """Other versions of a text that could not be merged, by field: dicts of `text`, `by` and `seq`."""
    late: bool = False
    proxy: bool = False
    """Whether a facilitator typed it in for those whose sheet it is."""
    hidden: str = ""
    """The facilitator's reason for hiding it from others; empty when it is not hidden."""


class Channel(msgspec.Struct, omit_defaults=True):
    """A channel's content: everything (`whole`, forget what you had) or what changed since you last heard."""

    ch: str
    stamp: int
    seq: int
    whole: bool = False
    items: list[Item] = []


class Refusal(msgspec.Struct, omit_defaults=True):
    """Change `n` was not accepted, and why; the words stay with their writer as a draft."""

    n: int
    id: str
    code: str
    reason: str


class Welcome(msgspec.Struct, tag_field="t", tag="welcome", omit_defaults=True):
    """The answer to a hello. `channels` lists every channel the member has; one that is absent is to be deleted."""

    v: int
    epoch: str
    member: str
    seq: int
    now: int
    """The server's clock, milliseconds since 1970 UTC; for timers only."""
    acked: int
    """The device's last outbox number dealt with; those at or below it and not in `refused` are saved."""
    channels: list[Channel]
    refused: list[Refusal] = []


class Frame(msgspec.Struct, tag_field="t", tag="frame", omit_defaults=True):
    """What changed in one channel in one tick. `here` replaces the list of who is on the sheet when it is not null."""

    ch: str
    seq: int
    items: list[Item] = []
    here: list[tuple[str, str, str]] | None = None
    """Who is on the sheet now: member, entry being typed in, field."""


class Channels(msgspec.Struct, tag_field="t", tag="channels", omit_defaults=True):
    """What the member may see has changed: channels gained (or to be read anew), and channels to delete."""

    seq: int
    add: list[Channel] = []
    drop: list[str] = []


class Ack(msgspec.Struct, tag_field="t", tag="ack", omit_defaults=True):
    """Outbox numbers up to `upto` are dealt with: committed, or listed as refused."""

    upto: int
    refused: list[Refusal] = []


class Stop(msgspec.Struct, tag_field="t", tag="stop", omit_defaults=True):
    """The conversation ends here, and why.

    Codes: epoch, member, version, removed, storage, busy, malformed, gap, closing.
    """

    code: str
    reason: str
    epoch: str = ""


class Pong(msgspec.Struct, tag_field="t", tag="pong", omit_defaults=True):
    """The answer to a ping."""

    now: int


FromServer = Welcome | Frame | Channels | Ack | Stop | Pong

encoder = msgspec.json.Encoder()
decode = msgspec.json.Decoder(FromClient).decode
decode_many = msgspec.json.Decoder(list[FromClient]).decode
encode = encoder.encode
