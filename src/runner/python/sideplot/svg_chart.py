"""Draws curves as a static SVG, with nothing but this file: for the output of a notebook's cell."""

from __future__ import annotations

import math
import re
from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Sequence

    from .log_points import Curve

# Those of a panel in a light theme: told apart by colour-blind readers too.
_COLOURS = ("#0072b2", "#d55e00", "#008f68", "#7b3fb5", "#9a6700", "#c2397f", "#024633", "#5989f6", "#7a2418", "#5f6b7a")
_DASHES = ("", "7 3", "2 2", "9 2 2 2")
_CHART_WIDTH = 440
_PLOT_HEIGHT = 190
_LEFT = 58
_RIGHT = 14
_TOP = 34
_BOTTOM = 34
_ROW = 18
_HEADER = 34
_MOST_LABEL = 60
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Chart:
    """A title, curves with their labels, and a line that says what is not in the picture, or empty."""

    def __init__(self, title: str, curves: Sequence[tuple[str, Curve]], note: str = "") -> None:
        self.title = title
        self.curves = curves
        self.note = note

    @property
    def height(self) -> int:
        """In pixels, with title and legend."""
        rows = (len(self.curves) if len(self.curves) > 1 else 0) + (1 if self.note else 0)
        return _TOP + _PLOT_HEIGHT + _BOTTOM + rows * _ROW + 8


def draw(title: str, charts: Sequence[Chart], note: str = "") -> str:
    """All charts below a title, two in a row."""
    columns = 2 if len(charts) > 1 else 1
    rows = [charts[start : start + columns] for start in range(0, len(charts), columns)]
    width = columns * _CHART_WIDTH
    parts = [_text(14, 22, title, size=15, weight=600)]
    y = _HEADER
    for row in rows:
        for column, chart in enumerate(row):
            parts.append(_chart(chart, column * _CHART_WIDTH, y))
        y += max(chart.height for chart in row)
    if note:
        parts.append(_text(14, y + 14, note, fill="#717171"))
        y += _ROW
    height = y + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{_escaped(title)}" font-family="system-ui, sans-serif" font-size="11">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _chart(chart: Chart, left: int, top: int) -> str:
    parts = [_text(14, 20, chart.title, size=12, weight=600)]
    x_domain = _domain([x for _, curve in chart.curves for x, _ in curve.places()], 0.0)
    y_domain = _domain([y for _, curve in chart.curves for _, y in curve.places()], 0.05)
    width = _CHART_WIDTH - _LEFT - _RIGHT
    # A nested document clips what is outside of it, with no name that another picture on the page could have too.
    parts.append(f'<svg x="{_LEFT}" y="{_TOP}" width="{width}" height="{_PLOT_HEIGHT}" overflow="hidden">')
    parts += _grid(x_domain, y_domain, width)
    for index, (_, curve) in enumerate(chart.curves):
        parts += _curve(curve, index, x_domain, y_domain, width)
    parts.append("</svg>")
    parts += _labels(x_domain, y_domain, width)
    y = _TOP + _PLOT_HEIGHT + _BOTTOM + 12
    if len(chart.curves) > 1:
        for index, (label, _) in enumerate(chart.curves):
            parts.append(f'<path d="M14 {y - 4}h16" {_stroke(index)} stroke-width="2.5"/>')
            parts.append(_text(36, y, label))
            y += _ROW
    if chart.note:
        parts.append(_text(14, y, chart.note, fill="#717171"))
    return f'<g transform="translate({left} {top})">{"".join(parts)}</g>'


def _curve(curve: Curve, index: int, x_domain: tuple[float, float], y_domain: tuple[float, float], width: int) -> list[str]:
    path = []
    dots = []
    joined = 0
    place = ""
    for x, y in curve.places():
        if not (math.isfinite(x) and math.isfinite(y)):
            if joined == 1:
                dots.append(place)
            joined = 0
            continue
        place = f"{_share(x, x_domain) * width:.1f} {(1 - _share(y, y_domain)) * _PLOT_HEIGHT:.1f}"
        path.append(f"{'L' if joined else 'M'}{place}")
        joined += 1
    if joined == 1:
        dots.append(place)
    drawn = [f'<path d="{"".join(path)}" fill="none" stroke-width="1.5" stroke-linejoin="round" {_stroke(index)}/>'] if path else []
    return drawn + [
        f'<circle cx="{x}" cy="{y}" r="2.5" fill="{_COLOURS[index % len(_COLOURS)]}"/>' for x, y in (dot.split(" ") for dot in dots)
    ]


def _grid(x_domain: tuple[float, float], y_domain: tuple[float, float], width: int) -> list[str]:
    across = [f"M{_share(tick, x_domain) * width:.1f} 0v{_PLOT_HEIGHT}" for tick in ticks(*x_domain, 5)]
    up = [f"M0 {(1 - _share(tick, y_domain)) * _PLOT_HEIGHT:.1f}h{width}" for tick in ticks(*y_domain, 5)]
    return [f'<path d="{"".join(across + up)}" stroke="#e4e4e4" fill="none"/>']


def _labels(x_domain: tuple[float, float], y_domain: tuple[float, float], width: int) -> list[str]:
    bottom = _TOP + _PLOT_HEIGHT
    across = [
        _text(_LEFT + _share(tick, x_domain) * width, bottom + 15, _number(tick), fill="#616161", anchor=_anchor(_share(tick, x_domain)))
        for tick in ticks(*x_domain, 5)
    ]
    up = [
        _text(_LEFT - 6, _TOP + (1 - _share(tick, y_domain)) * _PLOT_HEIGHT + 4, _number(tick), fill="#616161", anchor="end")
        for tick in ticks(*y_domain, 5)
    ]
    return [*across, *up, _text(_CHART_WIDTH - _RIGHT, bottom + 29, "step", fill="#616161", anchor="end")]


def _anchor(share: float) -> str:
    return "end" if share > 0.93 else "middle"


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers in an interval, about so many: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _domain(values: Sequence[float], margin: float) -> tuple[float, float]:
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = max(min(finite), -1e300), min(max(finite), 1e300)
    least = max(abs(low), abs(high)) * 1e-9
    if high - low <= least:
        half = abs(low) * 0.1 or 1.0
        return low - half, high + half
    room = (high - low) * margin
    return low - room, high + room


def _share(value: float, domain: tuple[float, float]) -> float:
    return max(-10.0, min(11.0, (value - domain[0]) / (domain[1] - domain[0])))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) and 1000 <= abs(value) < 1e7 else f"{value:.6g}"


def _stroke(index: int) -> str:
    dash = _DASHES[index // len(_COLOURS) % len(_DASHES)]
    return f'stroke="{_COLOURS[index % len(_COLOURS)]}"' + (f' stroke-dasharray="{dash}"' if dash else "")


def _text(x: float, y: float, words: str, *, size: int = 11, weight: int = 400, fill: str = "#242424", anchor: str = "start") -> str:
    shown = words if len(words) <= _MOST_LABEL else words[: _MOST_LABEL - 1] + "…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">'
        f"{_escaped(shown)}</text>"
    )


def _escaped(words: str) -> str:
    # What XML does not allow would spoil the whole picture.
    return escape(_ILLEGAL.sub("\ufffd", words))
