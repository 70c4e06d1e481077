"""A static picture of a run for the output of a cell: drawn when it is asked for, from the run's own log."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from .log_points import read_logs
from .notebook import in_shell
from .svg_chart import Chart, draw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Sequence

    from .log_points import Curve

_MOST_CHARTS = 24
_MOST_CURVES = 20


class Picture:
    """A picture that notebooks show where it is the last value of a cell. `svg` is its text."""

    def __init__(self, svg: str, words: str) -> None:
        self.svg = svg
        self._words = words

    def save(self, path: str) -> None:
        """Write the SVG to a file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def show(self) -> None:
        """Display it in the output of the cell; outside of IPython nothing is shown."""
        if in_shell():
            display: Any = sys.modules["IPython"].__dict__["display"]
            display.display(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{self._words}>"


def picture_of(name: str, folder: str, figure: str | None, complete: bool) -> Picture:
    """The picture of a run whose logs are in `folder`: of one of its figures, or of all metrics, grouped by their prefix.

    Raises OSError when a log cannot be read, ValueError when there is no such figure.
    """
    logged = read_logs(folder)
    curves = logged.curves
    if figure is not None and figure not in logged.figures:
        known = ", ".join(map(repr, logged.figures)) or "none"
        raise ValueError(f"picture: there is no figure {figure!r}; there are {known}")
    repeated = _repeated(curves)
    groups = _by_prefix(curves) if figure is None else _by_figure(curves, logged.figures[figure])
    charts = [_chart(title, members, repeated) for title, members in groups[:_MOST_CHARTS]]
    notes = []
    if not charts:
        notes.append("Nothing was logged yet.")
    if len(groups) > len(charts):
        notes.append(f"{len(groups) - len(charts)} further charts are not shown.")
    if not complete:
        notes.append("The log is behind: the newest points are missing.")
    title = name if figure is None else f"{name} · {figure}"
    points = sum(curve.count for curve in curves)
    return Picture(
        draw(title, charts, " ".join(notes)),
        f"picture of the sideplot run {name}: {_count(len(charts), 'chart')}, {_count(points, 'point')}",
    )


def _chart(title: str, curves: Sequence[Curve], repeated: set[str]) -> Chart:
    shown = curves[:_MOST_CURVES]
    labels = [f"{curve.metric} ({curve.producer})" if curve.metric in repeated else curve.metric for curve in shown]
    notes = []
    if len(curves) > len(shown):
        notes.append(f"{len(curves) - len(shown)} further metrics")
    hidden = sum(curve.hidden for curve in shown)
    if hidden:
        notes.append(f"{_count(hidden, 'value')} not finite")
    return Chart(title, list(zip(labels, shown)), f"Not shown: {', '.join(notes)}" if notes else "")


def _by_prefix(curves: Sequence[Curve]) -> list[tuple[str, list[Curve]]]:
    """As in a panel: metrics with the same words before their last slash share a chart."""
    groups: dict[str, list[Curve]] = {}
    for curve in curves:
        prefix, slash, _ = curve.metric.rpartition("/")
        groups.setdefault(prefix + slash if prefix else curve.metric, []).append(curve)
    return [(key[:-1] if len(key) > 1 and key.endswith("/") else key, members) for key, members in groups.items()]


def _by_figure(curves: Sequence[Curve], figure: Mapping[str, Any]) -> list[tuple[str, list[Curve]]]:
    groups = []
    for chart in figure["charts"]:
        names = chart["metrics"] if isinstance(chart, Mapping) else chart
        title = chart.get("title") if isinstance(chart, Mapping) else None
        places = {curve: next((at for at, name in enumerate(names) if _stands_for(name, curve.metric)), None) for curve in curves}
        members = sorted((place, at) for at, (_, place) in enumerate(places.items()) if place is not None)
        groups.append((title or ", ".join(names), [curves[at] for _, at in members]))
    return groups


def _stands_for(name: str, metric: str) -> bool:
    return metric.startswith(name[:-1]) if name.endswith("*") else metric == name


def _repeated(curves: Sequence[Curve]) -> set[str]:
    metrics = [curve.metric for curve in curves]
    return {metric for metric in metrics if metrics.count(metric) > 1} if len(set(metrics)) < len(metrics) else set()


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
