"""The `figure` record, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .values import is_metric_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Union

    Chart = Union[List[str], Dict[str, Any]]

OPEN_PLACES = ("beside", "window", "never")
MAX_CHARTS = 64
MAX_METRICS_IN_CHART = 256
# Characters of a spec as JSON.
MAX_SPEC_CHARACTERS = 262_144


def figure_record(name: Any, charts: Any, place: Any | None) -> dict[str, Any]:
    """The record of a figure. Raises TypeError or ValueError saying what is wrong with it."""
    if not isinstance(name, str):
        raise TypeError(f"figure: name must be a string, not {type(name).__name__}")
    if not is_metric_name(name):
        raise ValueError("figure: name must have 1 to 1,024 characters")
    if isinstance(charts, (str, Mapping)) or not hasattr(charts, "__iter__"):
        raise TypeError(
            f'figure: charts must be a list of charts such as [["loss", "val/loss"], ["accuracy"]], not {type(charts).__name__}'
        )
    record: dict[str, Any] = {
        "type": "figure",
        "name": name,
        "charts": [_chart(index, chart) for index, chart in enumerate(charts)],
    }
    if not 0 < len(record["charts"]) <= MAX_CHARTS:
        raise ValueError(f"figure: there must be 1 to {MAX_CHARTS} charts, not {len(record['charts'])}")
    if place is not None:
        if place not in OPEN_PLACES:
            raise ValueError(f"figure: open must be one of {', '.join(OPEN_PLACES)}, not {place!r}")
        record["open"] = place
    return record


def _chart(index: int, chart: Any) -> Chart:
    if not isinstance(chart, Mapping):
        return _metrics(index, chart)
    unknown = [str(key) for key in chart if key not in ("title", "metrics", "spec")]
    if unknown:
        raise ValueError(f"figure: chart {index} has the unknown keys {', '.join(unknown)}; there are title, metrics and spec")
    if "metrics" not in chart:
        raise ValueError(f"figure: chart {index} has no metrics")
    result: dict[str, Any] = {"metrics": _metrics(index, chart["metrics"])}
    if chart.get("spec") is not None:
        result["spec"] = _spec(index, chart["spec"])
    title = chart.get("title")
    if title is None:
        return result
    if not isinstance(title, str):
        raise TypeError(f"figure: the title of chart {index} must be a string, not {type(title).__name__}")
    return {"title": title[:1024], **result}


def _spec(index: int, spec: Any) -> dict[str, Any]:
    """A copy of a Vega-Lite spec that is given as a mapping, as JSON, or as an object with `to_dict`, such as an Altair chart."""
    given = spec.to_dict() if callable(getattr(spec, "to_dict", None)) else spec
    if not isinstance(given, (str, Mapping)):
        raise TypeError(f"figure: the spec of chart {index} must be a dict, a JSON string or an Altair chart, not {type(spec).__name__}")
    try:
        text = given if isinstance(given, str) else json.dumps(given, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
        result = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"figure: the spec of chart {index} is not JSON: {error}") from error
    if not isinstance(result, dict):
        raise ValueError(f"figure: the spec of chart {index} is JSON, but not an object")
    if len(text) > MAX_SPEC_CHARACTERS:
        raise ValueError(f"figure: the spec of chart {index} has {len(text):,} characters; {MAX_SPEC_CHARACTERS:,} are the most")
    return result


def _metrics(index: int, metrics: Any) -> list[str]:
    if isinstance(metrics, (str, Mapping)) or not hasattr(metrics, "__iter__"):
        raise TypeError(f"figure: chart {index} must be a list of metric names, not {type(metrics).__name__}")
    names = list(metrics)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"figure: chart {index} has a metric name of type {type(name).__name__}, not a string")
        if not is_metric_name(name):
            raise ValueError(f"figure: chart {index} has a metric name that has not 1 to 1,024 characters")
    if not 0 < len(names) <= MAX_METRICS_IN_CHART:
        raise ValueError(f"figure: chart {index} must have 1 to {MAX_METRICS_IN_CHART} metrics, not {len(names)}")
    return names
