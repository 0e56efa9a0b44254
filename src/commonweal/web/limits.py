"""Joining is limited by failures, not by address, so that a hall behind one address can join while a guesser cannot.

The instance has a bucket of failures. While it is not empty, anybody may try. When it is empty, only a browser with a
pass in good standing may: one that opened the join page some seconds ago and has failed fewer than five times.
"""

import secrets
import threading
from collections import OrderedDict

from django.core import signing

BURST, REFILL = 100.0, 1.0
"""Failures that the instance takes at once, and how many it forgets a second."""
AGE = 2.0
"""Seconds that a pass must be old."""
CHANCES = 5
"""Failures that one pass has."""
MOST = 20_000
"""Passes with failures that are remembered."""
SALT = "commonweal.pass"


class Limits:
    """The bucket and the passes; one of them serves a process. Times are seconds of any steady clock."""

    def __init__(self, burst: float = BURST, refill: float = REFILL) -> None:
        self.burst, self.refill = burst, refill
        self._left, self._at = burst, 0.0
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def new_pass(self, now: float) -> str:
        """A signed pass for a browser that opens the join page."""
        return signing.dumps([secrets.token_hex(8), round(now, 3)], salt=SALT, compress=False)

    def may_try(self, token: str, now: float) -> bool:
        """Whether an attempt may be looked up at all."""
        with self._lock:
            self._fill(now)
            if self._left >= 1:
                return True
            known = self._read(token)
            return known is not None and now - known[1] >= AGE and self._failures.get(known[0], 0) < CHANCES

    def failed(self, token: str, now: float) -> None:
        """Counts a failure against the instance and the pass."""
        with self._lock:
            self._fill(now)
            self._left = max(0.0, self._left - 1)
            if known := self._read(token):
                self._failures[known[0]] = self._failures.get(known[0], 0) + 1
                self._failures.move_to_end(known[0])
                while len(self._failures) > MOST:
                    self._failures.popitem(last=False)

    def _fill(self, now: float) -> None:
        if self._at:
            self._left = min(self.burst, self._left + max(0.0, now - self._at) * self.refill)
        self._at = now

    def _read(self, token: str) -> tuple[str, float] | None:
        try:
            name, made = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError):
            return None
        return str(name), float(made)


class Quota:
    """How much of something each may have in a stretch of time; remembered by this process alone."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._taken: OrderedDict[str, list[tuple[float, int]]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, whose: str, many: int, now: float) -> bool:
        """Takes so many, or nothing and False when that would be too many."""
        with self._lock:
            kept = [(at, count) for at, count in self._taken.get(whose, []) if now - at < self.seconds]
            if sum(count for _, count in kept) + many > self.most:
                return False
            self._taken[whose] = [*kept, (now, many)]
            self._taken.move_to_end(whose)
            while len(self._taken) > MOST:
                self._taken.popitem(last=False)
            return True


limits = Limits()
"""This process's limits."""
