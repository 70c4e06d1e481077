"""What this process writes to one run: series, pending columns and lines, gaps. Used by the writer thread only, but for `columns`."""

from __future__ import annotations

from time import monotonic

from .column import Column
from .encode import packed_line, points_lines, regular_or_packed, text_lines, to_line, unpacked
from .identity import new_producer_id, process_facts
from .log_file import LogFile
from .paths import run_folder
from .values import NotANumber, to_number
from .warning import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from typing import Any

# About 25 MB of Python floats; more than this waits only while the disk does not take it.
MAX_PENDING_POINTS = 262_144
# While the disk does not take it, more text than this is dropped.
MAX_PENDING_TEXT_CHARACTERS = 67_108_864
# A series with fewer pending points than this is not of a high rate and kept whole as long as possible.
_FLOORS = (64, 8, 1)
_REFUSED_INTERVAL_SECONDS = 1.0
_MAX_WARNINGS = 1_000


class Producer:
    """The log of one process in one run.

    `columns` are by metric name, of names that were found legal: callers look there to skip the checks. The writer thread moves what was
    logged into them; those that have points are in `pending`, and `take` turns all that is pending into lines.
    """

    def __init__(self, root: str, run: dict[str, Any], facts: dict[str, Any], parent: str | None = None) -> None:
        self.run_id: str = run["id"]
        self.columns: dict[str, Column] = {}
        self._warned: dict[str, bool] = {}
        self.refused = 0
        self._root = root
        self._run = run
        self._facts: dict[str, Any] | None = facts
        self.parent = parent
        self._clear(0)

    def _clear(self, next_step: float) -> None:
        self.id = new_producer_id()
        self.file = LogFile(self._root, run_folder(self._root, self.run_id), self.id + ".jsonl")
        self.next_step: Any = next_step
        self.pending: list[Column] = []
        self.started = False
        self.ended = False
        self.failure: str | None = None
        self.retry_at = 0.0
        self.retry_delay = 0.0
        self._series_count = 0
        self._lines: list[bytes] = []
        self._text: tuple[str, list[str], float] | None = None
        self._text_characters = 0
        self._lost_text_lines = 0
        self._refused_written = self.refused
        self._refused_at = 0.0

    def continue_in_child(self) -> None:
        """After a fork: a file, an id and series of the child's own; what was pending is the parent's to write."""
        self.parent = self.id
        self._facts = None
        self._run = {key: value for key, value in self._run.items() if key != "config"}
        self.file.close()
        self.refused = 0
        for column in self.columns.values():
            column.clear()
        self._clear(self.next_step)

    def column(self, name: str) -> Column:
        """The column of a metric, whose name must be legal; made when it is new."""
        column = self.columns.get(name)
        # One step of the interpreter: two threads get the same one.
        return self.columns.setdefault(name, Column(self, name)) if column is None else column

    def start(self) -> None:
        """Put the `run` record first into the log."""
        facts = process_facts() if self._facts is None else self._facts
        record: dict[str, Any] = {
            "type": "run",
            "version": 1,
            "id": self.run_id,
            "producer": self.id,
            **self._run,
            **facts,
        }
        if self.parent is not None:
            record["parent"] = self.parent
        self.started = True
        self._lines.append(to_line(record))

    # What the queue may ask for besides rows: each takes the time and what it needs.

    def begin(self, time: float, payload: None) -> None:
        """Nothing but the `run` record."""

    def add_record(self, time: float, record: dict[str, Any]) -> None:
        """A record as it is."""
        self._seal_text()
        self._lines.append(to_line(record))

    def add_text(self, time: float, payload: tuple[str, list[str]]) -> None:
        """Printed lines; those of one stream that follow each other share a record."""
        stream, lines = payload
        characters = sum(map(len, lines)) + len(lines)
        if self.file.has_unsent and self._text_characters + characters > MAX_PENDING_TEXT_CHARACTERS:
            self._lost_text_lines += len(lines)
            return
        self._text_characters += characters
        if self._text is not None and self._text[0] == stream:
            self._text[1].extend(lines)
            return
        self._seal_text()
        self._text = (stream, list(lines), time)

    def add_row_later(self, time: float, payload: tuple[float | None, dict[str, Any]]) -> None:
        """A row with values that are on a device: now is the time to wait for them."""
        step, values = payload
        if step is None:
            step = self.next_step
        self.next_step = step + 1
        for name, value in values.items():
            try:
                number = value if value.__class__ is float else to_number(value.value)
                self.column(name).extend([step], [number], [time])
            except NotANumber as error:
                self.refuse(name, error.kind)
                self.refused += 1

    def add_arrays(self, time: float, payload: tuple[str, range | array[float] | None, int, bytes]) -> None:
        """Many points of one metric, their number and their packed values; without steps they follow the step before."""
        name, x, count, y = payload
        if x is None:
            start = self.next_step
            x = range(start, start + count) if start.__class__ is int else _steps_from(start, count)
        self.next_step = x[-1] + 1
        column = self.column(name)
        if self.file.has_unsent:
            column.extend(x if isinstance(x, range) else list(x), unpacked(y).tolist(), [time] * count)
            return
        if column.y:
            self._seal_columns()
        self._lines.extend(packed_line(self._series_id(column), regular_or_packed(x), y, {"start": time, "step": 0}))

    def set_unit(self, time: float, payload: tuple[str, str]) -> None:
        """The unit of a metric; it stands in the `series` record if that is yet to come."""
        name, unit = payload
        column = self.column(name)
        column.unit = unit
        self._series_id(column)

    def count_refused(self, time: float, count: int) -> None:
        """Values that were no numbers."""
        self.refused += count

    def end(self, time: float, payload: tuple[str, str]) -> None:
        """The end of the run for this process."""
        status, error = payload
        self._seal()
        self._seal_refused(True)
        self._lines.append(to_line({"type": "end", "status": status, "error": error, "time": time}))
        self.ended = True

    def resume(self, time: float, payload: None) -> None:
        """The run goes on after an end."""
        if self.ended:
            self.ended = False
            self._lines.append(to_line({"type": "resume", "time": time}))

    def refuse(self, name: str, kind: str) -> None:
        """Warn, once for a metric and a kind, that a value cannot be logged."""
        self.warn_once(f"{name}: {kind}", f"{name}: {kind} cannot be logged. This is said once; more of the same are only counted.")

    def warn_once(self, key: str, message: str) -> None:
        """Warn unless this was said before."""
        if key not in self._warned and len(self._warned) < _MAX_WARNINGS:
            self._warned[key] = True
            warn(message)

    # The way out.

    def take(self) -> list[bytes]:
        """All that is pending as lines, some of them in parts."""
        self._seal()
        self._seal_refused(False)
        lines, self._lines = self._lines, []
        self._text_characters = 0
        return lines

    def has_pending(self) -> bool:
        """Whether `take` would yield lines."""
        return bool(self._lines or self.pending or self._text or self._lost_text_lines)

    def thin(self, reason: str) -> None:
        """Drop every second point of the longest pending columns until there is room; the last value of a series stays."""
        total = self.pending_points
        if total <= MAX_PENDING_POINTS:
            return
        for floor in _FLOORS:
            longer = True
            while longer and total > MAX_PENDING_POINTS // 2:
                longer = False
                for column in self.pending:
                    if len(column) > floor:
                        total -= column.halve(reason)
                        longer = True

    @property
    def pending_points(self) -> int:
        """How many points wait in columns."""
        return sum(map(len, self.pending))

    def _seal(self) -> None:
        self._seal_text()
        self._seal_lost_text()
        self._seal_columns()

    def _seal_columns(self) -> None:
        if self.pending:
            columns, self.pending = self.pending, []
            for column in columns:
                self._seal_gap(column)
            batch = [(self._series_id(column), *column.take()) for column in columns]
            self._lines.extend(points_lines(batch))

    def _seal_text(self) -> None:
        if self._text is not None:
            (stream, lines, time), self._text = self._text, None
            self._lines.extend(text_lines(stream, lines, time))

    def _seal_gap(self, column: Column) -> None:
        gap, column.gap = column.gap, None
        if gap is not None:
            record = {
                "type": "gap",
                "series": self._series_id(column),
                "count": gap.count,
                "reason": gap.reason,
                "x": [gap.first, gap.last],
            }
            self._lines.append(to_line(record))

    def _seal_lost_text(self) -> None:
        if self._lost_text_lines:
            count, self._lost_text_lines = self._lost_text_lines, 0
            self._lines.append(to_line({"type": "gap", "count": count, "reason": "text while the disk took nothing"}))

    def _seal_refused(self, at_once: bool) -> None:
        count = self.refused - self._refused_written
        if count and (at_once or monotonic() - self._refused_at > _REFUSED_INTERVAL_SECONDS):
            self._refused_written, self._refused_at = self.refused, monotonic()
            self._lines.append(to_line({"type": "gap", "count": count, "reason": "values that are not single numbers"}))

    def _series_id(self, column: Column) -> int:
        if column.series is None:
            column.series = self._series_count
            self._series_count += 1
            record = {"type": "series", "id": column.series, "metric": column.name, "kind": "scalar"}
            if column.unit:
                record["unit"] = column.unit
            self._lines.append(to_line(record))
        return column.series


def _steps_from(start: float, count: int) -> Any:
    return [start + index for index in range(count)]
