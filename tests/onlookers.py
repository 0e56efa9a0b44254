"""Whoever watches a room: everything that its facilitators, a participant, the big screen and a tablet can obtain.

Frames and welcomes come from the sync engine as each device is sent them, pages and answers over HTTP, with status and
headers.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from commonweal.store.models import Member, Person
from commonweal.sync.committed import Committed
from commonweal.sync.engine import Engine, Link
from commonweal.sync.messages import VERSION, Hello
from tests.cast import Cast

OURS = {"X-Commonweal": "1", "Origin": "http://testserver"}
OF_A_REQUEST = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|nonce-[\w+/=-]+')
"""What a page has anew for each request, whatever happened."""

Obtained = dict[tuple[str, str], tuple[int, str, bytes]]
"""By who asked and for what: status, headers and body."""

OF_THE_WALL = ("w/{room}/wall/{wall}", "w/{room}/wall/{wall}?as=facilitator", "w/{room}/pending/{wall}")
FOR_ALL = (*OF_THE_WALL, "w/{room}/recorded/{wall}", "w/{room}/late")
FOR_FACILITATORS = (
    "w/{room}/elsewhere/{wall}",
    "w/{room}/series.json",
    "w/{room}/console",
    "w/{room}/console/review/{wall}",
    "plan/{room}/",
    "plan/{room}/people/",
    "plan/{room}/guide/",
)
FOR_PARTICIPANTS = ("w/{room}/today", "w/{room}/together/{wall}", "w/{room}/series.json", "w/{room}/screen")


def signed_in(email: str) -> Client:
    """The browser of somebody with an account."""
    client = Client()
    client.force_login(Person.objects.get(email=email))
    return client


@dataclass
class Onlookers:
    """They poll together; what they obtain is kept by who asked and for what."""

    cast: Cast
    wall: str
    browsers: dict[str, Client] = field(init=False)
    tablet: Client = field(init=False)

    def __post_init__(self) -> None:
        room = self.cast.room.pk
        ben = Client()
        ben.cookies[f"cw-{room}"] = self.cast.tokens["ben"]
        self.browsers = {"asha": signed_in("asha@example.org"), "fay": signed_in("fay@example.org"), "ben": ben}
        self.tablet = signed_in("asha@example.org")
        assert self.tablet.post(f"/w/{room}/tablet/begin/{self.wall}", headers=OURS).json() == {"ok": True}
        self.connect()

    def connect(self) -> None:
        """Makes the engine and its conversations anew, with the room as it is now."""
        screen = Member.objects.get(room=self.cast.room, role="screen")
        self.reader = Committed(self.cast.room.pk)
        self.engine = Engine(self.reader.rules())
        members = {"asha": self.cast.asha, "fay": self.cast.fay, "ben": self.cast.ben, "screen": screen}
        self.links = {who: Link(member.pk, f"device of {who}") for who, member in members.items()}
        self.engine.advance(self.reader)
        for link in self.links.values():
            self._welcome(self.engine, link)
        self._frames()

    def _welcome(self, engine: Engine, link: Link) -> bytes:
        hello = Hello(VERSION, engine.epoch, f"m{link.member}", link.device)
        return engine.welcome(link, hello, self.reader, now=0, acked=0, refused=[])

    def poll(self, *, everything: bool = True) -> Obtained:
        """What there is to obtain now: everything, or frames, the review and the wall."""
        found = self._frames()
        for who, browser in self.browsers.items():
            more = FOR_PARTICIPANTS if who == "ben" else FOR_FACILITATORS
            for address in (*FOR_ALL, *more) if everything else OF_THE_WALL:
                path = "/" + address.format(room=self.cast.room.pk, wall=self.wall)
                found[who, address] = _answer(browser.get(path, headers=OURS))
        if everything:
            found |= self._welcomes()
            found["tablet", "names"] = _answer(self.do(self.tablet, "see_tablet"))
        return found

    def _frames(self) -> Obtained:
        """What each device is sent on, of what was committed and of what the engine murmurs."""
        sent = [*self.engine.advance(self.reader), *self.engine.murmur(self.reader)]
        return {
            (who, "frames"): (200, "", b"".join(one.data for one in sent if link in one.links))
            for who, link in self.links.items()
        }

    def _welcomes(self) -> Obtained:
        """What a device is sent that comes for the first time."""
        engine = Engine(self.reader.rules())
        engine.advance(self.reader)
        return {
            (who, "welcome"): (200, "", self._welcome(engine, Link(link.member, "another")))
            for who, link in self.links.items()
        }

    def do(self, browser: Client, command: str, body: object = None) -> Any:
        """Gives a command over HTTP."""
        address = f"/w/{self.cast.room.pk}/do/{command}"
        return browser.post(address, json.dumps(body or {}), content_type="application/json", headers=OURS)


def _answer(response: Any) -> tuple[int, str, bytes]:
    headers = sorted(f"{name}: {value}" for name, value in response.headers.items())
    return (
        response.status_code,
        OF_A_REQUEST.sub(b"", "\n".join(headers).encode()).decode(),
        OF_A_REQUEST.sub(b"", response.content),
    )
