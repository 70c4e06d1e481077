"""The runs of this process that have no end yet."""

from __future__ import annotations

import sys
from _thread import allocate_lock
from weakref import WeakValueDictionary

from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .run import Run

FLUSH_SECONDS = 2.0
_MAX_ERROR_CHARACTERS = 10_000


class OpenRuns:
    """`active` is the run that `sideplot.log` writes to, `running` are all without an end, `by_id` all that someone still holds.

    `has_joined_job` tells whether a run of this process was that of the job that it belongs to. `starting` is held by threads that start
    the active run. `before_end` are called before all runs end.
    """

    def __init__(self) -> None:
        self.active: Run | None = None
        self.running: set[Run] = set()
        self.by_id: WeakValueDictionary[str, Run] = WeakValueDictionary()
        self.has_joined_job = False
        self.starting = allocate_lock()
        self.before_end: list[Callable[[], None]] = []

    def end_all(self, status: str, error: str, mark: Callable[[Run], None] | None = None) -> None:
        """End every run for good and wait, 2 seconds at most, until all is written."""
        for call in self.before_end:
            call()
        for run in list(self.running):
            if mark is not None:
                mark(run)
            run.end(status, error)
            run.seal()
        self.active = None
        WRITER.flush(FLUSH_SECONDS)


def status_of(error: BaseException | None) -> tuple[str, str]:
    """Status and error text of a run that an exception has ended; None is a good end."""
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return "finished", ""
    try:
        text = str(error)
    except Exception:
        text = ""
    name = type(error).__name__
    status = "interrupted" if is_interrupt(error) else "failed"
    return status, (f"{name}: {text}" if text else name)[:_MAX_ERROR_CHARACTERS]


def is_interrupt(error: object) -> bool:
    """Whether a user's interrupt raised this; in a cell with `await`, that is a CancelledError of asyncio."""
    cancelled = getattr(sys.modules.get("asyncio"), "CancelledError", KeyboardInterrupt)
    return isinstance(error, (KeyboardInterrupt, cancelled))


# A reload of this module must not forget the runs.
OPEN_RUNS: OpenRuns = globals().get("OPEN_RUNS") or OpenRuns()
