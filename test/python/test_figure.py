"""Figures are checked when they are made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sideplot.figure import figure_record


class Chart:
    """Gives its spec as Altair's charts do."""

    def __init__(self, spec: Any) -> None:
        self._spec = spec

    def to_dict(self) -> Any:
        return self._spec


def test_spec_is_a_copy() -> None:
    spec = {"mark": {"type": "line"}}
    record = figure_record("S", [{"metrics": ["a"], "spec": spec}], None)
    spec["mark"]["type"] = "bar"
    assert record["charts"][0]["spec"] == {"mark": {"type": "line"}}


def test_record() -> None:
    record = figure_record("Losses", [("train/loss", "val/*"), {"title": "Accuracy", "metrics": ["acc"]}], "beside")
    assert record == {
        "type": "figure",
        "name": "Losses",
        "charts": [["train/loss", "val/*"], {"title": "Accuracy", "metrics": ["acc"]}],
        "open": "beside",
    }
    spec = {"mark": "line", "data": {"name": "points"}}
    charts = [{"metrics": ["a"], "spec": spec}, {"metrics": ["a"], "spec": json.dumps(spec)}, {"metrics": ["a"], "spec": Chart(spec)}]
    assert figure_record("S", charts, None)["charts"] == [{"metrics": ["a"], "spec": spec}] * 3
    assert figure_record("S", [{"metrics": ["a"], "spec": None}], None)["charts"] == [{"metrics": ["a"]}]
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
        ("A", [{"metrics": ["a"], "spec": 5}], None, TypeError, "must be a dict, a JSON string or an Altair chart, not int"),
        ("A", [{"metrics": ["a"], "spec": "{"}], None, ValueError, "the spec of chart 0 is not JSON"),
        ("A", [{"metrics": ["a"], "spec": "[1]"}], None, ValueError, "not an object"),
        ("A", [{"metrics": ["a"], "spec": Chart([1])}], None, TypeError, "not Chart"),
        ("A", [{"metrics": ["a"], "spec": {"x": float("nan")}}], None, ValueError, "not JSON"),
        ("A", [{"metrics": ["a"], "spec": {"x": {1}}}], None, ValueError, "not JSON"),
        ("A", [{"metrics": ["a"], "spec": {"x": "y" * 262_144}}], None, ValueError, "262,144 are the most"),
        ("A", [["a"]], "everywhere", ValueError, "open must be one of beside, window, never"),
    ],
)
def test_errors(name: Any, charts: Any, place: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        figure_record(name, charts, place)
