"""Ten thousand wrong codes while sixty people behind one address join: no hit, and everybody is in within a minute."""

import random

from commonweal.core.codes import ALPHABET
from commonweal.web.limits import Limits


def _attack(limits: Limits, codes: set[str], letters: int, source: random.Random) -> tuple[int, int, int]:
    """One minute, second by second: a guesser with all the speed there is, and one person a second with a page open.

    Returns the guesser's hits, how many guesses were looked up, and how many people got in.
    """
    hits = looked_up = joined = 0
    passes = [limits.new_pass(-5.0 + number) for number in range(60)]
    for second in range(60):
        for number in range(170):
            now = second + number / 170
            fresh = limits.new_pass(now) if number % 50 == 0 else ""
            if limits.may_try(fresh, now):
                looked_up += 1
                guess = "".join(source.choice(ALPHABET) for _ in range(letters))
                hits += guess in codes
                limits.failed(fresh, now)
        now = second + 0.999
        if limits.may_try(passes[second], now):
            joined += 1
    return hits, looked_up, joined


def test_a_hall_joins_while_a_guesser_does_not() -> None:
    source = random.Random(7)
    codes = {"".join(source.choice(ALPHABET) for _ in range(8)) for _ in range(50)}
    hits, looked_up, joined = _attack(Limits(), codes, 8, source)
    assert hits == 0
    assert joined == 60
    assert looked_up < 300, f"{looked_up} of 10,200 guesses were looked up"


def test_control_without_limits_and_with_short_codes_the_guesser_gets_in() -> None:
    source = random.Random(7)
    codes = {"".join(source.choice(ALPHABET) for _ in range(2)) for _ in range(50)}
    hits, looked_up, _ = _attack(Limits(burst=10**9), codes, 2, source)
    assert looked_up == 10_200
    assert hits > 0


def test_a_pass_that_fails_five_times_is_spent() -> None:
    limits = Limits(burst=0.0, refill=0.0)
    token = limits.new_pass(0.0)
    assert not limits.may_try(token, 1.0), "too young"
    for _ in range(5):
        assert limits.may_try(token, 10.0)
        limits.failed(token, 10.0)
    assert not limits.may_try(token, 10.0)
    assert not limits.may_try(token + "x", 10.0), "forged"
