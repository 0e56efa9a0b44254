"""A wall that is written on while it is watched: each act of one person, and what was obtained after it."""

import json
import random
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from commonweal.operations import people
from tests.cast import NOW, Cast
from tests.onlookers import OURS, Obtained, Onlookers

WALL = "w7"


@dataclass
class Writer:
    """Somebody on the wall with a device of their own, which may also write on the tablet."""

    name: str
    member: int
    browser: Client
    note: dict[str, str] = field(default_factory=dict)
    """Their own note that stands, with its key; of one written on the tablet no key is held."""


@dataclass
class Room:
    """A room with its onlookers and writers. All chance comes from one seeded source, the server's shuffles too."""

    cast: Cast
    source: random.Random
    count: int = 10
    writers: list[Writer] = field(init=False)
    seen: Onlookers = field(init=False)
    owner: dict[str, str] = field(default_factory=dict)
    """Whose each note that stands is, by its words: what the onlookers would like to know."""
    ids: Iterator[str] | None = None
    """Where devices take their ids from, if not from chance."""

    def __post_init__(self) -> None:
        self.cast.open(WALL)
        self.writers = [self._join(f"Guest {number:02}") for number in range(self.count)]
        self.seen = Onlookers(self.cast, WALL)

    def _join(self, name: str) -> Writer:
        joined = people.join(code=self.cast.room.code, name=name, organisation="", sector="", now=NOW)
        assert joined
        browser = Client()
        browser.cookies[f"cw-{self.cast.room.pk}"] = joined.token
        return Writer(name, joined.member.pk, browser)

    def new_id(self) -> str:
        return next(self.ids) if self.ids else str(uuid.UUID(int=self.source.getrandbits(128), version=4))

    def write(self, by: Writer, words: str | None = None, *, tablet: bool = False) -> None:
        """One note; the words are random, so that they give nobody away."""
        words = words or f"words {self.source.getrandbits(48):012x}"
        note = {"id": self.new_id(), "column": "worked", "text": words}
        if tablet:
            answer = self.seen.do(self.seen.tablet, "hand_in_notes", {"person": by.member, "notes": [note]})
            by.note = note
        else:
            by.note = {**note, "key": f"{self.source.getrandbits(256):064x}"}
            answer = self.post(by, {**by.note, "action": "add"})
        assert answer.json() == {"ok": True}, answer.content
        self.owner[words] = by.name

    def take_back(self, by: Writer) -> Any:
        """Takes the note back that stands, where it can be."""
        answer = self.post(by, {"id": by.note["id"], "key": by.note["key"], "action": "remove"})
        if answer.json()["ok"]:
            del self.owner[by.note["text"]]
            by.note = {}
        return answer

    def change(self, by: Writer, words: str) -> Any:
        """Writes other words into the note that stands, where that can be done."""
        answer = self.post(by, {"id": by.note["id"], "key": by.note["key"], "action": "change", "text": words})
        if answer.json()["ok"]:
            self.owner[words] = self.owner.pop(by.note["text"])
            by.note["text"] = words
        return answer

    def post(self, by: Writer, body: dict[str, str]) -> Any:
        address = f"/w/{self.cast.room.pk}/wall/{WALL}"
        return by.browser.post(address, json.dumps(body), content_type="application/json", headers=OURS)

    def facilitator(self, command: str, **body: str) -> dict[str, Any]:
        found: dict[str, Any] = self.seen.do(self.seen.browsers["asha"], command, body).json()
        return found

    def review(self, found: Obtained) -> dict[str, Any]:
        """What the lead facilitator's review had in it."""
        read: dict[str, Any] = json.loads(found["asha", "w/{room}/pending/{wall}"][2])
        return {name: read[name] for name in ("enough", "ready", "notes")}


def seeded(monkeypatch: pytest.MonkeyPatch, seed: int) -> random.Random:
    """One source of chance for a test, from which the server's shuffles come too."""
    source = random.Random(seed)
    monkeypatch.setattr(secrets, "SystemRandom", lambda: source)
    return source
