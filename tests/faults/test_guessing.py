"""Ten thousand wrong codes over HTTP while sixty people behind the same address join; and a limiter that fails."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import httpx
import pytest

from commonweal.core.codes import new_code
from commonweal.web.limits import BURST, CHANCES, REFILL
from tests.faults.checking import until
from tests.serving import Server

pytestmark = pytest.mark.faults
GUESSERS = 8
PATIENCE = 200
"""Guesses that a guesser makes with one pass, before it opens the join page for another."""


class Wire:
    """A connection that stays open and asks with few words, so that a guesser is as fast as the server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def __aenter__(self) -> "Wire":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def get(self, path: str, token: str = "") -> tuple[int, str]:
        """The status of the answer, and its head."""
        cookie = f"Cookie: cw-pass={token}\r\n" if token else ""
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        await self.reader.readexactly(int(_in(head, r"(?i)content-length: (\d+)")))
        return int(head.split()[1]), head


def _in(words: str, pattern: str) -> str:
    found = re.search(pattern, words)
    assert found, words
    return found[1]


@dataclass
class Attack:
    """What became of guesses, by status, and how many passes were got for them."""

    answers: Counter[int] = field(default_factory=Counter)
    passes: int = 0
    over: bool = False


async def _guess(server: Server, codes: Iterator[str], attack: Attack) -> None:
    """Guesses as fast as the server answers, until there are no more codes; now and then as another browser."""
    while some := list(islice(codes, PATIENCE)):
        async with Wire(server) as wire:
            _, head = await wire.get("/join/")
            token = _in(head, r"cw-pass=([^;]+)")
            attack.passes += 1
            for code in some:
                status, _ = await wire.get(f"/join/{code}/room.json", token)
                attack.answers[status] += 1


async def _join(server: Server, code: str, name: str, attack: Attack) -> bool:
    """A person with the code: opens the first page, and tries again, as it says, until the attack is over."""
    # verify: no certificates are loaded, sixty times
    async with httpx.AsyncClient(base_url=server.address, follow_redirects=True, timeout=30, verify=False) as browser:
        await browser.get("/")
        while not attack.over:
            page = await browser.get(f"/join/{code}/")
            if page.status_code == 200:
                form = {"name": name, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
                page = await browser.post(page.url, data=form)
            if page.status_code != 429:
                return page.url.path.startswith("/phrase/") and f"You’re in, {name}" in page.text
            await asyncio.sleep(0.5)
    return False


async def _storm(server: Server, code: str, guesses: int, people: int, source: random.Random) -> tuple[Attack, int]:
    """Guessers at full speed, and people who come once wrong codes are refused: how many are in before it is over."""
    attack = Attack()
    codes = iter([new_code(source.choice) for _ in range(guesses)])
    guessers = [asyncio.create_task(_guess(server, codes, attack)) for _ in range(GUESSERS)]
    await until(lambda: attack.answers[429] > 0, 10, "wrong codes are refused")
    joining = [asyncio.create_task(_join(server, code, f"Person {number}", attack)) for number in range(people)]
    await asyncio.gather(*guessers)
    attack.over = True
    return attack, sum(await asyncio.gather(*joining))


async def _workshop(server: Server) -> str:
    """The code of a workshop that is served; it can be told from a wrong one."""
    code = _in(server.run("demo", "--no-serve"), r"/join/(\w+)/")
    server.start()
    async with Wire(server) as wire:
        assert (await wire.get(f"/join/{code}/room.json"))[0] == 200
    return code


async def test_a_hall_joins_over_http_while_a_guesser_does_not(server: Server, source: random.Random) -> None:
    code = await _workshop(server)
    began = time.monotonic()
    attack, joined = await _storm(server, code, 10_000, 60, source)
    seconds = time.monotonic() - began
    assert joined == 60
    assert attack.answers == {404: attack.answers[404], 429: 10_000 - attack.answers[404]}, "a code was hit"
    # what is forgotten in a second may let each guesser through once, since a failure counts when it is known
    assert attack.answers[404] <= BURST + seconds * REFILL * GUESSERS + attack.passes * CHANCES, "too many looked up"


async def test_control_a_limiter_by_address_keeps_the_hall_out(server: Server, source: random.Random) -> None:
    server.module = "tests.faults.serve_by_address"
    code = await _workshop(server)
    _, joined = await _storm(server, code, 1_000, 6, source)
    assert joined == 0
