"""Drawing roles for a role-played meeting, so that nobody plays who they are in real life where that can be helped."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to be cast. `real` is the role they are nearest to in real life; empty for none of them."""

    id: int
    real: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Who plays what, who chairs and who writes the minutes. `own`: who had to stay in their own role."""

    roles: Mapping[int, str]
    chair: int
    scribe: int
    own: tuple[int, ...] = ()


def draw(players: Sequence[Player], roles: Sequence[str], doubles: Sequence[str], *, scribe: str, seed: int) -> Drawing:
    """Casts every player in one role; the same seed gives the same drawing.

    `roles` in the order in which they are needed: the first one chairs and is always taken, by one person. With fewer
    players than roles the last go first, unless leaving out another lets everybody play somebody else. With more, each
    role is taken and the rest share the `doubles` out evenly. As few as possible play their own role; each who does
    is named in `own`. The minutes are written by the role `scribe`, or by the last one taken; the chair writes only
    when alone.
    """
    if not players or not roles:
        raise ValueError("There must be somebody to cast, and a role.")
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    shuffled = list(players)
    source.shuffle(shuffled)
    cast = _fewer(shuffled, roles) if len(players) <= len(roles) else _more(shuffled, roles, doubles)
    order = [next(player for player in cast if cast[player] == role) for role in roles if role in cast.values()]
    writers = [player for player in order[1:] if cast[player] == scribe] or order[::-1]
    own = tuple(player.id for player in players if player.real == cast[player.id])
    return Drawing(cast, order[0], writers[0], own)


def _fewer(players: Sequence[Player], roles: Sequence[str]) -> dict[int, str]:
    """One role each. The first choice of roles with the fewest people in their own."""
    best: tuple[int, dict[int, str]] | None = None
    for rest in combinations(roles[1:], len(players) - 1):
        matched = _matched(players, (roles[0], *rest))
        if best is None or len(matched) > best[0]:
            best = len(matched), _filled(matched, players, (roles[0], *rest))
        if len(matched) == len(players):
            break
    return best[1] if best else {}


def _more(players: Sequence[Player], roles: Sequence[str], doubles: Sequence[str]) -> dict[int, str]:
    """Every role once, then for each who is left the role that fewest have, not their own."""
    cast = _filled(_matched(players, roles), players, roles)
    for player in players:
        if player.id not in cast:
            choices = [role for role in doubles if role != player.real] or list(doubles) or [roles[-1]]
            held = list(cast.values())
            cast[player.id] = min(choices, key=held.count)
    return cast


def _matched(players: Sequence[Player], roles: Sequence[str]) -> dict[str, int]:
    """As many roles as possible, each with a player whose own it is not: a largest matching, by augmenting paths."""
    taken: dict[str, int] = {}
    by_id = {player.id: player for player in players}

    def find(player: Player, seen: set[str]) -> bool:
        for role in roles:
            if role == player.real or role in seen:
                continue
            seen.add(role)
            if role not in taken or find(by_id[taken[role]], seen):
                taken[role] = player.id
                return True
        return False

    for player in players:
        find(player, set())
    return taken


def _filled(matched: Mapping[str, int], players: Sequence[Player], roles: Sequence[str]) -> dict[int, str]:
    """The matching with the roles that nobody could take without being themselves given to whoever is left."""
    cast = {player: role for role, player in matched.items()}
    left = [player.id for player in players if player.id not in cast]
    for role, player in zip([role for role in roles if role not in matched], left, strict=False):
        cast[player] = role
    return cast
