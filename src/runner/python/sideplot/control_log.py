"""The control log: what the editor asks of a run, `control.jsonl` in the run's folder, see docs/log-format.md."""

from __future__ import annotations

import json
import os
from time import time

from .ticker import INTERVAL_SECONDS, TICKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .run import Run

_MAX_READ_BYTES = 1_048_576
# So long a program that asks may take to end by itself, where the editor does not say.
GRACE_SECONDS = 5.0
_MAX_GRACE_SECONDS = 86_400.0


class ControlLog:
    """Reads the control log of one run as it grows.

    `stops` counts how often the run was asked to stop, the last time at `stopped_at` (seconds since 1970, as this process saw it), to wait
    `grace` seconds before more than a request follows. `asked` tells whether the program has ever asked for that.
    """

    def __init__(
        self,
        folder: str,
        take_value: Callable[[Any, Any, int], None] = lambda name, value, end: None,
        stop_cell: Callable[[Any, Any], None] = lambda cell, execution_count: None,
    ) -> None:
        self.stops = 0
        self.stopped_at = 0.0
        self.grace = GRACE_SECONDS
        self.asked = False
        # How many requests to stop were acted upon, and what the last one was for.
        self.acted = 0
        self.stopped_work: int | None = None
        # How often the log is read, in seconds, and what reads it.
        self.interval = INTERVAL_SECONDS
        self.look: Callable[[], bool] | None = None
        # Called with each value that the user gave to a control, and where its line ends.
        self._take_value = take_value
        # Called with the address of each background cell that was asked to stop, and the count of its execution.
        self._stop_cell = stop_cell
        self._path = os.path.join(folder, "control.jsonl")
        self._offset = 0

    @property
    def size(self) -> int:
        """Bytes that are there now, whether they were read or not."""
        try:
            return os.stat(self._path).st_size
        except OSError:
            return 0

    def read(self) -> None:
        """Take in the lines that were appended since the last look; what is no line of a known form is skipped."""
        try:
            if os.stat(self._path).st_size <= self._offset:
                return
            with open(self._path, "rb") as file:
                file.seek(self._offset)
                block = file.read(_MAX_READ_BYTES)
        except OSError:
            # There is none yet, or the disk does not answer: the next look will tell.
            return
        whole = block.rpartition(b"\n")[0]
        begin = self._offset
        # A block without the end of a line is the middle of one that is too long.
        self._offset += len(whole) + 1 if b"\n" in block else len(block) if len(block) == _MAX_READ_BYTES else 0
        for line in whole.split(b"\n"):
            begin += len(line) + 1
            self._take(line, begin)

    def _take(self, line: bytes, end: int) -> None:
        try:
            record = json.loads(line)
        except ValueError:
            return
        kind = record.get("type") if isinstance(record, dict) else None
        if kind == "stop":
            self.grace = _grace_of(record.get("patience"))
            self.stopped_at = time()
            self.stops += 1
        elif kind == "stop-cell":
            self._stop_cell(record.get("cell"), record.get("execution_count"))
        elif kind == "value":
            self._take_value(record.get("name"), record.get("value"), end)


def _grace_of(patience: object) -> float:
    seconds: Any = patience.get("ask") if isinstance(patience, dict) else None
    return min(float(seconds), _MAX_GRACE_SECONDS) if type(seconds) in (int, float) and seconds >= 0 else GRACE_SECONDS


def watch_control_log(run: Run, interval: float = INTERVAL_SECONDS) -> ControlLog:
    """The control log of a run, which is read from now on, at least every `interval` seconds, while the run is open."""
    log = run.control_log
    if run.status == "running" and (log.look is None or interval < log.interval):
        log.interval = interval
        log.look = _look(run, log)
        TICKER.add(log.look, interval)
    return log


def _look(run: Run, log: ControlLog) -> Callable[[], bool]:
    def look() -> bool:
        # In the child of a fork, and for somebody in more of a hurry, another look has begun.
        if run.control_log is not log or log.look is not look:
            return False
        log.read()
        while log.acted < log.stops:
            log.acted += 1
            run.stop_work()
        run.mark_controls()
        if run.status != "running":
            log.look = None
        return log.look is not None

    return look
