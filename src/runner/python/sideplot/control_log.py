"""What the editor asks of a run: the control log `control.jsonl` in the run's folder, see docs/log-format.md."""

from __future__ import annotations

import json
import os

from .ticker import TICKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .run import Run

_MAX_READ_BYTES = 1_048_576


class ControlLog:
    """Reads the control log of one run as it grows; `stop` tells whether the run was asked to stop."""

    def __init__(self, folder: str) -> None:
        self.stop = False
        self._path = os.path.join(folder, "control.jsonl")
        self._offset = 0

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
        # A block without the end of a line is the middle of one that is too long.
        self._offset += len(whole) + 1 if b"\n" in block else len(block) if len(block) == _MAX_READ_BYTES else 0
        for line in whole.split(b"\n"):
            self.stop = self.stop or _type_of(line) == "stop"


def _type_of(line: bytes) -> object:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record.get("type") if isinstance(record, dict) else None


_LOGS: dict[str, ControlLog] = globals().get("_LOGS", {})


def stop_requested(run: Run) -> bool:
    """Whether the editor asked this run to stop. The first call has the log read from now on, four times a second while the run is open."""
    log = _LOGS.get(run.id)
    if log is None:
        log = _LOGS[run.id] = ControlLog(run.dir)
        TICKER.add(_look(run, log))
    return log.stop


def _look(run: Run, log: ControlLog) -> Callable[[], bool]:
    def look() -> bool:
        log.read()
        if run.status != "running" and not log.stop:
            _LOGS.pop(run.id, None)
        return run.status == "running" and not log.stop

    return look


def forget_control_logs() -> None:
    """For the child of a fork, in which nothing looks at them."""
    _LOGS.clear()
