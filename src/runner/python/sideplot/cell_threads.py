"""Threads that a background cell starts belong to it: what they print goes to its run, and they are asked to stop with it."""

from __future__ import annotations

import threading
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OWN_THREADS = "sideplot-"


def pass_on_to_threads(*variables: ContextVar[Any]) -> None:
    """Have every thread begin with the values that these variables have in the code that starts it; may be called again.

    Python does that by itself for tasks of asyncio, but not for threads.
    """
    original = threading.Thread.start
    if hasattr(original, "passed_on_by_sideplot"):
        return

    def start(self: threading.Thread) -> None:
        # Those of Sideplot serve all cells.
        if not self.name.startswith(_OWN_THREADS):
            values = [(variable, variable.get()) for variable in variables]
            if any(value is not None for _, value in values):
                _begin_with(self, values)
        original(self)

    start.__doc__ = original.__doc__
    start.passed_on_by_sideplot = True  # type: ignore[attr-defined]
    threading.Thread.start = start  # type: ignore[method-assign]


def _begin_with(thread: threading.Thread, values: list[tuple[ContextVar[Any], Any]]) -> None:
    run = thread.run

    def run_with_values() -> None:
        # So that the thread and this function do not keep each other alive.
        del thread.run
        for variable, value in values:
            variable.set(value)
        run()

    thread.run = run_with_values  # type: ignore[method-assign]
