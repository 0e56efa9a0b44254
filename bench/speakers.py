"""The two protocols, as far as a load needs them: what a person sends to come in and to write, and what is an answer."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map

from bench.room import note_text

STAMP = b"@@%016d"
BLANK = STAMP % 0


@dataclass
class Person:
    """One socket's side of the conversation. `notes` are ready but for the time in them."""

    number: int
    member: int = 0
    writes: bool = True
    notes: list[bytes] | None = None


class Commonweal:
    """Our protocol: JSON text; a change is saved when the acknowledgement says so."""

    text = True
    ping: bytes | None = b'{"t":"ping"}'

    def __init__(self, address: str, room: dict[str, Any], sheet: str) -> None:
        self.address, self.room, self.sheet = address, room, sheet

    def url(self, ticket: str) -> str:
        return f"{self.address.replace('http', 'ws', 1)}/sync/{self.room['room']}/socket?ticket={ticket}"

    def greetings(self, person: Person) -> list[bytes]:
        hello = {"t": "hello", "v": 1, "epoch": "", "member": f"m{person.member}", "device": str(uuid.uuid4())}
        return [json.dumps({**hello, "have": {}}).encode()]

    def notes(self, person: Person, count: int) -> list[bytes]:
        """The changes that a person will push, one a message."""
        return [self._note(person, number) for number in range(1, count + 1)]

    def _note(self, person: Person, number: int) -> bytes:
        fields = {"column": "up", "text": note_text(0, person.number, number), "place": float(number)}
        put = {"t": "put", "n": number, "id": str(uuid.uuid4()), "sheet": self.sheet, "step": "notes", "fields": fields}
        return json.dumps({"t": "push", "changes": [put]}, separators=(",", ":")).encode()

    @staticmethod
    def is_greeted(data: bytes) -> bool:
        return data.startswith(b'{"t":"welcome"')

    @staticmethod
    def acknowledged(data: bytes, before: int) -> int:
        """How many of a person's changes are saved, after this message."""
        if not data.startswith(b'{"t":"ack"'):
            return before
        message = json.loads(data)
        if message.get("refused"):
            raise AssertionError(f"a change was refused: {message}")
        return int(message["upto"])


class Hocuspocus:
    """Yjs in Hocuspocus's frames. A note is a value of a Y.Map, which spares the server any search for its place."""

    text = False
    ping: bytes | None = None
    name = b"\x05board"

    def __init__(self, address: str) -> None:
        self.address = address

    def url(self, ticket: str) -> str:
        return self.address.replace("http", "ws", 1) + "/"

    def greetings(self, person: Person) -> list[bytes]:
        token = self.name + b"\x02\x00" + b"\x05token"
        return [token, self.name + b"\x00\x00\x01\x00"]  # synchronise: I have nothing

    def notes(self, person: Person, count: int) -> list[bytes]:
        """The updates that a person will send, one a message."""
        doc: Doc[Any] = Doc()
        doc["notes"] = notes = Map()
        found = []
        for number in range(1, count + 1):
            before = doc.get_state()
            notes[str(uuid.uuid4())] = self._value(person.number, number)
            found.append(self._update(doc.get_update(before)))
        return found

    def many(self, count: int, people: int) -> bytes:
        """One update with many notes, to fill a document."""
        doc: Doc[Any] = Doc()
        doc["notes"] = notes = Map()
        for number in range(count):
            notes[str(uuid.uuid4())] = self._value(number % people, number)
        return self._update(doc.get_update())

    @staticmethod
    def _value(writer: int, number: int) -> dict[str, Any]:
        text = note_text(0, writer, number)
        return {"step": "notes", "by": f"m{writer}", "column": "up", "text": text, "place": float(number)}

    def _update(self, update: bytes) -> bytes:
        return self.name + b"\x00\x02" + var_uint(len(update)) + update

    def is_greeted(self, data: bytes) -> bool:
        return data.startswith((self.name + b"\x00\x01", self.name + b"\x04\x01"))

    def acknowledged(self, data: bytes, before: int) -> int:
        return before + data.startswith(self.name + b"\x08\x01")


def var_uint(number: int) -> bytes:
    """An unsigned integer as lib0 writes it."""
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | number & 0x7F)
        number >>= 7
    out.append(number)
    return bytes(out)
