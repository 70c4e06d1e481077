"""The end of the process: runs get their `end` and what is queued is written.

A process that is killed, or that leaves by `os._exit`, loses what was logged in its last milliseconds and writes no `end`.
"""

from __future__ import annotations

import atexit
import os
import sys

from .open_runs import OPEN_RUNS, status_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any


class ProcessEnd:
    """What is known about how this process ends."""

    def __init__(self) -> None:
        self.watched_by: int | None = None
        self.error: BaseException | None = None
        self.chained_hook: Any = None
        self.watches_forked_workers = False
        self.watches_spawned_worker = False


_END: ProcessEnd = globals().get("_END") or ProcessEnd()


def watch_process_end() -> None:
    """See to it that the runs of this process get their end; may be called again, and must be in the child of a fork."""
    if _END.watched_by == os.getpid():
        return
    if _END.watched_by is None:
        atexit.register(_end_runs)
        _END.chained_hook = sys.excepthook
        sys.excepthook = _note_error
    _END.watched_by = os.getpid()
    _END.error = None
    _watch_multiprocessing()


def watch_forked_workers() -> None:
    """Before multiprocessing forks a worker, see to it that the worker's error will be known; may be called again."""
    util = sys.modules.get("multiprocessing.util")
    if util is not None and not _END.watches_forked_workers:
        _END.watches_forked_workers = True
        util.register_after_fork(_END, lambda _: _note_error_of(sys.modules["multiprocessing.process"].current_process()))


def watch_spawned_worker() -> None:
    """While a spawned worker unpickles what it was handed, see to it that its error will be known; may be called again."""
    process = sys.modules.get("multiprocessing.process")
    # The object of the worker's own process is about to be made: only its class can be told.
    if process is not None and not _END.watches_spawned_worker:
        _END.watches_spawned_worker = True
        _note_error_of(process.BaseProcess)


def _note_error_of(process: Any) -> None:
    run = process.run

    def run_and_note_error(*arguments: Any) -> None:
        try:
            run(*arguments)
        except BaseException as error:
            _END.error = error
            raise

    process.run = run_and_note_error


def _watch_multiprocessing() -> None:
    # Workers of multiprocessing leave by os._exit: no atexit, but finalizers run.
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        # After the finalizers of others, which may log.
        Finalize(None, _end_runs, exitpriority=-1_000)


def _end_runs() -> None:
    if _END.watched_by == os.getpid() or OPEN_RUNS.running:
        OPEN_RUNS.end_all(*status_of(_END.error))


def _note_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    # At the prompt an error does not end the process.
    if not hasattr(sys, "ps1"):
        _END.error = error
    _END.chained_hook(kind, error, trace)
