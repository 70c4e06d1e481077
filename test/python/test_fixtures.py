"""The client writes the lines of test/fixtures/log/client.jsonl, to which the decoder of the extension is held too."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

from log_decoder import decode
from sideplot.encode import packed, packed_line, points_lines, regular_or_packed, text_lines, to_line
from sideplot.figure import figure_record

FIXTURE = Path(__file__).parents[1] / "fixtures" / "log" / "client.jsonl"

T = 1795371539.25
MANY = 16


def client_lines() -> list[bytes]:
    """What the client writes for the inputs that stand here."""
    steps = list(range(10, 10 + MANY))
    times = [T + index / 8 for index in range(MANY)]
    values = [index / 4 for index in range(MANY - 3)] + [math.nan, math.inf, -math.inf]
    return [
        to_line({"type": "run", "version": 1, "id": "20261122-181859-123456-a1b2c3", "producer": "p4711-9f3a01cd", "name": "brave-fox"}),
        to_line({"type": "series", "id": 0, "metric": "loss", "kind": "scalar"}),
        to_line({"type": "series", "id": 1, "metric": "Güte/损失/a.b[0]", "kind": "scalar", "unit": "%"}),
        *points_lines([(0, [0], [0.5], [T])]),
        *points_lines([(0, [1, 2, 3, 4], [0.25, math.nan, math.inf, -math.inf], [T, T, T, T])]),
        *points_lines([(0, [5, 6], [0.1, 0.2], [T, T + 1]), (1, [5.5], [-3.0], [T])]),
        *points_lines([(0, steps, values, times)]),
        *points_lines([(0, [step * step for step in steps], values, times), (1, [26], [1.0], [T])]),
        *points_lines([(0, [300 - 5 * index for index in range(MANY)], values, times)]),
        *packed_line(1, regular_or_packed(range(0, 6, 2)), packed(array("d", [1.0, 2.0, 3.0])), {"start": T, "step": 0}),
        *text_lines("text", ["epoch 1", "", "größer ✓ \x1b[0m\x00"], T),
        *text_lines("text", ["a lone \udcff surrogate"], T),
        to_line(figure_record("Losses", [["loss", "val/*"], {"metrics": ["acc"], "title": "Accuracy"}], "window")),
        to_line(figure_record("Own", [{"metrics": ["loss"], "spec": {"mark": "line", "data": {"name": "points"}}}], None)),
        to_line({"type": "note", "kind": "restart", "text": "kernel restarted", "time": T}),
        to_line({"type": "gap", "series": 0, "count": 120, "reason": "disk full", "x": [100, 220]}),
        to_line({"type": "end", "status": "interrupted", "error": "KeyboardInterrupt", "time": T}),
        to_line({"type": "resume", "time": T}),
        to_line({"type": "end", "status": "finished", "error": "", "time": T}),
    ]


def test_client_writes_the_fixture_byte_for_byte() -> None:
    assert b"".join(client_lines()) == FIXTURE.read_bytes()


def test_fixture_holds_the_inputs() -> None:
    log = decode(FIXTURE.read_bytes())
    assert log.refused == []
    assert log.steps("loss")[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert log.values("loss")[:2] == [0.5, 0.25]
    assert math.isnan(log.values("loss")[2])
    assert log.values("loss")[3:5] == [math.inf, -math.inf]
    assert log.steps("loss")[7 : 7 + MANY] == list(range(10, 10 + MANY))
    assert log.points("Güte/损失/a.b[0]") == [(5.5, -3.0, T), (26, 1.0, T), (0, 1.0, T), (2, 2.0, T), (4, 3.0, T)]
