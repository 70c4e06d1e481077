"""Figures are checked when they are made."""

from __future__ import annotations

from typing import Any

import pytest

from sideplot.figure import figure_record


def test_record() -> None:
    record = figure_record("Losses", [("train/loss", "val/*"), {"title": "Accuracy", "metrics": ["acc"]}], "beside")
    assert record == {
        "type": "figure",
        "name": "Losses",
        "charts": [["train/loss", "val/*"], {"title": "Accuracy", "metrics": ["acc"]}],
        "open": "beside",
    }
    assert figure_record("a", [["b"]], None) == {"type": "figure", "name": "a", "charts": [["b"]]}


@pytest.mark.parametrize(
    ("name", "charts", "place", "error", "message"),
    [
        (5, [["a"]], None, TypeError, "name must be a string, not int"),
        ("", [["a"]], None, ValueError, "name must have 1 to"),
        ("A", "loss", None, TypeError, "charts must be a list"),
        ("A", {"metrics": ["a"]}, None, TypeError, "charts must be a list"),
        ("A", 5, None, TypeError, "charts must be a list"),
        ("A", [], None, ValueError, "1 to 64 charts, not 0"),
        ("A", [["a"]] * 65, None, ValueError, "1 to 64 charts, not 65"),
        ("A", ["loss"], None, TypeError, "chart 0 must be a list of metric names, not str"),
        ("A", [["a"], [5]], None, TypeError, "chart 1 has a metric name of type int"),
        ("A", [[""]], None, ValueError, "chart 0 has a metric name that has not"),
        ("A", [[]], None, ValueError, "chart 0 must have 1 to 256 metrics, not 0"),
        ("A", [{"title": "T"}], None, ValueError, "chart 0 has no metrics"),
        ("A", [{"metrics": ["a"], "title": 5}], None, TypeError, "the title of chart 0 must be a string"),
        ("A", [{"metrics": ["a"], "titel": "T"}], None, ValueError, "unknown keys titel"),
        ("A", [["a"]], "everywhere", ValueError, "open must be one of beside, window, never"),
    ],
)
def test_errors(name: Any, charts: Any, place: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        figure_record(name, charts, place)
