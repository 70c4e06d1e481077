"""A handle for one metric."""

from __future__ import annotations

from time import time

from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsFloat

    from .run import Run

_queue = WRITER.queue
_append = WRITER.queue.append


class Metric:
    """A metric of a run, see `Run.metric`."""

    __slots__ = ("_name", "_producer", "_run")

    def __init__(self, run: Run, name: str) -> None:
        self._run = run
        self._producer = run._producer
        self._name = name

    @property
    def name(self) -> str:
        """The name of the metric."""
        return self._name

    def log(self, value: Any, step: SupportsFloat | None = None) -> None:
        """Log one number, as `Run.log` does."""
        run = self._run
        try:
            if value.__class__ is not float or step is not None or run._look_closer:
                return run._log(step, {self._name: value})
            _append((self._producer, time(), None, {self._name: value}))
            if len(_queue) > WRITER.limit:
                WRITER.relieve()
        except Exception as error:
            run._refuse(self._name, f"{type(value).__name__} ({type(error).__name__})")
        return None
