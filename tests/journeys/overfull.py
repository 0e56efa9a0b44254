"""Fills the groups of the demonstration with more than a screen holds: `python -m tests.journeys.overfull notes`.

`notes` are cards in two columns; `table` rows, `prompts` passages and `matrix` placements are of the activity A3.
"""

import os
import sys
from datetime import UTC, datetime
from typing import Any

import django

ACTIVITY = {"notes": "a2", "table": "a3", "prompts": "a3", "matrix": "a3"}
NAMES = (
    "Police",
    "Health visitors and school nurses",
    "Councillors",
    "Residents of the Quayside estate",
    "Legal services",
)
PASSAGE = "Placing them showed us whom we had left out until now, and that nobody had asked the residents. " * 5


def main(kind: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    django.setup()
    from commonweal.operations import running
    from commonweal.operations.writing import put_entry
    from commonweal.store.gateway import write
    from commonweal.store.models import Group, Member, Room, Sheet

    now, room = datetime.now(UTC), Room.objects.order_by("pk")[0]
    facilitator = Member.objects.get(room=room, role="facilitator")
    activity = ACTIVITY[kind]
    if kind in ("table", "prompts"):  # the matrix would be shown in their place
        steps = room.programme["activities"][activity]["steps"]
        kept = {"table": "list", "prompts": "discuss"}[kind]
        room.programme["activities"][activity]["steps"] = [step for step in steps if step["key"] == kept]
        room.save()
    running.set_state(by=facilitator, activity=activity, state="open", now=now)
    for group in Group.objects.filter(room=room, removed=False):
        with write(room.pk) as writing:
            sheet = Sheet.objects.get(room=room, key=f"{activity}.g{group.pk}")

            def put(step: str, sheet: Sheet = sheet, **fields: Any) -> str:
                return put_entry(writing, sheet, facilitator, step, fields).uid

            for number in range(16):
                name = f"{NAMES[number % len(NAMES)]} {number + 1}"
                if kind == "notes":
                    put(
                        "notes",
                        column=("opportunities", "challenges")[number % 2],
                        text=f"{name} have budgets of their own",
                    )
                elif kind == "prompts" and number < 3:
                    put("discuss", prompt=("useful", "when", "stage")[number], text=f"{number + 1}. {PASSAGE}")
                elif kind in ("table", "matrix"):
                    item = put("list", organisation=name, role="To say what they need, and what they cannot give")
                    if kind == "matrix":
                        put("place", item=item, cell="involve" if number < 12 else "aware")
    running.set_state(by=facilitator, activity=activity, state="shared", now=now)
    running.review(by=facilitator, activity=activity, upto=Room.objects.get(pk=room.pk).seq, now=now)
    running.set_screen(by=facilitator, mode="shared", activity=activity, now=now)


if __name__ == "__main__":
    main(sys.argv[1])
