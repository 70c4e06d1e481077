"""Figures of Matplotlib's pyplot, which knows one current figure for all threads: each background cell gets its own.

Without that, the next cell of the notebook would show and close what a background cell is still drawing.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator

    Figures = OrderedDict[Any, Any]

# Of the cell whose code asks; None elsewhere. A reload of this module must not make a second one.
FIGURES: ContextVar[Figures | None] = globals().get("FIGURES") or ContextVar("sideplot_figures", default=None)


def separate_figures(source: str) -> None:
    """See to it that pyplot asks `FIGURES` for its figures, if it is loaded or the source is about to load it; may be called again."""
    try:
        if "matplotlib" in source:
            from importlib import import_module

            import_module("matplotlib._pylab_helpers")
    except Exception:
        # What is wrong with it the cell itself will tell.
        return
    registry = getattr(sys.modules.get("matplotlib._pylab_helpers"), "Gcf", None)
    figures = getattr(registry, "figs", None)
    if registry is not None and isinstance(figures, OrderedDict):
        registry.figs = FiguresByCell(figures)


def show_figures() -> None:
    """At the end of a cell, show the figures that it left open, as a notebook does; without the inline backend they become everyone's."""
    own = FIGURES.get()
    if not own:
        return
    matplotlib, backend = sys.modules.get("matplotlib"), sys.modules.get("matplotlib_inline.backend_inline")
    if matplotlib is not None and backend is not None and "inline" in matplotlib.get_backend():
        backend.show()
    registry = sys.modules["matplotlib._pylab_helpers"].Gcf
    if isinstance(registry.figs, FiguresByCell):
        registry.figs.adopt(own)


class FiguresByCell:
    """In place of the dict of pyplot's figures by their numbers: that of the cell whose code asks, else the common one."""

    def __init__(self, common: Figures) -> None:
        self._common = common

    def adopt(self, figures: Figures) -> None:
        """Move figures to the common ones, with new numbers where theirs are taken."""
        while figures:
            number, manager = figures.popitem(last=False)
            if number in self._common:
                number = manager.num = max(self._common) + 1
            self._common[number] = manager

    def _own(self) -> Figures:
        own = FIGURES.get()
        return self._common if own is None else own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own(), name)

    def __contains__(self, number: object) -> bool:
        return number in self._own()

    def __getitem__(self, number: Any) -> Any:
        return self._own()[number]

    def __setitem__(self, number: Any, manager: Any) -> None:
        self._own()[number] = manager

    def __delitem__(self, number: Any) -> None:
        del self._own()[number]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._own())

    def __len__(self) -> int:
        return len(self._own())
