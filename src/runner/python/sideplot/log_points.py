"""Reads the points of a run back from its logs, with few of them in memory: for a picture of the run."""

from __future__ import annotations

import binascii
import json
import os
import sys
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator

# A curve is kept as so many parts at most; a picture has fewer pixels.
_MOST_PARTS = 2048
_KINDS = (b'"points"', b'"series"', b'"figure"')
_NAN = float("nan")
_NOT_FINITE = {"NaN": _NAN, "Infinity": float("inf"), "-Infinity": float("-inf"), None: _NAN}


class Curve:
    """A series, thinned so that the least and the greatest value of each part of it are kept; all parts have as many points.

    Attributes: `count`, how many points there are; `hidden`, how many of them are not finite.
    """

    def __init__(self, metric: str, producer: str) -> None:
        self.metric = metric
        self.producer = producer
        self.count = 0
        self.hidden = 0
        # Two places a part, in the order of the log; where a part has one point, or values that are all the same, twice the same place.
        self._x = array("d")
        self._y = array("d")
        # Points in a part.
        self._size = 1

    def places(self) -> Iterator[tuple[float, float]]:
        """The places to draw a line through, in the order of the log; a value that is no number breaks it."""
        x, y = self._x, self._y
        for at in range(0, len(y), 2):
            yield x[at], y[at]
            if y[at + 1] != y[at] and y[at] == y[at]:
                yield x[at + 1], y[at + 1]

    def add(self, x: array[float], y: array[float]) -> None:
        """Take in points, as many of both."""
        # A sum that is no number tells that one of them is none, at the speed of C.
        total = sum(y)
        finite = total - total == 0
        start = 0
        while start < len(y):
            opened = self.count % self._size
            end = min(len(y), start + self._size - opened)
            self._add_part(x[start:end], y[start:end], finite, opened > 0)
            self.count += end - start
            start = end
            if len(self._y) == 2 * _MOST_PARTS and self.count % self._size == 0:
                self._halve()

    def _add_part(self, x: array[float], y: array[float], finite: bool, goes_on: bool) -> None:
        """Points of one part, which is the last one when it `goes_on`."""
        if not finite:
            kept = [index for index, value in enumerate(y) if value - value == 0]
            self.hidden += len(y) - len(kept)
            # Nothing but such values breaks the curve.
            x, y = (array("d", [column[index] for index in kept]) for column in (x, y)) if kept else (x[:1], array("d", [_NAN]))
        low, high = (0, 0) if len(y) == 1 else sorted((y.index(min(y)), y.index(max(y))))
        x, y = array("d", (x[low], x[high])), array("d", (y[low], y[high]))
        if goes_on:
            x, y = _extremes(self._x[-2:] + x, self._y[-2:] + y)
            del self._x[-2:], self._y[-2:]
        self._x += x
        self._y += y

    def _halve(self) -> None:
        """Make one part of two."""
        x, y = self._x, self._y
        self._x, self._y = array("d"), array("d")
        for at in range(0, len(y), 4):
            both = _extremes(x[at : at + 4], y[at : at + 4])
            self._x += both[0]
            self._y += both[1]
        self._size *= 2


def _extremes(x: array[float], y: array[float]) -> tuple[array[float], array[float]]:
    """Of a few places the least and the greatest, in their order."""
    numbers = [index for index, value in enumerate(y) if value == value] or [0]
    low, high = sorted((min(numbers, key=y.__getitem__), max(numbers, key=y.__getitem__)))
    return array("d", (x[low], x[high])), array("d", (y[low], y[high]))


class Logged:
    """What the logs of a run hold: `curves`, in the order in which they began, and `figures`, records by name."""

    def __init__(self) -> None:
        self.curves: list[Curve] = []
        self.figures: dict[str, dict[str, Any]] = {}


def read_logs(folder: str) -> Logged:
    """Reads all logs in a run's folder. Raises OSError when one cannot be read."""
    logged = Logged()
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        # Nothing was logged yet.
        return logged
    for name in names:
        if name.endswith(".jsonl") and name != "control.jsonl":
            _read_log(os.path.join(folder, name), name[: -len(".jsonl")], logged)
    return logged


def _read_log(path: str, producer: str, logged: Logged) -> None:
    by_metric: dict[str, Curve] = {}
    by_id: dict[Any, Curve] = {}
    for record in _records(path):
        kind = record.get("type")
        try:
            if kind == "points":
                _add_points(record, by_id)
            elif kind == "series":
                metric = record["metric"]
                by_id[record["id"]] = by_metric.setdefault(metric, Curve(metric, producer))
            elif kind == "figure":
                logged.figures[record["name"]] = record
        except (KeyError, TypeError, ValueError):
            # The editor counts what it cannot use and says so.
            continue
    logged.curves += by_metric.values()


def _records(path: str) -> Iterator[dict[str, Any]]:
    """The records about series, points and figures; others are not even decoded."""
    with open(path, "rb") as file:
        for line in file:
            head = line[:40]
            if line.endswith(b"\n") and any(kind in head for kind in _KINDS):
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                if isinstance(record, dict):
                    yield record


def _add_points(record: dict[str, Any], by_id: dict[Any, Curve]) -> None:
    y = _column(record["y"], 0)
    x = _column(record["x"], len(y))
    series = record["series"]
    if not isinstance(series, list):
        by_id[series].add(x, y)
        return
    # A curve takes what is its own, as one part.
    for one in dict.fromkeys(series):
        places = [index for index, other in enumerate(series) if other == one]
        by_id[one].add(array("d", [x[index] for index in places]), array("d", [y[index] for index in places]))


def _column(column: Any, length: int) -> array[float]:
    if isinstance(column, str):
        packed = array("d")
        packed.frombytes(binascii.a2b_base64(column))
        if sys.byteorder == "big":
            packed.byteswap()
        return packed
    if isinstance(column, dict):
        start, step = column["start"], column["step"]
        return array("d", [start + index * step for index in range(length)])
    return array("d", [value if type(value) in (int, float) else _NOT_FINITE[value] for value in column])
