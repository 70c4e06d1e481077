"""A decoder of run logs that is independent of the client: it follows docs/log-format.md and nothing else."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import struct
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

MAX_LINE_BYTES = 1_048_576
MAX_NAME_CHARACTERS = 1_024
MAX_DEPTH = 8
NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")

Record = dict[str, Any]


class Refused(Exception):
    """A line that is not a record; the reason is one of those in test/fixtures/log/README.md."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Decoded(NamedTuple):
    """What a log holds: its records, the lines that were refused and the number of records of an unknown type."""

    records: list[Record]
    refused: list[tuple[int, str]]
    unknown: int

    def of(self, kind: str) -> list[Record]:
        """All records of one type."""
        return [record for record in self.records if record["type"] == kind]

    def metrics(self) -> dict[int, str]:
        """The declared name of every series id."""
        return {record["id"]: record["metric"] for record in self.of("series")}

    def points(self, metric: str) -> list[tuple[float, float, float | None]]:
        """Step, value and time of every point of a metric, in the order of the log."""
        names = self.metrics()
        return [(x, y, t) for series, x, y, t in self.all_points() if names[series] == metric]

    def values(self, metric: str) -> list[float]:
        """The values of a metric, in the order of the log."""
        return [y for _, y, _ in self.points(metric)]

    def steps(self, metric: str) -> list[float]:
        """The steps of a metric, in the order of the log."""
        return [x for x, _, _ in self.points(metric)]

    def all_points(self) -> Iterator[tuple[int, float, float, float | None]]:
        """Series id, step, value and time of every point."""
        for record in self.of("points"):
            count = len(record["y"])
            series = record["series"] if isinstance(record["series"], list) else [record["series"]] * count
            yield from zip(series, record["x"], record["y"], record.get("t", [None] * count))


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a log."""
    decoded = Decoded([], [], 0)
    unknown = 0
    lines = data.split(b"\n")[:-1]
    for number, line in enumerate(lines, 1):
        if number == 1 and line.startswith(b"\xef\xbb\xbf"):
            line = line[3:]
        if not line.strip(b" \t\r"):
            continue
        try:
            record = decode_line(line)
        except Refused as refused:
            decoded.refused.append((number, refused.reason))
            continue
        if record is None:
            unknown += 1
        else:
            decoded.records.append(record)
    return decoded._replace(unknown=unknown)


def decode_line(line: bytes) -> Record | None:
    """Decode one line; None for a record of an unknown type."""
    if len(line) > MAX_LINE_BYTES:
        raise Refused("too-long")
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except ValueError:
        raise Refused("not-json") from None
    if not isinstance(value, dict):
        raise Refused("not-object")
    if "type" not in value:
        return _row(value)
    if not isinstance(value["type"], str):
        raise Refused("bad-record")
    shape = SHAPES.get(value["type"])
    if shape is None:
        return None
    record: Record = {"type": value["type"]}
    for key, (required, legal) in shape.items():
        if key not in value:
            if required:
                raise Refused("bad-record")
            continue
        if not legal(value[key]):
            raise Refused("bad-record")
        record[key] = value[key]
    if value["type"] == "points":
        _expand(record)
    if value["type"] == "control" and not _fits_kind(record):
        raise Refused("bad-record")
    if value["type"] == "figure":
        record["charts"] = [_chart(chart) for chart in value["charts"]]
    return record


def _chart(chart: Any) -> Any:
    """A chart without a `spec` that is null, which is none."""
    if isinstance(chart, dict) and chart.get("spec") is None:
        return {key: value for key, value in chart.items() if key != "spec"}
    return chart


def as_json(value: Any) -> Any:
    """The same value with NaN and the infinities as strings, as the fixtures write them."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value


def _refuse_constant(text: str) -> float:
    raise ValueError(text)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_amount(value: Any) -> bool:
    return _is_number(value) and math.isfinite(value) and value >= 0


def _is_finite(value: Any) -> bool:
    return _is_number(value) and math.isfinite(value)


def _is_control_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _is_control_value(value: Any) -> bool:
    return _is_finite(value) or isinstance(value, bool) or (isinstance(value, str) and len(value) <= 200)


def _is_options(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 200 and all(_is_control_text(item) for item in value)


def _fits_kind(record: Record) -> bool:
    """Whether a control has what its kind needs, and a value that it can have."""
    kind, value = record["kind"], record["value"]
    low, high = record.get("min", 0), record.get("max", 0)
    if kind == "slider":
        return _is_number(value) and low < high and low <= value <= high and (low > 0 or record.get("scale") != "log")
    if kind == "toggle":
        return isinstance(value, bool)
    if kind == "choice":
        return value in record.get("options", [])
    return _is_number(value)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME_CHARACTERS


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and IDENTIFIER.match(value) is not None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_chart(value: Any) -> bool:
    if isinstance(value, dict):
        return _is_texts(value.get("metrics")) and isinstance(value.get("title", ""), str) and _is_spec(value.get("spec"))
    return _is_texts(value)


def _is_spec(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False)) <= 262_144


def _is_charts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_chart(item) for item in value)


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_number(item) for item in value)


def _is_any(value: Any) -> bool:
    return True


def _is_series(value: Any) -> bool:
    return not _is_number(value) or _is_count(value)


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


Shape = dict[str, tuple[bool, Callable[[Any], bool]]]

SHAPES: dict[str, Shape] = {
    "run": {
        "version": (True, _is_count),
        "id": (True, _is_identifier),
        "producer": (False, _is_identifier),
        "name": (False, _is_text),
        "project": (False, _is_text),
        "config": (False, _is_object),
        "start": (False, _is_number),
        "cwd": (False, _is_text),
        "argv": (False, _is_texts),
        "pid": (False, _is_count),
        "pid_start": (False, _is_count),
        "host": (False, _is_text),
        "user": (False, _is_text),
        "language": (False, _is_text),
        "executable": (False, _is_text),
        "workspace": (False, _is_text),
        "notebook": (False, _is_object),
        "parent": (False, _is_text),
        "listens": (False, _is_flag),
        "job": (False, _is_object),
        "sweep": (False, _is_object),
    },
    "series": {"id": (True, _is_count), "metric": (True, _is_name), "unit": (False, _is_text), "kind": (False, _is_text)},
    "points": {"series": (True, _is_series), "x": (True, _is_any), "y": (True, _is_any), "t": (False, _is_any)},
    "text": {"stream": (True, _is_text), "lines": (True, _is_texts), "time": (False, _is_number)},
    "figure": {
        "name": (True, _is_name),
        "charts": (True, _is_charts),
        "open": (False, _one_of("beside", "window", "never")),
    },
    "note": {
        "kind": (False, _is_text),
        "text": (True, _is_text),
        "time": (False, _is_number),
        "step": (False, _is_number),
        "level": (False, _is_text),
    },
    "progress": {
        "id": (True, _is_count),
        "label": (False, _is_text),
        "done": (True, _is_amount),
        "total": (False, _is_amount),
        "unit": (False, _is_text),
        "finished": (False, _is_boolean),
        "time": (False, _is_number),
    },
    "control": {
        "name": (True, _is_control_text),
        "kind": (True, _one_of("slider", "toggle", "choice", "button")),
        "value": (True, _is_control_value),
        "unit": (False, _is_text),
        "min": (False, _is_finite),
        "max": (False, _is_finite),
        "step": (False, _is_finite),
        "scale": (False, _one_of("linear", "log")),
        "options": (False, _is_options),
        "time": (False, _is_number),
    },
    "value": {"name": (True, _is_control_text), "value": (True, _is_control_value), "time": (False, _is_number)},
    "cell": {"state": (True, _one_of("running", "ended")), "notebook": (True, _is_object), "time": (False, _is_number)},
    "gap": {
        "series": (False, _is_count),
        "count": (True, _is_count),
        "reason": (False, _is_text),
        "x": (False, _is_range),
    },
    "resume": {"time": (False, _is_number)},
    "end": {
        "status": (True, _one_of("finished", "failed", "interrupted")),
        "error": (False, _is_text),
        "time": (False, _is_number),
    },
    "about": {
        "name": (False, _is_text),
        "colour": (False, lambda value: _is_count(value) or (_is_number(value) and value == -1)),
        "pinned": (False, _is_flag),
        "note": (False, _is_text),
        "archived": (False, _is_flag),
        "time": (False, _is_number),
    },
}


def _expand(record: Record) -> None:
    y = _column(record["y"], None)
    for key in ("x", "t"):
        if key in record:
            record[key] = _column(record[key], len(y))
    record["y"] = y
    if not _is_number(record["series"]):
        ids = _column(record["series"], len(y))
        if not all(math.isfinite(value) and value >= 0 and value == int(value) for value in ids):
            raise Refused("bad-column")
        record["series"] = [int(value) for value in ids]


def _column(value: Any, length: int | None) -> list[float]:
    column = _column_values(value, length)
    if length is not None and len(column) != length:
        raise Refused("bad-column")
    return column


def _column_values(value: Any, length: int | None) -> list[float]:
    if isinstance(value, list):
        return [_number(item) for item in value]
    if isinstance(value, str):
        return _unpack(value)
    if isinstance(value, dict) and length is not None:
        start, step = value.get("start"), value.get("step")
        if start is None or step is None or not _is_number(start) or not _is_number(step):
            raise Refused("bad-column")
        return [float(start + index * step) for index in range(length)]
    raise Refused("bad-column")


def _unpack(text: str) -> list[float]:
    if BASE64.match(text) is None:
        raise Refused("bad-column")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused("bad-column") from None
    if len(data) % 8:
        raise Refused("bad-column")
    return list(struct.unpack(f"<{len(data) // 8}d", data))


def _number(value: Any) -> float:
    if value is None:
        return math.nan
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    if _is_number(value):
        return float(value)
    raise Refused("bad-column")


def _row(value: Record) -> Record:
    row: Record = {"type": "row", "step": None, "time": None, "values": {}, "refusedValues": 0}
    for key, item in value.items():
        if key in ("step", "time"):
            if _is_number(item):
                row[key] = item
            else:
                row["refusedValues"] += 1
        else:
            _row_value(row, key, item, 1)
    return row


def _row_value(row: Record, name: str, item: Any, depth: int) -> None:
    if isinstance(item, dict) and depth < MAX_DEPTH:
        for key, inner in item.items():
            _row_value(row, f"{name}/{key}", inner, depth + 1)
    elif _is_name(name) and (_is_number(item) or (isinstance(item, str) and item in NOT_FINITE)):
        row["values"][name] = NOT_FINITE[item] if isinstance(item, str) else item
    else:
        row["refusedValues"] += 1
