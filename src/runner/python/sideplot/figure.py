"""The `figure` record, checked."""

from __future__ import annotations

from collections.abc import Mapping

from .values import is_metric_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Union

    Chart = Union[List[str], Dict[str, Any]]

OPEN_PLACES = ("beside", "window", "never")
MAX_CHARTS = 64
MAX_METRICS_IN_CHART = 256


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
    unknown = [str(key) for key in chart if key not in ("title", "metrics")]
    if unknown:
        raise ValueError(f"figure: chart {index} has the unknown keys {', '.join(unknown)}; there are title and metrics")
    if "metrics" not in chart:
        raise ValueError(f"figure: chart {index} has no metrics")
    result: dict[str, Any] = {"metrics": _metrics(index, chart["metrics"])}
    title = chart.get("title")
    if title is None:
        return result
    if not isinstance(title, str):
        raise TypeError(f"figure: the title of chart {index} must be a string, not {type(title).__name__}")
    return {"title": title[:1024], **result}


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
