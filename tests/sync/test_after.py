"""What comes after a workshop is written through the engine for weeks after it was closed; nothing else is."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from commonweal.operations import workshops
from commonweal.store.models import Entry, Room
from commonweal.sync.committed import Committed
from commonweal.sync.messages import Put
from commonweal.sync.writer import Submission, commit
from tests.cast import NOW, Cast, make_cast
from tests.sync.test_sealed import box


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _put(cast: Cast, activity: str, step: str, prompt: str) -> str:
    """What becomes of a passage that Ben writes: the code of a refusal, or nothing."""
    words = {"prompt": prompt, "box": box(1)} if activity == "w8" else {"prompt": prompt, "text": "canary"}
    sheet = f"{activity}.m{cast.ben.pk}"
    change = Put(1, str(uuid.uuid4()), sheet, step, words)
    (answer,) = commit(cast.room.pk, Committed(cast.room.pk).rules(), [Submission(cast.ben.pk, change.id, [change])])
    return answer.refused[0].code if answer.refused else ""


@pytest.mark.parametrize(
    ("state", "days", "log", "scenario"),
    [
        ("open", 0, "", ""),
        ("closed", 0, "", "closed-room"),
        ("closed", -2, "closed-room", "closed-room"),
        ("archived", 5, "closed-room", "closed-room"),
    ],
)
def test_the_log_stays_open_up_to_its_day(cast: Cast, state: str, days: int, log: str, scenario: str) -> None:
    if state != "open":
        {"closed": workshops.close, "archived": workshops.archive}[state](by=cast.asha, now=NOW)
    until = datetime.now(UTC).date() + timedelta(days=days)
    Room.objects.filter(pk=cast.room.pk).update(log_until=until, zone="UTC")
    assert _put(cast, "w8", "log", "plan") == log
    assert _put(cast, "w6", "steps", "step1") == scenario
    assert Entry.objects.count() == [log, scenario].count("")
