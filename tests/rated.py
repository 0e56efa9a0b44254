"""People who answer a rating, for tests: more participants than the cast has, their devices' secrets, their answers."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.operations import people, rating, running
from commonweal.store.models import Member, Room, RoomActivity
from tests.cast import NOW, Cast

ITEMS = (
    "status", "say", "formality", "objectives", "conflict", "ease", "clarity", "enjoyment", "energy", "manner",
    "co-operation", "harmony", "support", "loyalty",
)  # fmt: skip


@dataclass
class Device:
    """One person's device, with what it made up for its answers."""

    member: Member
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: str = field(default_factory=lambda: secrets.token_hex(32))
    proof: str = field(default_factory=lambda: secrets.token_hex(32))

    def answer(self, team: str = "Harbour Streets", **answers: str) -> None:
        given = dict.fromkeys(ITEMS, "4") | answers
        fields = {"team": team, **{item: answer for item, answer in given.items() if answer}}
        own = {"id": self.id, "key": self.key, "proof": self.proof}
        rating.answer(by=self.member, activity="a1b", fields=fields, now=NOW, **own)

    def sees(self, proof: str | None = None) -> list[dict[str, Any]]:
        from commonweal import access

        room = Room.objects.get(pk=self.member.room_id)
        viewer, shown = access.viewer_of(self.member), self.proof if proof is None else proof
        found: list[dict[str, Any]] = rating.results(room=room, activity="a1b", viewer=viewer, proof=shown)["teams"]
        return found


def devices(cast: Cast, count: int) -> list[Device]:
    """So many participants, the cast's three first, with a1b open to them."""
    cast.open("a1b")
    members = [cast.ben, cast.carys, cast.dele]
    while len(members) < count:
        joined = people.join(code=cast.room.code, name=f"Guest {len(members)}", organisation="", sector="", now=NOW)
        assert joined
        members.append(joined.member)
    return [Device(member) for member in members[:count]]


def share(cast: Cast) -> dict[str, Any]:
    running.set_state(by=cast.asha, activity="a1b", state="shared", now=NOW)
    found: dict[str, Any] = RoomActivity.objects.get(room=cast.room, key="a1b").together
    return found


def results_of(together: dict[str, Any], item: str) -> list[dict[str, Any]]:
    """One item's result in each team."""
    return [one for team in together["teams"] for one in team["items"] if one["key"] == item]


def all_answer(everybody: Sequence[Device], points: str, item: str = "say", team: str = "Harbour Streets") -> None:
    """Each answers; `points` gives one item's answer a person: a digit, c for I can't say, - for none."""
    words = {"c": "cannot", "-": ""}
    for device, point in zip(everybody, points, strict=True):
        device.answer(team, **{item: words.get(point, point)})
