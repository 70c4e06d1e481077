"""Forks: the writer thread rests meanwhile, and the child starts with a queue, a thread and log files of its own."""

from __future__ import annotations

import os
from _thread import allocate_lock

from .background_cell import continue_in_child
from .open_runs import OPEN_RUNS
from .process_end import watch_forked_workers
from .ticker import TICKER
from .writer import WRITER

# A disk that hangs must not hold up the fork.
_PAUSE_SECONDS = 0.1


def watch_forks() -> None:
    """Register what has to happen around a fork, where the platform has forks."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)


def _before() -> None:
    try:
        watch_forked_workers()
        TICKER.pause(_PAUSE_SECONDS)
        WRITER.pause(_PAUSE_SECONDS)
    except Exception:
        # The child forgets the thread's state in any case.
        pass


def _in_parent() -> None:
    WRITER.unpause()
    TICKER.unpause()


def _in_child() -> None:
    WRITER.clear()
    TICKER.clear()
    OPEN_RUNS.starting = allocate_lock()
    continue_in_child()
    for run in list(OPEN_RUNS.by_id.values()):
        run.continue_in_child()
