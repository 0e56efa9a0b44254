"""People for the pictures, over plain HTTP: they join, are here, answer on scales and write on the wall."""

import secrets
import threading
import uuid
from typing import Any

import httpx

from tests.serving import Server

GROUPS = {
    "Community Safety Partnership": ("Sunita Rao", "Lewis Grant", "Gwen Parry", "Owen Price"),
    "Local Strategic Partnership": ("Kate Doyle", "Ife Bello", "Sam Reid", "Nia Lloyd", "Ravi Shah", "Jo Whitfield"),
    "Drug & Alcohol Partnership": ("Priya Nair", "Tom Okafor", "Mei Chen", "Dan Adeyemi", "Elin Hughes", "Fatima Khan"),
    "Teenage Pregnancy Partnership": (
        "Ben Cole",
        "Lena Novak",
        "Carys Hughes",
        "Farid Khan",
        "Dele Adeyemi",
        "Asha Nowak",
    ),
}
SCALES = (
    "status", "say", "formality", "objectives", "conflict", "ease", "clarity", "enjoyment", "energy", "manner",
    "co-operation", "harmony", "support", "loyalty",
)  # fmt: skip
POINTS = ("11465253216542", "27452633266521", "21561622576537", "37353632466422", "22462631365616", "26672733657521")
WALL = (
    ("worked", "Placing people together. We found four nobody had named."),
    ("worked", "Hearing what the other groups placed where"),
    ("takeaway", "Ask who would notice first if we stopped"),
    ("takeaway", "Start the meeting with what each of us can give"),
    ("next", "How to close a partnership well"),
    ("next", "Negotiating without a budget"),
    ("improve", "More time for the role play: an hour went fast"),
    ("improve", "Send the scenarios a week before"),
)


class Crowd:
    """Devices that have joined; a thread keeps all of them here until `leave`."""

    def __init__(self, server: Server, link: str) -> None:
        self.server, self.link, self.room = server, link, ""
        self.people: dict[str, httpx.Client] = {}
        self._over = threading.Event()
        self._hello: dict[str, list[dict[str, Any]]] = {}
        self._thread = threading.Thread(target=self._stay, daemon=True)

    def join(self) -> None:
        for names in GROUPS.values():
            for name in names:
                browser = self._browser()
                browser.get(self.link)
                form = {"name": name, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
                self.room = str(browser.post(self.link, data=form).url).rstrip("/").rsplit("/", 1)[1]
                who = browser.get(f"/sync/{self.room}/self?as=participant").json()
                hello = {"t": "hello", "v": 1, "epoch": who["epoch"], "member": who["member"]}
                self._hello[name] = [{**hello, "device": str(uuid.uuid4())}]
                self.people[name] = browser
        self._thread.start()

    def _browser(self) -> httpx.Client:
        headers = {"X-Commonweal": "1", "Origin": self.server.address}
        return httpx.Client(base_url=self.server.address, headers=headers, follow_redirects=True, verify=False)

    def seats(self) -> list[tuple[str, ...]]:
        """Who sits together, with the two who are at browsers."""
        first, *others = GROUPS.values()
        return [(*first, "Amina Yusuf", "Rhys Morgan"), *others]

    def _stay(self) -> None:
        while not self._over.is_set():
            for name, browser in self.people.items():
                answer = browser.post(f"/sync/{self.room}/exchange?as=participant", json=self._hello[name])
                assert answer.status_code == 200, answer.text
            self._over.wait(4)

    def leave(self) -> None:
        self._over.set()
        self._thread.join()

    def post(self, name: str, path: str, **body: Any) -> None:
        answer = self.people[name].post(f"/w/{self.room}/{path}", json=body)
        assert answer.status_code == 200, answer.text

    def rate(self) -> None:
        """Six people answer for one team."""
        for name, points in zip(self.people, POINTS, strict=False):
            fields = {"team": "Harbour Streets", **dict(zip(SCALES, points, strict=True))}
            keys = {"id": str(uuid.uuid4()), "key": secrets.token_hex(32), "proof": secrets.token_hex(32)}
            self.post(name, "do/answer", activity="a1b", fields=fields, **keys)

    def evaluate(self) -> None:
        """Eight people write a note each on the wall."""
        for name, (column, text) in zip(self.people, WALL, strict=False):
            keys = {"id": str(uuid.uuid4()), "key": secrets.token_hex(32)}
            self.post(name, "wall/w7", column=column, text=text, **keys)
