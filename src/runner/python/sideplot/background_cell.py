"""Background cells: a notebook cell in a thread of the kernel, and the handle by which it is watched and stopped."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextvars import ContextVar, copy_context
from time import time

from .cell_figures import FIGURES, show_figures
from .cell_output import CellOutput
from .cell_threads import pass_on_to_threads
from .open_runs import OPEN_RUNS, status_of
from .thread_output import SINK, route_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .run import Run

# So long a cell that asks `sideplot.stopping()` may take to end by itself.
GRACE_SECONDS = 5.0

# A reload of this module must not forget the cells.
CURRENT: ContextVar[BackgroundCell | None] = globals().get("CURRENT") or ContextVar("sideplot_background_cell", default=None)
RUNNING: set[BackgroundCell] = globals().get("RUNNING", set())
FAILURES: list[str] = globals().get("FAILURES", [])


class BackgroundCell:
    """A cell that runs in a thread of the kernel. Made by `%%background`.

    Attributes: `name`, `status` (`running`, `stopping`, `finished`, `failed` or `interrupted`), `result` (the value of the cell's last
    expression, once it has finished), `error` (the exception that ended it, or None), `started` and `ended` (seconds since 1970; `ended`
    is None while it runs).
    """

    def __init__(self, name: str, work: Callable[[BackgroundCell], Any], start_run: Callable[[], Run]) -> None:
        self.name = name
        self.status = "running"
        self.result: Any = None
        self.error: BaseException | None = None
        self.started = time()
        self.ended: float | None = None
        # Called with True when the status changed, with False when there is a new line.
        self.changed: Callable[[bool], None] = lambda at_once: None
        self.show: Callable[[], None] | None = None
        self.describe_error: Callable[[BaseException], str] = repr
        # Cancels what the cell awaits.
        self.cancel_awaited: Callable[[], None] | None = None
        # Where the cell is; None when that is not known.
        self.notebook: dict[str, Any] | None = None
        self.output = CellOutput(self._find_run, start_run)
        self.asks_for_stop = False
        # When KeyboardInterrupt is or was to be raised, in seconds since 1970; None before a stop.
        self.interrupt_at: float | None = None
        self._work = work
        self._runs: list[Run] = []
        self._logged: list[Run] = []
        self._lock = threading.Lock()
        self._in_work = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=copy_context().run, args=(self._run,), name=f"background-{name or 'cell'}", daemon=True)

    def start(self) -> None:
        """Let the thread begin."""
        route_output()
        pass_on_to_threads(CURRENT, SINK, FIGURES)
        RUNNING.add(self)
        # Also those that have ended, which logging resumes.
        for run in list(OPEN_RUNS.by_id.values()):
            run.expect_background_cell(self)
        self._thread.start()

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Ask the cell to end, and return at once.

        `sideplot.stopping()` becomes true in the cell. A cell that asks for it has `grace` seconds to end by itself; then, or at once in
        other cells, or when `stop` is called again, KeyboardInterrupt is raised in its thread. Code that waits outside of Python, as in
        `time.sleep`, is interrupted when it comes back.
        """
        again = self.status == "stopping"
        with self._lock:
            if self._done.is_set() or self.status not in ("running", "stopping"):
                return
            self.status = "stopping"
        waits = self.asks_for_stop and not again and grace > 0
        self.interrupt_at = time() + grace if waits else time()
        self.changed(True)
        if waits:
            timer = threading.Timer(grace, self._interrupt)
            timer.daemon = True
            timer.start()
        else:
            self._interrupt()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the cell has ended, `timeout` seconds at most; whether it has."""
        return self._done.wait(timeout)

    @property
    def stopping(self) -> bool:
        """Whether the cell was asked to stop."""
        self.asks_for_stop = True
        return self.status == "stopping"

    def add_run(self, run: Run) -> None:
        """Remember a run that this cell began: it ends with the cell and takes its text."""
        self._runs.append(run)

    def has_run(self, run: Run) -> bool:
        """Whether this cell began the run."""
        return run in self._runs

    def works_on(self, run: Run) -> bool:
        """Whether this cell began the run or logs to it."""
        return run in self._runs or run in self._logged

    def is_at(self, cell: object, execution_count: object) -> bool:
        """Whether this is the execution with that number of the notebook's cell with that address."""
        place = self.notebook or {}
        return isinstance(cell, str) and place.get("cell") == cell and place.get("execution_count") == execution_count

    def logs_to(self, run: Run) -> bool:
        """Remember that this cell logs to a run; whether that is new."""
        if run in self._logged:
            return False
        self._logged.append(run)
        return True

    def continue_in_child(self) -> None:
        """After a fork by this cell: its text goes to the logs of the child."""
        self.output.continue_in_child()

    def __repr__(self) -> str:
        return f"<sideplot background cell {self.name}{self.name and ', '}{self.status}>"

    def _ipython_display_(self) -> None:
        if self.show is not None:
            self.show()

    def _run(self) -> None:
        CURRENT.set(self)
        SINK.set(self._print)
        FIGURES.set(OrderedDict())
        try:
            try:
                self._enter_work()
                self.result = self._work(self)
            finally:
                self._leave_work()
        except BaseException as error:
            self.error = error
        while self._in_work:
            # An interrupt may have come in on the way out; after this none does.
            try:
                self._leave_work()
            except BaseException as error:
                self.error = self.error or error
        self._end()

    def _end(self) -> None:
        status, error = status_of(self.error)
        try:
            self._show_figures()
            # A cell that was stopped and printed nothing needs no run.
            if status == "failed" or (status == "interrupted" and self.output.has_run()):
                assert self.error is not None
                self.output.add_lines("stderr", self.describe_error(self.error).split("\n"))
            self.output.finish()
            for run in list(OPEN_RUNS.by_id.values()):
                run.background_cell_ended(self)
                if run in self._logged and run.status == "running":
                    run.tell_cell("ended", self.notebook)
            for run in self._runs:
                self._end_run(run, status, error)
        finally:
            SINK.set(None)
            with self._lock:
                self.status = status
                self.ended = time()
            if status == "failed":
                FAILURES.append(f"background cell {self.name}: {error}")
            RUNNING.discard(self)
            self.changed(True)
            self._done.set()

    def _show_figures(self) -> None:
        try:
            show_figures()
        except Exception as error:
            self.output.add_lines("stderr", [f"The figures could not be shown: {error!r}"])

    def _end_run(self, run: Run, status: str, error: str) -> None:
        heir = next((cell for cell in list(RUNNING) if cell is not self and run in cell._logged), None)
        if heir is not None:
            heir.add_run(run)
            return
        run.end(status, error)
        # What is logged next is something else, unless it is logged by the cells that logged to it all the time.
        if OPEN_RUNS.active is run and not run.logged_in_foreground:
            OPEN_RUNS.active = None

    def _find_run(self) -> Run | None:
        """The run for the cell's text. An ended one takes the last lines of its own cell, such as a traceback, but of no other."""
        if self._runs:
            return self._runs[-1]
        active = OPEN_RUNS.active
        if active is None or active.status != "running":
            return None
        return active if active in self._logged or not belongs_to_another_cell(active) else None

    def _print(self, stream: str, text: str) -> bool:
        taken = self.output.write(stream, text)
        self.changed(False)
        return taken

    def _interrupt(self) -> None:
        if self.ended is None:
            self.changed(True)
        cancel = self.cancel_awaited
        if cancel is not None:
            cancel()
            return
        with self._lock:
            if self._in_work:
                _raise_in(self._thread, KeyboardInterrupt)

    def _enter_work(self) -> None:
        with self._lock:
            self._in_work = True
            if self.status == "stopping":
                raise KeyboardInterrupt

    def _leave_work(self) -> None:
        with self._lock:
            self._in_work = False
            _raise_in(self._thread, None)


def _raise_in(thread: threading.Thread, error: type[BaseException] | None) -> None:
    # Only here: to import it takes longer than all of Sideplot.
    import ctypes

    # None takes back an exception that has not been raised yet.
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(error) if error else None)


def belongs_to_another_cell(run: Run) -> bool:
    """Whether a background cell other than the one that calls began this run and still runs."""
    current = CURRENT.get()
    return any(cell is not current and cell.has_run(run) for cell in list(RUNNING))


def stop_all(timeout: float) -> bool:
    """Interrupt all background cells and wait for their end, `timeout` seconds at most in all; whether there were any."""
    cells = list(RUNNING)
    for cell in cells:
        cell.stop(grace=0)
    deadline = time() + timeout
    for cell in cells:
        cell.wait(max(0.0, deadline - time()))
    return bool(cells)


def wait_for_all() -> None:
    """Wait for the end of all background cells. Raises RuntimeError when one has failed."""
    for cell in list(RUNNING):
        cell.wait()
    if FAILURES:
        raise RuntimeError("; ".join(FAILURES))


def is_stopping() -> bool:
    """Whether the background cell that asks, or the active run, was asked to stop."""
    cell = CURRENT.get()
    if cell is not None and cell.stopping:
        return True
    run = OPEN_RUNS.active
    return run is not None and run.stop_requested


def continue_in_child() -> None:
    """For the child of a fork: of all background cells there is only the one that forked, in the child's main thread."""
    cell = CURRENT.get()
    RUNNING.clear()
    FAILURES.clear()
    if cell is not None:
        cell.continue_in_child()
