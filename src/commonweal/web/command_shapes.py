"""Shapes of commands that both facilitators and participants give, and what a command is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from commonweal import access
from commonweal.operations import rating
from commonweal.store.models import Member

Act = Callable[[Member, Any, datetime], Any]
Commands = dict[str, tuple[type[msgspec.Struct], Act]]
"""Commands by name: the body's shape, and the operation."""


class Words(msgspec.Struct, forbid_unknown_fields=True):
    text: str = ""
    group: int | None = None


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


class Result(msgspec.Struct, forbid_unknown_fields=True):
    activity: str
    proof: str = ""


def results(by: Member, wanted: Result) -> dict[str, Any]:
    """A rating's results, as far as the asker may see them."""
    viewer = access.viewer_of(by)
    return rating.results(room=by.room, activity=wanted.activity, viewer=viewer, proof=wanted.proof)
