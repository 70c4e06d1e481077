"""Lines are legal, within their size, and hold what was put in."""

from __future__ import annotations

import math
import random

import pytest

from log_decoder import MAX_LINE_BYTES, decode
from sideplot.encode import MAX_POINTS_IN_RECORD, points_lines, regular_or_packed, text_lines, to_line


def test_no_bare_nan_leaves_the_client() -> None:
    with pytest.raises(ValueError, match=r"[Oo]ut of range float"):
        to_line({"type": "note", "time": math.nan})


def test_a_line_that_is_too_long_is_not_made() -> None:
    with pytest.raises(ValueError, match="longer than a line may be"):
        to_line({"type": "note", "text": "x" * MAX_LINE_BYTES})


@pytest.mark.parametrize("count", [1, 15, 16, 17, 1_000, MAX_POINTS_IN_RECORD, MAX_POINTS_IN_RECORD + 1, 3 * MAX_POINTS_IN_RECORD])
@pytest.mark.parametrize("regular", [True, False])
def test_points_come_back(count: int, regular: bool) -> None:
    source = random.Random(count)
    x = list(range(5, 5 + count)) if regular else [source.uniform(-1e6, 1e6) for _ in range(count)]
    y = [source.choice([source.gauss(0, 1), math.inf, -math.inf, 1e-300]) for _ in range(count)]
    t = [1.7e9 + source.random() for _ in range(count)]
    lines = points_lines([(3, x, y, t)])
    assert all(len(line) - 1 <= MAX_LINE_BYTES for line in lines)
    log = decode(b"".join(lines))
    assert log.refused == []
    assert list(log.all_points()) == [(3, *point) for point in zip(x, y, t)]


def test_few_points_of_many_series_share_records_within_the_size_of_a_line() -> None:
    columns = [(series, [1e300 / 3] * 10, [-1e-300 / 3] * 10, [1.7e9 + 1 / 3] * 10) for series in range(2_000)]
    lines = points_lines(columns)
    assert 1 < len(lines) < 10
    assert all(len(line) - 1 <= MAX_LINE_BYTES for line in lines)
    log = decode(b"".join(lines))
    assert log.refused == []
    assert len(list(log.all_points())) == 20_000


def test_order_within_a_series_is_kept() -> None:
    lines = points_lines([(0, [3, 1, 2], [0.3, 0.1, 0.2], [1.0, 2.0, 3.0])])
    assert [point[2] for point in decode(b"".join(lines)).all_points()] == [0.3, 0.1, 0.2]


@pytest.mark.parametrize(
    "steps", [[1, 2, 4], [1, 1, 1], [1.0, 2.0, 3.0], [1, 2, 3.5], [0], [2**53, 2**53 + 1, 2**53 + 3], [5, 4, 3, 3], [True, 2, 3]]
)
def test_steps_that_are_not_regular_are_packed(steps: list[float]) -> None:
    assert isinstance(regular_or_packed(steps), bytes)


def test_text_is_split_at_the_size_of_a_line() -> None:
    lines = ["\x00" * 400_000, "", "short", *["" for _ in range(100_000)], "é" * 300_000]
    records = text_lines("stdout", lines, 1.5)
    assert all(len(record) - 1 <= MAX_LINE_BYTES for record in records)
    log = decode(b"".join(records))
    assert log.refused == []
    assert "".join(line for record in log.of("text") for line in record["lines"]) == "".join(lines)
    assert sum(len(record["lines"]) for record in log.of("text")) >= len(lines)
