"""A handle for one metric."""

from __future__ import annotations

from time import time

from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsFloat

    from .column import Column
    from .run import Run

# Whole numbers up to here are exact as float64.
MAX_EXACT_STEP = 2**53

_queue = WRITER.queue
_extend = WRITER.queue.extend


class Metric:
    """A metric of a run, see `Run.metric`."""

    __slots__ = ("_column", "_run")

    def __init__(self, run: Run, column: Column) -> None:
        self._run = run
        self._column = column

    @property
    def name(self) -> str:
        """The name of the metric."""
        return self._column.name

    def log(self, value: Any, step: SupportsFloat | None = None) -> None:
        """Log one number, as `Run.log` does."""
        run = self._run
        try:
            if (
                value.__class__ is float
                and (step is None or (step.__class__ is int and -MAX_EXACT_STEP < step < MAX_EXACT_STEP))
                and not run._look_closer
            ):
                _extend((self._column, time(), step, value))
                if len(_queue) > WRITER.limit:
                    WRITER.relieve()
                return None
            return run._log(step, {self._column.name: value})
        except Exception as error:
            run._refuse(self._column.name, f"{type(value).__name__} ({type(error).__name__})")
        return None
