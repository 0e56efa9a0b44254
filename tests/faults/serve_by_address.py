"""Serves with a limiter that counts failures by address, as many do: the control, behind which a hall must stay out."""

import sys

from commonweal import cli
from commonweal.web import limits


class ByAddress(limits.Limits):
    """A hall is one address to it: after its failures nobody there may try, whatever pass they have."""

    def may_try(self, token: str, now: float) -> bool:
        return super().may_try("", now)


def main() -> int:
    limits.limits = ByAddress(refill=0.0)
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
