"""Runs: what the user holds in hand, and the hot path from `log` to the queue."""

from __future__ import annotations

import threading
from _thread import get_ident
from time import time

from .arrays import to_packed, to_steps
from .background_cell import CURRENT, RUNNING, BackgroundCell
from .control import Button, Choice, Controls, Slider, Toggle
from .control_log import ControlLog, watch_control_log
from .encode import to_line
from .figure import figure_record
from .metric import MAX_EXACT_STEP, Metric
from .note import LEVELS, note_record
from .notebook import executing_cell, in_shell, notebook_facts
from .open_runs import FLUSH_SECONDS, OPEN_RUNS, status_of
from .paths import run_folder
from .process_end import watch_process_end
from .producer import Producer
from .progress import Bars, Track, to_amount, to_label
from .stop_work import asked_since, stop_work
from .values import DeviceValue, NotANumber, flatten, is_metric_name, to_step
from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Iterable, Mapping, SupportsFloat, TypeVar

    from .picture import Picture
    from .progress import Bar

    Item = TypeVar("Item")

_STATUSES = ("finished", "failed", "interrupted")

_queue = WRITER.queue
_extend = WRITER.queue.extend


class Run:
    """One execution with a name, a config and a status. Made by `sideplot.init`.

    Attributes: `id`, `name`, `project`, `config`, `dir` (its folder), `path` (the log of this process), `status` (`running`, `finished`,
    `failed` or `interrupted`).
    """

    def __init__(self, root: str, record: dict[str, Any], facts: dict[str, Any], parent: str | None = None) -> None:
        self.id: str = record["id"]
        self.name: str = record["name"]
        self.project: str = record["project"]
        self.config: dict[str, Any] = record.get("config", {})
        self.dir: str = run_folder(root, self.id)
        self.status = "running"
        self.logged_by_cell = False
        self.logged_in_foreground = False
        # The cell that executes in the main thread and has logged.
        self._cell: dict[str, Any] | None = None
        self._root = root
        # Whether what the editor asks is for this process to obey; in a job, what watches it interrupts it.
        self.listens = parent is None
        self.is_job = record.get("parent") is not None
        self.control_log = self._open_control_log()
        # When the main thread's cell began, in seconds since 1970.
        self.cell_began = 0.0
        self._controls: Controls | None = None
        if self.listens:
            facts = {**facts, "listens": True}
        self._producer = Producer(root, record, facts, parent)
        self._columns = self._producer.columns
        self._bars: Bars | None = None
        self._in_shell = in_shell()
        self._main_thread = threading.main_thread().ident
        # Background cells that have not logged to this run so far.
        self._expected = set(RUNNING)
        self._sealed = False
        # Whether this process has something in the log: a child has not before it logs.
        self._writes = parent is None
        # Whether `log` must look closer: the run has ended, or it is not known yet whether this cell logs to it.
        self._look_closer = self._in_shell or not self._writes
        if self._writes:
            watch_process_end()
            self._enqueue(Producer.begin, None)
            watch_control_log(self)

    @property
    def path(self) -> str:
        """The log file of this process."""
        return self._producer.file.path

    @property
    def refused(self) -> int:
        """How many values could not be logged, as far as the writer thread knows."""
        return self._producer.refused

    @property
    def stop_requested(self) -> bool:
        """Whether the editor asked this run to stop, known within some quarter of a second: a loop that asks can save its work and end."""
        log = watch_control_log(self)
        log.asked = True
        return log.stopped_at > asked_since(self)

    def log(self, metrics: Mapping[str, Any] | None = None, *, step: SupportsFloat | None = None, **values: Any) -> None:
        """Log numbers by metric name, in a mapping (nested ones join their names with a slash) or as keywords.

        Takes Python and NumPy numbers, arrays and tensors of one element. Without a step the point gets the step after the last one. Never
        raises and never waits for the disk: what is no number is counted, and said in one warning.
        """
        if metrics is None:
            self._log(step, values)
        else:
            self._log_mapping(metrics, step, values)

    def _log_mapping(self, metrics: Any, step: Any, values: dict[str, Any]) -> None:
        try:
            merged = {**metrics, **values} if values else dict(metrics)
        except Exception:
            self._refuse("log", f"{type(metrics).__name__} instead of a mapping of metrics")
            merged = values
        if merged or metrics == {}:
            self._log(step, merged)

    def _log(self, step: Any, values: dict[str, Any]) -> None:
        # The hot path: four items into the queue, and everything else to the writer thread. `sideplot.log` has the case of one metric too.
        try:
            if self._look_closer and not self._may_log():
                return None
            if step is not None and (step.__class__ is not int or not -MAX_EXACT_STEP < step < MAX_EXACT_STEP):
                return self._log_checked(step, values)
            columns = self._columns
            if len(values) == 1:
                # The cheapest way to look into a dict of one.
                name, value = values.popitem()
                if value.__class__ is not float or name not in columns:
                    values[name] = value
                    return self._log_checked(step, values)
                _extend((columns[name], time(), step, value))
            else:
                for name, value in values.items():
                    if value.__class__ is not float or name not in columns:
                        return self._log_checked(step, values)
                _extend((self._producer, time(), step, values))
            if len(_queue) > WRITER.limit:
                WRITER.relieve()
        except Exception as error:
            self._refuse("log", f"a call that raised {type(error).__name__}")
        return None

    def _log_checked(self, step: Any, values: dict[str, Any]) -> None:
        producer = self._producer
        now = time()
        if step is not None:
            try:
                step = to_step(step)
            except NotANumber as error:
                self._refuse("step", error.kind)
                step = None
        flat = self._plain_numbers(values)
        if flat is None:
            flat = flatten(values, self._refuse)
            for name in flat:
                producer.column(name)
            if DeviceValue in map(type, flat.values()):
                self._enqueue(Producer.add_row_later, (step, flat))
                return
        if len(flat) == 1:
            [(name, value)] = flat.items()
            _extend((self._columns[name], now, step, value))
        else:
            _extend((producer, now, step, flat))
        self._after_append()

    def _plain_numbers(self, values: dict[str, Any]) -> dict[str, float] | None:
        columns = self._columns
        flat: dict[str, float] = {}
        for name, value in values.items():
            if name not in columns or not isinstance(value, (float, int)):
                return None
            try:
                flat[name] = float(value)
            except Exception:
                return None
        return flat

    def metric(self, name: str, unit: str = "") -> Metric:
        """A handle for one metric, the fastest way to log it. Raises ValueError for a name that is empty or too long."""
        if not is_metric_name(name):
            raise ValueError("metric: the name must be a string of 1 to 1,024 characters")
        if unit and self._may_log():
            self._enqueue(Producer.set_unit, (name, str(unit)[:100]))
        return Metric(self, self._producer.column(name))

    def log_many(self, name: str, y: Any, x: Any = None) -> None:
        """Log many points of a metric at once: values and, where given, their steps, as arrays or lists of one length.

        They have the time of the call. Never raises: what cannot be logged is counted, and said in one warning.
        """
        try:
            self._log_many(name, y, x)
        except Exception as error:
            self._refuse(name if type(name) is str else "log_many", f"{type(y).__name__} ({error})")

    def _log_many(self, name: str, y: Any, x: Any) -> None:
        if not is_metric_name(name):
            raise ValueError("the name must be a string of 1 to 1,024 characters")
        parts, steps = to_packed(y), to_steps(x)
        total = sum(count for count, _ in parts)
        if steps is not None and len(steps) != total:
            raise ValueError(f"{len(steps)} steps for {total} values")
        if self._may_log():
            start = 0
            for count, values in parts:
                payload = (name, None if steps is None else steps[start : start + count], count, values)
                WRITER.add_bulk(self._producer, Producer.add_arrays, payload, 16 * count)
                start += count

    def text(self, line_or_lines: str | Iterable[Any], stream: str = "text") -> None:
        """Log lines of text; a string is split at its line ends. Never raises."""
        try:
            if isinstance(line_or_lines, str):
                lines = line_or_lines.split("\n")
            elif hasattr(line_or_lines, "__iter__"):
                lines = [line for item in line_or_lines for line in str(item).split("\n")]
            else:
                lines = str(line_or_lines).split("\n")
            payload = (str(stream)[:100] or "text", lines)
        except Exception as error:
            return self._refuse("text", f"an object whose text raises {type(error).__name__}")
        if self._may_log():
            WRITER.add_bulk(self._producer, Producer.add_text, payload, sum(map(len, lines)))
        return None

    def figure(self, name: str, charts: Iterable[Any], open: str | None = None) -> None:
        """Say what one panel shows: charts, each a list of metric names or a mapping with `metrics`, `title` and `spec`.

        A name that ends in `*` stands for all metrics that begin so. `spec` is a Vega-Lite spec (a dict, a JSON string or an Altair chart)
        that draws the metrics' points from the data set named `points`. `open` says how the panel opens by itself: `beside`, `window` or
        `never`. A second figure of the same name replaces the first. Raises TypeError or ValueError for anything else.
        """
        record = figure_record(name, charts, open)
        to_line(record)
        if self._may_log():
            self._enqueue(Producer.add_record, record)

    def note(self, text: str, step: SupportsFloat | None = None, kind: str = "note") -> None:
        """Set a marker at a step, or at the present time."""
        self._note(text, step, kind, None)

    def alert(self, text: str, level: str = "warning", step: SupportsFloat | None = None) -> None:
        """Set a marker of which the editor notifies the user at once. `level` is `info`, `warning` or `error`. Never raises."""
        if level not in LEVELS:
            self._producer.warn_once("alert", f"alert: the level must be one of {', '.join(LEVELS)}, not {level!r}; it is a warning now.")
            level = "warning"
        self._note(text, step, "alert", level)

    def _note(self, text: str, step: SupportsFloat | None, kind: str, level: str | None) -> None:
        try:
            record = note_record(text, kind, level)
        except Exception as error:
            return self._refuse("note", f"an object whose text raises {type(error).__name__}")
        try:
            if step is not None:
                record["step"] = to_step(step)
        except NotANumber as error:
            self._refuse("step", error.kind)
        if self._may_log():
            self._enqueue(Producer.add_record, record)
        return None

    def progress(
        self,
        done: SupportsFloat,
        total: SupportsFloat | None = None,
        name: str = "progress",
        *,
        unit: str = "",
        finished: bool | None = None,
    ) -> None:
        """Show how far something is: `done` of `total` (None where that is not known), in a bar named `name`.

        Cheap enough for every step: it is written ten times a second at most. The bar is finished with `done` at `total`, or when told so.
        Never raises.
        """
        try:
            amount, whole = to_amount(done), None if total is None else to_amount(total)
            label, unit = to_label(name), str(unit)[:50]
        except NotANumber as error:
            return self._refuse("progress", error.kind)
        except Exception as error:
            return self._refuse("progress", f"an object whose text raises {type(error).__name__}")
        if not self._look_closer or self._may_log():
            self._own_bars().report(label, amount, whole, unit, finished)
        return None

    def track(self, items: Iterable[Item], name: str = "progress", *, total: SupportsFloat | None = None, unit: str = "") -> Iterable[Item]:
        """The same items, with a progress bar while they are looped over: `for batch in run.track(loader, name="epoch")`.

        The number of items is `total`, else that of `len` where there is one. Loops may be nested. The bar is finished when the loop is.
        """
        return Track(lambda: self, items, name, total, unit)

    def slider(
        self,
        name: str,
        value: float,
        min: float,
        max: float,
        *,
        step: float | None = None,
        log: bool = False,
        unit: str = "",
    ) -> Slider:
        """A slider in the run's panel: `.value` is the number that the user has set, from `min` to `max`, at first `value`.

        With `step` only values in such distances from `min` are set, with `log` equal ways are equal factors. Of whole numbers alone the
        value is a whole number. A second call with the same arguments returns the same slider; with others it begins anew. Raises TypeError
        or ValueError for a range or a value that cannot be.
        """
        return self._own_controls().slider(name, value, min, max, step, log, unit)

    def toggle(self, name: str, value: bool = False) -> Toggle:
        """A checkbox in the run's panel: `.value` is True or False as the user has set it. See `slider`."""
        return self._own_controls().toggle(name, value)

    def choice(self, name: str, options: Iterable[str], value: str | None = None) -> Choice:
        """A list in the run's panel: `.value` is the option that the user chose, at first `value` or the first one. See `slider`."""
        return self._own_controls().choice(name, options, value)

    def button(self, name: str) -> Button:
        """A button in the run's panel: `.pressed()` is True once for each press. See `slider`."""
        return self._own_controls().button(name)

    def picture(self, figure: str | None = None) -> Picture:
        """A static picture of what was logged so far, as SVG: of all metrics, or of the figure of this name.

        As the last value of a cell it stays in the notebook, and any front end shows it. It is read from the log, so it takes its time for
        many millions of points; logging costs nothing more. Raises OSError when the log cannot be read, ValueError for an unknown figure.
        """
        from .picture import picture_of

        return picture_of(self.name, self.dir, figure, WRITER.flush(FLUSH_SECONDS))

    def finish(self, status: str = "finished", error: str = "", *, picture: bool = False) -> None:
        """End the run and wait, 2 seconds at most, until all is written. `status` is `finished`, `failed` or `interrupted`.

        With `picture` a static picture of the run is left in the cell's output.
        """
        if status not in _STATUSES:
            raise ValueError(f"finish: status must be one of {', '.join(_STATUSES)}, not {status!r}")
        self.end(status, str(error))
        self.seal()
        WRITER.flush(FLUSH_SECONDS)
        if picture:
            self._show_picture()

    def _show_picture(self) -> None:
        try:
            self.picture().show()
        except Exception as error:
            self._producer.warn_once("picture", f"there is no picture of the run: {error}")

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self._sealed:
            self.finish(*status_of(error))

    def __reduce__(self) -> tuple[Any, ...]:
        from .start import attach

        record = {"id": self.id, "name": self.name, "project": self.project}
        return (attach, (self._root, record, self._producer.id))

    def __repr__(self) -> str:
        return f"<sideplot run {self.name} ({self.id}), {self.status}>"

    def _enqueue(self, action: Any, payload: Any) -> None:
        _extend((self._producer, time(), action, payload))
        self._after_append()

    def _after_append(self) -> None:
        if len(_queue) > WRITER.limit:
            WRITER.relieve()

    # What the end of the process, forks and the shell ask for.

    def end(self, status: str, error: str) -> None:
        """Write the `end`, without waiting; logging again resumes the run unless it is sealed."""
        if self.status == "running":
            self.mark_controls(at_once=True)
            self.status = status
            self._look_closer = True
            OPEN_RUNS.running.discard(self)
            if self._writes:
                if self._bars is not None:
                    self._bars.flush()
                self._enqueue(Producer.end, (status, error))

    def seal(self) -> None:
        """Refuse whatever is logged from now on."""
        self._sealed = self._look_closer = True
        if OPEN_RUNS.active is self:
            OPEN_RUNS.active = None

    def expect_cell(self) -> None:
        """A cell begins: find out whether it logs to this run from the main thread."""
        self.logged_by_cell = False
        self.cell_began = time()
        self._look_closer = True

    def mark_cell(self, text: str) -> None:
        """A cell begins, which may or may not log to this run: set a marker."""
        if self._writes:
            self._enqueue(Producer.add_record, note_record(text, "cell"))

    def tell_cell(self, state: str, notebook: dict[str, Any] | None) -> None:
        """Write that a cell logs to this run (`running`), or that it has ended (`ended`)."""
        if self._writes and notebook is not None:
            self._enqueue(Producer.add_record, {"type": "cell", "state": state, "notebook": notebook, "time": time()})

    def cell_ended(self, failed: bool) -> None:
        """The main thread's cell is over: what it logged goes on in none of its loops."""
        if self.logged_by_cell:
            if failed and self._bars is not None:
                self._bars.close_thread(get_ident())
            self.tell_cell("ended", self._cell)
            self._cell = None

    def open_bar(self, label: str, total: float | None, unit: str) -> Bar | None:
        """The progress bar of a loop that begins; None where there is to be none."""
        return self._own_bars().open(label, total, unit) if self._may_log() else None

    def close_bar(self, bar: Bar) -> None:
        """The loop of a progress bar is over."""
        if self._bars is not None and self.status == "running":
            self._bars.close(bar)

    def _own_bars(self) -> Bars:
        bars = self._bars
        if bars is None:
            bars = self._bars = Bars(self)
        return bars

    def stop_work(self) -> None:
        """The editor asks this run to stop."""
        if self.listens and not self.is_job:
            stop_work(self)

    def _open_control_log(self) -> ControlLog:
        return ControlLog(self.dir, self._take_value, self._stop_cell)

    def _stop_cell(self, address: Any, execution_count: Any) -> None:
        for cell in list(RUNNING):
            if cell.works_on(self) and cell.is_at(address, execution_count):
                cell.stop()

    def mark_controls(self, at_once: bool = False) -> None:
        """Set markers for values of controls that have come to rest."""
        if self._controls is not None:
            self._controls.mark(at_once)

    def _take_value(self, name: Any, value: Any, end: int) -> None:
        if self._controls is not None:
            self._controls.take(name, value, end)

    def _own_controls(self) -> Controls:
        controls = self._controls
        if controls is None:
            controls = self._controls = Controls(self)
        return controls

    def expect_background_cell(self, cell: BackgroundCell) -> None:
        """A background cell begins: find out whether it logs to this run."""
        self._expected.add(cell)
        self._look_closer = True

    def background_cell_ended(self, cell: BackgroundCell) -> None:
        """A background cell is over, whether it logged to this run or not."""
        self._expected.discard(cell)

    def continue_in_child(self) -> None:
        """After a fork: write to a log of the child's own, once something is logged."""
        self._producer.continue_in_child()
        # The loops are the parent's.
        self._bars = None
        self.listens = False
        self.control_log = self._open_control_log()
        self._in_shell = self._writes = False
        self._look_closer = True

    def _may_log(self) -> bool:
        if self._sealed:
            self._count_refused()
            self._producer.warn_once("end", f"The run {self.name} has ended: what is logged to it now is only counted.")
            return False
        if not self._writes:
            self._writes = True
            self._look_closer = self._in_shell
            # Not before: what multiprocessing was told before the worker's own code runs, it forgets.
            watch_process_end()
        if self.status != "running":
            self.status = "running"
            OPEN_RUNS.running.add(self)
            self._enqueue(Producer.resume, None)
            if self.listens:
                watch_control_log(self)
            self._look_closer = self._in_shell
        if self._in_shell:
            self._find_cell()
        return True

    def _find_cell(self) -> None:
        if get_ident() == self._main_thread:
            if not self.logged_by_cell:
                self.logged_by_cell = self.logged_in_foreground = True
                self._cell = notebook_facts()
                self.tell_cell("running", self._cell)
        else:
            cell = CURRENT.get()
            if cell is not None and cell.logs_to(self):
                self._expected.discard(cell)
                self.tell_cell("running", cell.notebook)
        if not self._expected:
            self._look_closer = not self.logged_by_cell and executing_cell() is not None

    def _refuse(self, name: str, kind: str) -> None:
        self._count_refused()
        self._producer.refuse(name, kind)

    def _count_refused(self) -> None:
        _extend((self._producer, time(), Producer.count_refused, 1))
        self._after_append()
