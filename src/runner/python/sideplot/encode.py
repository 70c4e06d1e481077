"""Records as lines of a run log and columns of numbers as JSON, see docs/log-format.md."""

from __future__ import annotations

import binascii
import sys
from array import array
from json import JSONEncoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Sequence, Tuple, Union

    Regular = Dict[str, Union[int, float]]
    PackedOrRegular = Union[bytes, Regular]
    # Of one series its id, steps, values and times.
    Points = Tuple[int, Union[range, List[Any]], List[float], List[float]]

# Bytes of a line without its "\n".
MAX_LINE_BYTES = 1_048_576
# Three packed columns of so many points are 0.75 MiB.
MAX_POINTS_IN_RECORD = 24_576
# A plain point is about 70 bytes.
_MAX_PLAIN_POINTS_IN_RECORD = 4_096
# From here on packing a series is cheaper and shorter than plain numbers.
_MIN_PACKED_POINTS = 16
# A character of text is six bytes at worst ("\u0000").
_MAX_TEXT_CHARACTERS_IN_RECORD = 131_072

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_encode_ascii = JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def to_line(record: dict[str, Any]) -> bytes:
    """The record as one line with its end. Raises ValueError for NaN, infinities and lines longer than the format allows."""
    try:
        line = _encode(record).encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 form, but has an escaped one.
        line = _encode_ascii(record).encode("ascii")
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"a {record.get('type')} record of {len(line):,} bytes is longer than a line may be ({MAX_LINE_BYTES:,} bytes)")
    return line + b"\n"


def packed(values: Iterable[float]) -> bytes:
    """A column as base64 of little-endian float64."""
    if isinstance(values, memoryview):
        column: memoryview | array[float] = values
    else:
        column = values if isinstance(values, array) and values.typecode == "d" else array("d", values)
    if sys.byteorder == "big":
        column = array("d", column)
        column.byteswap()
    return binascii.b2a_base64(column, newline=False)


def unpacked(column: bytes) -> array[float]:
    """The numbers of a packed column."""
    numbers = array("d", binascii.a2b_base64(column))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def plain(values: Iterable[float]) -> list[Any]:
    """A column as a JSON array; NaN and the infinities become strings."""
    return [value if value - value == 0 else _not_finite(value) for value in values]


def regular_or_packed(steps: Sequence[Any]) -> PackedOrRegular:
    """A column of steps: `{"start", "step"}` where they are whole numbers at equal distance, else packed."""
    if isinstance(steps, range):
        return {"start": steps.start, "step": steps.step}
    first = steps[0]
    if len(steps) > 1 and type(first) is int and type(steps[1]) is int:
        distance = steps[1] - first
        if distance and steps == list(range(first, first + distance * len(steps), distance)):
            return {"start": first, "step": distance}
    return packed(steps)


def points_lines(columns: Sequence[Points]) -> list[bytes]:
    """The lines for a batch, some of them in parts.

    A series with many points gets packed records of its own; the others share records with plain arrays.
    """
    lines: list[bytes] = []
    few = []
    for column in columns:
        if len(column[2]) < _MIN_PACKED_POINTS:
            few.append(column)
        else:
            lines.extend(_packed_lines(*column))
    return lines + _plain_lines(few)


def packed_line(series: int, x: PackedOrRegular, y: bytes, t: PackedOrRegular) -> tuple[bytes, bytes, bytes]:
    """One packed `points` record of one series, of columns that are packed already, in the parts that it is to be written in."""
    # Put together by hand: an encoder would look at every character of the base64. In parts: to join them is to copy them.
    head = b'{"type":"points","series":%d,"x":%b,"y":"' % (series, _to_json(x))
    return head, y, b'","t":%b}\n' % _to_json(t)


def _to_json(column: PackedOrRegular) -> bytes:
    return b'"%b"' % column if isinstance(column, bytes) else _encode(column).encode("ascii")


def text_lines(stream: str, lines: list[str], time: float) -> list[bytes]:
    """Text as one record, or as several where it is too long for one; a long line is cut into several lines."""
    records = []
    part: list[str] = []
    size = 0
    for text in lines:
        for start in range(0, len(text) or 1, _MAX_TEXT_CHARACTERS_IN_RECORD):
            piece = text[start : start + _MAX_TEXT_CHARACTERS_IN_RECORD]
            if part and size + len(piece) > _MAX_TEXT_CHARACTERS_IN_RECORD:
                records.append(part)
                part, size = [], 0
            part.append(piece)
            # The quotes and the comma count too: an empty line is three bytes.
            size += len(piece) + 3
    if part:
        records.append(part)
    return [to_line({"type": "text", "stream": stream, "lines": part, "time": time}) for part in records]


def _packed_lines(series: int, x: range | list[float], y: list[float], t: list[float]) -> Iterable[bytes]:
    for start in range(0, len(y), MAX_POINTS_IN_RECORD):
        part = slice(start, start + MAX_POINTS_IN_RECORD)
        yield from packed_line(series, regular_or_packed(x[part]), packed(y[part]), packed(t[part]))


def _plain_lines(columns: Sequence[Points]) -> list[bytes]:
    ids: list[int] = []
    x: list[Any] = []
    y: list[float] = []
    t: list[float] = []
    for series, steps, values, times in columns:
        ids += [series] * len(values)
        x += steps
        y += values
        t += times
    lines = []
    for start in range(0, len(y), _MAX_PLAIN_POINTS_IN_RECORD):
        part = slice(start, start + _MAX_PLAIN_POINTS_IN_RECORD)
        series_column: Any = ids[0] if len(columns) == 1 else ids[part]
        record = {
            "type": "points",
            "series": series_column,
            "x": plain(x[part]),
            "y": plain(y[part]),
            "t": plain(t[part]),
        }
        lines.append(to_line(record))
    return lines


def _not_finite(value: float) -> str:
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
